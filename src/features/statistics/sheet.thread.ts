// Runs in a thread: prints sheets of the statistics with their drawings as PDF on A4, numbered at the foot.

import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { FONT_FILES, stretches } from '../forms/index.ts';

export interface PrintedSheet {
  readonly title: string;
  readonly lead: string;
  /** The heading, then the lines; first cells are names. */
  readonly rows: readonly (readonly string[])[];
  readonly svg?: string;
}
export interface PrintOrder {
  readonly title: string;
  readonly lines: readonly string[];
  readonly sheets: readonly PrintedSheet[];
  readonly foot: string;
}

pdfmake.setFonts(FONT_FILES);
pdfmake.setUrlAccessPolicy(() => false);
const ownFonts: readonly string[] = Object.values(FONT_FILES).flatMap(({ normal, bold }) => [normal, bold]);
pdfmake.setLocalAccessPolicy((path: string) => ownFonts.includes(path));

/** Columns on one page; wider tables go on below with their first column again. */
const MOST_COLUMNS = 9;
const PAGE_WIDTH = 760;
const SHORT_NAME = 12;
/** Lines that stay together on one page with their heading. */
const WHOLE_LINES = 14;

const words = (text: string, look: object = {}): Content => ({
  text: stretches(text === '' ? ' ' : text).map((stretch) => ({
    text: stretch.text,
    font: stretch.font === 'song' ? 'hei' : stretch.font,
  })),
  ...look,
});

/** Links and their titles mean nothing on paper; letters are set in the font that has them. */
const printable = (svg: string): string =>
  svg
    .replaceAll(/<title>[^<]*<\/title>/g, '')
    .replaceAll(/<a [^>]*>|<\/a>/g, '')
    .replace(/font-family="[^"]*"/, 'font-family="hei"')
    .replaceAll(/font-weight="\d+"/g, '');

function tables(rows: readonly (readonly string[])[]): readonly Content[] {
  const width = Math.max(...rows.map((row) => row.length));
  const pieces: Content[] = [];
  for (let first = 1; first < width; first += MOST_COLUMNS) {
    const part = rows.map((row) => [row[0] ?? '', ...row.slice(first, first + MOST_COLUMNS)]);
    const columns = part[0]?.length ?? 1;
    pieces.push({
      table: {
        headerRows: 1,
        widths: ['auto', ...Array<string>(columns - 1).fill('*')],
        body: part.map((row, line) =>
          row.map((cell, column) =>
            words(cell, {
              bold: line === 0,
              alignment: column === 0 ? 'left' : 'right',
              fontSize: 8,
              // A name is not cut in two for the sake of numbers.
              noWrap: column === 0 && cell.length <= SHORT_NAME,
            }),
          ),
        ),
      },
      layout: 'lightHorizontalLines',
      margin: [0, 2, 0, 8],
    });
  }
  return pieces;
}

export default async function printSheets({ title, lines, sheets, foot }: PrintOrder): Promise<Uint8Array> {
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [40, 40, 40, 46],
    defaultStyle: { font: 'hei', fontSize: 9 },
    info: { title, creator: '解纷', producer: '解纷' },
    language: 'zh-CN',
    footer: (page, count) =>
      words(`${foot}　${page} / ${count}`, { alignment: 'center', fontSize: 8, margin: [0, 12, 0, 0] }),
    content: [
      words(title, { fontSize: 16, bold: true, margin: [0, 0, 0, 4] }),
      ...lines.map((line) => words(line, { fontSize: 9, margin: [0, 0, 0, 1] })),
      ...sheets.flatMap(({ title: name, lead, rows, svg }, index): Content[] => {
        const isShort = !svg && rows.length <= WHOLE_LINES;
        const parts: Content[] = [
          words(name, {
            fontSize: 12,
            bold: true,
            margin: [0, 12, 0, 2],
            ...(index > 0 && svg ? { pageBreak: 'before' as const } : {}),
          }),
          ...(lead ? [words(lead, { fontSize: 8, margin: [0, 0, 0, 3] })] : []),
          ...(svg
            ? [
                {
                  svg: printable(svg),
                  fit: [PAGE_WIDTH, 260] as [number, number],
                  margin: [0, 2, 0, 6] as [number, number, number, number],
                },
              ]
            : []),
          ...tables(rows),
        ];
        return isShort ? [{ stack: parts, unbreakable: true }] : parts;
      }),
    ],
  };
  return pdfmake.createPdf(definition).getBuffer();
}
