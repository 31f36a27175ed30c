// Drawings of the statistics as SVG files of their own: the page's strict policy allows no inline style, so colours and
// places are presentation attributes. The same numbers stand in a table beside each drawing.

import { type Tier } from '../../domain/tier.ts';

export interface Step {
  readonly label: string;
  readonly count: number;
  readonly text: string;
  readonly share: string;
  readonly tone: Tier | 'entered' | 'filed' | 'otherwise' | 'waiting';
  /** The bar begins at the left again: a whole, not a part. */
  readonly whole?: boolean;
}

const INK = '#1b2430';
const MUTED = '#56606b';
const LINE = '#e0d9cb';
const TONES: Readonly<Record<Step['tone'], string>> = {
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
const round = (value: number): number => Math.round(value * 10) / 10;

interface TextLook {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
}
const write = (
  x: number,
  y: number,
  text: string,
  { size = 16, fill = INK, anchor = 'start', weight = 400 }: TextLook = {},
) =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escape(text)}</text>`;
const bar = (x: number, y: number, width: number, height: number, fill: string) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3" fill="${fill}"/>`;
const line = (x1: number, y1: number, x2: number, y2: number, dash = '') =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${LINE}" stroke-width="1"${dash && ` stroke-dasharray="${dash}"`}/>`;

const drawing = (width: number, height: number, title: string, body: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${FONT}"><title>${escape(title)}</title>${body.join('')}</svg>`;

/**
 * Where disputes come out: the whole at the top, each part below it beginning where the one before ended.
 * On a phone the words stand above the bars.
 */
export function funnelSvg(title: string, steps: readonly Step[], narrow: boolean): string {
  const width = narrow ? 360 : 620;
  const left = narrow ? 8 : 168;
  const right = narrow ? 8 : 116;
  const rowHeight = narrow ? 54 : 44;
  const thick = narrow ? 20 : 28;
  const room = width - left - right;
  const most = Math.max(1, ...steps.map((step) => step.count));
  let run = 0;
  const body = steps.flatMap((step, index) => {
    const top = 8 + index * rowHeight;
    const start = step.whole ? 0 : run;
    if (!step.whole) run += step.count;
    const x = left + (start / most) * room;
    const long = step.count === 0 ? 0 : Math.max(2, (step.count / most) * room);
    const words = `${step.text}${step.share && ` · ${step.share}`}`;
    const drawn = long > 0 ? bar(x, narrow ? top + 24 : top + 6, long, thick, TONES[step.tone]) : '';
    const next =
      step.whole || index === steps.length - 1
        ? ''
        : line(
            left + (run / most) * room,
            top + rowHeight - (narrow ? 8 : 10),
            left + (run / most) * room,
            top + rowHeight + (narrow ? 24 : 6),
            '3 3',
          );
    return narrow
      ? [
          write(left, top + 17, step.label),
          write(width - right, top + 17, words, { anchor: 'end', weight: 600 }),
          drawn,
          next,
        ]
      : [
          write(left - 14, top + 26, step.label, { anchor: 'end' }),
          drawn,
          next,
          write(width - 4, top + 26, words, { anchor: 'end', weight: 600 }),
        ];
  });
  return drawing(width, 16 + steps.length * rowHeight, title, body);
}

export interface TrendMonth {
  readonly label: string;
  readonly counts: readonly number[];
}
const SERIES = [TONES.entered, TONES.township, TONES.filed] as const;

/** A round number at or above the largest count, so that the lines of the axis are whole numbers. */
function topOf(most: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(most, 1))));
  return [1, 2, 4, 5, 8, 10].map((factor) => factor * step).find((top) => top >= most && top % 2 === 0) ?? 2 * step;
}

/** Counts by month as groups of bars; at most the last 24 months, and the last 12 on a phone. */
export function trendSvg(
  title: string,
  series: readonly string[],
  months: readonly TrendMonth[],
  narrow: boolean,
): string {
  const shown = months.slice(narrow ? -12 : -24);
  const [width, height] = narrow ? [360, 260] : [1120, 280];
  const [left, right, above, below] = [40, 8, 44, 30];
  const room = width - left - right;
  const tall = height - above - below;
  const top = topOf(Math.max(1, ...shown.flatMap((month) => month.counts)));
  const slot = room / Math.max(shown.length, 1);
  const thick = Math.min(26, (slot * 0.78) / series.length);
  const every = Math.ceil((narrow ? 48 : 52) / slot);
  let legend = left;
  const body = [
    ...series.flatMap((name, index) => {
      const at = legend;
      legend += 26 + Array.from(name).reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 15 : 8), 0) + 16;
      return [bar(at, 10, 14, 14, SERIES[index] ?? INK), write(at + 20, 23, name, { size: 15 })];
    }),
    ...[0, 0.5, 1].flatMap((part) => {
      const y = above + tall * (1 - part);
      return [
        line(left, y, width - right, y),
        write(left - 8, y + 5, String(top * part), { size: 14, fill: MUTED, anchor: 'end' }),
      ];
    }),
    ...shown.flatMap((month, index) => {
      const middle = left + slot * (index + 0.5);
      const bars = month.counts.map((count, place) => {
        const high = (count / top) * tall;
        return count === 0
          ? ''
          : bar(
              middle + (place - series.length / 2) * thick,
              above + tall - high,
              Math.max(1, thick - 2),
              high,
              SERIES[place] ?? INK,
            );
      });
      const isNamed = (shown.length - 1 - index) % every === 0;
      return [
        ...bars,
        isNamed ? write(middle, height - 8, month.label, { size: 14, fill: MUTED, anchor: 'middle' }) : '',
      ];
    }),
  ];
  return drawing(width, height, title, body);
}
