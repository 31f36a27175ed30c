// Working days and the end-roll of terms. A statutory term counts calendar days from the next day on, and when its
// last day is a rest day it ends on the first day after it (民事诉讼法 85, 民诉法解释 125); a term in working days skips
// every rest day. Which days rest is decided each year by notice, with 调休 make-up workdays, so the table is data.

import { addDays, isDay, weekdayOf, type CalendarDay } from './calendar-day.ts';
import { invalid } from './errors.ts';

/** The rest days known so far. Beyond `knownUntil` only weekends are known, and every result is provisional. */
export interface HolidayTable {
  readonly knownUntil: CalendarDay;
  readonly holidays: ReadonlySet<CalendarDay>;
  readonly makeUpWorkdays: ReadonlySet<CalendarDay>;
}

/** The table as it is known now; every answer is whole, a later change makes a new one. */
export type HolidaySource = () => Promise<HolidayTable>;

/** The stored form: day → name of the festival. */
export interface HolidayRecord {
  readonly knownUntil: string;
  readonly holidays: Readonly<Record<string, string>>;
  readonly makeUpWorkdays: Readonly<Record<string, string>>;
}

/**
 * Turns the stored calendar into a table.
 * @throws DomainError `law.holidays.invalid` when a day does not exist or is both holiday and make-up workday
 */
export function holidayTable(record: HolidayRecord): HolidayTable {
  const holidays = Object.keys(record.holidays);
  const makeUpWorkdays = Object.keys(record.makeUpWorkdays);
  const wrong = [record.knownUntil, ...holidays, ...makeUpWorkdays].filter((day) => !isDay(day));
  const doubled = makeUpWorkdays.filter((day) => Object.hasOwn(record.holidays, day));
  if (wrong.length + doubled.length > 0) {
    throw invalid(
      'law.holidays.invalid',
      [...wrong, ...doubled].map((day) => ({ field: day, code: 'law.day.invalid' })),
    );
  }
  return {
    knownUntil: record.knownUntil as CalendarDay,
    holidays: new Set(holidays as CalendarDay[]),
    makeUpWorkdays: new Set(makeUpWorkdays as CalendarDay[]),
  };
}

/** Whether offices work on this day. */
export function isWorkday(day: CalendarDay, table: HolidayTable): boolean {
  if (table.makeUpWorkdays.has(day)) return true;
  if (table.holidays.has(day)) return false;
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** The day itself when it is a workday, otherwise the first workday after it. */
export function rollForward(day: CalendarDay, table: HolidayTable): CalendarDay {
  let end = day;
  while (!isWorkday(end, table)) end = addDays(end, 1);
  return end;
}

/** The `count`th workday after `day`; counting begins on the next day, so 0 gives the day itself. */
export function addWorkdays(day: CalendarDay, count: number, table: HolidayTable): CalendarDay {
  let end = day;
  for (let left = count; left > 0;) {
    end = addDays(end, 1);
    if (isWorkday(end, table)) left -= 1;
  }
  return end;
}

/** How many workdays lie in (from, to]; 0 when `to` is not after `from`. */
export function workdaysBetween(from: CalendarDay, to: CalendarDay, table: HolidayTable): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(day, table)) count += 1;
  return count;
}

/** Whether a computed day rests on a year whose holidays are not yet announced. */
export const isProvisional = (day: CalendarDay, table: HolidayTable): boolean => day > table.knownUntil;
