import { BSON, Double } from 'bson';
import type { Document } from 'bson';

/** `ok` as a double: strict clients compare the type, too. */
export const OK = new Double(1);
export const NOT_OK = new Double(0);

export function encode(document: Document): Buffer {
  const bytes = BSON.serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Decodes to plain JavaScript values. */
export const decode = (bytes: Buffer): Document => BSON.deserialize(bytes);

/** Decodes keeping every type as it is, for documents that are encoded again. */
export const decodeExactly = (bytes: Buffer): Document =>
  BSON.deserialize(bytes, { promoteValues: false, bsonRegExp: true, promoteBuffers: false });

/** A successful answer. */
export const okReply = (fields: Document = {}): Buffer => encode({ ...fields, ok: OK });
