// One engine for every time limit. A clock stores its inputs (start, length, pauses, extensions) and its due instant is
// computed from them and the holiday table, never typed in. Days count from the next day, paused days
// do not count, and a calendar term whose last day rests ends on the next workday (民事诉讼法 85, 民诉法解释 125).

import { addDays, addMonths, dayOfInstant, endOfDayInstant, type CalendarDay } from './calendar-day.ts';
import { CLOCK_RULES, type ClockId, type ClockRule, type ClockUnit, type PauseCause } from './clock-catalogue.ts';
import { conflict, invalidField } from './errors.ts';
import { isProvisional, isWorkday, rollForward, type HolidayTable } from './working-days.ts';

export interface ClockPause {
  readonly from: Date;
  readonly until?: Date;
  readonly cause: PauseCause;
}

/** A lengthening agreed before the end. `amount` is in the unit of the rule's extension. */
export interface ClockExtension {
  readonly amount: number;
  readonly agreedAt: Date;
}

export interface ClockRecord {
  readonly rule: ClockId;
  readonly variant: string;
  readonly baseStart: Date;
  readonly termDays: number;
  readonly unit: ClockUnit;
  readonly pauses: readonly ClockPause[];
  readonly extensions: readonly ClockExtension[];
  readonly stoppedAt?: Date;
  /** The last instant within the term; null while the clock is paused, for then no due date exists. */
  readonly dueAt: Date | null;
  /** The due date falls in a year whose holidays are not yet announced. */
  readonly provisional?: true;
  /** The highest level at which somebody has been warned while it ran; see deadline.ts. */
  readonly warned?: WarningLevel;
}

/** How pressing a clock has become: 70 %, 90 %, its last day, over. */
export const WARNING_LEVELS = ['warning', 'urgent', 'due', 'overdue'] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

export type ClockLevel = 'ok' | 'warning' | 'urgent' | 'due' | 'overdue' | 'paused' | 'stopped';

export interface ClockReading {
  readonly level: ClockLevel;
  /** Milliseconds left; negative when overdue; null while paused. */
  readonly leftMs: number | null;
  /** Calendar days left until the due day, 0 on the day itself; null while paused. */
  readonly leftDays: number | null;
  /** Share of the running time used, paused time left out; above 1 when overdue. */
  readonly used: number;
}

/** Shares of the term at which the right person is warned. */
export const WARNING_SHARE = 0.7;
export const URGENT_SHARE = 0.9;

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/**
 * The row of the catalogue in force on a day.
 * @throws DomainError `law.clock.notInForce` when the limit did not exist yet
 */
export function clockRule(id: ClockId, on: CalendarDay): ClockRule {
  const rule = CLOCK_RULES.filter((row) => row.id === id && row.effectiveFrom <= on).at(-1);
  if (rule === undefined) throw conflict('law.clock.notInForce', id, { day: on });
  return rule;
}

/** True when the limit existed on the day. */
export const isInForce = (id: ClockId, on: CalendarDay): boolean =>
  CLOCK_RULES.some((row) => row.id === id && row.effectiveFrom <= on);

/** The mediation clock of a track: T1 社会调解, T2 委派, T3 委托 in ordinary or simple procedure. */
export function termClock(track: 'T1' | 'T2' | 'T3', procedure: 'ordinary' | 'simple' = 'ordinary'): ClockId {
  if (track === 'T1') return 'CL06';
  if (track === 'T2') return 'CL07';
  return procedure === 'simple' ? 'CL09' : 'CL08';
}

/**
 * Starts a clock at an instant.
 * @param options.variant the length chosen where the rule knows several; `standard` otherwise
 * @param options.amount a length of the deployment's own, only where the rule is configurable
 * @throws DomainError `law.clock.notInForce`, `law.clock.unknownVariant`, `law.clock.fixedByLaw`
 */
export function startClock(
  id: ClockId,
  at: Date,
  holidays: HolidayTable,
  options: { readonly variant?: string; readonly amount?: number } = {},
): ClockRecord {
  const rule = clockRule(id, dayOfInstant(at));
  const variant = options.variant ?? 'standard';
  const term = rule.terms[variant];
  if (term === undefined) throw conflict('law.clock.unknownVariant', id, { variant });
  if (options.amount !== undefined && !rule.configurable) throw conflict('law.clock.fixedByLaw', id);
  const { unit } = term;
  const termDays = options.amount ?? term.amount;
  return withDue(
    { rule: id, variant, baseStart: at, termDays, unit, pauses: [], extensions: [], dueAt: null },
    holidays,
  );
}

/**
 * Stops the counting from this instant on.
 * @throws DomainError `law.clock.stopped`, `law.clock.paused`, `law.clock.over`, `law.clock.causeNotAllowed`
 */
export function pauseClock(
  record: ClockRecord,
  at: Date,
  holidays: HolidayTable,
  cause: PauseCause = 'partiesAsk',
): ClockRecord {
  demandRunning(record, at);
  const rule = ruleOf(record);
  if (!rule.pausedBy.includes(cause)) throw conflict('law.clock.causeNotAllowed', record.rule, { cause });
  return withDue({ ...record, pauses: [...record.pauses, { from: at, cause }] }, holidays);
}

/**
 * Goes on counting. The day of resuming counts, the days from the pause until the day before do not.
 * @throws DomainError `law.clock.notPaused`
 */
export function resumeClock(record: ClockRecord, at: Date, holidays: HolidayTable): ClockRecord {
  const pause = openPause(record);
  if (pause === undefined || at < pause.from) throw conflict('law.clock.notPaused', record.rule);
  return withDue({ ...record, pauses: [...record.pauses.slice(0, -1), { ...pause, until: at }] }, holidays);
}

/**
 * Lengthens the term. Consent of all parties is checked by `consent.ts`; here the limits of the rule are kept: before
 * expiry, as often and as far as the row allows (T3: once, at most 30 days, 2024-12-27 意见(3)).
 * The lengthened term is one term whose end rolls once.
 * @throws DomainError `law.clock.stopped`, `law.clock.over`, `law.clock.notExtendable`, `law.clock.extendedBefore`, `law.clock.extensionTooLong`
 */
export function extendClock(record: ClockRecord, amount: number, agreedAt: Date, holidays: HolidayTable): ClockRecord {
  if (record.stoppedAt !== undefined) throw conflict('law.clock.stopped', record.rule);
  if (isOver(record, agreedAt)) throw conflict('law.clock.over', record.rule);
  const { extension } = ruleOf(record);
  if (extension === undefined) throw conflict('law.clock.notExtendable', record.rule);
  if (!Number.isInteger(amount) || amount < 1) throw invalidField('days', 'number.integer');
  if (extension.times !== null && record.extensions.length >= extension.times) {
    throw conflict('law.clock.extendedBefore', extension.basis, { times: extension.times });
  }
  const max = typeof extension.max === 'object' ? (extension.max?.[record.variant] ?? null) : extension.max;
  if (max !== null && amount > max) throw conflict('law.clock.extensionTooLong', extension.basis, { max });
  return withDue({ ...record, extensions: [...record.extensions, { amount, agreedAt }] }, holidays);
}

/**
 * Ends the clock because what it waited for has happened. A paused clock may be stopped as well.
 * @throws DomainError `law.clock.stopped`
 */
export function stopClock(record: ClockRecord, at: Date): ClockRecord {
  if (record.stoppedAt !== undefined) throw conflict('law.clock.stopped', record.rule);
  return { ...record, stoppedAt: at };
}

/** The same clock with its due date computed anew, for the job that runs when the holiday table changes. */
export function withDue(record: ClockRecord, holidays: HolidayTable): ClockRecord {
  const due = dueAt(record, holidays);
  const asksTheTable = record.unit !== 'nd' && record.unit !== 'hours';
  const provisional = due !== null && asksTheTable && isProvisional(dayOfInstant(due), holidays);
  const { provisional: _before, ...inputs } = record;
  return provisional ? { ...inputs, dueAt: due, provisional: true } : { ...inputs, dueAt: due };
}

/** The last instant within the term, from the stored inputs alone; null while the clock is paused. */
export function dueAt(record: ClockRecord, holidays: HolidayTable): Date | null {
  if (openPause(record) !== undefined) return null;
  const extended = record.extensions.reduce((sum, extension) => sum + extension.amount, 0);
  if (record.unit === 'hours') return new Date(record.baseStart.getTime() + record.termDays * MS_PER_HOUR);
  const base = dayOfInstant(record.baseStart);
  if (record.unit === 'wd') {
    return endOfDayInstant(countOn(base, record.termDays, record, (day) => isWorkday(day, holidays)));
  }
  if (record.unit === 'nd') return endOfDayInstant(countOn(base, record.termDays, record, () => true));
  const last =
    record.unit === 'months'
      ? addDays(addMonths(base, record.termDays + extended), pausedDays(record))
      : countOn(base, record.termDays + extended, record, () => true);
  return endOfDayInstant(rollForward(last, holidays));
}

/**
 * The due instant of a clock that is not paused.
 * @throws DomainError `law.clock.paused`
 */
export function dueAtOf(record: ClockRecord): Date {
  if (record.dueAt === null) throw conflict('law.clock.paused', record.rule);
  return record.dueAt;
}

/** Where the clock stands now. */
export function remaining(record: ClockRecord, now: Date): ClockReading {
  const at = record.stoppedAt ?? now;
  if (record.dueAt === null) {
    return { level: record.stoppedAt === undefined ? 'paused' : 'stopped', leftMs: null, leftDays: null, used: 0 };
  }
  const due = record.dueAt.getTime();
  const total = due - record.baseStart.getTime() - pausedMs(record, due);
  const spent = at.getTime() - record.baseStart.getTime() - pausedMs(record, at.getTime());
  const used = total > 0 ? Math.max(0, spent / total) : 1;
  const leftDays = (startOfDay(dayOfInstant(record.dueAt)) - startOfDay(dayOfInstant(at))) / MS_PER_DAY;
  return { level: levelOf(record, at, used, leftDays), leftMs: due - at.getTime(), leftDays, used };
}

/** Whether a stopped clock was stopped inside its term; undefined while it runs. */
export function keptInTime(record: ClockRecord): boolean | undefined {
  if (record.stoppedAt === undefined) return undefined;
  return record.dueAt === null || record.stoppedAt <= record.dueAt;
}

/** The instants at which the clock turns yellow and red; empty while paused or stopped. */
export function warningInstants(
  record: ClockRecord,
): readonly { readonly level: 'warning' | 'urgent'; readonly at: Date }[] {
  if (record.dueAt === null || record.stoppedAt !== undefined) return [];
  const due = record.dueAt.getTime();
  const total = due - record.baseStart.getTime() - pausedMs(record, due);
  return [
    { level: 'warning', at: new Date(due - total * (1 - WARNING_SHARE)) },
    { level: 'urgent', at: new Date(due - total * (1 - URGENT_SHARE)) },
  ];
}

const startOfDay = (day: CalendarDay): number => endOfDayInstant(day).getTime() + 1 - MS_PER_DAY;

const ruleOf = (record: ClockRecord): ClockRule => clockRule(record.rule, dayOfInstant(record.baseStart));

function openPause(record: ClockRecord): ClockPause | undefined {
  const last = record.pauses.at(-1);
  return last !== undefined && last.until === undefined ? last : undefined;
}

const isOver = (record: ClockRecord, at: Date): boolean => record.dueAt !== null && at > record.dueAt;

function demandRunning(record: ClockRecord, at: Date): void {
  if (record.stoppedAt !== undefined) throw conflict('law.clock.stopped', record.rule);
  if (openPause(record) !== undefined) throw conflict('law.clock.paused', record.rule);
  if (isOver(record, at)) throw conflict('law.clock.over', record.rule);
}

/** A day stands still when a pause began on it or before and ended only on a later day. */
const standsStill = (day: CalendarDay, record: ClockRecord): boolean =>
  record.pauses.some(
    (pause) => pause.until !== undefined && dayOfInstant(pause.from) <= day && day < dayOfInstant(pause.until),
  );

function countOn(
  base: CalendarDay,
  count: number,
  record: ClockRecord,
  counts: (day: CalendarDay) => boolean,
): CalendarDay {
  let day = base;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (counts(day) && !standsStill(day, record)) left -= 1;
  }
  return day;
}

function pausedDays(record: ClockRecord): number {
  let days = 0;
  for (const { from, until } of record.pauses) {
    if (until !== undefined) days += (startOfDay(dayOfInstant(until)) - startOfDay(dayOfInstant(from))) / MS_PER_DAY;
  }
  return days;
}

function pausedMs(record: ClockRecord, end: number): number {
  let ms = 0;
  for (const { from, until } of record.pauses) {
    if (until !== undefined) ms += Math.max(0, Math.min(until.getTime(), end) - from.getTime());
  }
  return ms;
}

function levelOf(record: ClockRecord, at: Date, used: number, leftDays: number): ClockLevel {
  if (record.stoppedAt !== undefined) return 'stopped';
  if (isOver(record, at)) return 'overdue';
  if (leftDays === 0 && record.unit !== 'hours') return 'due';
  if (used >= URGENT_SHARE) return 'urgent';
  return used >= WARNING_SHARE ? 'warning' : 'ok';
}
