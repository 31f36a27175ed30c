// The first page of a PDF as a small picture. PDFium, compiled to WebAssembly, draws it as Chromium would; a paper that
// breaks it breaks a thread.

import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';

let loaded: Promise<PDFiumLibrary> | undefined;

/**
 * @param longest the longer side of the picture in pixels
 * @returns JPEG
 * @throws Error when the page cannot be drawn
 */
export async function firstPage(bytes: Uint8Array, longest: number): Promise<Uint8Array> {
  const library = await (loaded ??= PDFiumLibrary.init());
  const document = await library.loadDocument(bytes);
  try {
    const page = document.getPage(0);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const scale = longest / Math.max(originalWidth, originalHeight, 1);
    const { data } = await page.render({
      scale,
      render: async ({ data: raw, width, height }) =>
        await sharp(raw, { raw: { width, height, channels: 4 } })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality: 72, mozjpeg: true })
          .toBuffer(),
    });
    return data;
  } finally {
    document.destroy();
  }
}
