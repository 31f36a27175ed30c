/** What PostgreSQL says is wrong, with the fields this package looks at. */
export class PgError extends Error {
  override readonly name = 'PgError';
  readonly sqlState: string;
  readonly detail: string | undefined;
  readonly constraint: string | undefined;

  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get('M') ?? 'unknown PostgreSQL error');
    this.sqlState = fields.get('C') ?? '';
    this.detail = fields.get('D');
    this.constraint = fields.get('n');
  }
}

/** A parameter: buffers and big integers travel in binary form, strings as text, the server infers the type. */
export type PgParameter = Buffer | string | bigint | null;
export type PgRow = readonly (Buffer | null)[];

const PROTOCOL_VERSION = 196_608;
const CANCEL_REQUEST = 80_877_102;
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
const ZERO = Buffer.from([0]);

const zeroTerminated = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'utf8'), ZERO]);

function int16(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function message(type: string, parts: readonly Buffer[]): Buffer[] {
  const head = Buffer.allocUnsafe(5);
  head.write(type, 0, 1, 'latin1');
  head.writeInt32BE(
    parts.reduce((sum, part) => sum + part.length, 4),
    1,
  );
  return [head, ...parts];
}

function encodeParameter(value: Exclude<PgParameter, null>): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value !== 'bigint') return value;
  const buffer = Buffer.allocUnsafe(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}

function bindMessage(statement: Buffer, parameters: readonly PgParameter[]): Buffer[] {
  const parts = [ZERO, statement, int16(parameters.length)];
  for (const value of parameters) parts.push(int16(typeof value === 'string' || value === null ? 0 : 1));
  parts.push(int16(parameters.length));
  for (const value of parameters) {
    if (value === null) {
      parts.push(int32(-1));
    } else {
      const encoded = encodeParameter(value);
      parts.push(int32(encoded.length), encoded);
    }
  }
  // Every result column in binary form.
  parts.push(int16(1), int16(1));
  return message('B', parts);
}

/** The columns of a result row. */
export function parseRow(body: Buffer): PgRow {
  const count = body.readInt16BE(5);
  const row: (Buffer | null)[] = [];
  let offset = 7;
  for (let column = 0; column < count; column++) {
    const length = body.readInt32BE(offset);
    offset += 4;
    if (length < 0) {
      row.push(null);
    } else {
      row.push(body.subarray(offset, offset + length));
      offset += length;
    }
  }
  return row;
}

/** An error the server reports. */
export function parseError(body: Buffer): PgError {
  const fields = new Map<string, string>();
  let offset = 5;
  while (offset < body.length && body[offset] !== 0) {
    const key = String.fromCharCode(body[offset] ?? 0);
    const end = body.indexOf(0, offset + 1);
    fields.set(key, body.toString('utf8', offset + 1, end));
    offset = end + 1;
  }
  return new PgError(fields);
}

/** Prepares a statement where it is new, runs it, and asks for everything it returns. */
export function queryMessages(name: string, text: string | null, parameters: readonly PgParameter[]): Buffer[] {
  const statement = zeroTerminated(name);
  return [
    ...(text === null ? [] : message('P', [statement, zeroTerminated(text), int16(0)])),
    ...bindMessage(statement, parameters),
    ...message('E', [ZERO, int32(0)]),
    SYNC,
  ];
}

/** A message that is one string, or nothing. */
export const stringMessage = (type: string, text?: string): Buffer =>
  Buffer.concat(message(type, text === undefined ? [] : [zeroTerminated(text)]));

/** The first message of a connection. */
export function startupMessage(settings: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(settings).flatMap(([key, value]) => [zeroTerminated(key), zeroTerminated(value)]);
  const body = Buffer.concat([int32(PROTOCOL_VERSION), ...pairs, ZERO]);
  return Buffer.concat([int32(body.length + 4), body]);
}

/** Asks, on a connection of its own, to give up what another one runs. */
export const cancelMessage = (processId: number, secretKey: number): Buffer =>
  Buffer.concat([int32(16), int32(CANCEL_REQUEST), int32(processId), int32(secretKey)]);
