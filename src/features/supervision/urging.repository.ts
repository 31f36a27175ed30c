import { type Connection, type QueryFilter, trusted, Types } from 'mongoose';
import { type ClockId } from '../../domain/clock-catalogue.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { isDuplicateKey, type Tx } from '../../platform/transaction.ts';
import { urgingModel } from './urging.model.ts';
import { type UrgingRecord, type UrgingReply, type UrgingState } from './urging.record.ts';

type Stored = Omit<UrgingRecord, 'id'> & { _id: string };

/** What a list of urgings may be narrowed by. */
export interface UrgingFilter {
  readonly recipients?: readonly string[];
  /** The unit that urged. */
  readonly by?: string;
  /** A unit that was urged, with everything below it. */
  readonly to?: string;
  readonly states?: readonly UrgingState[];
}

/** Stores urgings with their answers. */
export class UrgingRepository {
  readonly #urgings;

  constructor(connection: Connection) {
    this.#urgings = urgingModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `urging.alreadyOpen` while another one about the same clock waits for its answer */
  async insert({ id, ...urging }: UrgingRecord, tx: Tx): Promise<void> {
    try {
      await this.#urgings.create([{ _id: id, ...urging }], { session: tx.session });
    } catch (error) {
      throw isDuplicateKey(error) ? conflict('urging.alreadyOpen') : error;
    }
  }

  /** @throws DomainError `urgingNotFound` */
  async get(id: string, tx?: Tx): Promise<UrgingRecord> {
    const found = await this.#urgings.findById(id, null, { session: tx?.session ?? null }).lean<Stored>();
    if (!found) throw notFound('urgingNotFound');
    return toRecord(found);
  }

  async reply(id: string, reply: UrgingReply, end: Pick<UrgingRecord, 'state' | 'closedAt'>, tx: Tx): Promise<void> {
    await this.#urgings.updateOne({ _id: id }, { $set: end, $push: { replies: reply } }, { session: tx.session });
  }

  /** Closes what has been answered and whose clock is no longer over. */
  async close(disputeId: string, clocks: readonly ClockId[], at: Date, tx: Tx): Promise<void> {
    await this.#urgings.updateMany(
      { disputeId, state: 'answered', clock: trusted({ $in: [...clocks] }) },
      { $set: { state: 'closed', closedAt: at } },
      { session: tx.session },
    );
  }

  /** Newest first. */
  async list(filter: UrgingFilter, limit: number, before?: Date): Promise<readonly UrgingRecord[]> {
    const found = await this.#urgings
      .find({ $and: [toQuery(filter), before ? { urgedAt: trusted({ $lt: before }) } : {}] })
      .sort({ urgedAt: -1, _id: -1 })
      .limit(limit)
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  async count(filter: UrgingFilter): Promise<number> {
    return this.#urgings.countDocuments(toQuery(filter));
  }

  async ofDispute(disputeId: string): Promise<readonly UrgingRecord[]> {
    return (await this.#urgings.find({ disputeId }).sort({ urgedAt: -1, _id: -1 }).lean<Stored[]>()).map(toRecord);
  }
}

const toQuery = (filter: UrgingFilter): QueryFilter<Stored> => ({
  ...(filter.recipients ? { recipients: trusted({ $in: [...filter.recipients] }) } : {}),
  ...(filter.by ? { 'by.unitCode': filter.by } : {}),
  ...(filter.to ? { 'to.path': filter.to } : {}),
  ...(filter.states ? { state: trusted({ $in: [...filter.states] }) } : {}),
});

function toRecord({ _id, ...urging }: Stored): UrgingRecord {
  return { id: _id, ...urging };
}
