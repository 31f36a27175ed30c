// All papers of many members in one file: a folder a household, each paper as it was handed in or printed, and a list.
// Written while it is being read, so that a hundred households take no more memory than one.

import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';

export interface PackedPaper {
  /** With its folders. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Letters no file system takes, and what would lead out of the folder. */
export const inFolder = (name: string): string =>
  name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120);

async function* packed(papers: AsyncIterable<PackedPaper>): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  let problem: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) problem = error;
    else ready.push(Buffer.from(chunk));
  });
  for await (const { name, bytes } of papers) {
    // Pictures and PDFs are compressed already.
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(bytes, true);
    yield* ready.splice(0);
  }
  zip.end();
  if (problem) throw problem;
  yield* ready.splice(0);
}

export const zipOf = (papers: AsyncIterable<PackedPaper>): Readable => Readable.from(packed(papers));

/** A table that spreadsheets open by themselves. */
export const listOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`);

/** A cell that begins like a formula would be run as one. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
