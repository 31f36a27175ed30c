// The hand of the official forms: titles, numbered paragraphs, bordered tables and lines for signatures, as Word draws
// them. Widths are shares of the line; sizes are half points (小二 36, 四号 28, 小四 24).

import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeightRule,
  PageBreak,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';

export type Piece = Paragraph | Table;

const BODY = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' };
const HEAD = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' };
const LABEL = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '黑体' };
/** One and a third lines, in 240ths. */
const LINE = 320;
/** Width of the line in twentieths of a point: A4 less its margins. */
const WIDTH = 8_900;

interface Look {
  readonly align?: 'left' | 'center' | 'right';
  readonly indent?: boolean;
  readonly bold?: boolean;
  readonly size?: number;
  readonly before?: number;
  readonly after?: number;
  /** Stays on the page of what follows. */
  readonly keep?: boolean;
}
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

/** A paragraph; without `align` it fills the line from edge to edge. */
export const p = (
  text: string,
  { align, indent = true, bold = false, size = 28, before = 0, after = 0, keep = false }: Look = {},
): Paragraph =>
  new Paragraph({
    alignment: align ? ALIGN[align] : AlignmentType.BOTH,
    spacing: { line: LINE, before, after },
    keepNext: keep,
    ...(indent && align === undefined ? { indent: { firstLine: size * 20 } } : {}),
    children: [new TextRun({ text, bold, size, font: bold ? LABEL : BODY })],
  });

export const title = (text: string): Piece[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 240 },
    children: [new TextRun({ text, bold: true, size: 40, font: HEAD })],
  }),
  // How often it has been printed; nothing the first time.
  new Paragraph({
    alignment: AlignmentType.RIGHT,
    spacing: { line: 320 },
    children: [new TextRun({ text: '{印次}', size: 21, font: BODY })],
  }),
];
export const number = (text = '{文书编号}'): Paragraph => p(text, { align: 'right', size: 24, after: 120 });
export const heading = (text: string): Paragraph => p(text, { indent: false, bold: true, before: 120, keep: true });
/** A line that a loop of paragraphs begins or ends with; it prints nothing. */
export const mark = (text: string): Paragraph => p(text, { indent: false, size: 24 });
/** Every entry of a list as a paragraph of its own. */
export const each = (list: string, text: string, look: Look = {}): Piece[] => [
  mark(`{#${list}}`),
  p(text, look),
  mark(`{/${list}}`),
];
/** The pieces are printed only when the list or the fact is there. */
export const when = (what: string, ...pieces: Piece[]): Piece[] => [mark(`{#${what}}`), ...pieces, mark(`{/${what}}`)];
export const pageBreak = (): Paragraph => new Paragraph({ children: [new PageBreak()] });

export interface CellLook {
  readonly span?: number;
  readonly label?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  /** Height of the row at least, in twentieths of a point. */
  readonly tall?: number;
}
export type Cell = string | readonly [string, CellLook];

const border = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
const borders = { top: border, bottom: border, left: border, right: border };

/** A bordered table; `shares` are the widths of its columns. A cell that names a field prints it; others are labels. */
export function table(shares: readonly number[], rows: readonly (readonly Cell[])[]): Table {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.round((share / total) * WIDTH));
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    rows: rows.map((cells) => {
      const looks = cells.map((cell): [string, CellLook] =>
        typeof cell === 'string' ? [cell, {}] : [cell[0], cell[1]],
      );
      const tall = Math.max(560, ...looks.map(([, { tall: least = 0 }]) => least));
      let column = 0;
      return new TableRow({
        cantSplit: tall < 2_000,
        height: { value: tall, rule: HeightRule.ATLEAST },
        children: looks.map(([text, { span = 1, label = !text.includes('{'), align }]) => {
          const width = widths.slice(column, column + span).reduce((sum, one) => sum + one, 0);
          column += span;
          return new TableCell({
            columnSpan: span,
            width: { size: width, type: WidthType.DXA },
            borders,
            verticalAlign: tall > 1_200 && !label ? VerticalAlign.TOP : VerticalAlign.CENTER,
            margins: { top: 60, bottom: 60, left: 100, right: 100 },
            children: text.split('\n').map(
              (line) =>
                new Paragraph({
                  alignment: ALIGN[align ?? (label ? 'center' : 'left')],
                  spacing: { line: 300 },
                  children: [new TextRun({ text: line, size: 24, font: label ? LABEL : BODY })],
                }),
            ),
          });
        }),
      });
    }),
  });
}

const BLANK = '＿＿＿＿＿＿＿＿';
/** Lines for signatures at the end of a form, with the day below each. */
export const signatures = (...who: readonly string[]): Piece[] =>
  who.flatMap((name) => [p(`${name}：${BLANK}`, { indent: false, align: 'left', before: 120, keep: true })]);
/** The body that issues and the day, at the right, where the seal goes. */
export const seal = (who = '{承办单位}'): Piece[] => [
  p(`${who}（印章）`, { align: 'right', before: 240, keep: true }),
  p('{今日}', { align: 'right' }),
];
export const dated = (): Paragraph => p('　　　　年　　月　　日', { align: 'right', before: 120 });

/** The Word file of a form. */
export const wordFile = (name: string, pieces: readonly Piece[]): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: name,
      creator: '解纷',
      styles: { default: { document: { run: { font: BODY, size: 28, language: { eastAsia: 'zh-CN' } } } } },
      sections: [
        {
          properties: {
            page: {
              size: { width: 11_906, height: 16_838 },
              margin: { top: 1_440, bottom: 1_300, left: 1_500, right: 1_500 },
            },
          },
          footers: {
            default: new Footer({
              children: [
                new Paragraph({
                  alignment: AlignmentType.CENTER,
                  children: [new TextRun({ size: 21, children: ['— ', PageNumber.CURRENT, ' —'] })],
                }),
              ],
            }),
          },
          children: [...pieces],
        },
      ],
    }),
  );
