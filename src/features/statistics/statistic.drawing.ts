// What every drawing of the statistics is made of. The page's strict policy allows no inline style, so colours and places
// are presentation attributes. What stands for a number leads to its list; the same numbers stand in a table beside.

import { type Tier } from '../../domain/tier.ts';

export const INK = '#1b2430';
export const MUTED = '#56606b';
export const LINE = '#e0d9cb';
export type Tone = Tier | 'entered' | 'filed' | 'otherwise' | 'waiting';
export const TONES: Readonly<Record<Tone, string>> = {
  entered: '#16324f',
  village: '#1b6144',
  township: '#4d8f5f',
  tribunal: '#275785',
  court: '#7295b8',
  filed: '#b23a26',
  otherwise: '#a39a88',
  waiting: '#d9a441',
};
const FONT =
  'PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, WenQuanYi Micro Hei, Segoe UI, Arial, sans-serif';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
export const round = (value: number): number => Math.round(value * 10) / 10;

export interface TextLook {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
}
export const write = (
  x: number,
  y: number,
  text: string,
  { size = 16, fill = INK, anchor = 'start', weight = 400 }: TextLook = {},
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escape(text)}</text>`;
export const bar = (x: number, y: number, width: number, height: number, fill: string, corner = 3): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${corner}" fill="${fill}"/>`;
export const line = (x1: number, y1: number, x2: number, y2: number, dash = '', stroke = LINE): string =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="1"${dash && ` stroke-dasharray="${dash}"`}/>`;
/** Parts of a drawing that lead to a list. */
export const leading = (href: string | undefined, name: string, body: string): string =>
  href === undefined
    ? body
    : `<a href="${escape(href)}" aria-label="${escape(name)}"><title>${escape(name)}</title>${body}</a>`;

/** About how wide a text is, in pixels at a size. */
export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? size : size * 0.56), 0);

/** With links inside, a drawing is a group; without, a picture. */
export const drawing = (width: number, height: number, title: string, body: readonly string[]): string => {
  const inner = body.join('');
  const role = inner.includes('<a ') ? 'group' : 'img';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="${role}" aria-label="${escape(title)}" font-family="${FONT}">${inner}</svg>`;
};

/** Five steps from few to many, dark enough at the end for white words. */
const STEPS = ['#f4efe4', '#d7e3d2', '#a9c8a8', '#5f9a72', '#1b6144'] as const;
/** The look of a value between 0 and 1; missing values have none. */
export const heatOf = (part: number | null): { readonly fill: string; readonly ink: string; readonly step: number } => {
  if (part === null) return { fill: '#ffffff', ink: MUTED, step: 0 };
  const step = Math.min(STEPS.length - 1, Math.floor(part * STEPS.length));
  return { fill: STEPS[step] ?? STEPS[0], ink: step >= 3 ? '#ffffff' : INK, step: step + 1 };
};
