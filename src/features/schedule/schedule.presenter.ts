// What the calendars show: sessions by day, by mediator or by room.

import { addDays, type CalendarDay, dayOfInstant, weekdayOf } from '../../domain/calendar-day.ts';
import { type Days, type PlannedSession, type Room, type SeenSession } from './schedule.record.ts';

export interface SessionView {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly startsAt: Date;
  readonly mode: string;
  readonly place: string;
  readonly room: string;
  readonly roomId: string;
  readonly mediator: string;
  readonly mediatorId: string;
  /** Empty where the reader may not know of the dispute at all. */
  readonly number: string;
  /** Empty where the reader may not know who meets. */
  readonly title: string;
  readonly note: string;
  readonly href: string | null;
  readonly recordHref: string | null;
  /** now: under way; unrecorded: its time is over and nothing was recorded. */
  readonly status: 'ahead' | 'now' | 'unrecorded' | 'held';
}

export interface SessionGroup {
  /** A day, or the name of a person or a room; empty for sessions without a room. */
  readonly name: string;
  /** The mediator or the room of the group; empty for days. */
  readonly id: string;
  readonly day: CalendarDay | null;
  readonly today: boolean;
  readonly weekend: boolean;
  readonly sessions: readonly SessionView[];
}

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });

function statusOf({ state, startsAt, endsAt }: PlannedSession, now: Date): SessionView['status'] {
  if (state === 'held') return 'held';
  if (endsAt <= now) return 'unrecorded';
  return startsAt <= now ? 'now' : 'ahead';
}

/** One session as a line. */
export function sessionView(
  { session, reading, title, mediating }: SeenSession,
  rooms: ReadonlyMap<string, string>,
  now: Date,
): SessionView {
  return {
    id: session.id,
    from: time.format(session.startsAt),
    until: time.format(session.endsAt),
    startsAt: session.startsAt,
    mode: session.mode,
    place: session.place,
    room: session.roomId ? (rooms.get(session.roomId) ?? '') : '',
    roomId: session.roomId ?? '',
    mediator: session.mediator.name,
    mediatorId: session.mediator.accountId,
    number: reading === 'none' ? '' : session.number,
    title,
    note: reading === 'full' ? (session.note ?? '') : '',
    href: reading === 'none' ? null : `/disputes/${session.disputeId}`,
    recordHref: reading === 'full' && mediating ? `/disputes/${session.disputeId}/acts/recordSession` : null,
    status: statusOf(session, now),
  };
}

export const roomNames = (rooms: readonly Room[]): ReadonlyMap<string, string> =>
  new Map(rooms.map(({ id, name }) => [id, name]));

/** The week of a day, Monday to Sunday. */
export function weekOf(day: CalendarDay): Days {
  const first = addDays(day, -((weekdayOf(day) + 6) % 7));
  return { first, last: addDays(first, 6) };
}

/** Every day of the time asked for with its sessions, empty days too. */
export function byDay({ first, last }: Days, sessions: readonly SessionView[], now: Date): readonly SessionGroup[] {
  const groups: SessionGroup[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    groups.push({
      name: day,
      id: '',
      day,
      today: day === dayOfInstant(now),
      weekend: weekdayOf(day) % 6 === 0,
      sessions: sessions.filter(({ startsAt }) => dayOfInstant(startsAt) === day),
    });
  }
  return groups;
}

/** The sessions of one day by their mediators, in the order of their names. */
export const byPerson = (sessions: readonly SessionView[]): readonly SessionGroup[] =>
  byName(
    sessions,
    new Map(sessions.map(({ mediatorId, mediator }) => [mediatorId, mediator])),
    ({ mediatorId }) => mediatorId,
  );

/** The sessions of one day by the rooms they are held in; rooms that stand empty are told too. */
export const byRoom = (sessions: readonly SessionView[], rooms: ReadonlyMap<string, string>): readonly SessionGroup[] =>
  byName(sessions, rooms, ({ roomId }) => roomId);

const byName = (
  sessions: readonly SessionView[],
  names: ReadonlyMap<string, string>,
  idOf: (session: SessionView) => string,
): readonly SessionGroup[] =>
  [...names]
    .toSorted(([, a], [, b]) => a.localeCompare(b, 'zh-CN'))
    .map(([id, name]) => ({
      name,
      id,
      day: null,
      today: false,
      weekend: false,
      sessions: sessions.filter((session) => idOf(session) === id),
    }));

/** A session as the API answers it. */
export const sessionJson = ({ session, reading, title }: Omit<SeenSession, 'mediating'>) => ({
  id: session.id,
  dispute: reading === 'none' ? null : session.disputeId,
  number: reading === 'none' ? null : session.number,
  title: title === '' ? null : title,
  state: session.state,
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  mode: session.mode,
  place: session.place,
  room: session.roomId ?? null,
  mediator: session.mediator,
  parties: reading === 'full' ? session.partyIds : [],
});
