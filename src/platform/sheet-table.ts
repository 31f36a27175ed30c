// A sheet of Excel as a table of text: the first sheet, row by row, so that a sheet that claims thousands of empty rows
// costs no more than what it holds.

import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { invalidField } from '../domain/errors.ts';
import { readTextTable, tableOf, type TextTable } from './text-table.ts';

const ZIP = '504b0304';
const MOST_ROWS = 20_000;
const MOST_CELLS = 60;

/** Dates as days, formulas as their results, rich text as its words. */
function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('result' in value) return textOf(value.result);
  if ('text' in value) return value.text;
  return '';
}

async function readSheet(bytes: Buffer): Promise<TextTable> {
  const records: string[][] = [];
  try {
    const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([bytes]), {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const sheet of reader) {
      for await (const row of sheet) {
        const cells = Array.from({ length: Math.min(row.cellCount, MOST_CELLS) }, (_, index) =>
          textOf(row.getCell(index + 1).value).trim(),
        );
        if (cells.some((cell) => cell !== '')) records.push(cells);
        if (records.length > MOST_ROWS) throw invalidField('file', 'series.tooManyRows');
      }
      break;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'DomainError') throw error;
    throw invalidField('file', 'imports.file.malformed');
  }
  return tableOf(records, 'utf-8');
}

/** Reads a table from a sheet of Excel or a file of text. @throws DomainError `validation` at `file` */
export async function readTable(bytes: Buffer): Promise<TextTable> {
  return bytes.subarray(0, 4).toString('hex') === ZIP ? readSheet(bytes) : readTextTable(bytes);
}
