import type { Document } from 'bson';

/** A document or expression object, as opposed to an array or a value of one of BSON's own types. */
export function isPlain(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if ('_bsontype' in value) return false;
  return !(value instanceof Date) && !(value instanceof RegExp) && !(value instanceof Uint8Array);
}

export const isEmpty = (value: unknown): boolean => isPlain(value) && Object.keys(value).length === 0;

/** The operator of an expression object, or undefined for a document of fields. */
export function operatorOf(value: unknown): string | undefined {
  if (!isPlain(value)) return undefined;
  const names = Object.keys(value);
  return names.length === 1 && names[0]?.startsWith('$') ? names[0] : undefined;
}

/** A constant of a command: documents are decoded with their types kept. */
export function constantOf(value: unknown): unknown {
  if (operatorOf(value) === '$literal') return constantOf((value as Document)['$literal']);
  if (isNumeric(value)) return Number(value.toString());
  return value;
}

const isNumeric = (value: unknown): value is { toString(): string } =>
  typeof value === 'object' &&
  value !== null &&
  '_bsontype' in value &&
  ['Int32', 'Double', 'Long'].includes(String(value._bsontype));

/** The same document with every value replaced. */
export function mapValues(document: Document, change: (value: unknown, name: string) => unknown): Document {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]: [string, unknown]) => [name, change(value, name)]),
  );
}
