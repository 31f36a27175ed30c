// What a file is, told from its bytes. The name and the type a browser sends are never trusted.

import { type Readable } from 'node:stream';
import { fileTypeFromStream } from 'file-type';
import { invalidField } from '../../domain/errors.ts';
import { FILE_TYPES, TEXT_BYTES } from '../../domain/file.ts';

/** A file that has come in, which can be read more than once. */
export interface Received {
  readonly name: string;
  readonly bytes: number;
  open(): Readable;
}

async function whole(source: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Control characters that no text holds. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

function isText(bytes: Buffer): boolean {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return !BINARY.test(new TextDecoder(encoding, { fatal: true }).decode(bytes));
    } catch {
      // Not in this encoding; the next one is tried.
    }
  }
  return false;
}

/**
 * The media type of the file, one of those taken.
 * @throws DomainError `validation` at `file`: empty, a kind that is not taken, or of no known kind
 */
export async function sniff(file: Received): Promise<string> {
  if (file.bytes === 0) throw invalidField('file', 'files.empty', { name: file.name });
  const source = file.open();
  let found: string | undefined;
  try {
    found = (await fileTypeFromStream(source))?.mime;
  } finally {
    source.destroy();
  }
  if (found === 'image/heic' || found === 'image/heif') throw invalidField('file', 'files.heic', { name: file.name });
  if (found && FILE_TYPES[found]) return found;
  const mayBeText = !found && file.bytes <= TEXT_BYTES;
  if (mayBeText && isText(await whole(file.open()))) return 'text/plain';
  throw invalidField('file', 'files.notTaken', { name: file.name });
}
