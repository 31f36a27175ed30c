// The daily list of what is late, and urging: who supervises sees the delays of the own area and asks for an answer;
// whoever is late finds warning and urging on the desk.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type WarningLevel } from '../../domain/clock.ts';
import { conflict, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type UrgingFilter, type UrgingRepository } from './urging.repository.ts';
import { type UrgingPerson, type UrgingRecord } from './urging.record.ts';
import { type SupervisedWarning, type WarningRecord } from './warning.record.ts';
import { type WarningCursor, type WarningFilter, type WarningRepository } from './warning.repository.ts';
import { clerkKeys, keysOf } from './warning.rules.ts';

export interface SupervisionDeps {
  readonly warnings: WarningRepository;
  readonly urgings: UrgingRepository;
  readonly disputes: Pick<DisputeService, 'readings'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface WarningPage {
  readonly items: readonly SupervisedWarning[];
  readonly next?: WarningCursor;
}

export type UrgingBox = 'received' | 'given' | 'area';

/** How many answers a page shows. */
export interface UrgingPage {
  readonly items: readonly UrgingRecord[];
  readonly next?: Date;
}

export class SupervisionService {
  readonly #deps: SupervisionDeps;

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
  }

  /** The open warnings of the person's area, the most serious first. */
  async list(actor: Actor, filter: WarningFilter, limit: number, last?: WarningCursor): Promise<WarningPage> {
    const found = await this.#deps.warnings.list({ ...filter, scope: actor.unit.code }, limit + 1, last);
    const items = await this.#withDisputes(actor, found.slice(0, limit));
    const end = items.at(-1)?.warning;
    return found.length > limit && end
      ? { items, next: { weight: end.weight, dueAt: end.dueAt, id: end.id } }
      : { items };
  }

  /** How many warnings the filter finds at each level, whatever level it asks for. */
  async counts(
    actor: Actor,
    { levels: _levels, ...filter }: WarningFilter,
  ): Promise<ReadonlyMap<WarningLevel, number>> {
    return this.#deps.warnings.countByLevel({ ...filter, scope: actor.unit.code });
  }

  /** What lies on the person's desk: the warnings told to them, and how many there are. */
  async desk(
    actor: Actor,
    limit: number,
  ): Promise<{ readonly items: readonly SupervisedWarning[]; readonly count: number }> {
    const filter = { recipients: keysOf(actor) };
    const [found, count] = await Promise.all([
      this.#deps.warnings.list(filter, limit),
      this.#deps.warnings.count(filter),
    ]);
    return { items: await this.#withDisputes(actor, found), count };
  }

  /** The warnings and urgings of a dispute the caller has read. */
  async ofDispute(
    actor: Actor,
    disputeId: string,
  ): Promise<{ readonly warnings: readonly SupervisedWarning[]; readonly urgings: readonly UrgingRecord[] }> {
    const [all, urgings] = await Promise.all([
      this.#deps.warnings.ofDispute(disputeId),
      this.#deps.urgings.ofDispute(disputeId),
    ]);
    return {
      warnings: await this.#withDisputes(
        actor,
        all.filter((warning) => warning.open),
      ),
      urgings,
    };
  }

  /** @throws DomainError `warningNotFound` also when it lies outside the person's area, `urging.notYours` */
  async toUrge(actor: Actor, warningId: string): Promise<SupervisedWarning> {
    const warning = await this.#deps.warnings.getOpen(warningId);
    if (!warning.scope.includes(actor.unit.code)) throw notFound('warningNotFound');
    if (!mayUrge(actor, warning)) throw forbidden('urging.notYours', 'supervise');
    const [supervised] = await this.#withDisputes(actor, [warning]);
    if (!supervised) throw notFound('warningNotFound');
    return supervised;
  }

  /**
   * Asks whoever is late for an answer.
   * @throws DomainError `warningNotFound`, `urging.notYours`, `urging.alreadyOpen`, `validation`
   */
  async urge(
    actor: Actor,
    warningId: string,
    { note, answerBy }: { readonly note: string; readonly answerBy: CalendarDay },
    once?: Once,
  ): Promise<UrgingRecord> {
    const { urgings, transactions, clock } = this.#deps;
    const { warning } = await this.toUrge(actor, warningId);
    const now = clock.now();
    if (answerBy < dayOfInstant(now)) throw invalidField('answerBy', 'urging.past');
    const answer = await runOnce(transactions, once, async (tx) => {
      const urging: UrgingRecord = {
        id: urgings.newId(),
        disputeId: warning.disputeId,
        number: warning.number,
        clock: warning.clock,
        dueAt: warning.dueAt,
        by: personOf(actor),
        to: warning.holder,
        recipients: urgedKeys(warning),
        note,
        answerBy,
        urgedAt: now,
        state: 'open',
        replies: [],
      };
      await urgings.insert(urging, tx);
      return { id: urging.id };
    });
    return urgings.get(answer.id);
  }

  /** Urgings to the person (`received`), by the own unit (`given`), or to anybody in the own area. */
  async urgings(
    actor: Actor,
    box: UrgingBox,
    states: UrgingFilter['states'],
    limit: number,
    before?: Date,
  ): Promise<UrgingPage> {
    const filter: UrgingFilter = { ...boxOf(actor, box), ...(states ? { states } : {}) };
    const found = await this.#deps.urgings.list(filter, limit + 1, before);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return found.length > limit && last ? { items, next: last.urgedAt } : { items };
  }

  /** How many urgings wait for this person's answer. */
  async waiting(actor: Actor): Promise<number> {
    return this.#deps.urgings.count({ recipients: keysOf(actor), states: ['open'] });
  }

  /** @throws DomainError `urgingNotFound` also when the person has nothing to do with it */
  async urging(actor: Actor, id: string): Promise<{ readonly urging: UrgingRecord; readonly mayReply: boolean }> {
    const urging = await this.#deps.urgings.get(id);
    const concerned =
      mayReply(actor, urging) || urging.by.unitCode === actor.unit.code || urging.to.path.includes(actor.unit.code);
    if (!concerned) throw notFound('urgingNotFound');
    return { urging, mayReply: mayReply(actor, urging) && urging.state !== 'closed' };
  }

  /**
   * Answers. The urging closes at once when the clock is no longer over, otherwise when that comes about.
   * @throws DomainError `urgingNotFound`, `urging.notToYou`, `urging.closed`
   */
  async reply(actor: Actor, id: string, text: string, once?: Once): Promise<UrgingRecord> {
    const { urgings, warnings, transactions, clock } = this.#deps;
    const { urging: seen } = await this.urging(actor, id);
    if (!mayReply(actor, seen)) throw forbidden('urging.notToYou', 'supervise');
    await runOnce(transactions, once, async (tx) => {
      const urging = await urgings.get(id, tx);
      if (urging.state === 'closed') throw conflict('urging.closed');
      const now = clock.now();
      const standing = await warnings.ofDispute(urging.disputeId, tx);
      const over = standing.some(
        ({ open, level, clock: rule }) => open && level === 'overdue' && rule === urging.clock,
      );
      const end = over ? { state: 'answered' as const } : { state: 'closed' as const, closedAt: now };
      await urgings.reply(id, { at: now, by: personOf(actor), text }, end, tx);
      return { id };
    });
    return urgings.get(id);
  }

  async #withDisputes(actor: Actor, warnings: readonly WarningRecord[]): Promise<readonly SupervisedWarning[]> {
    const readings = await this.#deps.disputes.readings(actor, [
      ...new Set(warnings.map(({ disputeId }) => disputeId)),
    ]);
    return warnings.map((warning) => {
      const found = readings.get(warning.disputeId);
      const readable = found && found.reading !== 'none';
      return {
        warning,
        ...(readable ? { dispute: { record: found.dispute, masked: found.reading !== 'full' } } : {}),
        mayUrge: mayUrge(actor, warning),
      };
    });
  }
}

/** Who supervises urges the own unit and those below it, never only oneself. */
const mayUrge = (actor: Actor, { holder, recipients }: WarningRecord): boolean =>
  hasRight(actor.role, 'supervise') &&
  holder.path.includes(actor.unit.code) &&
  recipients.some((key) => !keysOf(actor).includes(key));

const mayReply = (actor: Actor, { recipients, to }: UrgingRecord): boolean =>
  keysOf(actor).some((key) => recipients.includes(key)) ||
  (to.code === actor.unit.code && hasRight(actor.role, 'workCases'));

/** Urging goes to whoever holds the delay: the mediator, the clerks and the head of the unit itself. */
const urgedKeys = ({ holder, recipients }: WarningRecord): readonly string[] => [
  ...new Set([
    ...clerkKeys(holder),
    ...recipients.filter((key) => key.startsWith('account:') || key.startsWith(`post:${holder.code}:`)),
  ]),
];

const boxOf = (actor: Actor, box: UrgingBox): UrgingFilter => {
  if (box === 'received') return { recipients: keysOf(actor) };
  return box === 'given' ? { by: actor.unit.code } : { to: actor.unit.code };
};

const personOf = ({ accountId, name, role, unit }: Actor): UrgingPerson => ({
  accountId,
  name,
  role,
  unitCode: unit.code,
});
