// The calendar of rest days as it is kept and changed. Each year's rest days and make-up workdays are decided by one
// notice of the State Council, so a year is known whole or not at all; `knownUntil` is the end of the last known year.

import { addDays, type CalendarDay, daysBetween } from './calendar-day.ts';
import { invalidField } from './errors.ts';
import { type HolidayRecord, isWorkday, type HolidayTable } from './working-days.ts';

/** What a notice makes of a day; an ordinary day works or rests as its weekday does. */
export const DAY_KINDS = ['holiday', 'makeUp', 'ordinary'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** A day of one year's notice. */
export interface NoticeDay {
  readonly day: CalendarDay;
  readonly kind: Exclude<DayKind, 'ordinary'>;
  readonly name: string;
}

export interface DayChange {
  readonly day: CalendarDay;
  readonly before: DayKind;
  readonly after: DayKind;
  readonly name: string;
}

/** Festivals every year has (全国年节及纪念日放假办法). */
export const FESTIVALS = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'] as const;

/** Days before the end of the known calendar from which its administrator is reminded. */
export const REMINDER_DAYS = 90;

const kindIn = (record: HolidayRecord, day: string): DayKind =>
  day in record.holidays ? 'holiday' : day in record.makeUpWorkdays ? 'makeUp' : 'ordinary';
const nameIn = (record: HolidayRecord, day: string): string => record.holidays[day] ?? record.makeUpWorkdays[day] ?? '';

/** The days that differ, in their order; a new name alone changes no date. */
export function changesBetween(before: HolidayRecord, after: HolidayRecord): readonly DayChange[] {
  const days = new Set(
    [before, after].flatMap(({ holidays, makeUpWorkdays }) => [
      ...Object.keys(holidays),
      ...Object.keys(makeUpWorkdays),
    ]),
  );
  return [...days]
    .toSorted()
    .map((day) => ({
      day: day as CalendarDay,
      before: kindIn(before, day),
      after: kindIn(after, day),
      name: nameIn(after, day) || nameIn(before, day),
    }))
    .filter((change) => change.before !== change.after);
}

const without = (days: Readonly<Record<string, string>>, drops: (day: string) => boolean) =>
  Object.fromEntries(Object.entries(days).filter(([day]) => !drops(day)));
const sorted = (days: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(days).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const withDays = (record: HolidayRecord, days: readonly NoticeDay[]): HolidayRecord => {
  const named = (kind: DayKind) =>
    Object.fromEntries(days.filter((day) => day.kind === kind).map(({ day, name }) => [day, name]));
  return {
    knownUntil: record.knownUntil,
    holidays: sorted({ ...record.holidays, ...named('holiday') }),
    makeUpWorkdays: sorted({ ...record.makeUpWorkdays, ...named('makeUp') }),
  };
};

/**
 * One day changed.
 * @throws DomainError `validation`: a day of a year whose notice is not loaded
 */
export function withDay(
  record: HolidayRecord,
  { day, kind, name }: { readonly day: CalendarDay; readonly kind: DayKind; readonly name: string },
): HolidayRecord {
  if (day > record.knownUntil) throw invalidField('day', 'holidays.yearUnknown', { year: Number(day.slice(0, 4)) });
  const cleared = {
    knownUntil: record.knownUntil,
    holidays: without(record.holidays, (other) => other === day),
    makeUpWorkdays: without(record.makeUpWorkdays, (other) => other === day),
  };
  return kind === 'ordinary' ? cleared : withDays(cleared, [{ day, kind, name }]);
}

/**
 * A year as its notice says, in the place of whatever was known of it.
 * @throws DomainError `validation`: the year before it is not known yet
 */
export function withYear(record: HolidayRecord, year: number, days: readonly NoticeDay[]): HolidayRecord {
  const known = Number(record.knownUntil.slice(0, 4));
  if (year > known + 1) throw invalidField('text', 'holidays.yearBefore', { year: known + 1 });
  const ofYear = (day: string): boolean => Number(day.slice(0, 4)) === year;
  // A notice may name a day of the neighbouring year: what another notice says of that day stands.
  const cleared = {
    knownUntil: year > known ? `${year}-12-31` : record.knownUntil,
    holidays: without(record.holidays, ofYear),
    makeUpWorkdays: without(record.makeUpWorkdays, ofYear),
  };
  return withDays(
    cleared,
    days.filter(({ day }) => ofYear(day)),
  );
}

/** What is unusual about a year's notice and deserves a second look before it is saved. */
export interface NoticeDoubts {
  readonly missing: readonly string[];
  /** Make-up workdays that are no weekend, and single rest days that rest anyway. */
  readonly odd: readonly CalendarDay[];
}

export function doubtsOf(days: readonly NoticeDay[]): NoticeDoubts {
  const weekdays: HolidayTable = {
    knownUntil: '9999-12-31' as CalendarDay,
    holidays: new Set(),
    makeUpWorkdays: new Set(),
  };
  const names = days.map(({ name }) => name).join(' ');
  return {
    missing: FESTIVALS.filter((festival) => !names.includes(festival.replace('节', ''))),
    odd: days.filter(({ day, kind }) => kind === 'makeUp' && isWorkday(day, weekdays)).map(({ day }) => day),
  };
}

/** How far the calendar reaches from a day on: known well ahead, to be completed soon, or behind. */
export function reachOf(knownUntil: CalendarDay, today: CalendarDay): 'ahead' | 'ending' | 'behind' {
  if (today > knownUntil) return 'behind';
  return daysBetween(today, knownUntil) <= REMINDER_DAYS ? 'ending' : 'ahead';
}

/** The first day from which a change can move a date; undefined when it moves none. */
export const movedFrom = (before: HolidayRecord, after: HolidayRecord): CalendarDay | undefined => {
  const first = changesBetween(before, after)[0]?.day;
  if (before.knownUntil === after.knownUntil) return first;
  const reach = addDays((before.knownUntil < after.knownUntil ? before : after).knownUntil as CalendarDay, 1);
  return first !== undefined && first < reach ? first : reach;
};
