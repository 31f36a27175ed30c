// An independent reference for due days, written from the text of the law and not from the engine: it walks the calendar
// day by day on serial numbers of days, with its own month arithmetic and the rest days as `chinese-days` tells them.
// 民事诉讼法 85: the day of the start does not count; a term whose last day rests ends on the first day after it.

import calendar from 'chinese-days';
import { CLOCK_RULES, type ClockRule } from '../../src/domain/clock-catalogue.ts';

// oxlint-disable-next-line import/no-named-as-default-member -- at run time the package has a default export only
const { isWorkday } = calendar;

const DAY = 86_400_000;
const ZERO = Date.UTC(2003, 0, 1);
const YEARS = 30;

export const serialOf = (day: string): number => (Date.parse(`${day}T00:00:00Z`) - ZERO) / DAY;
export const dayOf = (serial: number): string => new Date(ZERO + serial * DAY).toISOString().slice(0, 10);

/** Whether offices work, by serial. Asked of the package once a day. */
const works: readonly boolean[] = Array.from({ length: Math.ceil(YEARS * 365.25) }, (_, serial) =>
  isWorkday(dayOf(serial)),
);

/** From the first of `from` until the day before `until` the clock stood still; the day of resuming counts again. */
export interface Standstill {
  readonly from: number;
  readonly until: number;
}

export interface Asked {
  readonly start: number;
  readonly unit: 'cd' | 'nd' | 'wd' | 'months';
  readonly amount: number;
  readonly extension: number;
  readonly pauses: readonly Standstill[];
}

/** The serial of the last day of the term. */
export function lastDay({ start, unit, amount, extension, pauses }: Asked): number {
  const still = (serial: number): boolean => pauses.some(({ from, until }) => from <= serial && serial < until);
  let day = start;
  if (unit === 'months') {
    day = sameDayLater(start, amount + extension);
    for (const { from, until } of pauses) day += until - from;
  } else {
    let left = amount + (unit === 'cd' ? extension : 0);
    while (left > 0) {
      day += 1;
      if (still(day) || (unit === 'wd' && !works[day])) continue;
      left -= 1;
    }
    if (unit === 'wd' || unit === 'nd') return day;
  }
  while (!works[day]) day += 1;
  return day;
}

/** The day of the same number so many months on; where that month is shorter, its last day. */
function sameDayLater(start: number, months: number): number {
  const from = new Date(ZERO + start * DAY);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const lastOfMonth = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0);
  return (Math.min(first + (from.getUTCDate() - 1) * DAY, lastOfMonth) - ZERO) / DAY;
}

/** Every row of the catalogue in each of its lengths. */
export const ROWS: readonly { readonly rule: ClockRule; readonly variant: string }[] = CLOCK_RULES.flatMap((rule) =>
  Object.keys(rule.terms).map((variant) => ({ rule, variant })),
);
