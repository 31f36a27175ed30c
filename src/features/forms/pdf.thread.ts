// Runs in a thread: draws a filled Word form as PDF on A4, with the page number at the foot.

import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { FONT_FILES, stretches, unprintable } from './glyphs.ts';
import { type Block, type Paragraph, readWord, type Table, textOfBlocks } from './word.blocks.ts';

export interface Drawn {
  readonly pdf?: Uint8Array;
  readonly pages?: number;
  /** Letters that no font has; then there is no PDF. */
  readonly unprintable: readonly string[];
}

/** Height of a line of the font in its own size, as drawn and as Word would draw it. */
const FONT_LEADING = 1.44;
const WORD_LEADING = 1.3;
const HAIR = 0.75;
const PADDING = 4;

pdfmake.setFonts(FONT_FILES);
pdfmake.setUrlAccessPolicy(() => false);
const ownFonts: readonly string[] = Object.values(FONT_FILES).flatMap(({ normal, bold }) => [normal, bold]);
pdfmake.setLocalAccessPolicy((path: string) => ownFonts.includes(path));

function drawParagraph(block: Paragraph): Content {
  const size = block.runs[0]?.size ?? 12;
  return {
    text:
      block.runs.length === 0
        ? [{ text: ' ', fontSize: size }]
        : block.runs.flatMap(({ text, bold, underline, size: fontSize }) =>
            stretches(text).map((stretch) => ({
              text: stretch.text,
              font: stretch.font,
              fontSize,
              bold,
              ...(underline ? { decoration: 'underline' as const } : {}),
            })),
          ),
    alignment: block.align,
    leadingIndent: block.indent,
    lineHeight: Math.max(0.9, (block.leading * WORD_LEADING) / FONT_LEADING),
    margin: [block.left, block.before, 0, block.after],
    ...(block.breakBefore ? { pageBreak: 'before' as const } : {}),
  };
}

/** How many rows below continue the cell at this column. */
function rowsOf({ rows }: Table, row: number, column: number): number {
  let count = 1;
  for (const { cells } of rows.slice(row + 1)) {
    let at = 0;
    const below = cells.find(({ span }) => {
      const here = at === column;
      at += span;
      return here;
    });
    if (!below?.continues) break;
    count += 1;
  }
  return count;
}

function drawTable(block: Table): Content {
  const columns = block.widths.length || Math.max(...block.rows.map(({ cells }) => cells.length));
  // Borders and padding stand outside the widths that Word counts them into.
  const widths = block.widths.map((width) => Math.max(width - 2 * PADDING - HAIR, 10));
  const body = block.rows.map(({ cells }, row) => {
    const drawn: Content[] = [];
    for (const cell of cells) {
      const rowSpan = cell.startsMerge ? rowsOf(block, row, drawn.length) : 1;
      drawn.push(
        cell.continues
          ? { text: '' }
          : ({
              stack: cell.blocks.map(draw),
              colSpan: cell.span,
              ...(rowSpan > 1 ? { rowSpan } : {}),
              ...(cell.middle ? { verticalAlignment: 'middle' } : {}),
            } as Content),
      );
      for (let extra = 1; extra < cell.span; extra += 1) drawn.push({ text: '' });
    }
    while (drawn.length < columns) drawn.push({ text: '' });
    return drawn;
  });
  const line = block.bordered ? HAIR : 0;
  return {
    table: {
      widths: widths.length > 0 ? widths : Array<string>(columns).fill('*'),
      body,
      heights: block.rows.map(({ height }) => Math.max(height - 2 * PADDING, 0)),
      // A row with a centred cell that is broken loses what stands on the next page: only rows longer than a page break.
      dontBreakRows: block.rows.every(isShort),
      keepWithHeaderRows: 1,
    },
    layout: {
      hLineWidth: () => line,
      vLineWidth: () => line,
      paddingLeft: () => PADDING,
      paddingRight: () => PADDING,
      paddingTop: () => PADDING,
      paddingBottom: () => PADDING,
    },
  };
}

/** Letters a row may have and still fit a page. */
const SHORT_LETTERS = 400;
const TALL_POINTS = 300;
const isShort = ({ cells, height }: Table['rows'][number]): boolean =>
  height < TALL_POINTS && cells.every(({ blocks }) => textOfBlocks(blocks).length <= SHORT_LETTERS);

const draw = (block: Block): Content => (block.kind === 'paragraph' ? drawParagraph(block) : drawTable(block));

/** Letters of a paragraph that may go to the next page whole; a longer one is broken and its heading goes with its start. */
const WHOLE_LETTERS = 160;
const lettersOf = ({ runs }: Paragraph): number => runs.reduce((sum, { text }) => sum + text.length, 0);
const HEADING = 1;

/** Blocks that must stay together, with the one they stay with, in one unbreakable piece. */
function drawAll(blocks: readonly Block[]): Content[] {
  const drawn: Content[] = [];
  let together: Block[] = [];
  for (const block of blocks) {
    together.push(block);
    if (block.kind === 'paragraph' && block.keepNext) continue;
    const [first] = together;
    const stays = together.length > 1 && block.kind === 'paragraph' && lettersOf(block) <= WHOLE_LETTERS;
    if (together.length > 1 && !stays) {
      drawn.push(
        ...(together.map((one, index) =>
          index < together.length - 1 ? { ...(draw(one) as object), headlineLevel: HEADING } : draw(one),
        ) as Content[]),
      );
    } else if (stays && first) {
      const { breakBefore } = first as Paragraph;
      drawn.push({
        stack: together.map((one, index) => draw(index === 0 ? { ...(one as Paragraph), breakBefore: false } : one)),
        unbreakable: true,
        ...(breakBefore ? { pageBreak: 'before' as const } : {}),
      });
    } else drawn.push(...together.map(draw));
    together = [];
  }
  return [...drawn, ...together.map(draw)];
}

export default async function drawWord({
  word,
  title,
}: {
  readonly word: Uint8Array;
  readonly title: string;
}): Promise<Drawn> {
  const { blocks, margins } = readWord(Buffer.from(word));
  const missing = unprintable(textOfBlocks(blocks));
  if (missing.length > 0) return { unprintable: missing };
  let pages = 0;
  const [top, right, bottom, left] = margins;
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [left, top, right, bottom],
    defaultStyle: { font: 'song', fontSize: 12 },
    info: { title, creator: '解纷', producer: '解纷' },
    language: 'zh-CN',
    footer: (page, count) => {
      pages = count;
      return { text: `— ${page} —`, alignment: 'center', fontSize: 10, margin: [0, 16, 0, 0] };
    },
    content: drawAll(blocks),
    // A heading does not stand alone at the foot of a page.
    pageBreakBefore: (node, nodes) => node.headlineLevel === HEADING && nodes.getFollowingNodesOnPage().length === 0,
  };
  const pdf = await pdfmake.createPdf(definition).getBuffer();
  return { pdf: new Uint8Array(pdf), pages, unprintable: [] };
}
