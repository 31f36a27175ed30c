// From the bytes of a file to rows: it must be text, in UTF-8 or GB18030, with the columns a hotline order needs.

import { createHash } from 'node:crypto';
import { CsvError, parse } from 'csv-parse/sync';
import { invalidField, invalid } from '../../domain/errors.ts';
import { type RowValues } from './import.record.ts';

export const MAX_BYTES = 20 * 1024 * 1024;
export const MAX_ROWS = 100_000;
const FIRST_DATA_LINE = 2;

/** Names a column may have, after folding width, case and blanks. */
const ALIASES: Readonly<Record<keyof RowValues, readonly string[]>> = {
  number: ['id', '编号', '工单编号', '工单号', '留言编号', '受理编号'],
  user: ['user', '用户', '留言用户', '来电人', '诉求人'],
  subject: ['subject', '主题', '标题', '留言主题', '工单标题'],
  time: ['time', '时间', '留言时间', '来电时间', '受理时间', '登记时间'],
  text: ['text', '内容', '留言内容', '留言详情', '诉求内容', '工单内容'],
  unit: ['unit', '街道', '乡镇', '街乡镇', '街道乡镇', '属地'],
  village: ['village', 'community', '社区', '村居', '村', '村(社区)', '社区(村)'],
};
const REQUIRED: readonly (keyof RowValues)[] = ['number', 'time', 'text'];

export interface ReadFile {
  readonly digest: string;
  readonly encoding: 'utf-8' | 'gb18030';
  readonly columns: Readonly<Partial<Record<keyof RowValues, string>>>;
  readonly rows: readonly { readonly line: number; readonly values: RowValues }[];
}

const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase().replaceAll(/\s/g, '');

/** First bytes of what people send instead of a table of text. */
const KNOWN_FILES: readonly (readonly [string, string])[] = [
  ['504b0304', 'imports.file.zip'],
  ['25504446', 'imports.file.pdf'],
  ['d0cf11e0', 'imports.file.oldExcel'],
];

/** @throws DomainError `validation` at `file`: not text, too large, empty, or in an unknown encoding */
function decode(bytes: Buffer): { readonly text: string; readonly encoding: ReadFile['encoding'] } {
  if (bytes.length === 0) throw invalidField('file', 'imports.file.empty');
  if (bytes.length > MAX_BYTES) throw invalidField('file', 'imports.file.tooLarge');
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

function recordsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 0);
    throw invalid('validation', [{ field: 'file', code: 'imports.file.malformed', params: { line } }]);
  }
}

function columnsOf(header: readonly string[]): ReadonlyMap<keyof RowValues, number> {
  const names = header.map(fold);
  const found = new Map<keyof RowValues, number>();
  for (const [field, aliases] of Object.entries(ALIASES) as [keyof RowValues, readonly string[]][]) {
    const index = names.findIndex((name) => aliases.includes(name));
    if (index >= 0) found.set(field, index);
  }
  const missing = REQUIRED.filter((field) => !found.has(field));
  if (missing.length > 0) {
    throw invalid(
      'validation',
      missing.map((field) => ({ field: 'file', code: `imports.columnMissing.${field}` })),
    );
  }
  return found;
}

/**
 * Reads a file of hotline orders.
 * @throws DomainError `validation` at `file`, with everything that is wrong with the file as a whole
 */
export function readCsv(bytes: Buffer): ReadFile {
  const { text, encoding } = decode(bytes);
  const [header, ...records] = recordsOf(text);
  if (!header || records.length === 0) throw invalidField('file', 'imports.file.empty');
  const columns = columnsOf(header);
  const valueOf = (record: readonly string[], field: keyof RowValues): string =>
    (record[columns.get(field) ?? -1] ?? '').trim();
  const rows = records
    .map((record, index) => ({ line: index + FIRST_DATA_LINE, record }))
    // A sheet may claim thousands of rows that hold nothing.
    .filter(({ record }) => record.some((value) => value.trim() !== ''))
    .map(({ line, record }) => ({
      line,
      values: Object.fromEntries(
        (Object.keys(ALIASES) as (keyof RowValues)[]).map((field) => [field, valueOf(record, field)]),
      ) as unknown as RowValues,
    }));
  if (rows.length === 0) throw invalidField('file', 'imports.file.empty');
  if (rows.length > MAX_ROWS) {
    throw invalid('validation', [{ field: 'file', code: 'imports.file.tooManyRows', params: { limit: MAX_ROWS } }]);
  }
  return {
    digest: createHash('sha256').update(bytes).digest('hex'),
    encoding,
    columns: Object.fromEntries([...columns].map(([field, index]) => [field, header[index]?.trim() ?? ''])),
    rows,
  };
}
