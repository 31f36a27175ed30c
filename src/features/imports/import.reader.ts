// From the bytes of a file to rows: it must be text, in UTF-8 or GB18030, with the columns a hotline order needs.

import { createHash } from 'node:crypto';
import { invalid } from '../../domain/errors.ts';
import { readTextTable, TABLE_LIMIT_BYTES, type TextTable } from '../../platform/text-table.ts';
import { type RowValues } from './import.record.ts';

export const MAX_BYTES = TABLE_LIMIT_BYTES;
export const MAX_ROWS = 100_000;

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
  readonly encoding: TextTable['encoding'];
  readonly columns: Readonly<Partial<Record<keyof RowValues, string>>>;
  readonly rows: readonly { readonly line: number; readonly values: RowValues }[];
}

function columnsOf(header: readonly string[]): ReadonlyMap<keyof RowValues, number> {
  const found = new Map<keyof RowValues, number>();
  for (const [field, aliases] of Object.entries(ALIASES) as [keyof RowValues, readonly string[]][]) {
    const index = header.findIndex((name) => aliases.includes(name));
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
  const { header, names, rows: records, encoding } = readTextTable(bytes);
  const columns = columnsOf(header);
  const valueOf = (cells: readonly string[], field: keyof RowValues): string =>
    (cells[columns.get(field) ?? -1] ?? '').trim();
  const rows = records.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(
      (Object.keys(ALIASES) as (keyof RowValues)[]).map((field) => [field, valueOf(cells, field)]),
    ) as unknown as RowValues,
  }));
  if (rows.length > MAX_ROWS) {
    throw invalid('validation', [{ field: 'file', code: 'imports.file.tooManyRows', params: { limit: MAX_ROWS } }]);
  }
  return {
    digest: createHash('sha256').update(bytes).digest('hex'),
    encoding,
    columns: Object.fromEntries([...columns].map(([field, index]) => [field, names[index] ?? ''])),
    rows,
  };
}
