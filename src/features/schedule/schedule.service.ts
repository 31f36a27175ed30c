import { createHash, randomBytes } from 'node:crypto';
import { addDays, dayOfInstant, endOfDayInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type AnyActDefinition, type DisputeRecord, type DisputeService, type Witness } from '../disputes/index.ts';
import { keepSchedule, scheduleActs } from './schedule.acts.ts';
import { type Feed } from './schedule.model.ts';
import { roomNames, type SessionView, sessionView } from './schedule.presenter.ts';
import { type Days, type PlannedSession, type Room, type SeenSession } from './schedule.record.ts';
import { type SessionNotices } from './schedule.notices.ts';
import { type ScheduleRepository } from './schedule.repository.ts';
import { type RoomInput } from './schedule.schema.ts';

export interface ScheduleDeps {
  readonly repository: ScheduleRepository;
  readonly notices: SessionNotices;
  readonly disputes: Pick<DisputeService, 'readings'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** Whether the person still works here. */
  readonly isActive: (accountId: string) => Promise<boolean>;
}

export interface CalendarFilter extends Days {
  readonly scope: 'mine' | 'unit';
  readonly mediator?: string | undefined;
  readonly room?: string | undefined;
  /** Whoever asks for the rooms sees every session in them, of whatever unit: only then is it clear what is free. */
  readonly by?: 'time' | 'person' | 'room' | undefined;
}

/** A calendar is asked for at most this many days at once. */
const LONGEST_DAYS = 62;
/** What a subscribed calendar holds: the last month and everything planned. */
const FEED_DAYS = { back: 30, ahead: 120 };
/** The state in which sessions are recorded. */
const MEDIATING = 'S10';
/** A planned session that nobody recorded stays on the desk this long. */
const UNRECORDED_DAYS = 14;
/** Who keeps the rooms of a unit. */
const KEEPERS: readonly Role[] = [
  'villageMediator',
  'townshipClerk',
  'townshipHead',
  'tribunalClerk',
  'tribunalJudge',
  'courtFilingClerk',
];

/** Sessions to come: who meets when and where, and the calendars that show it. */
export class ScheduleService {
  readonly #deps: ScheduleDeps;

  constructor(deps: ScheduleDeps) {
    this.#deps = deps;
  }

  acts(): readonly AnyActDefinition[] {
    return scheduleActs(this.#deps.repository, this.#deps.notices);
  }

  witness(): Witness {
    return keepSchedule(this.#deps.repository, this.#deps.notices);
  }

  /**
   * The sessions of the person, or of their unit and the units below it.
   * @throws DomainError `validation` when the days are in the wrong order or too many
   */
  async calendar(actor: Actor, filter: CalendarFilter): Promise<readonly SeenSession[]> {
    const { first, last, scope, mediator, room, by } = filter;
    if (last < first) throw invalidField('to', 'schedule.endBeforeStart');
    if (addDays(first, LONGEST_DAYS) < last) throw invalidField('to', 'schedule.tooManyDays', { max: LONGEST_DAYS });
    const sessions = await this.#deps.repository.list({
      from: startOfDayInstant(first),
      until: endOfDayInstant(last),
      states: ['planned', 'held'],
      ...(room || by === 'room'
        ? { roomIds: (await this.rooms(actor)).map(({ id }) => id).filter((id) => !room || id === room) }
        : scope === 'mine'
          ? { mediatorId: actor.accountId }
          : { unitCode: actor.unit.code, mediatorId: mediator }),
    });
    return this.#seen(actor, sessions);
  }

  /** Sessions of the dispute's round to come, and those whose record is still missing. */
  async ofDispute(dispute: Pick<DisputeRecord, 'id' | 'round' | 'owner' | 'state'>): Promise<readonly SessionView[]> {
    const { repository, clock } = this.#deps;
    const sessions = await this.plannedOf(dispute);
    if (sessions.length === 0) return [];
    const rooms = roomNames(await repository.rooms(dispute.owner.path));
    return sessions.map((session) =>
      sessionView({ session, reading: 'full', title: '', mediating: dispute.state === MEDIATING }, rooms, clock.now()),
    );
  }

  plannedOf(dispute: Pick<DisputeRecord, 'id' | 'round'>): Promise<readonly PlannedSession[]> {
    return this.#deps.repository.ofDispute(dispute.id, dispute.round);
  }

  /** Time, way and place of the session of this dispute planned for today, as a form begins with them. */
  async beginnings(dispute: Pick<DisputeRecord, 'id' | 'round'>): Promise<object> {
    const now = this.#deps.clock.now();
    const today = (await this.plannedOf(dispute)).find(
      ({ startsAt }) => dayOfInstant(startsAt) === dayOfInstant(now) && startsAt <= now,
    );
    return today
      ? { from: timeOf(today.startsAt), mode: today.mode, ...(today.place ? { place: today.place } : {}) }
      : {};
  }

  /** What the person's own day holds: today's sessions, and those of the last days that nobody recorded. */
  async today(actor: Actor): Promise<readonly SessionView[]> {
    const { repository, clock } = this.#deps;
    const now = clock.now();
    const today = dayOfInstant(now);
    const sessions = await repository.list({
      from: startOfDayInstant(addDays(today, -UNRECORDED_DAYS)),
      until: endOfDayInstant(today),
      mediatorId: actor.accountId,
      states: ['planned', 'held'],
    });
    const wanted = sessions.filter(({ state, startsAt }) => state === 'planned' || dayOfInstant(startsAt) === today);
    const rooms = wanted.length > 0 ? roomNames(await this.rooms(actor)) : new Map<string, string>();
    return (await this.#seen(actor, wanted)).map((seen) => sessionView(seen, rooms, now));
  }

  async #seen(actor: Actor, sessions: readonly PlannedSession[]): Promise<readonly SeenSession[]> {
    const found = await this.#deps.disputes.readings(actor, [...new Set(sessions.map(({ disputeId }) => disputeId))]);
    return sessions.map((session) => {
      const known = found.get(session.disputeId);
      const reading = known?.reading ?? 'none';
      const title = reading === 'full' && known ? known.dispute.title : '';
      return { session, reading, title, mediating: known?.dispute.state === MEDIATING };
    });
  }

  /** Rooms a person's calendar can be narrowed to: those of the unit and of the units above it. */
  rooms(actor: Actor): Promise<readonly Room[]> {
    return this.#deps.repository.rooms(actor.unit.path);
  }

  /** The rooms of the person's own unit, closed ones too. */
  ownRooms(actor: Actor): Promise<readonly Room[]> {
    return this.#deps.repository.rooms([actor.unit.code], true);
  }

  mayKeepRooms(actor: Actor): boolean {
    return KEEPERS.includes(actor.role);
  }

  /** @throws DomainError forbidden `schedule.roomsNotYours`, `validation` when the name is taken */
  async addRoom(actor: Actor, { name, address }: RoomInput): Promise<void> {
    this.#demandKeeper(actor);
    const { repository } = this.#deps;
    const room = { id: repository.newId(), unitCode: actor.unit.code, name, address, closed: false };
    if (!(await repository.addRoom(room))) throw invalidField('name', 'schedule.roomNameTaken');
  }

  /** Takes a room out of use or back into it; sessions planned in it stand. @throws DomainError as `addRoom`, `schedule.roomUnknown` */
  async closeRoom(actor: Actor, roomId: string, closed: boolean): Promise<void> {
    this.#demandKeeper(actor);
    if (!(await this.#deps.repository.closeRoom(roomId, actor.unit.code, closed))) {
      throw notFound('schedule.roomUnknown');
    }
  }

  #demandKeeper(actor: Actor): void {
    if (!this.mayKeepRooms(actor)) throw forbidden('schedule.roomsNotYours');
  }

  feedOf(actor: Actor): Promise<Feed | undefined> {
    return this.#deps.repository.feedOf(actor.accountId);
  }

  /** Makes a new secret address and ends the old one; the secret is told this once. */
  async renewFeed(actor: Actor, language: Feed['language']): Promise<string> {
    const { repository, transactions, clock } = this.#deps;
    const secret = randomBytes(32).toString('base64url');
    const feed = { _id: hashOf(secret), accountId: actor.accountId, language, createdAt: clock.now() };
    await transactions.run((tx) => repository.replaceFeed(feed, tx));
    return secret;
  }

  async endFeed(actor: Actor): Promise<void> {
    await this.#deps.repository.removeFeed(actor.accountId);
  }

  /**
   * The person's plan for a subscribed calendar: numbers, times and places, never a party's name.
   * @throws DomainError notFound `schedule.feedUnknown`, also once its owner has left
   */
  async feed(secret: string): Promise<{ feed: Feed; sessions: readonly PlannedSession[] }> {
    const { repository, clock, isActive } = this.#deps;
    const now = clock.now();
    const feed = await repository.readFeed(hashOf(secret), now);
    if (!feed || !(await isActive(feed.accountId))) throw notFound('schedule.feedUnknown');
    const today = dayOfInstant(now);
    const sessions = await repository.list({
      from: startOfDayInstant(addDays(today, -FEED_DAYS.back)),
      until: endOfDayInstant(addDays(today, FEED_DAYS.ahead)),
      mediatorId: feed.accountId,
    });
    return { feed, sessions };
  }
}

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });
const timeOf = (instant: Date): string => clockTime.format(instant);

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
