// Carries an act through: from a record, the article that permits it and the act's effect to the next record and its
// events. Pure, so that generator, import and service write exactly the same history.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { type Article, type CaseInLaw, stateAfter } from '../../domain/lifecycle.ts';
import { type Actor, visibleTo } from '../../domain/permission.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type Effect } from './act.ts';
import { moveClocks, nextDueAt, runningTerm } from './dispute.clocks.ts';
import { type CustodyRow, type DisputeRecord, type Failure } from './dispute.record.ts';

export interface Advance {
  readonly record: DisputeRecord;
  readonly events: readonly DisputeEvent[];
}

/** The parts of the record of a failed mediation (在线调解规则21). */
const RECORD_PARTS = ['course', 'reason', 'costConduct', 'hints'] as const;

/** Whether the record of a failure still lacks one of its parts, or the day the remedies were told (人民调解法26). */
export const isRecordOpen = (failure: Failure | undefined): boolean =>
  failure !== undefined && (RECORD_PARTS.some((part) => failure[part] === '') || failure.remediesToldOn === undefined);

/** The case as the law sees it now. */
export function caseInLaw(dispute: DisputeRecord, now: Date): CaseInLaw {
  const term = runningTerm(dispute);
  return {
    state: dispute.state,
    now,
    today: dayOfInstant(now),
    track: dispute.track,
    owner: dispute.owner,
    origin: dispute.origin,
    mediatorId: dispute.mediator?.accountId,
    disclosureDue:
      dispute.state !== 'S08' && dispute.mediator !== undefined && dispute.mediator.acceptedAt === undefined,
    helpers: dispute.assists?.map(({ to }) => to.code),
    assistsOpen: dispute.assists?.length,
    handOver: dispute.handOver,
    rulingUnit: dispute.rulingUnit,
    boundUnit: dispute.boundUnit,
    custodyUnits: dispute.custody.map((row) => row.unitCode),
    bounces: dispute.bounces,
    consents: dispute.parties.filter((party) => party.side !== 'third').map((party) => party.consent.state),
    rightsToldOn: dispute.rightsToldOn,
    sessions: dispute.sessions,
    termDueAt: term?.dueAt ?? undefined,
    termPaused: dispute.state === 'S11',
    extensions: dispute.extensions,
    failures: dispute.failures,
    failureRecordOpen: isRecordOpen(dispute.failure),
    agreement: dispute.agreement && {
      effectiveOn: dispute.agreement.effectiveOn,
      confirmable: dispute.agreement.confirmable,
      confirmationDueOn: dispute.agreement.confirmationDueOn,
      items: dispute.agreement.items.map((item) => ({ dueOn: item.dueOn, settled: item.settledOn !== undefined })),
    },
  };
}

/** The record and events after the act. */
export function advance(
  dispute: DisputeRecord,
  article: Article,
  effect: Effect,
  who: { readonly actor: Actor; readonly now: Date; readonly holidays: HolidayTable },
): Advance {
  const { actor, now, holidays } = who;
  const from = dispute.state;
  const to = stateAfter(article, from);
  const owner = effect.custody?.to ?? dispute.owner;
  const changed: DisputeRecord = withoutMissing({
    ...dispute,
    ...effect.set,
    state: to,
    owner,
    custody: effect.custody ? handedOn(dispute.custody, effect.custody, now) : dispute.custody,
    version: dispute.version + 1,
    updatedAt: now,
  } as DisputeRecord);
  const moved = moveClocks(changed, article, now, holidays);
  const clocked = { ...changed, clocks: effect.clocks?.(moved) ?? moved };
  const record: DisputeRecord = {
    ...clocked,
    eventCount: dispute.eventCount + (article.via ? 2 : 1),
    nextDueAt: nextDueAt(clocked.clocks),
    visibleTo: visibleTo(caseInLaw(clocked, now)),
  };
  const event = (seq: number, start: typeof from, end: typeof to): DisputeEvent => ({
    disputeId: dispute.id,
    seq,
    act: article.act,
    article: article.id,
    from: start,
    to: end,
    at: effect.at ?? now,
    recordedAt: now,
    actor: { accountId: actor.accountId, name: actor.name, role: actor.role, unitCode: actor.unit.code },
    ownerUnit: owner.code,
    data: effect.data ?? {},
  });
  const events = article.via
    ? [event(record.eventCount - 1, from, article.via), event(record.eventCount, article.via, to)]
    : [event(record.eventCount, from, to)];
  return { record, events };
}

/** Closes the present row of the chain and opens the next; the chain never has a gap nor two owners. */
function handedOn(
  custody: readonly CustodyRow[],
  next: NonNullable<Effect['custody']>,
  now: Date,
): readonly CustodyRow[] {
  const last = custody.at(-1);
  if (last?.unitCode === next.to.code) return custody;
  const closed = custody.map((row) => (row === last ? { ...row, until: now } : row));
  return [
    ...closed,
    {
      unitCode: next.to.code,
      tier: next.to.tier,
      from: now,
      by: next.by,
      ...(next.handOverId ? { handOverId: next.handOverId } : {}),
    },
  ];
}

/** A fact set to `undefined` is removed from the record. */
const withoutMissing = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
