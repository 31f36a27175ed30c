import { type DayChange } from '../../domain/holiday-calendar.ts';
import { type HolidayRecord } from '../../domain/working-days.ts';

/** One state of the calendar. A change writes the next version and leaves the earlier ones as they were. */
export interface CalendarVersion extends HolidayRecord {
  /** 1, 2, 3 … */
  readonly version: number;
  readonly at: Date;
  readonly by: { readonly accountId: string; readonly name: string };
  /** Why, or on which notice. */
  readonly reason: string;
  readonly changes: readonly DayChange[];
}
