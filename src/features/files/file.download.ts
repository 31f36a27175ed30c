// How bytes that others handed in leave the system: never as a page of ours. The browser saves them, or shows a picture
// in a sandbox in which nothing runs.

import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Response } from 'express';
import { mayShow } from './file.presenter.ts';
import { type FileVersion } from './file.record.ts';

const SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** `filename` for old programs, `filename*` with the real name (RFC 6266). */
const disposition = (how: 'attachment' | 'inline', name: string): string => {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  return `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
};

/** Sends the bytes under headers that let nothing run. */
export async function sendBytes(
  res: Response,
  { fileName, mediaType, bytes }: Pick<FileVersion, 'fileName' | 'mediaType'> & { readonly bytes?: number },
  stream: Readable,
  show = false,
): Promise<void> {
  res.set({
    'Content-Type': mediaType === 'text/plain' ? 'application/octet-stream' : mediaType,
    'Content-Disposition': disposition(show && mayShow({ mediaType }) ? 'inline' : 'attachment', fileName),
    'Content-Security-Policy': SANDBOX,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    ...(bytes === undefined ? {} : { 'Content-Length': String(bytes) }),
  });
  await pipeline(stream, res);
}
