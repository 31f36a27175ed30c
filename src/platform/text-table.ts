// Tables that people hand in: comma-separated text in UTF-8 or GB18030, or lines copied out of a spreadsheet. Sheets of
// Excel are read by sheet-table.ts.

import { CsvError, parse } from 'csv-parse/sync';
import { invalid, invalidField } from '../domain/errors.ts';

export const TABLE_LIMIT_BYTES = 20 * 1024 * 1024;

export type TableEncoding = 'utf-8' | 'gb18030';

export interface TextTable {
  /** Column names after folding width, case and blanks. */
  readonly header: readonly string[];
  /** As they stand in the file. */
  readonly names: readonly string[];
  /** Rows that hold anything, with their line in the file. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly encoding: TableEncoding;
}

/** First bytes of what people send instead of a table of text. */
const KNOWN_FILES: readonly (readonly [string, string])[] = [
  ['504b0304', 'imports.file.zip'],
  ['25504446', 'imports.file.pdf'],
  ['d0cf11e0', 'imports.file.oldExcel'],
];

const FIRST_DATA_LINE = 2;

/** Folds the width, case and blanks of a column's name. */
export const foldName = (name: string): string => name.normalize('NFKC').trim().toLowerCase().replaceAll(/\s/g, '');

/** @throws DomainError `validation` at `file`: not text, too large, empty, or in an unknown encoding */
export function decodeText(bytes: Buffer): { readonly text: string; readonly encoding: TableEncoding } {
  if (bytes.length === 0) throw invalidField('file', 'imports.file.empty');
  if (bytes.length > TABLE_LIMIT_BYTES) throw invalidField('file', 'imports.file.tooLarge');
  const head = bytes.subarray(0, 4).toString('hex');
  const known = KNOWN_FILES.find(([magic]) => magic === head);
  if (known) throw invalidField('file', known[1]);
  if (bytes.includes(0)) throw invalidField('file', 'imports.file.binary');
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // The next encoding may fit.
    }
  }
  throw invalidField('file', 'imports.file.encoding');
}

/** Rows of cells, split at commas or, where the first line has them, at tabs. @throws DomainError `validation` at `file` */
export function recordsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      delimiter: text.split('\n', 1)[0]?.includes('\t') ? '\t' : ',',
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 0);
    throw invalid('validation', [{ field: 'file', code: 'imports.file.malformed', params: { line } }]);
  }
}

/** A table from its first row of names and the rows below. @throws DomainError `validation` at `file` when it is empty */
export function tableOf(records: readonly (readonly string[])[], encoding: TableEncoding): TextTable {
  const [names, ...rest] = records;
  const rows = rest
    .map((cells, index) => ({ line: index + FIRST_DATA_LINE, cells }))
    // A sheet may claim thousands of rows that hold nothing.
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!names || rows.length === 0) throw invalidField('file', 'imports.file.empty');
  return { header: names.map(foldName), names: names.map((name) => name.trim()), rows, encoding };
}

/** Reads a table of text from the bytes of a file. @throws DomainError `validation` at `file` */
export function readTextTable(bytes: Buffer): TextTable {
  const { text, encoding } = decodeText(bytes);
  return tableOf(recordsOf(text), encoding);
}
