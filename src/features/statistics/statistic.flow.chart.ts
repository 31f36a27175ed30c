// The flow from where disputes entered to where they went, and the tiles of the district's units.

import {
  bar,
  drawing,
  heatOf,
  leading,
  LINE,
  MUTED,
  round,
  type Tone,
  TONES,
  widthOf,
  write,
} from './statistic.drawing.ts';

export interface Stream {
  /** Keys of the ends it joins. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly name: string;
  readonly href?: string;
}
export interface End {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
}

const GAP = 10;

interface Placed extends End {
  readonly top: number;
  readonly height: number;
  readonly count: number;
  offset: number;
}

/** A Sankey drawing: as thick as many, from left to right. Ends without disputes are left out. */
export function flowSvg(
  title: string,
  sources: readonly End[],
  targets: readonly End[],
  streams: readonly Stream[],
  narrow: boolean,
): string {
  const shown = streams.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  const [width, room, thick] = narrow ? [360, 420, 12] : [1120, 400, 18];
  const [left, right] = narrow ? [84, 112] : [190, 230];
  const place = (ends: readonly End[], side: 'from' | 'to'): ReadonlyMap<string, Placed> => {
    const counted = ends
      .map((end) => ({
        ...end,
        count: shown.filter((stream) => stream[side] === end.key).reduce((sum, { count }) => sum + count, 0),
      }))
      .filter(({ count }) => count > 0);
    const free = room - GAP * Math.max(0, counted.length - 1) - counted.length * MINIMUM;
    let top = 8;
    return new Map(
      counted.map((end) => {
        const height = MINIMUM + (end.count / Math.max(total, 1)) * free;
        const placed = { ...end, top, height, offset: 0 };
        top += height + GAP;
        return [end.key, placed];
      }),
    );
  };
  const [starts, ends] = [place(sources, 'from'), place(targets, 'to')];
  const ribbons = shown.flatMap((stream) => {
    const [a, b] = [starts.get(stream.from), ends.get(stream.to)];
    if (!a || !b) return [];
    const [high, low] = [(stream.count / a.count) * a.height, (stream.count / b.count) * b.height];
    const [y1, y2] = [a.top + a.offset, b.top + b.offset];
    a.offset += high;
    b.offset += low;
    const [x1, x2] = [left + thick, width - right - thick];
    const middle = (x1 + x2) / 2;
    const path = [
      `M${round(x1)} ${round(y1)}`,
      `C${round(middle)} ${round(y1)} ${round(middle)} ${round(y2)} ${round(x2)} ${round(y2)}`,
      `L${round(x2)} ${round(y2 + low)}`,
      `C${round(middle)} ${round(y2 + low)} ${round(middle)} ${round(y1 + high)} ${round(x1)} ${round(y1 + high)}Z`,
    ].join('');
    return [leading(stream.href, stream.name, `<path d="${path}" fill="${TONES[b.tone]}" fill-opacity="0.45"/>`)];
  });
  const size = narrow ? 13 : 16;
  const labels = (side: ReadonlyMap<string, Placed>, atLeft: boolean): readonly string[] =>
    [...side.values()].flatMap(({ top, height, label, count, tone }) => {
      const x = atLeft ? left - 8 : width - right + 8;
      const look = { anchor: atLeft ? 'end' : 'start', size } as const;
      const y = top + height / 2;
      const column = bar(atLeft ? left : width - right - thick, top, thick, height, TONES[tone], 2);
      return narrow && widthOf(`${label} ${count}`, size) > (atLeft ? left : right) - 10
        ? [column, write(x, y - 3, label, look), write(x, y + 13, String(count), { ...look, weight: 600 })]
        : [column, write(x, y + 5, `${label} ${count}`, look)];
    });
  return drawing(width, room + 16, title, [...ribbons, ...labels(starts, true), ...labels(ends, false)]);
}

/** Even one dispute is seen, and its words have room. */
const MINIMUM = 14;

export interface Tile {
  readonly row: number;
  readonly column: number;
  readonly name: string;
  readonly text: string;
  /** From 0, least, to 1; null where there is nothing. */
  readonly part: number | null;
  readonly href?: string;
}

/** One tile a unit, about where it lies; its number is written in it, the colour only repeats it. */
export function tileSvg(title: string, tiles: readonly Tile[], narrow: boolean): string {
  const columns = Math.max(1, ...tiles.map(({ column }) => column + 1));
  const rows = Math.max(1, ...tiles.map(({ row }) => row + 1));
  const [wide, high, small, large, least] = narrow ? [58, 54, 13, 15, 11] : [116, 76, 17, 20, 13];
  const body = tiles.map(({ row, column, name, text, part, href }) => {
    const [x, y] = [column * wide + 2, row * high + 2];
    const { fill, ink } = heatOf(part);
    const frame = `<rect x="${x}" y="${y}" width="${wide - 4}" height="${high - 4}" rx="6" fill="${fill}" stroke="${part === null ? MUTED : LINE}"/>`;
    const [label, size] = fitted(name, wide - 10, small, least);
    return leading(
      href,
      `${name} ${text}`,
      frame +
        write(x + wide / 2 - 2, y + high * 0.4, label, { size, fill: ink, anchor: 'middle' }) +
        write(x + wide / 2 - 2, y + high * 0.74, text, { size: large, fill: ink, anchor: 'middle', weight: 650 }),
    );
  });
  return drawing(columns * wide, rows * high, title, body);
}

/** A name as large as its room allows; below the least size its end is left out, for the whole name stands in the table. */
function fitted(name: string, room: number, most: number, least: number): readonly [label: string, size: number] {
  const size = Math.max(least, Math.min(most, Math.floor((most * room) / Math.max(widthOf(name, most), 1))));
  if (widthOf(name, size) <= room) return [name, size];
  const letters = Array.from(name);
  while (letters.length > 1 && widthOf(`${letters.join('')}.`, size) > room) letters.pop();
  return [`${letters.join('')}.`, size];
}
