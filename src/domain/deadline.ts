// What time alone brings about, as one table: for every clock of the catalogue who is warned at which moment, who holds
// the delay, and which act the system does once the time is over, in which states (domain 2.3 and 2.5, "on
// expiry"). Whoever has to act is always warned before those who supervise; the courts hear of it after expiry only.

import { addDays, dayOfInstant, startOfDayInstant } from './calendar-day.ts';
import { type ClockRecord, URGENT_SHARE, WARNING_LEVELS, WARNING_SHARE, type WarningLevel } from './clock.ts';
import { type ClockId } from './clock-catalogue.ts';
import { GRACE_DAYS } from './guard.ts';
import { type Act, STATE_CODES, type State } from './lifecycle.ts';

/**
 * handler: the mediator, or the clerks of the owner where none is appointed; clerk: the clerks of the owner; head: who
 * leads the owner; supervisor: the tribunal of the area, above a tribunal the court; filingClerk: who files cases for
 * the area; receiver and sender: the clerks at the ends of a hand-over; ruler: the unit called to rule; judge: who rules
 * on confirmation for the area; president: the court's administration, for extensions its president approves.
 */
export const AUDIENCES = [
  'handler',
  'clerk',
  'head',
  'supervisor',
  'filingClerk',
  'receiver',
  'receiverHead',
  'sender',
  'senderHead',
  'ruler',
  'rulerSupervisor',
  'judge',
  'president',
] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Those who supervise; they are never told before somebody who has to act. */
export const SUPERVISORS: readonly Audience[] = ['head', 'supervisor', 'receiverHead', 'senderHead', 'rulerSupervisor'];

/** A moment in the life of a clock. */
type Moment =
  | { readonly share: number }
  | { readonly daysBefore: number }
  | { readonly daysAfterStart: number }
  | 'lastDay'
  | 'over';

interface Step {
  readonly at: Moment;
  readonly tells: readonly Audience[];
}

/** The act that follows by law when the time is over. Whether it may be done is asked of the lifecycle. */
export interface ExpiryStep {
  readonly act: Act;
  readonly states: readonly State[];
  /** Calendar days of patience after the due day. */
  readonly graceDays?: number;
}

export interface Deadline {
  /** Whose delay it is. */
  readonly holder: 'owner' | 'receiver' | 'ruler' | 'tribunal';
  readonly steps: Readonly<Partial<Record<WarningLevel, Step>>>;
  readonly act?: ExpiryStep;
  /** States in which the alarm stands although the act of expiry has stopped the clock. */
  readonly standsIn?: readonly State[];
  /** Work after the dispute has ended, which stands below everything that keeps parties waiting. */
  readonly afterwards?: true;
}

const MEDIATING: readonly State[] = ['S06', 'S07', 'S08', 'S09', 'S10'];

const first = (...tells: readonly Audience[]): Step => ({ at: { share: WARNING_SHARE }, tells });
const second = (...tells: readonly Audience[]): Step => ({ at: { share: URGENT_SHARE }, tells });
const atOnce = (...tells: readonly Audience[]): Step => ({ at: { share: 0 }, tells });
const lastDay = (...tells: readonly Audience[]): Step => ({ at: 'lastDay', tells });
const over = (...tells: readonly Audience[]): Step => ({ at: 'over', tells });
const before = (days: number, ...tells: readonly Audience[]): Step => ({ at: { daysBefore: days }, tells });
const onDay = (day: number, ...tells: readonly Audience[]): Step => ({ at: { daysAfterStart: day }, tells });

/** The ordinary ladder: the handler at 70 % and 90 %, the head on the last day, the supervising court after it. */
const LADDER: Deadline['steps'] = {
  warning: first('handler'),
  urgent: second('handler'),
  due: lastDay('handler', 'head'),
  overdue: over('handler', 'head', 'supervisor'),
};
const owner = (steps: Deadline['steps'] = {}, more: Partial<Deadline> = {}): Deadline => ({
  holder: 'owner',
  steps: { ...LADDER, ...steps },
  ...more,
});

/** The end of a mediation is decided before it comes, so the head hears of it at 90 %. */
const term: Deadline = owner({ urgent: second('handler', 'head') }, { act: { act: 'expireTerm', states: MEDIATING } });
/** A right of the parties: they are reminded, and once the time is over it can no longer be used. */
const right = (steps: Deadline['steps']): Deadline => ({
  holder: 'owner',
  steps,
  act: { act: 'lapseRight', states: STATE_CODES.filter((state) => state !== 'S23') },
});
/** Work that waits on a list once its time has come. */
const list: Deadline = {
  holder: 'owner',
  steps: { due: lastDay('handler'), overdue: over('handler', 'head') },
  afterwards: true,
};

export const DEADLINES: Readonly<Record<ClockId, Deadline>> = {
  CL01: owner({
    warning: first('clerk'),
    urgent: second('clerk'),
    due: lastDay('clerk', 'head'),
    overdue: over('clerk', 'head', 'supervisor'),
  }),
  // The parties choose together; when they have not, the unit appoints.
  CL02: owner({ warning: { at: { share: 0.5 }, tells: ['clerk'] }, overdue: over('clerk', 'head') }),
  CL03: owner({ overdue: over('handler', 'filingClerk', 'head', 'supervisor') }),
  CL04: {
    holder: 'receiver',
    steps: {
      warning: first('receiver'),
      urgent: second('receiver'),
      due: lastDay('receiver', 'receiverHead'),
      overdue: over('sender', 'senderHead', 'receiverHead'),
    },
    act: { act: 'timeOutHandOver', states: ['S05'] },
    standsIn: ['S06'],
  },
  CL05: owner({ due: lastDay('handler'), overdue: over('handler', 'head') }),
  CL06: term,
  CL07: term,
  CL08: term,
  CL09: term,
  CL10: term,
  CL11: owner({ due: lastDay('handler'), overdue: over('handler', 'head') }),
  CL12: owner(),
  CL13: right({ warning: onDay(10, 'handler'), urgent: onDay(20, 'handler'), due: onDay(27, 'handler') }),
  CL14: owner(
    {
      warning: atOnce('handler', 'filingClerk'),
      due: lastDay('handler', 'filingClerk', 'head'),
      overdue: over('handler', 'filingClerk', 'head', 'supervisor'),
    },
    // The case was registered before it was mediated, so it goes to trial by itself (2024-12-27意见(5)).
    { act: { act: 'transferToFiling', states: ['S17'] } },
  ),
  CL15: {
    holder: 'tribunal',
    steps: {
      warning: onDay(15, 'judge'),
      urgent: second('judge'),
      due: lastDay('judge', 'president'),
      overdue: over('judge', 'president'),
    },
  },
  CL16: right({ due: lastDay('handler') }),
  CL17: owner(
    { warning: before(3, 'handler'), due: lastDay('handler'), overdue: over('handler') },
    { act: { act: 'recordBreach', states: ['S13'], graceDays: GRACE_DAYS } },
  ),
  CL18: list,
  CL19: right({ warning: before(60, 'handler'), urgent: before(15, 'handler'), due: lastDay('handler') }),
  CL20: owner({ overdue: over('handler', 'head', 'supervisor') }),
  CL21: owner(),
  CL22: owner({ warning: first('clerk'), urgent: second('clerk'), due: lastDay('clerk', 'head') }),
  CL23: list,
  CL24: owner(
    {
      warning: atOnce('clerk'),
      urgent: second('clerk'),
      due: lastDay('clerk', 'head'),
      overdue: over('clerk', 'head', 'supervisor'),
    },
    { act: { act: 'escalate', states: ['S06'] } },
  ),
  CL25: {
    holder: 'ruler',
    steps: {
      warning: atOnce('ruler'),
      due: lastDay('ruler'),
      overdue: over('ruler', 'rulerSupervisor'),
    },
  },
  CL26: owner({ overdue: over('clerk') }, { act: { act: 'withdraw', states: ['S03'] } }),
  // Whether the fee was paid is known to the court's own cashier: the clerk looks, and rules; the system does not.
  CL27: {
    holder: 'tribunal',
    steps: { warning: before(2, 'filingClerk'), due: lastDay('filingClerk'), overdue: over('filingClerk') },
  },
  // Everybody who can do something hears of danger as soon as it is known.
  CL28: owner({
    warning: atOnce('handler', 'clerk'),
    urgent: second('handler', 'clerk'),
    due: lastDay('handler', 'clerk'),
  }),
  CL29: owner(),
  // Told to the parties with the end of the mediation; nobody in the network can be late with it.
  CL40: right({ warning: before(60, 'handler'), due: lastDay('handler') }),
};

const MS_PER_DAY = 86_400_000;

function instantOf(moment: Moment, clock: ClockRecord, due: number): number {
  const start = clock.baseStart.getTime();
  if (moment === 'over') return due + 1;
  if (moment === 'lastDay') return Math.max(start, startOfDayInstant(dayOfInstant(new Date(due))).getTime());
  if ('share' in moment) return due - (due - start - pausedMs(clock)) * (1 - moment.share);
  if ('daysBefore' in moment) {
    return startOfDayInstant(addDays(dayOfInstant(new Date(due)), -moment.daysBefore)).getTime();
  }
  return startOfDayInstant(addDays(dayOfInstant(clock.baseStart), moment.daysAfterStart)).getTime();
}

const pausedMs = ({ pauses }: ClockRecord): number =>
  pauses.reduce((sum, { from, until }) => sum + (until ? until.getTime() - from.getTime() : 0), 0);

/** When the clock comes to each level, in the order of the levels; empty while it is paused or stopped. */
export function levelInstants(
  clock: ClockRecord,
): readonly { readonly level: WarningLevel; readonly at: Date; readonly tells: readonly Audience[] }[] {
  if (clock.dueAt === null || clock.stoppedAt !== undefined) return [];
  const due = clock.dueAt.getTime();
  const { steps } = DEADLINES[clock.rule];
  return WARNING_LEVELS.flatMap((level) => {
    const step = steps[level];
    // A clock of hours has no last day: it is urgent, then over.
    if (!step || (level === 'due' && clock.unit === 'hours')) return [];
    return [{ level, at: new Date(inGoodTime(level, instantOf(step.at, clock, due), clock, due)), tells: step.tells }];
  });
}

/** Of a short term 70 % may fall into the last day, when the head hears as well; then the first word comes a day before. */
function inGoodTime(level: WarningLevel, at: number, clock: ClockRecord, due: number): number {
  const last = instantOf('lastDay', clock, due);
  const isLate = level === 'warning' && clock.unit !== 'hours' && at >= last;
  return isLate ? Math.max(clock.baseStart.getTime(), last - MS_PER_DAY) : at;
}

/** The highest level the clock has come to at an instant. */
export const levelReached = (clock: ClockRecord, now: Date): WarningLevel | undefined =>
  levelInstants(clock).findLast(({ at }) => at <= now)?.level;

/** Order of the levels; nothing stands below the first. */
export const rankOf = (level: WarningLevel | undefined): number =>
  level === undefined ? -1 : WARNING_LEVELS.indexOf(level);

/** When the clock next comes to a level above the one it was warned at. */
export function nextLevelAt(clock: ClockRecord): Date | undefined {
  const ahead = levelInstants(clock).filter(({ level }) => rankOf(level) > rankOf(clock.warned));
  return ahead.length === 0 ? undefined : new Date(Math.min(...ahead.map(({ at }) => at.getTime())));
}

/** The first instant at which the act of expiry is due; undefined where there is none in this state. */
export function expiryAt(clock: ClockRecord, state: State): Date | undefined {
  const { act } = DEADLINES[clock.rule];
  if (!act?.states.includes(state) || clock.dueAt === null || clock.stoppedAt !== undefined) return undefined;
  return new Date(clock.dueAt.getTime() + (act.graceDays ?? 0) * MS_PER_DAY + 1);
}
