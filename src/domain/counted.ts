// What statistics know of a dispute. Every event carries it as it stood once the event had happened, so that events alone
// suffice to count again, as of any day and by anybody. From one dispute's history follow its countable rows (count-row);
// figures count their flags (indicator table), lists show the same rows, so the two agree by construction.

import { type CalendarDay, dayOfInstant } from './calendar-day.ts';
import { type HandOverKind } from './hand-over.ts';
import { type State } from './lifecycle.ts';
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
  /** Account of the mediator; missing in events written before mediators were counted. */
  readonly mediator?: string;
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
  readonly from: Tier;
  readonly sentOn: CalendarDay;
  readonly dueAt: Date;
  readonly answeredOn?: CalendarDay;
  readonly answer: 'none' | 'accepted' | 'declined' | 'timedOut' | 'recalled';
  /** The answer came before it was due. */
  readonly inTime: boolean;
  /** A ruling overturned the refusal; it stays a refusal. */
  readonly ruled: boolean;
}

/** What one dispute's events amount to. */
export interface Tale {
  readonly counted: Counted;
  /** The tier that lodged it. */
  readonly entered: Tier;
  /** What became of the present agreement: the days on which a breach and a revisit were first recorded. */
  readonly breachedOn?: CalendarDay;
  readonly revisitedOn?: CalendarDay;
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
    counted.handOver && !known.some(({ id }) => id === counted.handOver?.id)
      ? [opened(counted.handOver, counted.owner.tier)]
      : [];
  const ended = before && counted.handOver?.id !== before.id ? before.id : undefined;
  // A hand-over that ends without an answer of its own was taken back with the mediation it belonged to.
  const answer = act in ANSWERS ? ANSWERS[act as keyof typeof ANSWERS] : 'recalled';
  const answered = known.map((sending, index) => {
    if (sending.id === ended) {
      const inTime = (answer === 'accepted' || answer === 'declined') && recordedAt <= sending.dueAt;
      return { ...sending, answer, inTime, answeredOn: dayOfInstant(recordedAt) };
    }
    return act === 'ruleHandOver' && index === known.length - 1 ? { ...sending, ruled: true } : sending;
  });
  const receipt =
    act === 'acceptHandOver' && before?.kind === 'push-down'
      ? [{ ...counted.owner, on: dayOfInstant(recordedAt) }]
      : [];
  // Another agreement begins with a clean sheet.
  const kept = tale?.counted.agreement?.reachedOn === counted.agreement?.reachedOn ? tale : undefined;
  const first = (wanted: string, known: CalendarDay | undefined) =>
    known ?? (act === wanted && counted.agreement ? dayOfInstant(recordedAt) : undefined);
  const breachedOn = first('recordBreach', kept?.breachedOn);
  const revisitedOn = first('recordRevisit', kept?.revisitedOn);
  return {
    counted,
    entered: tale?.entered ?? counted.owner.tier,
    sendings: [...answered, ...sent],
    receipts: [...(tale?.receipts ?? []), ...receipt],
    ...(breachedOn ? { breachedOn } : {}),
    ...(revisitedOn ? { revisitedOn } : {}),
  };
}

const opened = ({ id, kind, to, sentOn, dueAt }: NonNullable<Counted['handOver']>, from: Tier): CountedSending => ({
  id,
  kind,
  to,
  from,
  sentOn,
  dueAt,
  answer: 'none',
  inTime: false,
  ruled: false,
});
