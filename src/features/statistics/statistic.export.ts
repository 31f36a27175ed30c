// Sheets of the statistics for other programs: the numbers of the page, with what they are of and as of when.

import ExcelJS from 'exceljs';
import { type Painted } from './picture.thread.ts';
import { type Sheet, type SheetCell } from './statistic.sheet.ts';

/** What stands beside every exported table. */
export interface ExportNote {
  readonly heading: string;
  /** Pairs of a name and a text: unit, period, basis, as of, formulas. */
  readonly lines: readonly (readonly [string, string])[];
  readonly total: string;
  readonly parts: string;
}

const BOM = '\u{feff}';
/** A spreadsheet would take such a text for a formula. */
const inert = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+%?$/.test(text) ? `'${text}` : text;
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const partsOf = ({ hint = '' }: SheetCell): string => hint.replace(' !', '');

const linesOf = (sheet: Sheet, { total }: ExportNote) => [
  ...sheet.rows.map(({ text, cells }) => ({ text, cells })),
  ...(sheet.total ? [{ text: total, cells: sheet.total }] : []),
];

/** Whether any cell of the column shows what it was divided from. */
const withParts = (sheet: Sheet, column: number): boolean =>
  [...sheet.rows.map(({ cells }) => cells), sheet.total ?? []].some((cells) => cells[column]?.hint);

/** Comma-separated text with a byte order mark, so that Excel reads it as UTF-8. */
export function sheetCsv(sheet: Sheet, note: ExportNote): string {
  const head = [
    sheet.first,
    ...sheet.columns.flatMap(({ text }, column) => [
      text,
      ...(withParts(sheet, column) ? [`${text} ${note.parts}`] : []),
    ]),
  ];
  const rows = linesOf(sheet, note).map(({ text, cells }) => [
    text,
    ...sheet.columns.flatMap((_column, index) => {
      const cell = cells[index] ?? { text: '', number: null };
      return [cell.text, ...(withParts(sheet, index) ? [partsOf(cell)] : [])];
    }),
  ]);
  return `${BOM}${[head, ...rows].map((row) => row.map((cell) => quoted(inert(cell))).join(',')).join('\r\n')}\r\n`;
}

export const sheetJson = (sheet: Sheet, note: ExportNote) => ({
  title: sheet.title,
  heading: note.heading,
  notes: Object.fromEntries(note.lines),
  columns: sheet.columns.map(({ id, text, kind }) => ({ id: id ?? null, text, kind })),
  rows: sheet.rows.map(({ key, text, cells }) => ({ key, text, cells: cells.map(cellJson) })),
  total: sheet.total?.map(cellJson) ?? null,
});
const cellJson = (cell: SheetCell) => ({ text: cell.text, number: cell.number, parts: partsOf(cell) || null });

/** A workbook: every sheet a page of its own with its drawing below the table, and a last page that says what the numbers are. */
export async function sheetXlsx(
  sheets: readonly Sheet[],
  note: ExportNote,
  pictures: ReadonlyMap<string, Painted> = new Map(),
): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const names = new Set<string>();
  for (const sheet of sheets) {
    const name = sheet.title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 28);
    const page = book.addWorksheet(names.has(name) ? `${name} ${names.size}` : name, {
      views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
      pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    names.add(name);
    page.addRow([sheet.first, ...sheet.columns.map(({ text }) => text)]).font = { bold: true };
    for (const { text, cells } of linesOf(sheet, note)) {
      const row = page.addRow([text, ...cells.map((cell) => cell.number ?? cell.text)]);
      cells.forEach((cell, index) => {
        const at = row.getCell(index + 2);
        if (sheet.columns[index]?.kind === 'share' && cell.number !== null) at.numFmt = '0.0%';
        const parts = partsOf(cell);
        if (parts) at.note = parts;
        at.alignment = { horizontal: 'right' };
      });
    }
    page.columns.forEach((column, index) => {
      column.width = index === 0 ? 22 : 13;
    });
    const picture = pictures.get(sheet.id);
    if (picture) {
      const { png, width, height } = picture;
      const image = book.addImage({ base64: Buffer.from(png).toString('base64'), extension: 'png' });
      page.addImage(image, { tl: { col: 0, row: page.rowCount + 1 }, ext: { width, height } });
    }
  }
  const about = book.addWorksheet(note.heading.slice(0, 28).replaceAll(/[[\]:*?/\\]/g, ' '));
  for (const pair of note.lines) about.addRow([...pair]);
  about.getColumn(1).width = 24;
  about.getColumn(2).width = 100;
  return Buffer.from(await book.xlsx.writeBuffer());
}
