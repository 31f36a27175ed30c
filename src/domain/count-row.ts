// The countable rows of a dispute: each has a day by which it falls into a period, a unit where it counts, and flags that
// say what it is.

import { addMonths, type CalendarDay, daysBetween } from './calendar-day.ts';
import {
  type CountFlag,
  COUNT_FLAGS,
  type CountSource,
  PROMPT_FILING_DAYS,
  stageOf,
  STAYS_SOLVED_DAYS,
  SUIT_SOURCES,
} from './count-flag.ts';
import { type Counted, type CountedAgreement, type CountedAt, type CountedSending, type Tale } from './counted.ts';
import { groupOf } from './ending.ts';
import { OPEN_STATES } from './lifecycle.ts';

export interface CountRow extends CountedAt {
  readonly source: CountSource;
  /** Tells the row from others of its source and dispute. */
  readonly key: string;
  readonly on: CalendarDay;
  readonly flags: readonly CountFlag[];
  /** A length of time in days, where the row has one: of mediation, or from failure to filing. */
  readonly days?: number;
  /** An amount in fen: agreed, or paid. */
  readonly fen?: number;
  /** Whose work it is. */
  readonly mediator?: string;
}

const flagsOf = (told: Readonly<Partial<Record<CountFlag, boolean>>>): readonly CountFlag[] =>
  COUNT_FLAGS.filter((flag) => told[flag]);

/**
 * A dispute counts where it was concluded; while it is open, where it lies. Filing moves a failed dispute to the
 * tribunal, and would otherwise take it out of the accepted disputes of the unit that failed.
 */
export const countedAt = ({ outcome, owner }: Pick<Counted, 'outcome' | 'owner'>): CountedAt =>
  outcome ? { unit: outcome.unit, tier: outcome.tier } : owner;

/** The flags of a dispute, the same on each of its rows. */
export function disputeFlags(tale: Tale): readonly CountFlag[] {
  const { state, outcome, filedOn, acceptedOn, lodgedOn, source, extensions, overdue, contactedInTime } = tale.counted;
  const { tier } = countedAt(tale.counted);
  const group = groupOf(outcome?.code);
  const isSuccess = group === 'success';
  const isFiled = filedOn !== undefined;
  const isOpen = OPEN_STATES.includes(state) && !isSuccess && !isFiled;
  const isGrassroots = tier === 'township' || tier === 'village';
  const suedSoon =
    outcome !== undefined && filedOn !== undefined && daysBetween(outcome.on, filedOn) <= STAYS_SOLVED_DAYS;
  const lasted = outcome ? daysBetween(acceptedOn ?? lodgedOn, outcome.on) : undefined;
  const returns = tale.sendings.filter(isReturned).length;
  return flagsOf({
    all: true,
    success: isSuccess,
    failed: group === 'failure',
    concluded: isSuccess || group === 'self' || group === 'failure',
    filed: isFiled,
    open: isOpen,
    resolved: isSuccess && !isFiled,
    otherwise: !isSuccess && !isFiled && !isOpen,
    grassroots: isGrassroots,
    settled: isSuccess && isGrassroots && !suedSoon,
    suit: SUIT_SOURCES.includes(source),
    mediated: acceptedOn !== undefined,
    unreachable: outcome?.code === 'O32',
    overdue,
    extended: extensions > 0,
    contacted: contactedInTime !== undefined,
    reachedInTime: contactedInTime === true,
    within30: lasted !== undefined && lasted <= 30,
    within60: lasted !== undefined && lasted <= 60,
    within90: lasted !== undefined && lasted <= 90,
    bounced: returns > 0,
    twice: returns > 1,
    own: tale.receipts.length === 0,
    pushed: tale.receipts.length > 0,
    diverted: SUIT_SOURCES.includes(source) && acceptedOn !== undefined,
    active: isOpen && state !== 'S11',
    lasting6: isSuccess && lasts(tale, 6),
    lasting12: isSuccess && lasts(tale, 12),
  });
}

/** Neither filed nor broken in the months after it ended; whether so many have passed is asked by the indicator. */
function lasts({ counted: { outcome, filedOn }, breachedOn }: Tale, months: number): boolean {
  if (!outcome) return false;
  const until = addMonths(outcome.on, months);
  return [filedOn, breachedOn].every((day) => day === undefined || day > until);
}

/** What only a lodged row tells: from which tier to which end a dispute went, and where an open one stands. */
function courseFlags({ entered, counted: { state } }: Tale, flags: readonly CountFlag[]): readonly CountFlag[] {
  const isOpen = flags.includes('open');
  const fate = flags.includes('filed')
    ? 'ToCourt'
    : isOpen
      ? 'Waiting'
      : flags.includes('resolved')
        ? 'Resolved'
        : 'Otherwise';
  return [...flags, `${entered}${fate}`, ...(isOpen ? [`at-${stageOf(state)}` as const] : [])];
}

const isReturned = ({ answer }: CountedSending): boolean => answer === 'declined' || answer === 'timedOut';

/** Every row of a dispute as it stands. */
export function rowsOf(tale: Tale): readonly CountRow[] {
  const { counted, sendings, receipts } = tale;
  const at = countedAt(counted);
  const flags = disputeFlags(tale);
  const { lodgedOn, acceptedOn, outcome, filedOn, failedOn, mediationDays, agreement, mediator } = counted;
  const whose = mediator === undefined ? {} : { mediator };
  const one = (source: CountSource, on: CalendarDay | undefined, more: Partial<CountRow> = {}): readonly CountRow[] =>
    on === undefined ? [] : [timed({ source, key: source, ...at, on, flags, ...whose, ...more })];
  const untilFiled = failedOn && filedOn ? daysBetween(failedOn, filedOn) : undefined;
  return [
    ...one('lodged', lodgedOn, { flags: courseFlags(tale, flags) }),
    ...one('accepted', acceptedOn, acceptedOn ? { days: daysBetween(lodgedOn, acceptedOn) } : {}),
    ...one('ended', outcome?.on, mediationDays === undefined ? {} : { days: mediationDays }),
    ...one(
      'filed',
      filedOn,
      untilFiled === undefined
        ? {}
        : { days: untilFiled, flags: untilFiled <= PROMPT_FILING_DAYS ? [...flags, 'prompt'] : flags },
    ),
    ...agreementRows(tale, agreement, one),
    ...receipts.map(({ unit, tier, on }, index): CountRow => ({
      source: 'received',
      key: `received:${index}`,
      unit,
      tier,
      on,
      flags: ['all'],
    })),
    ...sendings
      .filter(({ kind, answer }) => kind !== 'assist' && answer !== 'recalled')
      .map((sending): CountRow =>
        timed({
          source: 'sent',
          key: `sent:${sending.id}`,
          ...sending.to,
          on: sending.sentOn,
          flags: flagsOf({
            all: true,
            returned: isReturned(sending),
            inTime: sending.inTime,
            [`from-${sending.from}`]: true,
          }),
          ...(sending.answeredOn ? { days: daysBetween(sending.sentOn, sending.answeredOn) } : {}),
        }),
      ),
  ];
}

/** A row that has a length of time says so. */
const timed = (row: CountRow): CountRow => (row.days === undefined ? row : { ...row, flags: [...row.flags, 'timed'] });

/** An agreement counts by the day it was reached, was decided upon, and is to be performed. */
function agreementRows(
  { breachedOn, revisitedOn }: Tale,
  agreement: CountedAgreement | undefined,
  one: (source: CountSource, on: CalendarDay | undefined, more: Partial<CountRow>) => readonly CountRow[],
): readonly CountRow[] {
  if (!agreement) return [];
  const { reachedOn, appliedOn, ruledOn, confirmed, dueFen, paidFen, lastDueOn, settled } = agreement;
  const flags = flagsOf({
    all: true,
    confirmed: confirmed === true,
    performed: settled,
    kept: settled && breachedOn === undefined,
    visited: revisitedOn !== undefined,
    breached: confirmed === true && breachedOn !== undefined,
  });
  return [
    ...one('agreed', reachedOn, { flags, fen: dueFen }),
    ...one('ruled', ruledOn, { flags, ...(appliedOn && ruledOn ? { days: daysBetween(appliedOn, ruledOn) } : {}) }),
    ...one('due', lastDueOn, { flags, fen: paidFen }),
  ];
}
