import { type Connection, Types, type UpdateQuery } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { importModel, importRowModel, type StoredImport } from './import.model.ts';
import { type Counts, type ImportRecord, type ImportRow, type RowState } from './import.record.ts';

const CHUNK = 500;

/** Keeps imports and their rows. */
export class ImportRepository {
  readonly #imports;
  readonly #rows;

  constructor(connection: Connection) {
    this.#imports = importModel(connection);
    this.#rows = importRowModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `imports.notFound` */
  async get(id: string): Promise<ImportRecord> {
    const found = await this.#imports.findById(id).lean<StoredImport>();
    if (!found) throw notFound('imports.notFound');
    return toRecord(found);
  }

  /** The unit's imports, newest first. */
  async ofUnit(unitCode: string, limit: number): Promise<readonly ImportRecord[]> {
    const found = await this.#imports
      .find({ 'actor.unit.code': unitCode })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean<StoredImport[]>();
    return found.map(toRecord);
  }

  /** Writes the rows in portions, then the import itself: one that is not whole is never seen. */
  async insert(record: ImportRecord, rows: readonly ImportRow[]): Promise<void> {
    for (let start = 0; start < rows.length; start += CHUNK) {
      await this.#rows.insertMany(rows.slice(start, start + CHUNK), { ordered: true });
    }
    const { id, ...stored } = record;
    await this.#imports.insertMany([{ _id: id, ...stored }]);
  }

  async update(id: string, change: Partial<Omit<ImportRecord, 'id'>>, tx?: Tx): Promise<void> {
    const update: UpdateQuery<StoredImport> = { $set: { ...change } };
    await this.#imports.updateOne({ _id: id }, update).session(tx?.session ?? null);
  }

  /** Rows in the order of the file. */
  async rows(importId: string, state: RowState, limit: number): Promise<readonly ImportRow[]> {
    return this.#rows.find({ importId, state }).sort({ line: 1 }).limit(limit).select('-_id').lean<ImportRow[]>();
  }

  /** Marks registered rows; what they said lives in their disputes now. */
  async settle(
    importId: string,
    outcomes: readonly { readonly line: number; readonly state: RowState; readonly disputeId?: string }[],
    tx?: Tx,
  ): Promise<void> {
    if (outcomes.length === 0) return;
    await this.#rows.bulkWrite(
      outcomes.map(({ line, state, disputeId }) => ({
        updateOne: {
          filter: { importId, line },
          update: { $set: { state, ...(disputeId ? { disputeId } : {}) }, $unset: { values: 1 } },
        },
      })),
      { session: tx?.session ?? null, ordered: true } as never,
    );
  }

  async fault(importId: string, line: number, errors: ImportRow['errors']): Promise<void> {
    await this.#rows.updateOne({ importId, line }, { $set: { state: 'faulty', errors }, $unset: { values: 1 } });
  }

  async counts(importId: string): Promise<Counts> {
    const found = await this.#rows.aggregate<{ _id: RowState; n: number }>([
      { $match: { importId } },
      { $group: { _id: '$state', n: { $sum: 1 } } },
    ]);
    const of = (state: RowState) => found.find((row) => row._id === state)?.n ?? 0;
    return { ready: of('ready'), done: of('done'), known: of('known'), faulty: of('faulty') };
  }

  /** Every row with errors, a line at a time. */
  async *faulty(importId: string): AsyncGenerator<ImportRow> {
    for await (const row of this.#rows
      .find({ importId, state: 'faulty' })
      .sort({ line: 1 })
      .select('-_id')
      .lean<ImportRow>()
      .cursor()) {
      yield row;
    }
  }
}

function toRecord({ _id, ...record }: StoredImport): ImportRecord {
  return { id: _id, ...record };
}
