// What statistics know of a dispute. Every event carries it as it stood once the event had happened, so that events alone
// suffice to count again, as of any day and by anybody. From one dispute's history follow its countable rows: each has a
// day by which it falls into a period, a unit where it counts, and flags that say what it is. Figures count flags
// (indicator table), lists show the same rows, so the two agree by construction.

import { type CalendarDay, dayOfInstant, daysBetween } from './calendar-day.ts';
import { type EndingCode, type EndingGroup, ENDINGS } from './ending.ts';
import { type HandOverKind } from './hand-over.ts';
import { STAYS_SOLVED_DAYS } from './indicator.ts';
import { OPEN_STATES, type State } from './lifecycle.ts';
import { type Tier } from './tier.ts';

/** Where something counts. */
export interface CountedAt {
  readonly unit: string;
  readonly tier: Tier;
}

export interface CountedAgreement {
  readonly reachedOn: CalendarDay;
  readonly form: string;
  readonly effectiveOn?: CalendarDay;
  /** Sum of the items to pay, and of what was paid, in fen. */
  readonly dueFen: number;
  readonly paidFen: number;
  /** Last day on which something is to be performed; absent when nothing is. */
  readonly lastDueOn?: CalendarDay;
  readonly settled: boolean;
  readonly appliedOn?: CalendarDay;
  readonly ruledOn?: CalendarDay;
  readonly confirmed?: boolean;
}

/** A dispute as it counts after an event; days are Beijing days. */
export interface Counted {
  readonly state: State;
  readonly track: string;
  readonly source: string;
  readonly type: string;
  readonly risk: string;
  readonly round: number;
  /** Township in which the matter arose; suits are counted by it (万人起诉率). */
  readonly township: string;
  readonly owner: CountedAt;
  readonly lodgedOn: CalendarDay;
  readonly acceptedOn?: CalendarDay;
  readonly outcome?: { readonly code: string; readonly on: CalendarDay } & CountedAt;
  readonly failedOn?: CalendarDay;
  readonly filedOn?: CalendarDay;
  readonly procedure?: string;
  readonly closedOn?: CalendarDay;
  /** Days mediation took, without pauses; known once it was concluded. */
  readonly mediationDays?: number;
  /** Whether the parties were reached before the time for it was over; absent until then. */
  readonly contactedInTime?: boolean;
  /** Mediation ended, or goes on, after its term was over. */
  readonly overdue: boolean;
  readonly extensions: number;
  readonly sessions: number;
  readonly bounces: number;
  readonly handOver?: {
    readonly id: string;
    readonly kind: HandOverKind;
    readonly to: CountedAt;
    readonly sentOn: CalendarDay;
    readonly dueAt: Date;
  };
  readonly agreement?: CountedAgreement;
}

// ---- The fold -----------------------------------------------------------------------------------------------------

/** One sending of the dispute to another unit and what came of it. Requests for help and recalled ones do not count. */
export interface CountedSending {
  readonly id: string;
  readonly kind: HandOverKind;
  readonly to: CountedAt;
  readonly sentOn: CalendarDay;
  readonly dueAt: Date;
  readonly answer: 'none' | 'accepted' | 'declined' | 'timedOut' | 'recalled';
  /** The answer came before it was due. */
  readonly inTime: boolean;
  /** A ruling overturned the refusal; it stays a refusal. */
  readonly ruled: boolean;
}

/** What one dispute's events amount to. */
export interface Tale {
  readonly counted: Counted;
  readonly sendings: readonly CountedSending[];
  /** Takings-over after a push-down. */
  readonly receipts: readonly (CountedAt & { readonly on: CalendarDay })[];
}

const ANSWERS = {
  acceptHandOver: 'accepted',
  declineHandOver: 'declined',
  timeOutHandOver: 'timedOut',
  recallHandOver: 'recalled',
} as const satisfies Readonly<Record<string, CountedSending['answer']>>;

/** What the fold looks at in an event. */
export interface ToldEvent {
  readonly act: string;
  readonly recordedAt: Date;
  readonly counted: Counted;
}

/** The tale after one more event. Events of a dispute are told in the order of their numbers. */
export function tell(tale: Tale | undefined, event: ToldEvent): Tale {
  const { counted, act, recordedAt } = event;
  const before = tale?.counted.handOver;
  const known = tale?.sendings ?? [];
  const sent =
    counted.handOver && !known.some(({ id }) => id === counted.handOver?.id) ? [opened(counted.handOver)] : [];
  const ended = before && counted.handOver?.id !== before.id ? before.id : undefined;
  // A hand-over that ends without an answer of its own was taken back with the mediation it belonged to.
  const answer = act in ANSWERS ? ANSWERS[act as keyof typeof ANSWERS] : 'recalled';
  const answered = known.map((sending, index) => {
    if (sending.id === ended) {
      const inTime = (answer === 'accepted' || answer === 'declined') && recordedAt <= sending.dueAt;
      return { ...sending, answer, inTime };
    }
    return act === 'ruleHandOver' && index === known.length - 1 ? { ...sending, ruled: true } : sending;
  });
  const receipt =
    act === 'acceptHandOver' && before?.kind === 'push-down'
      ? [{ ...counted.owner, on: dayOfInstant(recordedAt) }]
      : [];
  return { counted, sendings: [...answered, ...sent], receipts: [...(tale?.receipts ?? []), ...receipt] };
}

const opened = ({ id, kind, to, sentOn, dueAt }: NonNullable<Counted['handOver']>): CountedSending => ({
  id,
  kind,
  to,
  sentOn,
  dueAt,
  answer: 'none',
  inTime: false,
  ruled: false,
});

// ---- Rows ---------------------------------------------------------------------------------------------------------

/**
 * What is counted, and by which day it falls into a period. lodged, accepted, ended, filed: disputes by the day of
 * lodging, acceptance, outcome, filing. received: takings-over after a push-down. sent: hand-overs by the day of sending.
 * agreed: agreements by the day they were reached. ruled: decisions on confirmation. due: agreements by the last day of
 * performance.
 */
export const COUNT_SOURCES = [
  'lodged',
  'accepted',
  'ended',
  'filed',
  'received',
  'sent',
  'agreed',
  'ruled',
  'due',
] as const;
export type CountSource = (typeof COUNT_SOURCES)[number];

export const COUNT_FLAGS = [
  'all',
  'success',
  'failed',
  'concluded',
  'filed',
  'open',
  'resolved',
  'otherwise',
  'grassroots',
  'settled',
  'returned',
  'inTime',
  'late',
  'suit',
  'mediated',
  'unreachable',
  'overdue',
  'extended',
  'contacted',
  'reachedInTime',
  'within30',
  'within60',
  'within90',
  'bounced',
  'twice',
  'confirmed',
  'performed',
  'own',
  'pushed',
] as const;
export type CountFlag = (typeof COUNT_FLAGS)[number];

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
}

/** Lodged with the court itself: its window, online filing, tribunal. */
export const SUIT_SOURCES: readonly string[] = ['I07', 'I08', 'I09'];

/** The group of an outcome's code; undefined without one. */
export const groupOf = (code: string | undefined): EndingGroup | undefined =>
  code !== undefined && code in ENDINGS ? ENDINGS[code as EndingCode].group : undefined;

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
  });
}

const isReturned = ({ answer }: CountedSending): boolean => answer === 'declined' || answer === 'timedOut';

/** Every row of a dispute as it stands. */
export function rowsOf(tale: Tale): readonly CountRow[] {
  const { counted, sendings, receipts } = tale;
  const at = countedAt(counted);
  const flags = disputeFlags(tale);
  const { lodgedOn, acceptedOn, outcome, filedOn, failedOn, mediationDays, agreement } = counted;
  const one = (source: CountSource, on: CalendarDay | undefined, more: Partial<CountRow> = {}): readonly CountRow[] =>
    on === undefined ? [] : [{ source, key: source, ...at, on, flags, ...more }];
  return [
    ...one('lodged', lodgedOn),
    ...one('accepted', acceptedOn),
    ...one('ended', outcome?.on, mediationDays === undefined ? {} : { days: mediationDays }),
    ...one('filed', filedOn, failedOn && filedOn ? { days: daysBetween(failedOn, filedOn) } : {}),
    ...agreementRows(agreement, one),
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
      .map((sending): CountRow => ({
        source: 'sent',
        key: `sent:${sending.id}`,
        ...sending.to,
        on: sending.sentOn,
        flags: flagsOf({ all: true, returned: isReturned(sending), inTime: sending.inTime }),
      })),
  ];
}

/** An agreement counts by the day it was reached, was decided upon, and is to be performed. */
function agreementRows(
  agreement: CountedAgreement | undefined,
  one: (source: CountSource, on: CalendarDay | undefined, more: Partial<CountRow>) => readonly CountRow[],
): readonly CountRow[] {
  if (!agreement) return [];
  const { reachedOn, ruledOn, confirmed, dueFen, paidFen, lastDueOn, settled } = agreement;
  const flags = flagsOf({ all: true, confirmed: confirmed === true, performed: settled });
  return [
    ...one('agreed', reachedOn, { flags, fen: dueFen }),
    ...one('ruled', ruledOn, { flags }),
    ...one('due', lastDueOn, { flags, fen: paidFen }),
  ];
}
