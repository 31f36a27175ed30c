// Requests that nobody in their right mind sends, made from what the API says of itself: wrong types, operators, prototypes,
// depth, size, broken JSON, odd headers, foreign ids. The same seed makes the same requests.

import { randomFrom } from './open-disputes.ts';
import { type JsonSchema, type OpenApi, type Operation, type Parameter } from '../../src/http/api-document.ts';

export interface FuzzOrder {
  readonly address: string;
  readonly document: OpenApi;
  readonly requests: number;
  readonly seed: number;
  /** Bearer tokens of people of several roles. */
  readonly tokens: readonly string[];
  /** Ids that exist, so that a request may get far. */
  readonly ids: readonly string[];
}

export interface FuzzReport {
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** What no answer may be, in words: faults, traces, refusals that are no problem, silence. */
  readonly problems: readonly string[];
  readonly slowestMs: number;
}

interface FuzzRequest {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const AT_ONCE = 8;
const PATIENCE_MS = 15_000;
const DEPTH = 400;
const TRACE =
  /\bat [\w.<> ]*\(?(?:file:|node:|\/)[^\s)]+:\d+:\d+|node_modules|MongoServerError|MongooseError|\bE11000\b/;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
};

const HOSTILE: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  { $function: { body: 'function(){}', args: [], lang: 'js' } },
  [{ $regex: '(a+)+$' }],
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { polluted: true } } },
  nested(DEPTH),
  'x'.repeat(20_000),
  '\u0000',
  '\uD800',
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  "' OR 1=1 --",
  '９９９９年９９月９９日',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '+275760-09-13',
  -0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '1e309',
  true,
  null,
  [],
  {},
  [[[[]]]],
  Array.from({ length: 2_000 }, () => 'a'),
];

export class Fuzzer {
  readonly #random: () => number;
  readonly #order: FuzzOrder;
  readonly #operations: readonly { readonly path: string; readonly method: string; readonly operation: Operation }[];

  constructor(order: FuzzOrder) {
    this.#order = order;
    this.#random = randomFrom(order.seed);
    this.#operations = Object.entries(order.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  }

  async run(): Promise<FuzzReport> {
    const { requests } = this.#order;
    const statuses: Record<number, number> = {};
    const problems: string[] = [];
    let slowestMs = 0;
    let made = 0;
    const client = async (): Promise<void> => {
      while (made < requests) {
        made += 1;
        const request = this.#next();
        const begun = performance.now();
        const found = await this.#send(request);
        slowestMs = Math.max(slowestMs, performance.now() - begun);
        if (found.status !== undefined) statuses[found.status] = (statuses[found.status] ?? 0) + 1;
        if (found.problem !== undefined) problems.push(`${request.operationId}: ${found.problem} ${summary(request)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    return { statuses, problems, slowestMs };
  }

  async #send({ path, headers, method, body }: FuzzRequest): Promise<{ status?: number; problem?: string }> {
    let answer: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      answer = await fetch(this.#order.address + path, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      text = await answer.text();
    } catch (error) {
      return { problem: `no answer: ${String(error)}` };
    }
    const { status } = answer;
    if (status >= 500) return { status, problem: `fault ${status}: ${text.slice(0, 200)}` };
    const trace = TRACE.exec(text);
    if (status >= 400 && trace) return { status, problem: `tells of the program: ${trace[0]}` };
    const type = answer.headers.get('content-type') ?? '';
    if (status >= 400 && !type.startsWith('application/problem+json'))
      return { status, problem: `${status} as ${type}` };
    return { status };
  }

  #next(): FuzzRequest {
    const { path, method, operation } = this.#pick(this.#operations);
    const { parameters, operationId } = operation;
    const address = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
      encodeURIComponent(this.#text(parameters.find((one) => one.in === 'path' && one.name === name)?.schema)),
    );
    const query = this.#query(parameters.filter((one) => one.in === 'query'));
    const schema = operation.requestBody?.content['application/json']?.schema;
    const body = method === 'get' ? undefined : this.#body(schema);
    return {
      operationId,
      method: method.toUpperCase(),
      path: `${address}${query === '' ? '' : `?${query}`}`,
      headers: this.#headers(),
      ...(body === undefined ? {} : { body }),
    };
  }

  #query(parameters: readonly Parameter[]): string {
    const pairs = parameters
      .filter(() => this.#chance(0.4))
      .map(({ name, schema }): [string, string] => [this.#chance(0.1) ? `${name}[$gt]` : name, this.#text(schema)]);
    if (this.#chance(0.1)) pairs.push([this.#pick(['__proto__[x]', 'constructor', '$where', 'a[b][c]', 'limit']), 'x']);
    return pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  }

  #headers(): Readonly<Record<string, string>> {
    const { tokens } = this.#order;
    const version = this.#pick(['"0"', '"1"', '1', '*', 'W/"1"', '"-1"', '"1e9"', '""', 'x']);
    return {
      ...(this.#chance(0.9)
        ? { Authorization: `Bearer ${this.#chance(0.95) ? this.#pick(tokens) : 'x'.repeat(40)}` }
        : {}),
      'Content-Type': this.#chance(0.93)
        ? 'application/json'
        : this.#pick([
            'text/plain',
            'application/x-www-form-urlencoded',
            'multipart/form-data',
            'application/xml',
            'a',
          ]),
      ...(this.#chance(0.7) ? { 'If-Match': version } : {}),
      ...(this.#chance(0.3)
        ? { 'Idempotency-Key': this.#pick(['same', 'k'.repeat(300), '', '{"$gt":1}', `${this.#random()}`]) }
        : {}),
      'Accept-Language': this.#pick(['zh-CN', 'en', 'xx', '*', 'zh;q=9']),
    };
  }

  #body(schema: JsonSchema | undefined): string | undefined {
    if (this.#chance(0.04)) return this.#pick(['{', '[1,', '"', '{"a":}', '', 'null', '[]', '1', '{"a":1}'.repeat(20)]);
    if (!schema) return this.#chance(0.5) ? undefined : JSON.stringify(this.#pick(HOSTILE));
    const value = this.#value(schema);
    return JSON.stringify(this.#chance(0.7) ? this.#spoilt(value) : value);
  }

  /** A value as the schema asks for it. */
  #value(schema: JsonSchema | undefined): unknown {
    const { anyOf, oneOf, enum: choices, format } = (schema ?? {}) as JsonSchema & Record<string, readonly unknown[]>;
    const variants = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined;
    if (variants && variants.length > 0) return this.#value(this.#pick(variants));
    if (choices && choices.length > 0) return this.#pick(choices);
    const type = Array.isArray(schema?.type) ? schema.type[0] : schema?.type;
    switch (type) {
      case 'object': {
        const properties = Object.entries(schema?.properties ?? {}).filter(
          ([name]) => schema?.required?.includes(name) || this.#chance(0.5),
        );
        return Object.fromEntries(properties.map(([name, inner]) => [name, this.#value(inner)]));
      }
      case 'array':
        return Array.from({ length: Math.floor(this.#random() * 3) }, () => this.#value(schema?.items));
      case 'integer':
      case 'number':
        return Math.floor(this.#random() * 1000);
      case 'boolean':
        return this.#chance(0.5);
      default:
        return String(format).startsWith('date')
          ? '2026-03-02'
          : this.#pick(['a', '和解', '2026-03-02', '13800000001', ...this.#order.ids]);
    }
  }

  /** The value with something in it exchanged, taken away or added. */
  #spoilt(value: unknown): unknown {
    if (value === null || typeof value !== 'object' || this.#chance(0.15)) return this.#pick(HOSTILE);
    const names = Object.keys(value);
    const name = names.length > 0 ? this.#pick(names) : undefined;
    const copy: unknown = Array.isArray(value) ? [...value] : { ...value };
    const target = copy as Record<string, unknown>;
    const way = this.#random();
    if (name === undefined || way < 0.2) {
      const added = this.#pick(['$where', 'constructor', 'hasOwnProperty', 'x'.repeat(500), '_id', 'visibleTo']);
      if (!Array.isArray(copy)) target[added] = this.#pick(HOSTILE);
    } else if (way < 0.36) delete target[name];
    else target[name] = this.#spoilt(target[name]);
    return copy;
  }

  #text(schema: JsonSchema | undefined): string {
    if (this.#chance(0.5)) return this.#pick(this.#order.ids);
    const value = this.#chance(0.5) ? this.#value(schema) : this.#pick(HOSTILE);
    // What no address can carry.
    return (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
      .slice(0, 4000)
      .replaceAll(/\p{Surrogate}/gu, '?');
  }

  #chance = (share: number): boolean => this.#random() < share;

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T;
  }
}

const summary = ({ method, path, body }: FuzzRequest): string =>
  `${method} ${path.slice(0, 200)} ${(body ?? '').slice(0, 200)}`;
