import { DomainError } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { expiryOf, settled } from './dispute.deadlines.ts';
import { recomputed } from './dispute.recompute.ts';
import { countedOf } from './dispute.counted.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { type DisputeRepository } from './dispute.repository.ts';
import { type DisputeService } from './dispute.service.ts';
import { systemActor } from './system-actor.ts';

export interface DeadlineServiceDeps {
  readonly repository: DisputeRepository;
  readonly disputes: Pick<DisputeService, 'carryOut' | 'tell'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly courtCode: string;
}

/** What time has brought about in one dispute; `overtaken` when somebody else changed it first. */
export type Settlement = { readonly acts: readonly Act[] } | 'overtaken';

/** Somebody else was quicker, or the law no longer asks for the act. */
const OVERTAKEN: readonly DomainError['kind'][] = ['stale', 'conflict'];
/** No dispute has more to catch up with, however long nobody looked. */
const MOST_ACTS = 6;

/** Lets time do its work on disputes, one in a transaction of its own; a crash loses nothing and doubles nothing. */
export class DeadlineService {
  readonly #deps: DeadlineServiceDeps;

  constructor(deps: DeadlineServiceDeps) {
    this.#deps = deps;
  }

  /** A page of the disputes for which something is due now, the longest waiting first. */
  async due(limit: number, last?: DisputeRecord): Promise<readonly DisputeRecord[]> {
    return this.#deps.repository.dueForSweep(this.#deps.clock.now(), limit, last);
  }

  /** Does every act of expiry that is due and raises every warning; does nothing a second time. */
  async settle(seen: DisputeRecord): Promise<Settlement> {
    const { transactions, clock } = this.#deps;
    try {
      return await transactions.run((tx) =>
        expiryOf(seen, clock.now()) ? this.#expire(seen.id, tx) : this.#warn(seen, tx),
      );
    } catch (error) {
      if (error instanceof DomainError && OVERTAKEN.includes(error.kind)) return 'overtaken';
      throw error;
    }
  }

  /** The disputes with a date at or after an instant, open or closed, in batches. */
  dueFrom(from: Date): AsyncGenerator<DisputeRecord> {
    return this.#deps.repository.dueFrom(from);
  }

  /**
   * Computes the dates of a dispute anew under a changed calendar; what moved is told in an event.
   * @returns whether anything moved
   */
  async recompute(seen: DisputeRecord, holidays: HolidayTable, version: number): Promise<boolean> {
    const { repository, disputes, transactions, clock, courtCode } = this.#deps;
    if (!recomputed(seen, holidays, clock.now())) return false;
    return transactions.run(async (tx) => {
      const before = await repository.get(seen.id, tx);
      const now = clock.now();
      const next = recomputed(before, holidays, now);
      if (!next) return false;
      const { accountId, name, role, unit } = systemActor(courtCode);
      const record = { ...next.record, version: before.version + 1, eventCount: before.eventCount + 1 };
      await repository.replace(record, before.version, tx);
      const event = {
        disputeId: before.id,
        seq: record.eventCount,
        act: 'recompute' as const,
        from: before.state,
        to: before.state,
        at: now,
        recordedAt: now,
        actor: { accountId, name, role, unitCode: unit.code },
        ownerUnit: before.owner.code,
        counted: countedOf(record, now),
        data: { calendar: version, moves: next.moves },
      };
      await repository.append([event], tx);
      await disputes.tell({ before, after: record, now }, tx);
      return true;
    });
  }

  async #expire(id: string, tx: Tx): Promise<Settlement> {
    const { repository, disputes, clock, courtCode } = this.#deps;
    const acts: Act[] = [];
    let record = await repository.get(id, tx);
    while (acts.length < MOST_ACTS) {
      const expiry = expiryOf(record, clock.now());
      if (!expiry) break;
      record = await disputes.carryOut(systemActor(courtCode), record, expiry.act, expiry.input, tx);
      acts.push(expiry.act);
    }
    return acts.length === 0 ? 'overtaken' : { acts };
  }

  async #warn(seen: DisputeRecord, tx: Tx): Promise<Settlement> {
    const { repository, disputes, clock } = this.#deps;
    const now = clock.now();
    const record = settled(seen, now);
    if (!(await repository.noteSweep(seen, record, tx))) return 'overtaken';
    await disputes.tell({ before: seen, after: record, now }, tx);
    return { acts: [] };
  }
}
