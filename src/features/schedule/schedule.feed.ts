// The plan as a calendar file (RFC 5545). It leaves the system, so it carries numbers, times and places, no names.

import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type PlannedSession } from './schedule.record.ts';

export interface FeedTexts {
  readonly calendar: string;
  readonly event: (session: PlannedSession) => string;
  readonly place: (session: PlannedSession) => string;
}

/** @param baseUrl where a link in the calendar leads */
export function calendarFile(
  sessions: readonly PlannedSession[],
  { calendar, event, place }: FeedTexts,
  baseUrl: string,
): string {
  const file = ical({
    name: calendar,
    prodId: { company: 'Jiefen', product: 'Jiefen' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 1_800,
  });
  for (const session of sessions) {
    file.createEvent({
      id: session.id,
      start: session.startsAt,
      end: session.endsAt,
      stamp: session.endedAt ?? session.plannedAt,
      summary: event(session),
      location: place(session),
      url: `${baseUrl}/disputes/${session.disputeId}`,
      status: session.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      sequence: session.state === 'cancelled' ? 1 : 0,
    });
  }
  return file.toString();
}
