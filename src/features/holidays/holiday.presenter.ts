// The calendar as its page shows it: a year festival by festival, with the days that are worked for it.

import { type CalendarDay, weekdayOf } from '../../domain/calendar-day.ts';
import { type NoticeDay } from '../../domain/holiday-calendar.ts';
import { type HolidayRecord } from '../../domain/working-days.ts';

export interface DayView {
  readonly day: CalendarDay;
  readonly weekday: number;
}

/** One festival of a year. Days in a row are one stretch, such as 1–8 October. */
export interface FestivalView {
  readonly name: string;
  readonly stretches: readonly { readonly from: DayView; readonly to: DayView; readonly days: number }[];
  readonly makeUp: readonly DayView[];
}

const viewOf = (day: string): DayView => ({ day: day as CalendarDay, weekday: weekdayOf(day as CalendarDay) });
const MS_PER_DAY = 86_400_000;
const follows = (day: string, before: string): boolean => Date.parse(day) - Date.parse(before) === MS_PER_DAY;

/** The days of a year, rest days and make-up workdays, in order. */
export function daysOfYear({ holidays, makeUpWorkdays }: HolidayRecord, year: number): readonly NoticeDay[] {
  const of = (days: Readonly<Record<string, string>>, kind: NoticeDay['kind']) =>
    Object.entries(days)
      .filter(([day]) => day.startsWith(`${year}-`))
      .map(([day, name]): NoticeDay => ({ day: day as CalendarDay, kind, name }));
  return [...of(holidays, 'holiday'), ...of(makeUpWorkdays, 'makeUp')].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** The festivals of a year in the order of their first rest day. */
export function festivalsOf(record: HolidayRecord, year: number): readonly FestivalView[] {
  const days = daysOfYear(record, year);
  const names = [...new Set(days.filter(({ kind }) => kind === 'holiday').map(({ name }) => name))];
  const alone = [...new Set(days.map(({ name }) => name))].filter((name) => !names.includes(name));
  return [...names, ...alone].map((name) => ({
    name,
    stretches: stretchesOf(days.filter((day) => day.kind === 'holiday' && day.name === name).map(({ day }) => day)),
    makeUp: days.filter((day) => day.kind === 'makeUp' && day.name === name).map(({ day }) => viewOf(day)),
  }));
}

function stretchesOf(days: readonly string[]): FestivalView['stretches'] {
  const stretches: string[][] = [];
  for (const day of days) {
    const last = stretches.at(-1);
    const before = last?.at(-1);
    if (last && before && follows(day, before)) last.push(day);
    else stretches.push([day]);
  }
  return stretches.map((stretch) => ({
    from: viewOf(stretch[0] ?? ''),
    to: viewOf(stretch.at(-1) ?? ''),
    days: stretch.length,
  }));
}

/** The years the calendar knows, the newest first. */
export function knownYears({ holidays, knownUntil }: HolidayRecord): readonly number[] {
  const first = Number(Object.keys(holidays).toSorted()[0]?.slice(0, 4) ?? knownUntil.slice(0, 4));
  const last = Number(knownUntil.slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, index) => last - index);
}
