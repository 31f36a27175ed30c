import { encode } from './bson-codec.ts';
import { ErrorCode, MongoError } from './mongo-error.ts';

/** The element types this module tells apart, by their number in the BSON specification. */
export const BsonType = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  pointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal: 0x13,
  maxKey: 0x7f,
  minKey: 0xff,
} as const;

/** Where one element lies in the bytes of its document. */
export interface RawElement {
  readonly type: number;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

const SMALLEST_DOCUMENT = 5;
const MAXIMUM_DEPTH = 200;

const malformed = (): MongoError =>
  new MongoError(ErrorCode.InvalidBSON, 'The message holds a malformed BSON document.');

function zeroAfter(bytes: Buffer, from: number): number {
  const position = bytes.indexOf(0, from);
  if (position < 0) throw malformed();
  return position;
}

/** A length prefix; negative ones would make a reader walk in circles. */
function lengthAt(bytes: Buffer, offset: number, minimum: number): number {
  if (offset + 4 > bytes.length) throw malformed();
  const length = bytes.readInt32LE(offset);
  if (length < minimum) throw malformed();
  return length;
}

function valueLength(bytes: Buffer, type: number, offset: number): number {
  switch (type) {
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.int64:
      return 8;
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return 4 + lengthAt(bytes, offset, 1);
    case BsonType.document:
    case BsonType.array:
    case BsonType.codeWithScope:
      return lengthAt(bytes, offset, SMALLEST_DOCUMENT);
    case BsonType.binary:
      return 5 + lengthAt(bytes, offset, 0);
    case BsonType.undefined:
    case BsonType.null:
    case BsonType.minKey:
    case BsonType.maxKey:
      return 0;
    case BsonType.objectId:
      return 12;
    case BsonType.boolean:
      return 1;
    case BsonType.regex:
      return zeroAfter(bytes, zeroAfter(bytes, offset) + 1) + 1 - offset;
    case BsonType.pointer:
      return 4 + lengthAt(bytes, offset, 1) + 12;
    case BsonType.int32:
      return 4;
    case BsonType.decimal:
      return 16;
    default:
      throw malformed();
  }
}

/** Walks the elements of one document without decoding them. */
function* elementsOf(bytes: Buffer): Generator<[name: string, element: RawElement]> {
  const last = bytes.length - 1;
  if (bytes.length < SMALLEST_DOCUMENT || bytes.readInt32LE(0) !== bytes.length || bytes[last] !== 0) throw malformed();
  let offset = 4;
  while (offset < last) {
    const type = bytes[offset] ?? 0;
    const nameEnd = zeroAfter(bytes, offset + 1);
    const valueStart = nameEnd + 1;
    const end = valueStart + valueLength(bytes, type, valueStart);
    if (end > last) throw malformed();
    yield [bytes.toString('utf8', offset + 1, nameEnd), { type, start: offset, valueStart, end }];
    offset = end;
  }
}

/** The top level of a BSON document, read in place: values are looked up, and fields cut or added, by copying bytes. */
export class RawDocument {
  readonly bytes: Buffer;
  readonly elements = new Map<string, RawElement>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    for (const [name, element] of elementsOf(bytes)) {
      if (!this.elements.has(name)) this.elements.set(name, element);
    }
  }

  /** The name of the first field: the command's name. */
  get firstName(): string | undefined {
    return this.elements.keys().next().value;
  }

  has(name: string): boolean {
    return this.elements.has(name);
  }

  getString(name: string): string | undefined {
    const element = this.elements.get(name);
    if (element?.type !== BsonType.string && element?.type !== BsonType.symbol) return undefined;
    return this.bytes.toString('utf8', element.valueStart + 4, element.end - 1);
  }

  /** Any numeric field, a boolean counting as 0 or 1. */
  getNumber(name: string): number | undefined {
    const element = this.elements.get(name);
    switch (element?.type) {
      case BsonType.int32:
        return this.bytes.readInt32LE(element.valueStart);
      case BsonType.int64:
        return Number(this.bytes.readBigInt64LE(element.valueStart));
      case BsonType.double:
        return this.bytes.readDoubleLE(element.valueStart);
      case BsonType.boolean:
        return this.bytes[element.valueStart];
      default:
        return undefined;
    }
  }

  /** An integer in full precision. */
  getBigInt(name: string): bigint | undefined {
    const element = this.elements.get(name);
    if (element?.type === BsonType.int64) return this.bytes.readBigInt64LE(element.valueStart);
    const number = this.getNumber(name);
    return number === undefined || !Number.isFinite(number) ? undefined : BigInt(Math.trunc(number));
  }

  /** Whether a field is there and counts as true. */
  isTrue(name: string): boolean {
    const element = this.elements.get(name);
    if (!element || element.type === BsonType.null || element.type === BsonType.undefined) return false;
    const number = this.getNumber(name);
    return number === undefined || number !== 0;
  }

  /** The bytes of an embedded document or array. */
  getBytes(name: string): Buffer | undefined {
    const element = this.elements.get(name);
    if (element?.type !== BsonType.document && element?.type !== BsonType.array) return undefined;
    return this.bytes.subarray(element.valueStart, element.end);
  }

  getDocument(name: string): RawDocument | undefined {
    const bytes = this.getBytes(name);
    return bytes && new RawDocument(bytes);
  }

  /** The embedded documents of an array field. */
  getDocuments(name: string): Buffer[] {
    const list = this.getDocument(name);
    if (!list) return [];
    return [...list.elements.values()]
      .filter((element) => element.type === BsonType.document)
      .map((element) => list.bytes.subarray(element.valueStart, element.end));
  }

  /** The document's bytes without some of its fields. */
  without(...names: readonly string[]): Buffer {
    const parts: Buffer[] = [Buffer.alloc(4)];
    let from = 4;
    for (const [name, element] of this.elements) {
      if (!names.includes(name)) continue;
      parts.push(this.bytes.subarray(from, element.start));
      from = element.end;
    }
    if (parts.length === 1) return this.bytes;
    parts.push(this.bytes.subarray(from));
    return withLength(Buffer.concat(parts));
  }

  /** The document's bytes with fields appended. */
  with(fields: Record<string, unknown>): Buffer {
    return withLength(Buffer.concat([this.bytes.subarray(0, -1), encode(fields).subarray(4)]));
  }
}

function withLength(bytes: Buffer): Buffer {
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}

/** Splits a concatenation of documents. */
export function splitDocuments(sequence: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  let offset = 0;
  while (offset < sequence.length) {
    const end = offset + lengthAt(sequence, offset, SMALLEST_DOCUMENT);
    if (end > sequence.length || sequence[end - 1] !== 0) throw malformed();
    documents.push(sequence.subarray(offset, end));
    offset = end;
  }
  return documents;
}

/** Whether a field of this name occurs anywhere in a document. */
export function hasFieldNamed(bytes: Buffer, wanted: string, depth = 0): boolean {
  // Looking for the bytes first keeps the walk away from nearly every document.
  if (depth > MAXIMUM_DEPTH || !bytes.includes(`${wanted}\0`)) return false;
  for (const [name, element] of elementsOf(bytes)) {
    if (name === wanted) return true;
    const nested = element.type === BsonType.document || element.type === BsonType.array;
    if (nested && hasFieldNamed(bytes.subarray(element.valueStart, element.end), wanted, depth + 1)) return true;
  }
  return false;
}
