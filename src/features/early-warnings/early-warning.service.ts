// Warnings as people meet them: the list of the own area, one warning with the disputes behind it, taking it in hand, and
// ending it with a reason.

import { type EarlyWarningEnd } from '../../domain/early-warning.ts';
import { conflict, forbidden, notFound, stale } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeService } from '../disputes/index.ts';
import {
  type EarlyWarningRecord,
  type ReadDispute,
  type ShownWarning,
  type WarningPerson,
  type WarningRun,
} from './early-warning.record.ts';
import {
  type EarlyWarningCursor,
  type EarlyWarningFilter,
  type EarlyWarningRepository,
} from './early-warning.repository.ts';

export interface EarlyWarningDeps {
  readonly repository: EarlyWarningRepository;
  readonly disputes: Pick<DisputeService, 'readings'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface EarlyWarningPage {
  readonly items: readonly ShownWarning[];
  readonly next?: EarlyWarningCursor;
  readonly total: number;
}

/** Disputes read of each warning in a list, to say whom it is about. */
const READ_IN_LISTS = 1;

export class EarlyWarningService {
  readonly #deps: EarlyWarningDeps;

  constructor(deps: EarlyWarningDeps) {
    this.#deps = deps;
  }

  /** The warnings of the person's area, the newest first. */
  async list(
    actor: Actor,
    filter: Omit<EarlyWarningFilter, 'area'>,
    limit: number,
    last?: EarlyWarningCursor,
  ): Promise<EarlyWarningPage> {
    const { repository } = this.#deps;
    const wanted = { ...filter, area: actor.unit.code };
    const [found, total] = await Promise.all([repository.list(wanted, limit + 1, last), repository.count(wanted)]);
    const items = await this.#read(actor, found.slice(0, limit), READ_IN_LISTS);
    const end = found.length > limit ? items.at(-1)?.warning : undefined;
    return { items, total, ...(end ? { next: { raisedAt: end.raisedAt, id: end.id } } : {}) };
  }

  /** What the person's own unit has to answer for. */
  async desk(
    actor: Actor,
    limit: number,
  ): Promise<{ readonly items: readonly ShownWarning[]; readonly count: number }> {
    const { repository } = this.#deps;
    if (!hasRight(actor.role, 'supervise')) return { items: [], count: 0 };
    const [found, count] = await Promise.all([
      repository.ofUnit(actor.unit.code, limit),
      repository.countOfUnit(actor.unit.code),
    ]);
    return { items: await this.#read(actor, found, READ_IN_LISTS), count };
  }

  /** @throws DomainError `earlyWarnings.notFound` also when it lies outside the person's area */
  async show(actor: Actor, id: string): Promise<ShownWarning> {
    const warning = await this.#within(actor, id);
    const [shown] = await this.#read(actor, [warning], Number.MAX_SAFE_INTEGER);
    if (!shown) throw notFound('earlyWarnings.notFound');
    return shown;
  }

  /** The latest searches of each kind. */
  async searches(): Promise<Readonly<Partial<Record<'repeats' | 'rise' | 'season', WarningRun>>>> {
    const { repository } = this.#deps;
    const [repeats, rise, season] = await Promise.all(
      (['repeats', 'rise', 'season'] as const).map((kind) => repository.lastRun(kind)),
    );
    return { ...(repeats ? { repeats } : {}), ...(rise ? { rise } : {}), ...(season ? { season } : {}) };
  }

  /**
   * Takes the warning in hand; somebody else may take it over.
   * @throws DomainError as `end`
   */
  async take(actor: Actor, id: string, seen: number, once?: Once): Promise<EarlyWarningRecord> {
    return this.#change(actor, id, seen, once, (now, holder) => ({
      set: { state: 'taken', holder },
      step: { at: now, what: 'taken', by: holder },
    }));
  }

  /**
   * Puts the warning to rest.
   * @throws DomainError `earlyWarnings.notFound`, `earlyWarnings.notYours`, `earlyWarnings.ended`, `stale`
   */
  async end(
    actor: Actor,
    id: string,
    { end, note }: { readonly end: EarlyWarningEnd; readonly note: string },
    seen: number,
    once?: Once,
  ): Promise<EarlyWarningRecord> {
    return this.#change(actor, id, seen, once, (now, by) => ({
      set: { state: 'ended', open: false, endedAt: now, end },
      step: { at: now, what: 'ended', by, end, note },
    }));
  }

  async #change(
    actor: Actor,
    id: string,
    seen: number,
    once: Once | undefined,
    decide: (
      now: Date,
      by: WarningPerson,
    ) => { readonly set: Partial<EarlyWarningRecord>; readonly step: EarlyWarningRecord['steps'][number] },
  ): Promise<EarlyWarningRecord> {
    const { repository, transactions, clock } = this.#deps;
    const found = await this.#within(actor, id);
    if (!answers(actor, found)) throw forbidden('earlyWarnings.notYours', 'supervise');
    await runOnce(transactions, once, async (tx) => {
      const warning = await repository.get(id, tx);
      if (!warning.open) throw conflict('earlyWarnings.ended');
      const by = { accountId: actor.accountId, name: actor.name, unitCode: actor.unit.code };
      const { set, step } = decide(clock.now(), by);
      if (warning.version !== seen || !(await repository.change(warning, set, step, tx)))
        throw stale(seen, warning.version);
      return { id };
    });
    return repository.get(id);
  }

  async #within(actor: Actor, id: string): Promise<EarlyWarningRecord> {
    const warning = await this.#deps.repository.get(id);
    if (!warning.owner.path.includes(actor.unit.code)) throw notFound('earlyWarnings.notFound');
    return warning;
  }

  async #read(actor: Actor, warnings: readonly EarlyWarningRecord[], each: number): Promise<readonly ShownWarning[]> {
    const ids = new Set(warnings.flatMap(({ facts }) => facts.disputes.slice(0, each)));
    const readings = await this.#deps.disputes.readings(actor, [...ids]);
    return warnings.map((warning) => {
      const named = warning.facts.disputes.slice(0, each);
      const disputes = named.flatMap((id): readonly ReadDispute[] => {
        const found = readings.get(id);
        return found && found.reading !== 'none' ? [{ dispute: found.dispute, masked: found.reading !== 'full' }] : [];
      });
      return {
        warning,
        disputes,
        closed: named.length - disputes.length,
        mayAct: warning.open && answers(actor, warning),
      };
    });
  }
}

/** The heads of the unit that answers, and those above it. */
const answers = (actor: Actor, { owner }: EarlyWarningRecord): boolean =>
  hasRight(actor.role, 'supervise') && owner.path.includes(actor.unit.code);
