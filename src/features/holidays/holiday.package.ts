// The calendar a deployment begins with: what the `chinese-days` package knows, one entry a day that differs from the
// plain week. Newer releases of the package carry later notices; `jiefen holidays import` takes them over.

import calendar from 'chinese-days';
import { addDays, type CalendarDay } from '../../domain/calendar-day.ts';
import { holidayTable, type HolidayRecord, type HolidayTable } from '../../domain/working-days.ts';

// oxlint-disable-next-line import/no-named-as-default-member -- at run time the package has a default export only
const { getDayDetail } = calendar;

const FIRST_YEAR = 2004;

function yearOf(year: number): Omit<HolidayRecord, 'knownUntil'> {
  const holidays: Record<string, string> = {};
  const makeUpWorkdays: Record<string, string> = {};
  for (let day = `${year}-01-01` as CalendarDay; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const { work, name } = getDayDetail(day);
    const festival = name.split(',')[1];
    if (festival !== undefined) (work ? makeUpWorkdays : holidays)[day] = festival;
  }
  return { holidays, makeUpWorkdays };
}

function read(): HolidayRecord {
  const record = { holidays: {}, makeUpWorkdays: {} };
  let year = FIRST_YEAR;
  for (let next = yearOf(year); Object.keys(next.holidays).length > 0; next = yearOf(++year)) {
    Object.assign(record.holidays, next.holidays);
    Object.assign(record.makeUpWorkdays, next.makeUpWorkdays);
  }
  return { knownUntil: `${year - 1}-12-31`, ...record };
}

let known: HolidayRecord | undefined;

/** The package's calendar, read once a process. */
export const packageCalendar = (): HolidayRecord => (known ??= read());

/** The same as a table to compute with. */
export const packageTable = (): HolidayTable => holidayTable(packageCalendar());
