import type { Document } from 'bson';
import { decodeExactly, encode } from '../gateway/bson-codec.ts';
import type { CommandContext } from './context.ts';
import { constantOf, isPlain } from './mending/bson-values.ts';

/** What is known of a document that a collection's validator turned down. */
export interface FailingDocument {
  /** The document itself, where the command holds it. */
  readonly document?: Document | undefined;
  /** Else what found it. */
  readonly query?: Document | undefined;
}

const BSON_TYPES: Readonly<Record<string, string>> = {
  Int32: 'int',
  Double: 'double',
  Long: 'long',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
};

function bsonType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object') return typeof value;
  return '_bsontype' in value ? (BSON_TYPES[String(value._bsontype)] ?? 'object') : 'object';
}

const comparable = (value: unknown): unknown => constantOf(value);
const lengthOf = (value: unknown): number => (typeof value === 'string' ? Array.from(value).length : NaN);
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isNumberType = (type: string): boolean => ['int', 'long', 'double', 'decimal'].includes(type);

type Rule = readonly [reason: string, isBroken: (value: unknown, operand: unknown) => boolean];

/** The rules of a schema for one property; those that are missing here are named without a reason. */
const RULES: Readonly<Record<string, Rule>> = {
  bsonType: [
    'type did not match',
    (value, operand) => {
      const type = bsonType(value);
      return !asList(operand).some((wanted) => wanted === type || (wanted === 'number' && isNumberType(type)));
    },
  ],
  enum: [
    'value was not found in enum',
    (value, operand) => !asList(operand).some((allowed) => comparable(allowed) === comparable(value)),
  ],
  minimum: ['comparison failed', (value, operand) => Number(comparable(value)) < Number(comparable(operand))],
  maximum: ['comparison failed', (value, operand) => Number(comparable(value)) > Number(comparable(operand))],
  minLength: [
    'specified string length was not satisfied',
    (value, operand) => lengthOf(value) < Number(comparable(operand)),
  ],
  maxLength: [
    'specified string length was not satisfied',
    (value, operand) => lengthOf(value) > Number(comparable(operand)),
  ],
  pattern: [
    'regular expression did not match',
    (value, operand) =>
      typeof value === 'string' && typeof operand === 'string' && !new RegExp(operand, 'u').test(value),
  ],
};

function brokenRules(value: unknown, schema: Document): Document[] {
  return Object.entries(RULES).flatMap(([operatorName, [reason, isBroken]]) => {
    if (!(operatorName in schema) || !isBroken(value, schema[operatorName])) return [];
    const specifiedAs = { [operatorName]: schema[operatorName] as unknown };
    return [{ operatorName, specifiedAs, reason, consideredValue: value, consideredType: bsonType(value) }];
  });
}

/** Which rules of a schema a document breaks, as MongoDB tells it. */
function schemaRulesNotSatisfied(document: Document, schema: Document): Document[] {
  const rules: Document[] = [];
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>).flatMap(
    ([propertyName, rule]) => {
      if (!(propertyName in document) || !isPlain(rule)) return [];
      const details = brokenRules(document[propertyName], rule);
      return details.length > 0 ? [{ propertyName, details }] : [];
    },
  );
  if (properties.length > 0) rules.push({ operatorName: 'properties', propertiesNotSatisfied: properties });
  const required = (schema['required'] ?? []) as string[];
  const missingProperties = required.filter((name) => !(name in document));
  if (missingProperties.length > 0)
    rules.push({ operatorName: 'required', specifiedAs: { required }, missingProperties });
  return rules;
}

/** The rule that failed, as far as it can be told from outside the engine. */
export function explainValidation(validator: Document, document: Document | undefined): Document {
  const schema: unknown = validator['$jsonSchema'];
  if (!isPlain(schema)) {
    const [operatorName = '$and'] = Object.keys(validator).filter((name) => name.startsWith('$'));
    return { operatorName, specifiedAs: validator, reason: 'the document did not match' };
  }
  const rules = document ? schemaRulesNotSatisfied(document, schema) : [];
  return {
    operatorName: '$jsonSchema',
    ...(rules.length > 0 ? { schemaRulesNotSatisfied: rules } : { specifiedAs: validator }),
  };
}

const VALIDATOR =
  'SELECT validator FROM documentdb_api_catalog.collections WHERE database_name=$1 AND collection_name=$2';
const FIND = 'SELECT cursorpage FROM documentdb_api.find_cursor_first_page($1,$2)';

/** `errInfo` of error 121: which document failed, and why. What cannot be learnt is left out. */
export async function validationInfo(
  context: CommandContext,
  collection: string,
  failing: FailingDocument,
): Promise<Document> {
  const { gateway, database } = context;
  const { document, query } = failing;
  return gateway.pool.use(async (connection) => {
    const ask = async (sql: string, parameter: string | Buffer): Promise<Document | undefined> => {
      const rows = await connection.query(sql, [database, parameter]).catch(() => []);
      const value = rows[0]?.[0];
      return value ? decodeExactly(value) : undefined;
    };
    const validator = (await ask(VALIDATOR, collection)) ?? {};
    const find = { find: collection, filter: query ?? {}, limit: 1, singleBatch: true, projection: { _id: 1 } };
    const found = document ?? (query && (await ask(FIND, encode(find))));
    const [first] = document
      ? [document]
      : (((found?.['cursor'] as Document | undefined)?.['firstBatch'] ?? []) as Document[]);
    const id = first?.['_id'] as unknown;
    return {
      ...(id === undefined ? {} : { failingDocumentId: id }),
      details: explainValidation(validator, document),
    };
  });
}
