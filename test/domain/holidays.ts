import { readFileSync } from 'node:fs';
import { holidayTable, type HolidayRecord, type HolidayTable } from '../../src/domain/working-days.ts';

/** The calendar that ships with the system. */
export const shippedHolidays: HolidayTable = holidayTable(
  JSON.parse(readFileSync(new URL('../../config/holidays.json', import.meta.url), 'utf8')) as HolidayRecord,
);

/** A moment in Beijing, such as `at('2026-02-13 09:30')`. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);
