import { type CalendarDay, dayOfInstant, isDay, startOfDayInstant } from '../../domain/calendar-day.ts';
import { conflict, forbidden, invalidField, stale } from '../../domain/errors.ts';
import {
  changesBetween,
  type DayChange,
  type DayKind,
  doubtsOf,
  movedFrom,
  type NoticeDoubts,
  reachOf,
  withDay,
  withYear,
} from '../../domain/holiday-calendar.ts';
import { readHolidayNotice } from '../../domain/holiday-notice.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type HolidayRecord, type HolidayTable, holidayTable } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { packageCalendar } from './holiday.package.ts';
import { type CalendarVersion } from './holiday.record.ts';
import { type HolidayRepository } from './holiday.repository.ts';

export interface HolidayServiceDeps {
  readonly repository: HolidayRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Open disputes with a term that ends at or after an instant. */
  readonly countDueFrom: (from: Date) => Promise<number>;
}

/** What somebody asks to change: one day, or a whole year by its notice. */
export type CalendarOrder =
  | { readonly kind: 'day'; readonly day: string; readonly becomes: DayKind; readonly name?: string | undefined }
  | { readonly kind: 'year'; readonly text: string; readonly year?: number | undefined };

/** What saving would do. */
export interface CalendarPreview {
  /** Of the calendar the preview was made on; saving asks for it. */
  readonly version: number;
  readonly changes: readonly DayChange[];
  readonly knownUntil: CalendarDay;
  readonly knownBefore: CalendarDay;
  readonly year: number | null;
  readonly doubts: NoticeDoubts;
  /** At most so many open disputes have a date that may move. */
  readonly disputes: number;
}

/** Where the calendar stands today. */
export interface CalendarReach {
  readonly knownUntil: CalendarDay;
  /** The first year that is not known. */
  readonly next: number;
  readonly reach: 'ahead' | 'ending' | 'behind';
}

/** The job that computes every due date anew. */
export const RECOMPUTE_JOB = 'recompute-deadlines';

/** Another process's change is seen after at most this time. */
const FRESH_MS = 2_000;
/** By then every process computes with the new calendar, and every act begun with the old one has ended. */
const SECOND_PASS_MS = 60_000;
const HISTORY_SHOWN = 20;

const seedVersion = (): CalendarVersion => ({
  ...packageCalendar(),
  version: 0,
  at: new Date(0),
  by: { accountId: 'system', name: 'chinese-days' },
  reason: 'chinese-days',
  changes: [],
});

/** The calendar of rest days: read by every computation, changed by the administrator, version after version. */
export class HolidayService {
  readonly #deps: HolidayServiceDeps;
  #held: { readonly calendar: CalendarVersion; readonly table: HolidayTable; checkedAt: number } | undefined;

  constructor(deps: HolidayServiceDeps) {
    this.#deps = deps;
  }

  /** The table to compute with; every process sees a change within seconds. */
  readonly table = async (): Promise<HolidayTable> => (await this.#current()).table;

  /** The newest calendar, whatever this process held. */
  async reread(): Promise<HolidayTable> {
    this.#held = undefined;
    return this.table();
  }

  async calendar(): Promise<CalendarVersion> {
    return (await this.#current()).calendar;
  }

  async history() {
    return this.#deps.repository.history(HISTORY_SHOWN);
  }

  async reach(): Promise<CalendarReach> {
    const { knownUntil } = await this.table();
    const next = Number(knownUntil.slice(0, 4)) + 1;
    return { knownUntil, next, reach: reachOf(knownUntil, dayOfInstant(this.#deps.clock.now())) };
  }

  /** What an order would change. @throws DomainError `validation` */
  async preview(order: CalendarOrder): Promise<CalendarPreview> {
    this.#held = undefined;
    const calendar = await this.calendar();
    const { next, year, doubts } = ordered(calendar, order);
    const from = movedFrom(calendar, next);
    return {
      version: calendar.version,
      changes: changesBetween(calendar, next),
      knownUntil: next.knownUntil as CalendarDay,
      knownBefore: calendar.knownUntil as CalendarDay,
      year,
      doubts,
      disputes: from === undefined ? 0 : await this.#deps.countDueFrom(startOfDayInstant(from)),
    };
  }

  /**
   * Writes the next version; every open due date is computed anew by the worker.
   * @throws DomainError `holidays.adminOnly`, `validation`, `holidays.nothingChanges`, `stale`
   */
  async save(actor: Actor, order: CalendarOrder, reason: string, seen: number): Promise<CalendarVersion> {
    if (!hasRight(actor.role, 'manageHolidays')) throw forbidden('holidays.adminOnly', 'manageHolidays');
    this.#held = undefined;
    const calendar = await this.calendar();
    if (calendar.version !== seen) throw stale(seen, calendar.version);
    return this.#write(actor, calendar, ordered(calendar, order).next, reason);
  }

  /**
   * Takes over what the package knows: the first time all of it, later the years that are not known here yet. What the
   * administrator has entered stays.
   * @returns undefined when there was nothing new
   */
  async importPackage(actor: Actor): Promise<CalendarVersion | undefined> {
    this.#held = undefined;
    const calendar = await this.calendar();
    const shipped = packageCalendar();
    if (calendar.version === 0) return this.#write(actor, calendar, shipped, 'chinese-days');
    if (shipped.knownUntil <= calendar.knownUntil) return undefined;
    const later = (days: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(days).filter(([day]) => day > calendar.knownUntil));
    const next = {
      knownUntil: shipped.knownUntil,
      holidays: { ...calendar.holidays, ...later(shipped.holidays) },
      makeUpWorkdays: { ...calendar.makeUpWorkdays, ...later(shipped.makeUpWorkdays) },
    };
    return this.#write(actor, calendar, next, 'chinese-days');
  }

  async #write(actor: Actor, before: CalendarVersion, next: HolidayRecord, reason: string): Promise<CalendarVersion> {
    const { repository, transactions, clock, jobs } = this.#deps;
    const changes = changesBetween(before, next);
    const from = movedFrom(before, next);
    if (from === undefined && before.version > 0) throw conflict('holidays.nothingChanges');
    holidayTable(next);
    const version: CalendarVersion = {
      knownUntil: next.knownUntil,
      holidays: next.holidays,
      makeUpWorkdays: next.makeUpWorkdays,
      version: before.version + 1,
      at: clock.now(),
      by: { accountId: actor.accountId, name: actor.name },
      reason,
      changes,
    };
    await transactions.run(async (tx) => {
      await repository.add(version, tx);
      if (from === undefined) return;
      const at = clock.now().getTime();
      for (const wait of [0, SECOND_PASS_MS]) {
        const payload = { version: version.version, from: startOfDayInstant(from) };
        await jobs.enqueue(tx, RECOMPUTE_JOB, { payload, runAt: new Date(at + wait) });
      }
    });
    this.#held = undefined;
    return version;
  }

  async #current() {
    const held = this.#held;
    const now = performance.now();
    if (held && now - held.checkedAt < FRESH_MS) return held;
    if (held && (await this.#deps.repository.newest()) === held.calendar.version) {
      held.checkedAt = now;
      return held;
    }
    const calendar = (await this.#deps.repository.latest()) ?? seedVersion();
    this.#held = { calendar, table: holidayTable(calendar), checkedAt: now };
    return this.#held;
  }
}

function ordered(calendar: HolidayRecord, order: CalendarOrder) {
  if (order.kind === 'year') {
    const { year, days } = readHolidayNotice(order.text, order.year);
    return { next: withYear(calendar, year, days), year, doubts: doubtsOf(days) };
  }
  if (!isDay(order.day)) throw invalidField('day', 'day.invalid');
  const { day, becomes } = order;
  if (becomes !== 'ordinary' && !order.name) throw invalidField('name', 'any.required');
  return {
    next: withDay(calendar, { day, kind: becomes, name: order.name ?? '' }),
    year: null,
    doubts: { missing: [], odd: [] },
  };
}
