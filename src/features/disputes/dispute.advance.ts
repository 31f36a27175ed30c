// Carries an act through: from a record, the article that permits it and the act's effect to the next record and its
// events. Pure, so that generator, import and service write exactly the same history.

import { type DisputeEvent } from '../../domain/event.ts';
import { type Article, stateAfter } from '../../domain/lifecycle.ts';
import { type Actor, visibleTo } from '../../domain/permission.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type Effect } from './act.ts';
import { countedOf } from './dispute.counted.ts';
import { moveClocks } from './dispute.clocks.ts';
import { settled, warned } from './dispute.deadlines.ts';
import { caseInLaw } from './dispute.law.ts';
import { type CustodyRow, type DisputeRecord } from './dispute.record.ts';

export interface Advance {
  readonly record: DisputeRecord;
  readonly events: readonly DisputeEvent[];
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
    ...answeredFor({ ...dispute, ...effect.set }, effect.custody?.to.code, actor),
    version: dispute.version + 1,
    updatedAt: now,
  } as DisputeRecord);
  // What is stopped late has been late: its level is taken before it stops.
  const moved = moveClocks({ ...changed, clocks: warned(changed.clocks, now) }, article, now, holidays);
  const clocked = settled({ ...changed, clocks: effect.clocks?.(moved) ?? moved }, now);
  const record: DisputeRecord = {
    ...clocked,
    eventCount: dispute.eventCount + (article.via ? 2 : 1),
    visibleTo: visibleTo(caseInLaw(clocked, now)),
  };
  const counted = countedOf(record, now);
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
    counted,
    data: { ...effect.data, ...insteadOf(dispute, article, actor) },
  });
  const events = article.via
    ? [event(record.eventCount - 1, from, article.via), event(record.eventCount, article.via, to)]
    : [event(record.eventCount, from, to)];
  return { record, events };
}

/** Whoever stands in for an absent mediator acts in their own name, and the record says for whom (代). */
function insteadOf({ mediator }: DisputeRecord, article: Article, actor: Actor): { readonly insteadOf?: string } {
  const stands = mediator !== undefined && actor.standsInFor?.includes(mediator.accountId) === true;
  return stands && article.by.includes('mediator') ? { insteadOf: mediator.name } : {};
}

/** Danger travels with the dispute: whoever takes it answers for it from then on. */
function answeredFor(
  { riskFile }: { readonly riskFile?: DisputeRecord['riskFile'] | undefined },
  unitCode: string | undefined,
  actor: Actor,
): Partial<Pick<DisputeRecord, 'riskFile'>> {
  if (riskFile === undefined || unitCode === undefined) return {};
  const takes = actor.unit.code === unitCode && actor.role !== 'system';
  const owner = takes ? { unitCode, accountId: actor.accountId, name: actor.name } : { unitCode };
  return { riskFile: { ...riskFile, owner } };
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
