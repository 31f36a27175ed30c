// The file of a backup: a line that says what it is, a compressed and perhaps encrypted stream of frames, and the
// SHA-256 of all of it, by which a file that was cut or changed is known before anything is read from it.

import { createCipheriv, createDecipheriv, createHash, type DecipherGCM, randomBytes, scryptSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './backup-error.ts';

/** A piece of a backup: `C` begins a collection, `D` is one document as BSON, `M` is the manifest at the end. */
export interface Frame {
  readonly kind: 'C' | 'D' | 'M';
  readonly payload: Buffer;
}

interface Header {
  readonly format: number;
  /** Present when the content is encrypted with AES-256-GCM under a key derived with scrypt. */
  readonly encryption?: { readonly salt: string; readonly iv: string };
}

const MAGIC = 'jiefen-backup ';
const FORMAT = 1;
const HEADER_LIMIT = 1024;
const FOOTER = Buffer.from('\nsha256 ');
const FOOTER_BYTES = FOOTER.length + 64 + 1;
const TAG_BYTES = 16;
const FRAME_HEAD = 5;
const FRAME_LIMIT = 64 * 1024 * 1024;
const CIPHER = 'aes-256-gcm';
/** A little less than the default: the stream comes from a database that waits in a transaction. */
const COMPRESSION = { level: 3 };

const deriveKey = (secret: Buffer, salt: string): Buffer =>
  scryptSync(secret, Buffer.from(salt, 'base64'), 32, { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function* framed(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer> {
  for await (const { kind, payload } of frames) {
    const head = Buffer.allocUnsafe(FRAME_HEAD);
    head.write(kind, 0, 1, 'latin1');
    head.writeUInt32LE(payload.length, 1);
    yield head;
    yield payload;
  }
}

/** Writes a backup under a temporary name and gives it its own once it is whole; never over an existing file. */
export async function writeContainer(file: string, frames: AsyncIterable<Frame>, secret?: Buffer): Promise<void> {
  if (await exists(file)) throw new BackupError(`${file} exists already: choose another name`);
  const unfinished = `${file}.part`;
  const encryption = secret && { salt: randomBytes(16).toString('base64'), iv: randomBytes(12).toString('base64') };
  const header: Header = { format: FORMAT, ...(encryption ? { encryption } : {}) };
  const line = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`);
  const cipher =
    secret && encryption
      ? createCipheriv(CIPHER, deriveKey(secret, encryption.salt), Buffer.from(encryption.iv, 'base64')).setAAD(line)
      : undefined;
  const hash = createHash('sha256').update(line);
  const sealed = new Transform({
    construct(done) {
      this.push(line);
      done();
    },
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const tag = cipher?.getAuthTag() ?? Buffer.alloc(0);
      this.push(tag);
      this.push(Buffer.concat([FOOTER, Buffer.from(hash.update(tag).digest('hex')), Buffer.from('\n')]));
      done();
    },
  });
  const target = createWriteStream(unfinished, { mode: 0o600, flush: true });
  try {
    const source = Readable.from(framed(frames), { objectMode: false });
    await pipeline([source, createGzip(COMPRESSION), ...(cipher ? [cipher] : []), sealed, target]);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Where the content of a file lies, once its seal has been checked. */
interface Envelope {
  readonly header: Header;
  readonly line: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Reads the first line and checks the checksum at the end; throws where either is not as it was written. */
async function openEnvelope(file: string): Promise<Envelope> {
  const handle = await open(file);
  let size: number;
  let line: Buffer;
  let footer: Buffer;
  try {
    ({ size } = await handle.stat());
    const begin = Buffer.alloc(HEADER_LIMIT);
    await handle.read(begin, 0, HEADER_LIMIT, 0);
    line = begin.subarray(0, begin.indexOf(0x0a) + 1);
    footer = Buffer.alloc(FOOTER_BYTES);
    await handle.read(footer, 0, FOOTER_BYTES, Math.max(0, size - FOOTER_BYTES));
  } finally {
    await handle.close();
  }
  if (!line.toString().startsWith(MAGIC)) throw new BackupError(`${file} is not a backup of Jiefen`);
  const end = size - FOOTER_BYTES;
  if (end < line.length || !footer.subarray(0, FOOTER.length).equals(FOOTER)) {
    throw new BackupError(`${file} is cut off: its end is missing`);
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { end: end - 1 })) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== footer.toString('latin1', FOOTER.length, FOOTER_BYTES - 1)) {
    throw new BackupError(`${file} was changed after it was written: its checksum is wrong`);
  }
  const header = JSON.parse(line.toString('utf8', MAGIC.length)) as Header;
  if (header.format > FORMAT) {
    throw new BackupError(`${file} has format ${header.format}, and this version reads formats up to ${FORMAT}`);
  }
  return { header, line, start: line.length, end };
}

/** The compressed content of a file, decrypted where need be. */
function contentOf(file: string, { header, line, start, end }: Envelope, secret?: Buffer): Readable[] {
  const { encryption } = header;
  if (!encryption) return [createReadStream(file, { start, end: end - 1 })];
  if (!secret) throw new BackupError(`${file} is encrypted: name its key with --key-file`);
  const decipher = createDecipheriv(
    CIPHER,
    deriveKey(secret, encryption.salt),
    Buffer.from(encryption.iv, 'base64'),
  ).setAAD(line);
  return [createReadStream(file, { start, end: end - TAG_BYTES - 1 }), decipher];
}

async function tagOf(file: string, end: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const tag = Buffer.alloc(TAG_BYTES);
    await handle.read(tag, 0, TAG_BYTES, end - TAG_BYTES);
    return tag;
  } finally {
    await handle.close();
  }
}

/** Cuts a stream into frames. */
async function* cut(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let offset = 0;
    while (rest.length - offset >= FRAME_HEAD) {
      const length = rest.readUInt32LE(offset + 1);
      if (length > FRAME_LIMIT) throw new BackupError('a frame of the backup has an impossible length');
      const next = offset + FRAME_HEAD + length;
      if (next > rest.length) break;
      const kind = rest.toString('latin1', offset, offset + 1) as Frame['kind'];
      yield { kind, payload: rest.subarray(offset + FRAME_HEAD, next) };
      offset = next;
    }
    rest = rest.subarray(offset);
  }
  if (rest.length > 0) throw new BackupError('the last frame of the backup is cut off');
}

/** Reads the frames of a backup whose checksum is right; with the wrong key nothing comes out but an error. */
export async function* readContainer(file: string, secret?: Buffer): AsyncGenerator<Frame> {
  const envelope = await openEnvelope(file);
  const [source, decipher] = contentOf(file, envelope, secret) as [Readable, DecipherGCM?];
  decipher?.setAuthTag(await tagOf(file, envelope.end));
  const gunzip = createGunzip();
  const flowing = pipeline([source, ...(decipher ? [decipher] : []), gunzip]);
  // It is awaited below; until then an error reaches the reader through the last stage.
  flowing.catch(() => undefined);
  try {
    yield* cut(gunzip as AsyncIterable<Buffer>);
    await flowing;
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const reason = decipher ? 'the key is not the one it was made with' : 'its content cannot be read';
    throw new BackupError(`${file}: ${reason}`, { cause: error });
  } finally {
    source.destroy();
  }
}
