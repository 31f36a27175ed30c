import { RawDocument } from './raw-bson.ts';

/** The client broke the protocol: its connection is cut, nothing else happens. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** The largest message, as `hello` announces it. */
export const MAX_MESSAGE_BYTES = 48_000_000;
/** The largest document, as `hello` announces it. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const HEADER_BYTES = 16;
const EMPTY_DOCUMENT_BYTES = 5;
/** Messages may exceed the announced limit by their own framing. */
const FRAMING_ALLOWANCE = 16 * 1024;

const Operation = { reply: 1, query: 2004, message: 2013 } as const;
const Flag = { checksumPresent: 1, moreToCome: 2 } as const;
/** Of the lower sixteen flag bits those unknown to a server must make it refuse the message. */
const UNKNOWN_REQUIRED_FLAGS = 0xfffc;

/** One command as it came over the wire. */
export interface Request {
  readonly requestId: number;
  /** The old envelope drivers open a conversation with; answered in kind. */
  readonly legacy: boolean;
  readonly body: Buffer;
  /** Document sequences by field name: concatenated documents, not looked into. */
  readonly sequences: ReadonlyMap<string, Buffer>;
  /** False where the client wants no answer (unacknowledged writes). */
  readonly wantsReply: boolean;
}

/** Cuts a byte stream into messages. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #buffered = 0;

  /** Takes what arrived and returns the messages it completes; throws `ProtocolError` on an impossible length. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const frames: Buffer[] = [];
    while (this.#buffered >= HEADER_BYTES) {
      const length = this.#nextLength();
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES + FRAMING_ALLOWANCE) {
        throw new ProtocolError(`a message cannot be ${length} bytes long`);
      }
      if (this.#buffered < length) break;
      const all = this.#join();
      frames.push(all.subarray(0, length));
      const rest = all.subarray(length);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#buffered = rest.length;
    }
    return frames;
  }

  #nextLength(): number {
    const [first] = this.#chunks;
    return (first !== undefined && first.length >= 4 ? first : this.#join()).readInt32LE(0);
  }

  #join(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** The checksum of the protocol, CRC-32C. */
export function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC32C_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The bytes of a length-prefixed section part that must lie inside the message. */
function slice(frame: Buffer, offset: number, end: number, minimum: number): Buffer {
  if (offset + 4 > end) throw new ProtocolError('a section ends early');
  const length = frame.readInt32LE(offset);
  if (length < minimum || offset + length > end) throw new ProtocolError('a section has an impossible length');
  return frame.subarray(offset, offset + length);
}

function parseMessage(frame: Buffer, requestId: number): Request {
  if (frame.length < HEADER_BYTES + 4 + 1) throw new ProtocolError('a message without a section');
  const flags = frame.readUInt32LE(HEADER_BYTES);
  if (flags & UNKNOWN_REQUIRED_FLAGS) throw new ProtocolError('a message with unknown flags');
  let end = frame.length;
  if (flags & Flag.checksumPresent) {
    end -= 4;
    if (end < HEADER_BYTES + 4 || crc32c(frame.subarray(0, end)) !== frame.readUInt32LE(end)) {
      throw new ProtocolError('a message whose checksum is wrong');
    }
  }
  let body: Buffer | undefined;
  const sequences = new Map<string, Buffer>();
  let offset = HEADER_BYTES + 4;
  while (offset < end) {
    const kind = frame[offset++];
    if (kind === 0) {
      if (body) throw new ProtocolError('a message with two bodies');
      body = slice(frame, offset, end, 5);
      offset += body.length;
    } else if (kind === 1) {
      const section = slice(frame, offset, end, 5);
      const nameEnd = section.indexOf(0, 4);
      if (nameEnd < 0) throw new ProtocolError('a document sequence without a name');
      const name = section.toString('utf8', 4, nameEnd);
      if (sequences.has(name)) throw new ProtocolError('two document sequences of one name');
      sequences.set(name, section.subarray(nameEnd + 1));
      offset += section.length;
    } else {
      throw new ProtocolError(`a section of the unknown kind ${kind}`);
    }
  }
  if (!body) throw new ProtocolError('a message without a body');
  return { requestId, legacy: false, body, sequences, wantsReply: (flags & Flag.moreToCome) === 0 };
}

function parseQuery(frame: Buffer, requestId: number): Request {
  const nameEnd = frame.indexOf(0, HEADER_BYTES + 4);
  if (nameEnd < 0) throw new ProtocolError('a query without a collection');
  const body = slice(frame, nameEnd + 1 + 8, frame.length, 5);
  return { requestId, legacy: true, body, sequences: new Map(), wantsReply: true };
}

/** Reads one message. Only the envelope is checked here, and the top level of the command's document. */
export function parseRequest(frame: Buffer): Request & { command: RawDocument } {
  const requestId = frame.readInt32LE(4);
  const operation = frame.readInt32LE(12);
  let request: Request;
  if (operation === Operation.message) request = parseMessage(frame, requestId);
  else if (operation === Operation.query) request = parseQuery(frame, requestId);
  else throw new ProtocolError(`the unknown operation ${operation}`);
  try {
    return { ...request, command: new RawDocument(request.body) };
  } catch (error) {
    throw new ProtocolError('a command that is not a BSON document', { cause: error });
  }
}

let lastReplyId = 0;

function header(length: number, responseTo: number, operation: number): Buffer {
  lastReplyId = (lastReplyId + 1) & 0x7fffffff;
  const buffer = Buffer.alloc(HEADER_BYTES);
  buffer.writeInt32LE(length, 0);
  buffer.writeInt32LE(lastReplyId, 4);
  buffer.writeInt32LE(responseTo, 8);
  buffer.writeInt32LE(operation, 12);
  return buffer;
}

/**
 * The parts of an answer, in the envelope the request came in, with the fields of another document added. The answer
 * itself is not copied.
 */
export function formatReply(
  request: Pick<Request, 'requestId' | 'legacy'>,
  document: Buffer,
  added: Buffer | null = null,
): Buffer[] {
  if (!request.legacy) {
    const length = document.length + (added ? added.length - EMPTY_DOCUMENT_BYTES : 0);
    // No flags, then one section of kind 0, which begins with the document's length.
    const head = Buffer.alloc(9);
    head.writeInt32LE(length, 5);
    return [
      header(HEADER_BYTES + 5 + length, request.requestId, Operation.message),
      head,
      ...(added ? [document.subarray(4, -1), added.subarray(4)] : [document.subarray(4)]),
    ];
  }
  const envelope = Buffer.alloc(20);
  envelope.writeInt32LE(8, 0); // "await capable", as every server says
  envelope.writeInt32LE(1, 16); // one document
  return [header(HEADER_BYTES + 20 + document.length, request.requestId, Operation.reply), envelope, document];
}
