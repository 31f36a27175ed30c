// The office's list of closed disputes whose dossiers are not put away yet, and what keeps it true (人民调解法27; 一案一卷).

import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Tx } from '../../platform/transaction.ts';
import {
  type DisputeRecord,
  type DisputeRepository,
  type DisputeService,
  NOTHING_DUE,
  type Witness,
} from '../disputes/index.ts';
import { type FileRecord, type FileRepository } from '../files/index.ts';
import { missingIn } from './dossier.parts.ts';
import { type DossierStanding, type StandingRepository } from './standing.repository.ts';

export interface DossierDeskDeps {
  readonly standings: StandingRepository;
  readonly disputes: Pick<DisputeService, 'readings'>;
  readonly records: Pick<DisputeRepository, 'get'>;
  readonly folders: Pick<FileRepository, 'ofDispute' | 'openFolder'>;
  readonly clock: Clock;
}

const CLOSED = 'S22';
export const PAGE_SIZE = 30;

/** The row of a closed dispute. */
export function standingOf(dispute: DisputeRecord, files: readonly FileRecord[]): DossierStanding {
  const missing = missingIn(dispute, files);
  const clock = dispute.clocks.find(({ rule, stoppedAt }) => rule === 'CL23' && stoppedAt === undefined);
  return {
    id: dispute.id,
    unitCode: dispute.owner.code,
    path: dispute.owner.path,
    dueAt: clock?.dueAt ?? NOTHING_DUE,
    missing,
    incomplete: missing.length > 0,
  };
}

export class DossierDesk {
  readonly #deps: DossierDeskDeps;

  constructor(deps: DossierDeskDeps) {
    this.#deps = deps;
  }

  /** A dispute that is closed comes onto the list, one that is put away or reopened leaves it. */
  witness(): Witness {
    return async ({ before, after }, tx) => {
      const { standings, folders } = this.#deps;
      if (after.state === CLOSED) {
        // Whoever hands in a paper at this moment meets the closing here, and one of the two begins again.
        if (before.state !== CLOSED) await folders.openFolder(after.id, 0, tx);
        await standings.put(standingOf(after, await folders.ofDispute(after.id, tx)), tx);
      } else if (before.state === CLOSED) await standings.remove(after.id, tx);
    };
  }

  /** Looks again at a dispute whose papers have changed; nothing is to be done before it is closed. */
  async refresh(disputeId: string, tx: Tx): Promise<void> {
    const { standings, records, folders } = this.#deps;
    if (!(await standings.has(disputeId, tx))) return;
    await standings.put(standingOf(await records.get(disputeId, tx), await folders.ofDispute(disputeId, tx)), tx);
  }

  /**
   * A page of the closed disputes of a unit, with what each lacks, and how every unit of the person's area stands.
   * Without `unitCode` the person's own unit.
   */
  async ofUnit(actor: Actor, unitCode = actor.unit.code, page = 1) {
    const { standings, disputes, clock } = this.#deps;
    const now = clock.now();
    const [{ rows, total }, units] = await Promise.all([
      standings.ofUnit({ unitCode, area: actor.unit.code }, { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }),
      standings.units(actor.unit.code, now),
    ]);
    const found = await disputes.readings(
      actor,
      rows.map(({ id }) => id),
    );
    return {
      rows: rows.flatMap((row) => {
        const known = found.get(row.id);
        return known && known.reading !== 'none'
          ? [{ ...row, dispute: known.dispute, masked: known.reading !== 'full', overdue: row.dueAt < now }]
          : [];
      }),
      total,
      pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
      units,
    };
  }
}
