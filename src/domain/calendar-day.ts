// A calendar day as the law counts days: `YYYY-MM-DD` in Beijing time, without hour or zone.
// Terms run on days, not on instants (民事诉讼法 85), so every instant becomes a day here and nowhere else.
// Month arithmetic keeps the day number or takes the last day of the month.

import { invalid } from './errors.ts';

declare const calendarDay: unique symbol;

/** `YYYY-MM-DD`, known to exist in the calendar. */
export type CalendarDay = string & { readonly [calendarDay]: true };

/** 0 is Sunday, 6 is Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const MS_PER_DAY = 86_400_000;
/** Beijing time has stood at +08:00 without summer time since 1991-09-15; every stored instant is later. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const toText = (serial: number): CalendarDay => {
  const date = new Date(serial * MS_PER_DAY);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}` as CalendarDay;
};
const serialOf = (day: CalendarDay): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;

/** Days in a month; month is 1–12. */
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether a text is a day that exists: 2024-02-29 is, 2026-02-30 is not. */
export function isDay(text: string): text is CalendarDay {
  const match = SHAPE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1800 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Reads a day.
 * @throws DomainError `law.day.invalid` when the text is no day of the calendar
 */
export function parseDay(text: string): CalendarDay {
  if (!isDay(text)) throw invalid('law.day.invalid');
  return text;
}

/** The day on which an instant falls in Beijing. */
export const dayOfInstant = (instant: Date): CalendarDay =>
  toText(Math.floor((instant.getTime() + BEIJING_OFFSET_MS) / MS_PER_DAY));

/** The day `count` days later (earlier when negative). */
export const addDays = (day: CalendarDay, count: number): CalendarDay => toText(serialOf(day) + count);

/** The same day number `count` months later, or the last day of that month. */
export function addMonths(day: CalendarDay, count: number): CalendarDay {
  const [year, month, number] = day.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) + count;
  const targetYear = Math.floor(months / 12);
  const targetMonth = (months % 12) + 1;
  const targetDay = Math.min(number, daysInMonth(targetYear, targetMonth));
  return `${pad(targetYear, 4)}-${pad(targetMonth, 2)}-${pad(targetDay, 2)}` as CalendarDay;
}

/** How many days `to` lies after `from`; negative when before. */
export const daysBetween = (from: CalendarDay, to: CalendarDay): number => serialOf(to) - serialOf(from);

/** Sort order: negative when `a` is earlier than `b`. */
export const compareDays = (a: CalendarDay, b: CalendarDay): number => (a < b ? -1 : a > b ? 1 : 0);

/** Day of the week. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: CalendarDay): Weekday => ((((serialOf(day) + 4) % 7) + 7) % 7) as Weekday;

/** 00:00 of the day in Beijing, as an instant. */
export const startOfDayInstant = (day: CalendarDay): Date => new Date(serialOf(day) * MS_PER_DAY - BEIJING_OFFSET_MS);

/** The last millisecond of the day in Beijing: a term that ends on this day is kept until then. */
export const endOfDayInstant = (day: CalendarDay): Date =>
  new Date((serialOf(day) + 1) * MS_PER_DAY - BEIJING_OFFSET_MS - 1);
