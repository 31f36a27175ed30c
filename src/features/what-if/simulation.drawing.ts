// Mean waits of units before and after, with the edges between which nine of ten years lie.

import { type Band } from '../../domain/what-if.ts';
import { bar, drawing, INK, line, MUTED, TONES, write } from '../statistics/index.ts';

export interface Waits {
  readonly name: string;
  readonly base: Band;
  readonly pushed: Band;
}

/** Two bars a unit, one below the other; a thin line tells the edges. */
export function waitsSvg(
  title: string,
  names: readonly [string, string],
  rows: readonly Waits[],
  narrow: boolean,
): string {
  const width = narrow ? 360 : 900;
  const left = narrow ? 8 : 190;
  const right = narrow ? 8 : 60;
  const high = narrow ? 74 : 58;
  const above = 44;
  const room = width - left - right;
  const most = Math.max(1, ...rows.flatMap(({ base, pushed }) => [base.high, pushed.high]));
  const at = (days: number): number => left + (days / most) * room;
  const one = ({ low, middle, high: top }: Band, y: number, fill: string): readonly string[] => [
    bar(left, y, Math.max(1, at(middle) - left), 14, fill),
    line(at(low), y + 7, at(top), y + 7, '', INK),
    line(at(low), y + 3, at(low), y + 11, '', INK),
    line(at(top), y + 3, at(top), y + 11, '', INK),
    narrow ? '' : write(Math.min(at(top) + 8, width - 44), y + 12, middle.toFixed(1), { size: 14 }),
  ];
  const legend = [
    bar(left, 10, 14, 14, TONES.waiting),
    write(left + 20, 22, names[0], { size: 15 }),
    bar(left + 130, 10, 14, 14, TONES.entered),
    write(left + 150, 22, names[1], { size: 15 }),
  ];
  const body = rows.flatMap(({ name, base, pushed }, index) => {
    const top = above + index * high;
    const below = narrow ? top + 22 : top + 4;
    return [
      narrow
        ? write(left, top + 16, name, { size: 15 })
        : write(left - 12, top + 26, name, { anchor: 'end', size: 15 }),
      ...one(base, below, TONES.waiting),
      ...one(pushed, below + 20, TONES.entered),
      narrow
        ? write(width - right, top + 16, `${base.middle.toFixed(1)} → ${pushed.middle.toFixed(1)}`, {
            anchor: 'end',
            size: 14,
            fill: MUTED,
          })
        : '',
    ];
  });
  return drawing(width, above + rows.length * high + 8, title, [...legend, ...body]);
}
