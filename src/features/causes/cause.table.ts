// Reads a table of causes: one a row with code, level, name and the code above it. Columns are found by name.

import { type FieldError, invalid, invalidField } from '../../domain/errors.ts';
import { foldName, type TextTable } from '../../platform/text-table.ts';
import { type Cause } from './cause.record.ts';

type Column = 'code' | 'level' | 'name' | 'parent' | 'aliases';
const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  code: ['code', '代码', '编号'],
  level: ['level', '级别', '层级'],
  name: ['name', '名称', '案由'],
  parent: ['parent_code', 'parent', '上级代码', '上级'],
  aliases: ['aliases', '曾用名', '旧名称'],
};
const NEEDED: readonly Column[] = ['code', 'level', 'name'];
const MOST_ROWS = 5_000;
const MOST_TOLD = 20;

/** @throws DomainError `validation` at `file`, one entry a fault with its line */
export function causesIn({ header, rows }: TextTable, edition: string): readonly Omit<Cause, 'pinyin' | 'initials'>[] {
  const at = (column: Column): number => header.findIndex((name) => COLUMNS[column].map(foldName).includes(name));
  const missing = NEEDED.filter((column) => at(column) < 0);
  if (missing.length > 0) {
    throw invalid(
      'validation',
      missing.map((column) => ({ field: 'file', code: `causes.column.${column}` })),
    );
  }
  if (rows.length > MOST_ROWS) throw invalidField('file', 'causes.tooMany', { limit: MOST_ROWS });
  const read = rows.map(({ line, cells }) => ({
    line,
    code: (cells[at('code')] ?? '').trim(),
    level: Number(cells[at('level')]),
    name: (cells[at('name')] ?? '').trim(),
    parent: (cells[at('parent')] ?? '').trim(),
    aliases: (cells[at('aliases')] ?? '')
      .split(/[;；、]/)
      .map((alias) => alias.trim())
      .filter(Boolean),
  }));
  const byCode = new Map(read.map((row) => [row.code, row]));
  const errors: FieldError[] = read.flatMap(({ line, code, level, name, parent }) => {
    const fault = (what: string): FieldError => ({ field: 'file', code: `causes.row.${what}`, params: { line } });
    return [
      ...(code === '' || name === '' ? [fault('blank')] : []),
      ...([1, 2, 3, 4].includes(level) ? [] : [fault('level')]),
      ...(parent === ''
        ? level > 1
          ? [fault('parent')]
          : []
        : (byCode.get(parent)?.level ?? 9) < level
          ? []
          : [fault('parent')]),
      ...(byCode.get(code)?.line === line ? [] : [fault('twice')]),
    ];
  });
  if (errors.length > 0) throw invalid('validation', errors.slice(0, MOST_TOLD));
  const pathOf = (code: string): string => {
    const row = byCode.get(code);
    if (!row) return '';
    return row.parent ? `${pathOf(row.parent)} › ${row.name}` : row.name;
  };
  return read.map(({ code, level, name, parent, aliases }) => ({
    edition,
    code,
    level,
    name,
    ...(parent ? { parent } : {}),
    path: pathOf(code),
    aliases,
  }));
}
