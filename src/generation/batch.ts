// Writes what the stores hold: one transaction a batch, with the numbers it used.

import { type SeriesRepository } from '../features/series/index.ts';
import { type CalculatorRepository } from '../features/calculators/index.ts';
import { type Connection, Types } from 'mongoose';
import { type Counters } from '../platform/counters.ts';
import { type Transactions, type Tx } from '../platform/transaction.ts';
import { type HeldFiles } from './held-files.ts';
import { type HeldSchedule } from './held-schedule.ts';
import {
  type HeldAbsences,
  type HeldMediators,
  type HeldAgreements,
  type HeldBoards,
  type HeldDisputes,
  type HeldFiling,
  type HeldHandOvers,
  type HeldMediation,
  type HeldSettings,
  type HeldUrgings,
  type HeldWarnings,
  type HeldWork,
} from './stores.ts';

export interface HeldStores {
  readonly disputes: HeldDisputes;
  readonly work: HeldWork;
  readonly handOvers: HeldHandOvers;
  readonly absences: HeldAbsences;
  readonly mediators: HeldMediators;
  readonly mediation: HeldMediation;
  readonly agreements: HeldAgreements;
  readonly boards: HeldBoards;
  readonly files: HeldFiles;
  readonly filing: HeldFiling;
  readonly warnings: HeldWarnings;
  readonly urgings: HeldUrgings;
  readonly settings: HeldSettings;
  readonly schedule: HeldSchedule;
  readonly calculators: CalculatorRepository;
  readonly series: SeriesRepository;
}

interface Span {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** Numbers handed out in memory; they are taken from the real series when a batch is written. */
export class HeldCounters implements Counters {
  readonly #last: (name: string) => Promise<number>;
  readonly #series = new Map<string, { first: number; next: number }>();

  constructor(last: (name: string) => Promise<number>) {
    this.#last = last;
  }

  nextNumber(tx: Tx, name: string): Promise<number> {
    return this.nextNumbers(tx, name, 1);
  }

  async nextNumbers(_tx: Tx, name: string, count: number): Promise<number> {
    const known = this.#series.get(name);
    const first = known?.next ?? (await this.#last(name)) + 1;
    this.#series.set(name, { first: known?.first ?? first, next: first + count });
    return first;
  }

  /** The series as a function that needs no waiting. */
  async counting(name: string): Promise<() => number> {
    const first = (await this.#last(name)) + 1;
    const series = { first, next: first };
    this.#series.set(name, series);
    return () => series.next++;
  }

  /** What was handed out since the last time. */
  close(): readonly Span[] {
    const spans = [...this.#series].map(([name, { first, next }]) => ({ name, first, count: next - first }));
    for (const series of this.#series.values()) series.first = series.next;
    return spans.filter(({ count }) => count > 0);
  }
}

/** A missing fact must be missing: the driver would store `undefined` as null. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Types.ObjectId) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, withoutUndefined(entry)]),
  );
}

/** Documents of one collection, as its repository writes them. */
function documentsOf(stores: HeldStores): Readonly<Record<string, readonly object[]>> {
  const { disputes, handOvers, mediation, agreements, boards, files, filing, schedule, warnings } = stores;
  const events = disputes.held.take();
  return {
    disputes: [...disputes.records.values()].map(({ id, ...record }) => ({ _id: new Types.ObjectId(id), ...record })),
    events,
    unfolded: events.map(({ disputeId, seq }) => ({ disputeId, seq })),
    handOvers: handOvers.held.take().map(({ id, ...record }) => ({ _id: id, ...record })),
    contactAttempts: mediation.heldContacts.take(),
    consents: mediation.heldConsents.take(),
    participations: mediation.heldParticipations.take(),
    sessions: mediation.heldSessions.take(),
    rounds: mediation.heldRounds.take(),
    agreements: agreements.heldAgreements.take(),
    receipts: agreements.heldReceipts.take(),
    revisits: agreements.heldRevisits.take(),
    boards: [...boards.held.values()],
    filingPackages: filing.heldPackages.take(),
    dossiers: filing.heldDossiers.take(),
    plannedSessions: schedule.heldSessions.take().map(({ id, ...session }) => ({ _id: id, ...session })),
    bookings: schedule.heldBookings.take().map(({ disputeId: _dispute, ...booking }) => booking),
    fileFolders: files.foldersTaken(),
    files: files.heldFiles.take().map(({ id, ...record }) => ({ _id: id, ...record })),
    warnings: [...warnings.held.values()].map(({ id, ...row }) => ({ _id: id, ...row })),
  };
}

export interface BatchTarget {
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly counters: Counters;
}

/** Everything held, ready to be written; the stores are empty afterwards. */
export interface Batch {
  readonly documents: Readonly<Record<string, readonly object[]>>;
  readonly numbers: readonly Span[];
}

export function closeBatch(stores: HeldStores, numbers: HeldCounters): Batch {
  const batch = { documents: documentsOf(stores), numbers: numbers.close() };
  stores.disputes.records.clear();
  stores.boards.held.clear();
  stores.warnings.held.clear();
  return batch;
}

/**
 * Writes a batch in one transaction with the numbers it used.
 * @throws Error when somebody else has taken numbers of the same series meanwhile
 */
export async function writeBatch({ documents, numbers }: Batch, target: BatchTarget): Promise<void> {
  const models = new Map(Object.values(target.connection.models).map((model) => [model.collection.name, model]));
  await target.transactions.run(async (tx) => {
    for (const { name, first, count } of numbers) {
      const given = await target.counters.nextNumbers(tx, name, count);
      if (given !== first)
        throw new Error(`numbers of ${name} were taken by somebody else; generate on a quiet system`);
    }
    for (const [collection, held] of Object.entries(documents)) {
      if (held.length === 0) continue;
      const model = models.get(collection);
      if (!model) throw new Error(`no model writes ${collection}`);
      // Checking the shape of each document takes longer than its whole history; a test checks that of samples.
      await model.insertMany(held.map(withoutUndefined), { session: tx.session, ordered: true, lean: true });
    }
  });
}
