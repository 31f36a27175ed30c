// The funnel and the months as bars. The same numbers stand in a table beside each drawing.

import { bar, drawing, INK, leading, line, MUTED, type Tone, TONES, widthOf, write } from './statistic.drawing.ts';

export interface Step {
  readonly label: string;
  readonly count: number;
  readonly text: string;
  readonly share: string;
  readonly tone: Tone;
  readonly href?: string | undefined;
  /** The bar begins at the left again: a whole, not a part. */
  readonly whole?: boolean;
}

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
    const shape = long > 0 ? bar(x, narrow ? top + 24 : top + 6, long, thick, TONES[step.tone]) : '';
    const drawn = leading(step.href, `${step.label} ${words}`, shape);
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
  /** Addresses of the lists behind the counts. */
  readonly hrefs: readonly (string | undefined)[];
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
      legend += 42 + widthOf(name, 15);
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
          : leading(
              month.hrefs[place],
              `${month.label} ${series[place] ?? ''} ${count}`,
              bar(
                middle + (place - series.length / 2) * thick,
                above + tall - high,
                Math.max(1, thick - 2),
                high,
                SERIES[place] ?? INK,
              ),
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

export interface Compared {
  readonly label: string;
  /** This year and the year before; null where there is nothing. */
  readonly values: readonly [number | null, number | null];
  readonly href?: string | undefined;
  readonly name: string;
  /** The series changes its meaning at the beginning of this month: its mark. */
  readonly broken?: string | undefined;
}
const COMPARED = [TONES.entered, '#d8cdb8'] as const;

/** Months of this year before those of the last, each bar leading to its list; a change of the series cuts the drawing. */
export function compareSvg(
  title: string,
  names: readonly [string, string],
  months: readonly Compared[],
  isShare: boolean,
  narrow: boolean,
): string {
  const shown = months.slice(narrow ? -12 : -24);
  const [width, height] = narrow ? [360, 280] : [1120, 300];
  const [left, right, above, below] = [52, 8, 48, 30];
  const [room, tall] = [width - left - right, height - above - below];
  const most = Math.max(isShare ? 0.01 : 1, ...shown.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const top = isShare ? Math.min(1, Math.ceil(most * 10) / 10) : topOf(most);
  const slot = room / Math.max(shown.length, 1);
  const thick = Math.min(24, slot * 0.38);
  const every = Math.ceil((narrow ? 48 : 52) / slot);
  const [now, before] = names;
  const second = left + 46 + widthOf(now, 15);
  const legend = [
    bar(left, 10, 14, 14, COMPARED[0]),
    write(left + 20, 23, now, { size: 15 }),
    bar(second, 10, 14, 14, COMPARED[1]),
    write(second + 20, 23, before, { size: 15 }),
  ];
  const axis = [0, 0.5, 1].flatMap((part) => {
    const y = above + tall * (1 - part);
    const text = isShare ? `${Math.round(top * part * 100)}%` : String(top * part);
    return [line(left, y, width - right, y), write(left - 8, y + 5, text, { size: 14, fill: MUTED, anchor: 'end' })];
  });
  const bars = shown.flatMap(({ label, values, href, name, broken }, index) => {
    const middle = left + slot * (index + 0.5);
    const draw = (value: number | null, place: 0 | 1): string =>
      value === null || value <= 0
        ? ''
        : bar(
            middle - thick + (place === 0 ? thick : 0),
            above + tall * (1 - value / top),
            thick - 1,
            tall * (value / top),
            COMPARED[place],
          );
    const isNamed = (shown.length - 1 - index) % every === 0;
    const cut =
      broken === undefined
        ? ''
        : line(middle - slot / 2, above - 14, middle - slot / 2, above + tall, '5 4', TONES.filed) +
          write(middle - slot / 2 + 4, above - 6, broken, { size: 13, fill: TONES.filed });
    return [
      draw(values[1], 1),
      leading(href, name, draw(values[0], 0)),
      cut,
      isNamed ? write(middle, height - 8, label, { size: 14, fill: MUTED, anchor: 'middle' }) : '',
    ];
  });
  return drawing(width, height, title, [...legend, ...axis, ...bars]);
}
