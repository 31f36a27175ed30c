// Runs in a thread: counts the pages of a file and makes the small picture that stands for it.

import { PDFDocument, EncryptedPDFError } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { type FileProblem } from './file.record.ts';
import { firstPage } from './pdf.preview.ts';

export interface Inspected {
  readonly pages?: number;
  /** JPEG. */
  readonly preview?: Uint8Array;
  readonly problem?: FileProblem;
}

/** Longer side of a preview in pixels. */
const PREVIEW = 480;
/** A small file can unfold into a picture that fills the memory. */
const MOST_PIXELS = 120_000_000;

async function ofPicture(bytes: Uint8Array): Promise<Inspected> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: false });
    const { data } = await picture
      .rotate()
      .resize(PREVIEW, PREVIEW, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 72, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    return { pages: 1, preview: data };
  } catch {
    return { pages: 1, problem: 'damaged' };
  }
}

/** The last bytes of a whole PDF say where its table of contents begins; searching one without takes minutes. */
const TAIL = 2_048;
const isWhole = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-TAIL).includes('startxref');

async function ofPdf(bytes: Uint8Array): Promise<Inspected> {
  if (!isWhole(bytes)) return { problem: 'damaged' };
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
    const pages = document.getPageCount();
    // A paper that can be counted and not drawn is kept without a picture.
    const preview = await firstPage(bytes, PREVIEW).catch(() => undefined);
    return { pages, ...(preview ? { preview } : {}) };
  } catch (error) {
    return { problem: error instanceof EncryptedPDFError ? 'encrypted' : 'damaged' };
  }
}

export default async function inspect({
  bytes,
  mediaType,
}: {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}): Promise<Inspected> {
  if (mediaType.startsWith('image/')) return ofPicture(bytes);
  if (mediaType === 'application/pdf') return ofPdf(bytes);
  return {};
}
