// Runs in a thread: paints drawings of the statistics as PNG for spreadsheets. Letters become outlines of the font that
// comes along, so that a machine without Chinese fonts paints no empty boxes.

import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import sharp from 'sharp';
import { FONT_FILES } from '../forms/index.ts';

export interface PaintOrder {
  readonly drawings: readonly string[];
}
export interface Painted {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const font = create(readFileSync(FONT_FILES.hei.normal)) as Font;

const TEXT = /<text ([^>]*)>([^<]*)<\/text>/g;
const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const named = (attributes: string, name: string): string =>
  new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';

/** A text as outlines, standing where the text stood. */
function outlined(attributes: string, text: string): string {
  const scale = Number(named(attributes, 'font-size')) / font.unitsPerEm;
  const { glyphs, positions } = font.layout(plain(text));
  let along = 0;
  const letters = glyphs.map((glyph, index) => {
    const letter = `<path transform="translate(${along} 0)" d="${glyph.path.toSVG()}"/>`;
    along += positions[index]?.xAdvance ?? 0;
    return letter;
  });
  const anchor = named(attributes, 'text-anchor');
  const back = anchor === 'end' ? along : anchor === 'middle' ? along / 2 : 0;
  const x = Number(named(attributes, 'x')) - back * scale;
  return `<g transform="translate(${x} ${named(attributes, 'y')}) scale(${scale} ${-scale})" fill="${named(attributes, 'fill')}">${letters.join('')}</g>`;
}

/** Painted twice as large, for paper. */
const DENSITY = 144;

export default async function paint({ drawings }: PaintOrder): Promise<readonly Painted[]> {
  return Promise.all(
    drawings.map(async (svg) => {
      const bare = svg
        .replaceAll(/<title>[^<]*<\/title>/g, '')
        .replaceAll(/<a [^>]*>|<\/a>/g, '')
        .replaceAll(TEXT, (_all, attributes: string, text: string) => outlined(attributes, text));
      const image = sharp(Buffer.from(bare), { density: DENSITY }).flatten({ background: '#ffffff' });
      const { data, info } = await image.png().toBuffer({ resolveWithObject: true });
      return { png: new Uint8Array(data), width: Math.round(info.width / 2), height: Math.round(info.height / 2) };
    }),
  );
}
