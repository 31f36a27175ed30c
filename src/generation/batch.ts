// Writes what the stores hold: one transaction a batch, with the numbers it used.

import { type SeriesRepository } from '../features/series/index.ts';
import { type CalculatorRepository } from '../features/calculators/index.ts';
import { type Connection, Types } from 'mongoose';
import { type Counters } from '../platform/counters.ts';
import { type Transactions, type Tx } from '../platform/transaction.ts';
import { type HeldFiles } from './held-files.ts';
import { type HeldSchedule } from './held-schedule.ts';
import { type HeldMessages, type HeldStandings } from './held-standings.ts';
import { type HeldUrgings, type HeldWarnings } from './held-warnings.ts';
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
  readonly messages: HeldMessages;
  readonly standings: HeldStandings;
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

const underscored = ({ id, ...record }: { readonly id: string }): object => ({ _id: id, ...record });

/** Documents of one dispute by collection, as its repositories write them. */
const COLLECTIONS: Readonly<Record<string, (stores: HeldStores, id: string) => readonly object[]>> = {
  disputes: ({ disputes }, id) => {
    const { id: _id, ...record } = disputes.records.get(id) ?? {};
    return [{ _id: new Types.ObjectId(id), ...record }];
  },
  events: ({ disputes }, id) => disputes.held.of(id),
  unfolded: ({ disputes }, id) => disputes.held.of(id).map(({ disputeId, seq }) => ({ disputeId, seq })),
  handOvers: ({ handOvers }, id) => handOvers.held.of(id).map(underscored),
  contactAttempts: ({ mediation }, id) => mediation.heldContacts.of(id),
  consents: ({ mediation }, id) => mediation.heldConsents.of(id),
  participations: ({ mediation }, id) => mediation.heldParticipations.of(id),
  sessions: ({ mediation }, id) => mediation.heldSessions.of(id),
  rounds: ({ mediation }, id) => mediation.heldRounds.of(id),
  agreements: ({ agreements }, id) => agreements.heldAgreements.of(id),
  receipts: ({ agreements }, id) => agreements.heldReceipts.of(id),
  revisits: ({ agreements }, id) => agreements.heldRevisits.of(id),
  boards: ({ boards }, id) => [...boards.held.values()].filter(({ disputeId }) => disputeId === id),
  filingPackages: ({ filing }, id) => filing.heldPackages.of(id),
  dossiers: ({ filing }, id) => filing.heldDossiers.of(id),
  plannedSessions: ({ schedule }, id) => schedule.heldSessions.of(id).map(underscored),
  bookings: ({ schedule }, id) => schedule.heldBookings.of(id).map(({ disputeId: _dispute, ...booking }) => booking),
  fileFolders: ({ files }, id) => files.folderOf(id),
  files: ({ files }, id) => files.heldFiles.of(id).map(underscored),
  warnings: ({ warnings }, id) => warnings.heldOf(id).map(underscored),
  dossierStandings: ({ standings }, id) => standings.heldOf(id).map(underscored),
};

/** Documents by collection. */
export type Documents = Readonly<Record<string, readonly object[]>>;

/** Everything held of one dispute. */
export const documentsOf = (stores: HeldStores, id: string): Documents =>
  Object.fromEntries(Object.entries(COLLECTIONS).map(([collection, of]) => [collection, of(stores, id)]));

const merged = (all: readonly Documents[]): Documents =>
  Object.fromEntries(Object.keys(COLLECTIONS).map((name) => [name, all.flatMap((documents) => documents[name] ?? [])]));

/** Drops the indexes of the collections written, but for those that keep a thing from being there twice. */
export async function dropIndexes(connection: Connection): Promise<void> {
  for (const name of Object.keys(COLLECTIONS)) {
    const collection = connection.collection(name);
    for (const { name: index, unique } of await collection.indexes()) {
      if (index !== undefined && index !== '_id_' && !unique) await collection.dropIndex(index);
    }
  }
}

export interface BatchTarget {
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly counters: Counters;
}

/** Everything held, ready to be written; the stores are empty afterwards. */
export interface Batch {
  readonly documents: Documents;
  readonly numbers: readonly Span[];
}

/** @param retold what was told again of the disputes held */
export function closeBatch(stores: HeldStores, numbers: HeldCounters, retold: readonly Documents[]): Batch {
  const told = [...stores.disputes.records.keys()].map((id) => documentsOf(stores, id));
  const batch = { documents: merged([...told, ...retold]), numbers: numbers.close() };
  for (const store of Object.values(stores)) if ('clear' in store) store.clear();
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
      // By the driver: to check the shape of each document takes longer than its whole history; a test checks samples.
      const documents = held.map(withoutUndefined) as never;
      await model.collection.insertMany(documents, { session: tx.session, ordered: true });
    }
  });
}
