// When parties are reminded: of a payment three days before its last day, on that day, the day after and seven days
// after it, when the system's patience ends (人民调解法31: performance is supervised; the days are our own), and of a session
// the day before (特邀调解规定14). Nobody is disturbed at night.

import { addDays, type CalendarDay, compareDays, dayOfInstant, startOfDayInstant } from './calendar-day.ts';
import { dueAtOf, startClock } from './clock.ts';
import { GRACE_DAYS } from './guard.ts';
import { type HolidayTable } from './working-days.ts';

/** Days from the last day of performance; each step holds until the next. */
const PAYMENT_STEPS = [
  { step: 'before', from: -3 },
  { step: 'due', from: 0 },
  { step: 'late', from: 1 },
  { step: 'lastCall', from: GRACE_DAYS },
] as const;
export type PaymentStep = (typeof PAYMENT_STEPS)[number]['step'];

/** After this the instalment is a breach, and more than a reminder is needed. */
const ENDS = GRACE_DAYS + 1;
/** Days before a planned session. */
export const SESSION_DAYS = 1;
/** Furthest ahead of its last day a payment is spoken of. */
export const PAYMENT_DAYS = 3;
const HOURS = { from: 8, until: 20 };
const MS_PER_HOUR = 3_600_000;

/** The last day of performance: an agreed rest day rolls to the day after it (CL17). */
export const lastDayOf = (dueOn: CalendarDay, holidays: HolidayTable): CalendarDay =>
  dayOfInstant(dueAtOf(startClock('CL17', startOfDayInstant(dueOn), holidays)));

/** The step a payment due on that last day has come to; one that was slept through is not made up for. */
export function paymentStep(lastDay: CalendarDay, today: CalendarDay): PaymentStep | undefined {
  if (compareDays(today, addDays(lastDay, ENDS)) >= 0) return undefined;
  return PAYMENT_STEPS.findLast(({ from }) => compareDays(addDays(lastDay, from), today) <= 0)?.step;
}

/** True for a session that begins today or tomorrow and has not begun yet. */
export const isSessionNear = (startsAt: Date, now: Date): boolean =>
  startsAt > now && compareDays(dayOfInstant(startsAt), addDays(dayOfInstant(now), SESSION_DAYS)) <= 0;

const hoursInto = (now: Date): number => (now.getTime() - startOfDayInstant(dayOfInstant(now)).getTime()) / MS_PER_HOUR;

/** Between eight in the morning and eight in the evening, by the clock in Beijing. */
export function isDaytime(now: Date): boolean {
  const hour = hoursInto(now);
  return hour >= HOURS.from && hour < HOURS.until;
}

/** Now by day; otherwise the next morning at eight. */
export function nextDaytime(now: Date): Date {
  if (isDaytime(now)) return now;
  const today = dayOfInstant(now);
  const morning = startOfDayInstant(hoursInto(now) < HOURS.from ? today : addDays(today, 1));
  return new Date(morning.getTime() + HOURS.from * MS_PER_HOUR);
}
