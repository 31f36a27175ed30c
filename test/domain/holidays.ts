import { packageTable } from '../../src/features/holidays/index.ts';
import { type HolidayTable } from '../../src/domain/working-days.ts';

/** The calendar a deployment begins with. */
export const shippedHolidays: HolidayTable = packageTable();

/** A moment in Beijing, such as `at('2026-02-13 09:30')`. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);
