// What became of an agreement after it was reached: "stays solved" is judged by this, not by the signature. Confirmation,
// breach, enforcement, a suit, a new round, and other disputes between the same people, linked both ways.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type EarlierRound } from '../mediation/index.ts';

export interface FateEntry {
  readonly kind:
    | 'confirmed'
    | 'rejected'
    | 'performed'
    | 'breached'
    | 'enforced'
    | 'sued'
    | 'earlierRound'
    | 'laterDispute'
    | 'earlierAgreement';
  readonly on: CalendarDay;
  /** A docket, the number of a dispute, or of a round. */
  readonly number: string;
  readonly href: string | null;
  readonly state: string | null;
  /** True when the agreement did not hold. */
  readonly bad: boolean;
}

/** What is told of this dispute: its own events, its earlier rounds, and disputes the reader may know of. */
export interface FateSources {
  readonly history: readonly DisputeEvent[];
  readonly rounds: readonly EarlierRound[];
  readonly others: readonly DisputeRecord[];
}

const entry = (kind: FateEntry['kind'], on: CalendarDay, more: Partial<FateEntry> = {}): FateEntry => ({
  kind,
  on,
  number: '',
  href: null,
  state: null,
  bad: kind === 'breached' || kind === 'enforced' || kind === 'sued' || kind === 'laterDispute',
  ...more,
});

function ownEntries(dispute: DisputeRecord, history: readonly DisputeEvent[]): readonly FateEntry[] {
  const { agreement, enforcement, filing } = dispute;
  if (!agreement?.effectiveOn) return [];
  const { confirmation, effectiveOn } = agreement;
  const dayOf = (act: DisputeEvent['act']) => {
    const found = history.findLast((event) => event.act === act && dayOfInstant(event.recordedAt) >= effectiveOn);
    return found && dayOfInstant(found.recordedAt);
  };
  const [breachedOn, performedOn] = [dayOf('recordBreach'), dayOf('recordPerformed')];
  const ruled = confirmation?.result && confirmation.ruledOn;
  return [
    ...(ruled ? [entry(confirmation.result, ruled, { number: confirmation.docket ?? '' })] : []),
    ...(performedOn ? [entry('performed', performedOn)] : []),
    ...(breachedOn ? [entry('breached', breachedOn)] : []),
    ...(enforcement ? [entry('enforced', enforcement.appliedOn, { number: enforcement.docket ?? '' })] : []),
    // A suit entrusted to mediation was filed before the agreement; only a later one is its fate.
    ...(filing && dayOfInstant(filing.transferredAt) >= effectiveOn
      ? [entry('sued', filing.filedOn ?? dayOfInstant(filing.transferredAt), { number: filing.docket ?? '' })]
      : []),
  ];
}

/** Everything known, in the order of days. */
export function presentFate(dispute: DisputeRecord, { history, rounds, others }: FateSources): readonly FateEntry[] {
  const effectiveOn = dispute.agreement?.effectiveOn;
  const lodgedOn = dayOfInstant(dispute.lodgedAt);
  const linked = others.flatMap((other): readonly FateEntry[] => {
    const { number, state, id } = other;
    const link = { number, state, href: `/disputes/${id}` };
    const earlier = other.agreement?.effectiveOn;
    const since = dayOfInstant(other.lodgedAt);
    return [
      ...(earlier && earlier <= lodgedOn ? [entry('earlierAgreement', earlier, link)] : []),
      ...(effectiveOn && since >= effectiveOn ? [entry('laterDispute', since, link)] : []),
    ];
  });
  const earlierRounds = rounds.flatMap(({ agreement, round }) =>
    agreement?.effectiveOn ? [entry('earlierRound', agreement.effectiveOn, { number: String(round) })] : [],
  );
  return [...earlierRounds, ...ownEntries(dispute, history), ...linked].toSorted((a, b) => (a.on < b.on ? -1 : 1));
}
