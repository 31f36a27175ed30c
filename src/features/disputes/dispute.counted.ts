// What statistics know of a dispute's record. Nothing personal: codes, days, amounts.

import { type CalendarDay, dayOfInstant, daysBetween } from '../../domain/calendar-day.ts';
import { type Counted, type CountedAgreement } from '../../domain/counted.ts';
import { groupOf } from '../../domain/ending.ts';
import { isRunning, latestTerm } from './dispute.clocks.ts';
import { type Agreement } from './agreement.record.ts';
import { type DisputeRecord } from './dispute.record.ts';

const CONCLUDED: readonly (string | undefined)[] = ['success', 'self', 'failure'];

export function countedOf(dispute: DisputeRecord, now: Date): Counted {
  const { state, track, source, type, risk, round, place, owner, outcome, handOver, agreement, filing } = dispute;
  const lodgedOn = dayOfInstant(dispute.lodgedAt);
  const acceptedOn = dispute.acceptedAt && dayOfInstant(dispute.acceptedAt);
  return withoutMissing({
    state,
    track,
    source,
    type,
    risk,
    round,
    township: place.townshipCode,
    owner: { unit: owner.code, tier: owner.tier },
    mediator: dispute.mediator?.accountId,
    lodgedOn,
    acceptedOn,
    outcome: outcome && { code: outcome.code, on: outcome.on, unit: outcome.unitCode, tier: outcome.tier },
    failedOn: dispute.failure?.on,
    filedOn: filing?.filedOn,
    procedure: filing?.procedure,
    closedOn: dispute.closedAt && dayOfInstant(dispute.closedAt),
    mediationDays:
      outcome && CONCLUDED.includes(groupOf(outcome.code))
        ? daysOfMediation(dispute, acceptedOn ?? lodgedOn, outcome.on)
        : undefined,
    contactedInTime: contactedInTime(dispute),
    overdue: isOverdue(dispute, now),
    extensions: dispute.extensions,
    sessions: dispute.sessions,
    bounces: dispute.bounces,
    handOver: handOver && {
      id: handOver.id,
      kind: handOver.kind,
      to: { unit: handOver.to.code, tier: handOver.to.tier },
      sentOn: dayOfInstant(handOver.sentAt),
      dueAt: handOver.dueAt,
    },
    agreement: agreement && countedAgreement(agreement),
  });
}

/**
 * Days from one to the other without those under pause; a pause of an earlier round does not count. What is recorded late
 * may have ended before it was accepted: then it took no day.
 */
function daysOfMediation({ clocks }: DisputeRecord, from: CalendarDay, to: CalendarDay): number {
  const within = (day: CalendarDay): CalendarDay => (day < from ? from : day > to ? to : day);
  const paused = clocks
    .flatMap(({ pauses }) => pauses)
    .reduce(
      (days, pause) =>
        days + daysBetween(within(dayOfInstant(pause.from)), pause.until ? within(dayOfInstant(pause.until)) : to),
      0,
    );
  return Math.max(0, daysBetween(from, to) - paused);
}

/** Whether the first real contact, which ends the clock of contact, came before that was due; undefined before it. */
function contactedInTime({ clocks, contactAttempts }: DisputeRecord): boolean | undefined {
  const clock = clocks.findLast(({ rule }) => rule === 'CL05');
  if (!clock || isRunning(clock) || contactAttempts === 0 || !clock.stoppedAt) return undefined;
  return clock.dueAt === null || clock.stoppedAt <= clock.dueAt;
}

function isOverdue({ clocks }: DisputeRecord, now: Date): boolean {
  const { dueAt = null, stoppedAt = now } = latestTerm(clocks) ?? {};
  return dueAt !== null && stoppedAt > dueAt;
}

function countedAgreement(agreement: Agreement): CountedAgreement {
  const { reachedOn, form, effectiveOn, items, confirmation } = agreement;
  const days = items.map(({ dueOn }) => dueOn).toSorted();
  return withoutMissing({
    reachedOn,
    form,
    effectiveOn,
    dueFen: items.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0),
    paidFen: items.reduce((sum, { paidFen }) => sum + paidFen, 0),
    lastDueOn: days.at(-1),
    settled: items.every(({ settledOn }) => settledOn !== undefined),
    appliedOn: confirmation?.appliedOn,
    ruledOn: confirmation?.ruledOn,
    confirmed: confirmation?.result === undefined ? undefined : confirmation.result === 'confirmed',
  });
}

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> } & object;

/** The driver would store `undefined` as null. */
const withoutMissing = <T extends object>(facts: T): Known<T> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Known<T>;
