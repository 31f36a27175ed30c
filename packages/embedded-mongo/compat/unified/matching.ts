import { BSON } from 'mongodb';
import type { ClientSession, Document } from 'mongodb';

/** What the special operators look up. */
export interface MatchContext {
  readonly session: (name: string) => ClientSession;
  readonly value: (name: string) => unknown;
}

/** An expectation that was not met. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

const show = (value: unknown): string =>
  value === undefined ? 'nothing' : BSON.EJSON.stringify(value, { relaxed: true }).slice(0, 600);

function fail(path: string, expectation: string, actual: unknown): never {
  throw new Mismatch(`${path}: expected ${expectation}, got ${show(actual)}`);
}

const bsonType = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? (value as { _bsontype?: string })._bsontype : undefined;

/** Numbers of every kind but Decimal128 compare by value. */
function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const type = bsonType(value);
  return type === 'Int32' || type === 'Double' || type === 'Long' ? Number(String(value)) : undefined;
}

export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    bsonType(value) === undefined && !(value instanceof Date) && !(value instanceof RegExp) && !Buffer.isBuffer(value)
  );
}

/** The types an actual value has, under the names of `$type`. */
function typesOf(value: unknown): readonly string[] {
  const number = numeric(value);
  if (number !== undefined) {
    const type = bsonType(value);
    if (type === 'Long' || typeof value === 'bigint') return ['long', 'number'];
    if (type === 'Double') return ['double', 'number'];
    // The driver sends a JavaScript number as the smallest type that holds it.
    return Number.isInteger(number) ? ['int', 'long', 'double', 'number'] : ['double', 'number'];
  }
  if (typeof value === 'string') return ['string'];
  if (typeof value === 'boolean') return ['bool'];
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (value instanceof Date) return ['date'];
  if (value instanceof RegExp) return ['regex'];
  if (Buffer.isBuffer(value)) return ['binData'];
  const names: Readonly<Record<string, string>> = {
    ObjectId: 'objectId',
    Binary: 'binData',
    Decimal128: 'decimal',
    Timestamp: 'timestamp',
    MinKey: 'minKey',
    MaxKey: 'maxKey',
    BSONRegExp: 'regex',
  };
  const type = bsonType(value);
  return [type === undefined ? 'object' : (names[type] ?? type)];
}

function matchOperator(
  operator: string,
  operand: unknown,
  actual: unknown,
  context: MatchContext,
  { path, extras }: Place,
): void {
  switch (operator) {
    case '$$exists':
      if ((actual !== undefined) !== operand) fail(path, operand ? 'something' : 'nothing', actual);
      return;
    case '$$unsetOrMatches':
      if (actual !== undefined && actual !== null) match(operand, actual, context, { path, extras });
      return;
    case '$$type': {
      const wanted = Array.isArray(operand) ? (operand as string[]) : [String(operand)];
      if (actual === undefined || !typesOf(actual).some((type) => wanted.includes(type))) {
        fail(path, `a value of type ${wanted.join(' or ')}`, actual);
      }
      return;
    }
    case '$$sessionLsid':
      match(context.session(String(operand)).id, actual, context, { path, extras: 'none' });
      return;
    case '$$matchesEntity':
      match(context.value(String(operand)), actual, context, { path, extras: 'none' });
      return;
    case '$$matchesHexBytes':
      if (!(actual instanceof Uint8Array) || Buffer.from(actual).toString('hex') !== String(operand).toLowerCase()) {
        fail(path, `the bytes ${String(operand)}`, actual);
      }
      return;
    case '$$lte': {
      const number = numeric(actual);
      if (number === undefined || number > Number(operand)) fail(path, `at most ${String(operand)}`, actual);
      return;
    }
    default:
      throw new Mismatch(`${path}: the operator ${operator} is not known`);
  }
}

function specialOperator(expected: Document): [operator: string, operand: unknown] | undefined {
  const entries = Object.entries(expected) as [string, unknown][];
  return entries.length === 1 && entries[0]?.[0].startsWith('$$') ? entries[0] : undefined;
}

const asDocument = (value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value) as unknown;

/** Where extra fields are allowed: nowhere, in the document itself, or at every depth. */
export type Extras = 'none' | 'root' | 'everywhere';

interface Place {
  readonly path: string;
  readonly extras: Extras;
}

const inside = (extras: Extras): Extras => (extras === 'everywhere' ? extras : 'none');

function matchDocument(expected: Document, actual: Document, context: MatchContext, { path, extras }: Place): void {
  for (const [key, value] of Object.entries(expected) as [string, unknown][]) {
    const inner = `${path}.${key}`;
    const special = isDocument(value) ? specialOperator(value) : undefined;
    if (!special && actual[key] === undefined) fail(inner, show(value), undefined);
    match(value, actual[key], context, { path: inner, extras: inside(extras) });
  }
  if (extras !== 'none') return;
  for (const key of Object.keys(actual)) {
    if (!(key in expected) && actual[key] !== undefined) fail(`${path}.${key}`, 'nothing', actual[key]);
  }
}

/**
 * Compares a result with what a test expects, by the rules of the format. By default
 * the document itself, but none inside it, may hold more than is expected. Throws `Mismatch`, naming the place.
 */
export function match(
  expected: unknown,
  received: unknown,
  context: MatchContext,
  { path = 'result', extras = 'root' }: Partial<Place> = {},
): void {
  const actual = asDocument(received);
  if (isDocument(expected)) {
    const special = specialOperator(expected);
    if (special) {
      matchOperator(...special, actual, context, { path, extras });
      return;
    }
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) fail(path, show(expected), actual);
    matchDocument(expected, actual, context, { path, extras });
    return;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) fail(path, show(expected), actual);
    if (actual.length !== expected.length) fail(path, `${expected.length} elements`, actual);
    for (const [index, item] of expected.entries())
      match(item, actual[index], context, { path: `${path}[${index}]`, extras });
    return;
  }
  const number = numeric(expected);
  if (number === undefined ? show(expected) !== show(actual) : number !== numeric(actual))
    fail(path, show(expected), actual);
}
