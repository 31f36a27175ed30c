// Reads a Word file as a row of paragraphs and tables with the few things that make a form look as it does: where a line
// stands, how large and heavy its letters are, where borders run. The PDF and the preview are drawn from it, so that what
// a clerk changes in Word changes everywhere.

import { DOMParser, type Element } from '@xmldom/xmldom';
import PizZip from 'pizzip';

export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly underline: boolean;
  /** Points. */
  readonly size: number;
}
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly align: 'left' | 'center' | 'right' | 'justify';
  /** Points: of the first line, of all lines, above and below. */
  readonly indent: number;
  readonly left: number;
  readonly before: number;
  readonly after: number;
  /** Lines, as Word counts them. */
  readonly leading: number;
  readonly runs: readonly Run[];
  readonly breakBefore: boolean;
  /** Stays on the page of what follows. */
  readonly keepNext: boolean;
}
export interface TableCell {
  readonly span: number;
  readonly middle: boolean;
  readonly blocks: readonly Block[];
  /** True for a cell that continues the one above. */
  readonly continues: boolean;
  readonly startsMerge: boolean;
}
export interface Table {
  readonly kind: 'table';
  /** Points. */
  readonly widths: readonly number[];
  readonly rows: readonly { readonly height: number; readonly cells: readonly TableCell[] }[];
  readonly bordered: boolean;
}
export type Block = Paragraph | Table;
export interface WordPage {
  /** Points: top, right, bottom, left. */
  readonly margins: readonly [number, number, number, number];
  readonly blocks: readonly Block[];
}

const TWIPS = 20;
const LINE = 240;

const children = (parent: Element, name: string): readonly Element[] =>
  [...parent.childNodes].filter((node): node is Element => node.nodeName === name);
const child = (parent: Element | undefined, name: string): Element | undefined => parent && children(parent, name)[0];
const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.getAttribute(name) ?? undefined;
const value = (parent: Element | undefined, name: string): string | undefined =>
  attribute(child(parent, name), 'w:val');
const points = (twips: string | undefined): number => (twips === undefined ? 0 : Number(twips) / TWIPS || 0);
const isOn = (parent: Element | undefined, name: string): boolean | undefined => {
  const element = child(parent, name);
  return element && !['0', 'false', 'none'].includes(attribute(element, 'w:val') ?? '1');
};

interface Look {
  readonly size?: number | undefined;
  readonly bold?: boolean | undefined;
  readonly align?: string | undefined;
}

const parse = (xml: string): Element | undefined =>
  new DOMParser({ onError: () => {} }).parseFromString(xml, 'text/xml').documentElement ?? undefined;

/** Named styles with what they are based on worked in, and the look of everything else. */
class Styles {
  readonly base: Look;
  readonly #named = new Map<string, Element>();

  constructor(xml: string | undefined) {
    const root = xml ? parse(xml) : undefined;
    const defaults = child(child(child(root, 'w:docDefaults'), 'w:rPrDefault'), 'w:rPr');
    this.base = { size: Number(value(defaults, 'w:sz') ?? 21) / 2 };
    for (const style of root ? children(root, 'w:style') : []) {
      const id = attribute(style, 'w:styleId');
      if (id) this.#named.set(id, style);
    }
  }

  of(id: string | undefined, depth = 0): Look {
    const style = id === undefined ? undefined : this.#named.get(id);
    if (!style || depth > 8) return this.base;
    const below = this.of(value(style, 'w:basedOn'), depth + 1);
    const run = child(style, 'w:rPr');
    const size = value(run, 'w:sz');
    return {
      size: size ? Number(size) / 2 : below.size,
      bold: isOn(run, 'w:b') ?? below.bold,
      align: value(child(style, 'w:pPr'), 'w:jc') ?? below.align,
    };
  }
}

const ALIGN: Readonly<Record<string, Paragraph['align']>> = {
  center: 'center',
  right: 'right',
  end: 'right',
  both: 'justify',
  distribute: 'justify',
};

function textOf(run: Element): string {
  return [...run.childNodes]
    .map((node) => {
      if (node.nodeName === 'w:t') return node.textContent ?? '';
      if (node.nodeName === 'w:tab') return '　　';
      return node.nodeName === 'w:br' && attribute(node as Element, 'w:type') !== 'page' ? '\n' : '';
    })
    .join('');
}

function paragraph(element: Element, styles: Styles): Paragraph {
  const look = child(element, 'w:pPr');
  const style = styles.of(value(look, 'w:pStyle'));
  const spacing = child(look, 'w:spacing');
  const indent = child(look, 'w:ind');
  const runs = [
    ...children(element, 'w:r'),
    ...children(element, 'w:hyperlink').flatMap((link) => children(link, 'w:r')),
  ];
  const line = attribute(spacing, 'w:line');
  const exact = ['exact', 'atLeast'].includes(attribute(spacing, 'w:lineRule') ?? '');
  const first = runs.map((run) => value(child(run, 'w:rPr'), 'w:sz')).find(Boolean);
  const size = first ? Number(first) / 2 : (style.size ?? 10.5);
  const characters = attribute(indent, 'w:firstLineChars');
  return {
    kind: 'paragraph',
    align: ALIGN[value(look, 'w:jc') ?? style.align ?? ''] ?? 'left',
    indent: characters ? (Number(characters) / 100) * size : points(attribute(indent, 'w:firstLine')),
    left: points(attribute(indent, 'w:left') ?? attribute(indent, 'w:start')),
    before: points(attribute(spacing, 'w:before')),
    after: points(attribute(spacing, 'w:after')),
    leading: line === undefined ? 1 : exact ? Number(line) / TWIPS / (size * 1.3) : Number(line) / LINE,
    runs: runs
      .map((run): Run => {
        const own = child(run, 'w:rPr');
        const ownSize = value(own, 'w:sz');
        return {
          text: textOf(run),
          bold: isOn(own, 'w:b') ?? style.bold ?? false,
          underline: isOn(own, 'w:u') ?? false,
          size: ownSize ? Number(ownSize) / 2 : (style.size ?? 10.5),
        };
      })
      .filter(({ text }) => text !== ''),
    keepNext: isOn(look, 'w:keepNext') ?? false,
    breakBefore: runs.some((run) => children(run, 'w:br').some((br) => attribute(br, 'w:type') === 'page')),
  };
}

function table(element: Element, styles: Styles): Table {
  const grid = child(element, 'w:tblGrid');
  const rows = children(element, 'w:tr').map((row) => ({
    height: points(attribute(child(child(row, 'w:trPr'), 'w:trHeight'), 'w:val')),
    cells: children(row, 'w:tc').map((cell): TableCell => {
      const look = child(cell, 'w:tcPr');
      const merge = child(look, 'w:vMerge');
      return {
        span: Number(value(look, 'w:gridSpan') ?? 1),
        middle: value(look, 'w:vAlign') === 'center',
        blocks: blocksOf(cell, styles),
        continues: merge !== undefined && attribute(merge, 'w:val') !== 'restart',
        startsMerge: merge !== undefined && attribute(merge, 'w:val') === 'restart',
      };
    }),
  }));
  const borders = [child(child(element, 'w:tblPr'), 'w:tblBorders'), ...element.getElementsByTagName('w:tcBorders')];
  return {
    kind: 'table',
    widths: grid ? children(grid, 'w:gridCol').map((column) => points(attribute(column, 'w:w'))) : [],
    rows,
    bordered: borders.some(
      (sides) =>
        sides &&
        [...sides.childNodes].some(
          (side) => side.nodeType === 1 && !['none', 'nil'].includes(attribute(side as Element, 'w:val') ?? 'none'),
        ),
    ),
  };
}

function blocksOf(parent: Element, styles: Styles): readonly Block[] {
  return [...parent.childNodes].flatMap((node): readonly Block[] => {
    if (node.nodeName === 'w:p') return [paragraph(node as Element, styles)];
    if (node.nodeName === 'w:tbl') return [table(node as Element, styles)];
    // Content controls hold paragraphs of their own.
    const content = node.nodeName === 'w:sdt' ? child(node as Element, 'w:sdtContent') : undefined;
    return content ? blocksOf(content, styles) : [];
  });
}

/** @throws Error when the file is no Word file */
export function readWord(file: Buffer): WordPage {
  const zip = new PizZip(file);
  const root = parse(zip.file('word/document.xml')?.asText() ?? '');
  const body = child(root, 'w:body');
  if (!body) throw new Error('no Word file');
  const margin = child(child(body, 'w:sectPr'), 'w:pgMar');
  const side = (name: string, usual: number): number => points(attribute(margin, name)) || usual;
  return {
    margins: [side('w:top', 72), side('w:right', 72), side('w:bottom', 72), side('w:left', 72)],
    blocks: blocksOf(body, new Styles(zip.file('word/styles.xml')?.asText())),
  };
}

/** Everything the page says, for counting and for looking into. */
export const textOfBlocks = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? block.runs.map(({ text }) => text).join('')
        : block.rows.map(({ cells }) => cells.map((cell) => textOfBlocks(cell.blocks)).join('\t')).join('\n'),
    )
    .join('\n');
