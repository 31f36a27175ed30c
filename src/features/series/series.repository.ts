import { type Connection, trusted, Types } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { seriesModel, seriesOrderModel, seriesRowModel, type Stored } from './series.model.ts';
import {
  type OrderResult,
  type RowState,
  type SeriesOrder,
  type SeriesRecord,
  type SeriesRow,
} from './series.record.ts';

/** Keeps series, the rows they were made from, and what was ordered for many members at once. */
export class SeriesRepository {
  readonly #series;
  readonly #rows;
  readonly #orders;

  constructor(connection: Connection) {
    this.#series = seriesModel(connection);
    this.#rows = seriesRowModel(connection);
    this.#orders = seriesOrderModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `series.notFound` */
  async get(id: string, tx?: Tx): Promise<SeriesRecord> {
    const found = await this.#series
      .findById(id)
      .session(tx?.session ?? null)
      .lean<Stored<SeriesRecord>>();
    if (!found) throw notFound('series.notFound');
    return toRecord(found);
  }

  /** The series of a unit's area, newest first. */
  async ofArea(unitCode: string, limit: number): Promise<readonly SeriesRecord[]> {
    const found = await this.#series
      .find({ unitPath: unitCode })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean<Stored<SeriesRecord>[]>();
    return found.map(toRecord);
  }

  async insert({ id, ...record }: SeriesRecord, rows: readonly SeriesRow[], tx: Tx): Promise<void> {
    await this.#rows.insertMany(rows, { session: tx.session, ordered: true });
    await this.#series.insertMany([{ _id: id, ...record }], { session: tx.session });
  }

  async update(id: string, change: Partial<Omit<SeriesRecord, 'id'>>, tx?: Tx): Promise<void> {
    await this.#series.updateOne({ _id: id }, { $set: change }).session(tx?.session ?? null);
  }

  rows(seriesId: string, state: RowState, limit: number): Promise<readonly SeriesRow[]> {
    return this.#rows.find({ seriesId, state }).sort({ line: 1 }).limit(limit).select('-_id').lean<SeriesRow[]>();
  }

  /** Every member of a series in the order of its list. */
  async memberIds(seriesId: string): Promise<readonly string[]> {
    const found = await this.#rows.find({ seriesId, state: 'done' }).sort({ line: 1 }).lean<SeriesRow[]>();
    return found.flatMap(({ disputeId }) => (disputeId ? [disputeId] : []));
  }

  /** The series a dispute belongs to, if any. */
  async seriesOf(disputeId: string): Promise<string | undefined> {
    return (await this.#rows.findOne({ disputeId }).select('seriesId').lean<SeriesRow>())?.seriesId;
  }

  async settle(
    seriesId: string,
    outcomes: readonly Pick<SeriesRow, 'line' | 'state' | 'errors' | 'disputeId'>[],
    tx: Tx,
  ): Promise<void> {
    for (const { line, state, errors, disputeId } of outcomes) {
      await this.#rows.updateOne(
        { seriesId, line },
        { $set: { state, errors, ...(disputeId ? { disputeId } : {}) }, $unset: { sealed: 1 } },
        { session: tx.session },
      );
    }
  }

  async counts(seriesId: string): Promise<SeriesRecord['counts']> {
    const of = (state: RowState) => this.#rows.countDocuments({ seriesId, state });
    const [ready, faulty, done] = await Promise.all([of('ready'), of('faulty'), of('done')]);
    return { ready, faulty, done };
  }

  /** @throws DomainError `series.notFound` */
  async order(id: string): Promise<SeriesOrder> {
    const found = await this.#orders.findById(id).lean<Stored<SeriesOrder>>();
    if (!found) throw notFound('series.notFound');
    const { _id, ...order } = found;
    return { id: _id, ...order };
  }

  async orders(seriesId: string, limit: number): Promise<readonly SeriesOrder[]> {
    const found = await this.#orders
      .find({ seriesId })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean<Stored<SeriesOrder>[]>();
    return found.map(({ _id, ...order }) => ({ id: _id, ...order }));
  }

  async insertOrder({ id, ...order }: SeriesOrder, tx: Tx): Promise<void> {
    await this.#orders.insertMany([{ _id: id, ...order }], { session: tx.session });
  }

  /** One result more; the same member is not noted twice. */
  async noteResult(orderId: string, result: OrderResult): Promise<void> {
    await this.#orders.updateOne(
      { _id: orderId, 'results.disputeId': trusted({ $ne: result.disputeId }) },
      { $push: { results: result } },
    );
  }

  async endOrder(orderId: string, endedAt: Date): Promise<void> {
    await this.#orders.updateOne({ _id: orderId }, { $set: { state: 'done', endedAt } });
  }
}

function toRecord({ _id, ...record }: Stored<SeriesRecord>): SeriesRecord {
  return { id: _id, ...record };
}
