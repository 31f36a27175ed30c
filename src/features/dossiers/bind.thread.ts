// Runs in a thread: puts papers behind each other on A4 and prints the number of each page in its corner.

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import sharp from 'sharp';

export interface BoundPaper {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** First and last page to take, the last one excluded, as `slice` counts them; without it all. */
  readonly take?: readonly [number, number?];
}

export interface BindInput {
  readonly papers: readonly BoundPaper[];
  /** The number on the first page; 0 prints none. */
  readonly from: number;
  readonly title: string;
}
export interface Bound {
  readonly pdf: Uint8Array;
  /** Pages of each paper, in order. */
  readonly pages: readonly number[];
}

const A4: [number, number] = [595.28, 841.89];
const MARGIN = 36;
/** Longer side of a picture in print: 200 dots an inch over the height of the sheet. */
const PIXELS = 2_200;
const MOST_PIXELS = 120_000_000;

async function addPicture(target: PDFDocument, bytes: Uint8Array): Promise<number> {
  const jpeg = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
    .rotate()
    .resize(PIXELS, PIXELS, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
  const picture = await target.embedJpg(jpeg);
  const page = target.addPage(A4);
  const scale = Math.min((A4[0] - 2 * MARGIN) / picture.width, (A4[1] - 2 * MARGIN) / picture.height, 1);
  const [width, height] = [picture.width * scale, picture.height * scale];
  page.drawImage(picture, { x: (A4[0] - width) / 2, y: (A4[1] - height) / 2, width, height });
  return 1;
}

async function addPdf(target: PDFDocument, { bytes, take = [0] }: BoundPaper): Promise<number> {
  const source = await PDFDocument.load(bytes, { updateMetadata: false });
  const pages = await target.copyPages(source, source.getPageIndices().slice(...take));
  for (const page of pages) target.addPage(page);
  return pages.length;
}

export default async function bind({ papers, from, title }: BindInput): Promise<Bound> {
  const target = await PDFDocument.create();
  target.setTitle(title);
  const counts: number[] = [];
  for (const paper of papers) {
    const { bytes, mediaType } = paper;
    counts.push(await (mediaType === 'application/pdf' ? addPdf(target, paper) : addPicture(target, bytes)));
  }
  if (from > 0) {
    const font = await target.embedFont(StandardFonts.Helvetica);
    for (const [index, page] of target.getPages().entries()) {
      const { width } = page.getSize();
      page.drawText(String(from + index), { x: width - 48, y: 20, size: 11, font });
    }
  }
  return { pdf: await target.save(), pages: counts };
}
