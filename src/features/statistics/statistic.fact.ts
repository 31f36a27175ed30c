// What is known of each dispute and hand-over for counting, and the flags figures are made of. A flag has this one
// definition; numbers and the lists behind them both ask it.

import { type CalendarDay, daysBetween } from '../../domain/calendar-day.ts';
import { type EndingGroup, ENDINGS, type EndingCode } from '../../domain/ending.ts';
import { type HandOverState } from '../../domain/hand-over.ts';
import { STAYS_SOLVED_DAYS } from '../../domain/indicator.ts';
import { OPEN_STATES, type State } from '../../domain/lifecycle.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Flag } from './statistic.figure.ts';

/** A countable row: where it counts, by which day, and what it is. */
export interface Fact {
  readonly key: string;
  readonly disputeId: string;
  readonly unit: string;
  readonly tier: Tier;
  readonly type: string;
  readonly on: CalendarDay;
  /** Time mediation took, without pauses; counted only where mediation was concluded. */
  readonly days: number;
  readonly flags: ReadonlySet<Flag>;
}

/**
 * A dispute counts where it was concluded; while it is open, where it lies. Filing moves a failed dispute to the
 * tribunal, and would otherwise take it out of the accepted disputes of the unit that failed.
 */
export interface DisputeFacts {
  readonly state: State;
  readonly outcome?: { readonly code: string; readonly on: CalendarDay } | undefined;
  readonly tier: Tier;
  readonly filedOn?: CalendarDay | undefined;
}

const groupOf = (code: string | undefined): EndingGroup | undefined =>
  code !== undefined && code in ENDINGS ? ENDINGS[code as EndingCode].group : undefined;

export function disputeFlags({ state, outcome, tier, filedOn }: DisputeFacts): ReadonlySet<Flag> {
  const group = groupOf(outcome?.code);
  const isSuccess = group === 'success';
  const isFiled = filedOn !== undefined;
  const isOpen = OPEN_STATES.includes(state) && !isSuccess && !isFiled;
  const isGrassroots = tier === 'township' || tier === 'village';
  const suedSoon =
    outcome !== undefined && filedOn !== undefined && daysBetween(outcome.on, filedOn) <= STAYS_SOLVED_DAYS;
  const told: readonly (readonly [Flag, boolean])[] = [
    ['all', true],
    ['success', isSuccess],
    ['failed', group === 'failure'],
    ['concluded', isSuccess || group === 'self' || group === 'failure'],
    ['filed', isFiled],
    ['open', isOpen],
    ['resolved', isSuccess && !isFiled],
    ['otherwise', !isSuccess && !isFiled && !isOpen],
    ['grassroots', isGrassroots],
    ['settled', isSuccess && isGrassroots && !suedSoon],
  ];
  return new Set(told.flatMap(([flag, holds]) => (holds ? [flag] : [])));
}

export interface HandOverFacts {
  readonly state: HandOverState;
  readonly dueAt: Date;
  readonly answeredAt?: Date | undefined;
  readonly wasDeclined: boolean;
}

export function handOverFlags({ state, dueAt, answeredAt, wasDeclined }: HandOverFacts): ReadonlySet<Flag> {
  const isAnswer = state === 'accepted' || state === 'declined';
  // A ruling overwrites the instant of the answer; a decline is only possible while the hand-over waits.
  const inTime = (isAnswer && answeredAt !== undefined && answeredAt <= dueAt) || (state === 'ruled' && wasDeclined);
  const returned = state === 'declined' || state === 'timed-out' || state === 'ruled';
  return new Set<Flag>(['all', ...(returned ? (['returned'] as const) : []), ...(inTime ? (['inTime'] as const) : [])]);
}

/** Which facts: all of them where a field is missing. A unit means everything below it too. */
export interface Cut {
  /** Codes of the units whose facts count. */
  readonly units?: ReadonlySet<string>;
  readonly tiers?: readonly Tier[];
  readonly type?: string;
  /** `YYYY-MM` */
  readonly month?: string;
}

export const holdsIn = (fact: Fact, { units, tiers, type, month }: Cut): boolean =>
  (units === undefined || units.has(fact.unit)) &&
  (tiers === undefined || tiers.includes(fact.tier)) &&
  (type === undefined || fact.type === type) &&
  (month === undefined || fact.on.startsWith(month));
