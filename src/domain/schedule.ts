// When a mediation session is to take place, and that nobody and no room is in two places at once. Time is booked in
// quarters of an hour: two sessions meet when they share a quarter, so one may begin where another ends.
// Time and place are told to both sides beforehand (特邀调解规定14).

import { dayOfInstant, daysBetween } from './calendar-day.ts';
import { type FieldError } from './errors.ts';

const QUARTER_MS = 15 * 60_000;
/** Longer than a working day is a slip of the pen. */
const LONGEST_MS = 8 * 3_600_000;
/** Nobody plans further ahead than the longest term of mediation with its extension. */
const FURTHEST_DAYS = 120;

export interface PlannedTime {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What can be in one place only. */
export const RESOURCE_KINDS = ['person', 'room', 'party'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** A person by account, a room by id, a party by one of its blind indexes. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly key: string;
}

/** The quarters of an hour a time touches, by their first instants. */
export function quartersOf({ startsAt, endsAt }: PlannedTime): readonly Date[] {
  const first = Math.floor(startsAt.getTime() / QUARTER_MS);
  const end = Math.ceil(endsAt.getTime() / QUARTER_MS);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => new Date((first + index) * QUARTER_MS));
}

/** The name under which a resource's quarter is booked; a second booking of the same name is refused. */
export const bookingKey = ({ kind, key }: Resource, quarter: Date): string =>
  `${kind}:${key}@${quarter.toISOString().slice(0, 16)}`;

/** What is wrong with a time as typed at `now`; the fields are those of the form: `on`, `from`, `until`. */
export function timeErrors({ startsAt, endsAt }: PlannedTime, now: Date): readonly FieldError[] {
  if (endsAt <= startsAt) return [{ field: 'until', code: 'law.session.endBeforeStart' }];
  if (startsAt <= now) return [{ field: 'on', code: 'schedule.inPast' }];
  if (daysBetween(dayOfInstant(now), dayOfInstant(startsAt)) > FURTHEST_DAYS)
    return [{ field: 'on', code: 'schedule.tooFar' }];
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MS || dayOfInstant(startsAt) !== dayOfInstant(endsAt)) {
    return [{ field: 'until', code: 'schedule.tooLong' }];
  }
  return [];
}
