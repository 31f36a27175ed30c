import { inspect } from 'node:util';
import { ObjectId } from 'bson';
import type { Document } from 'bson';
import { decode } from '../gateway/bson-codec.ts';
import type { PgError } from '../postgres/pg-messages.ts';
import type { CommandContext } from './context.ts';

/** Where the values of a duplicate key may be found, the likeliest place first. */
export interface KeySources {
  readonly documents: readonly (Document | undefined)[];
  /** The first document is the offending one itself: what it does not hold is missing, not unknown. */
  readonly complete: boolean;
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('_bsontype' in value) &&
  !(value instanceof Date);

const isOperator = (value: unknown): boolean =>
  isPlainObject(value) && (Object.keys(value)[0]?.startsWith('$') ?? false);

function valueAt(document: Document, path: string): unknown {
  if (document[path] !== undefined) return document[path];
  let value: unknown = document;
  for (const name of path.split('.')) {
    if (value === null || value === undefined) return undefined;
    value =
      Array.isArray(value) && !/^\d+$/.test(name)
        ? value.map((item: unknown) => (item as Record<string, unknown> | null)?.[name])
        : (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A value as the MongoDB shell writes it. */
function shellText(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  const isPlain = typeof value === 'object' && !('_bsontype' in value);
  return isPlain ? JSON.stringify(value) : inspect(value);
}

const dupKeyText = (values: Document): string =>
  `{ ${Object.entries(values)
    .map(([path, value]) => `${path}: ${shellText(value)}`)
    .join(', ')} }`;

/** The message and fields of a duplicate key error, worded as MongoDB words them. */
export function describeDuplicate(
  namespace: string,
  index: string | undefined,
  keyPattern: Document | undefined,
  sources: KeySources,
): Document {
  if (index === undefined) return { errmsg: `E11000 duplicate key error collection: ${namespace}` };
  if (!keyPattern) return { errmsg: `E11000 duplicate key error collection: ${namespace} index: ${index}` };
  const keyValue: Document = {};
  let known = sources.complete;
  for (const path of Object.keys(keyPattern)) {
    let found: unknown = null;
    for (const document of sources.documents) {
      const value = document && valueAt(document, path);
      if (value === undefined || isOperator(value)) continue;
      found = value;
      known = true;
      break;
    }
    keyValue[path] = found;
  }
  const errmsg = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: ${dupKeyText(keyValue)}`;
  return { errmsg, keyPattern, ...(known ? { keyValue } : {}) };
}

/** The details of a duplicate key error collected in an answer, whose message names the index. */
export async function detailsFromMessage(
  context: CommandContext,
  collection: string,
  message: string,
  sources: KeySources,
): Promise<Document> {
  const { gateway, database } = context;
  const index = /Index '([^']+)'/.exec(message)?.[1];
  const keyPattern = index === undefined ? undefined : await gateway.indexKeys.find(database, collection, index);
  return describeDuplicate(`${database}.${collection}`, index, keyPattern, sources);
}

/** The offending document, which PostgreSQL puts into the detail of some errors. */
export function offendingDocument(error: PgError): Document | undefined {
  const hex = /\(document, [^=]*=\(BSONHEX([0-9a-f]+)/.exec(error.detail ?? '')?.[1];
  if (hex === undefined) return undefined;
  try {
    return decode(Buffer.from(hex, 'hex'));
  } catch {
    // Cut short by PostgreSQL, which limits the length of a detail.
    return undefined;
  }
}

/** The details of a duplicate key error PostgreSQL raised, which names the index by the engine's number. */
export async function detailsFromError(
  context: CommandContext,
  collection: string,
  error: PgError,
  fallback: KeySources,
): Promise<Document> {
  const { gateway, database } = context;
  const text = `${error.message} ${error.constraint ?? ''}`;
  let index = /Index '([^']+)'/.exec(text)?.[1];
  const id = /rum_index_(\d+)/.exec(text)?.[1];
  if (id !== undefined) index = await gateway.indexKeys.nameOf(id).catch(() => undefined);
  else if (/collection_pk_|_id_/.test(text)) index ??= '_id_';
  const offending = offendingDocument(error);
  const sources = offending ? { documents: [offending], complete: true } : fallback;
  const keyPattern = index === undefined ? undefined : await gateway.indexKeys.find(database, collection, index);
  return describeDuplicate(`${database}.${collection}`, index, keyPattern, sources);
}
