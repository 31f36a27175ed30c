import { type Connection, trusted } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { type HandOverState } from '../../domain/hand-over.ts';
import { type Tx } from '../../platform/transaction.ts';
import { handOverModel } from './hand-over.model.ts';
import { type HandOverRecord } from './hand-over.record.ts';

type Stored = Omit<HandOverRecord, 'id'> & { _id: string };

/** Stores hand-overs; a record is written when sent and once more when answered. */
export class HandOverRepository {
  readonly #handOvers;

  constructor(connection: Connection) {
    this.#handOvers = handOverModel(connection);
  }

  /** @throws DomainError `handOverNotFound` */
  async get(id: string): Promise<HandOverRecord> {
    const found = await this.#handOvers.findById(id).lean<Stored>();
    if (!found) throw notFound('handOverNotFound');
    return toRecord(found);
  }

  /** Every hand-over of a dispute, in the order of sending. */
  async ofDispute(disputeId: string, tx?: Tx): Promise<readonly HandOverRecord[]> {
    const found = await this.#handOvers
      .find({ disputeId }, null, { session: tx?.session ?? null })
      .sort({ sentAt: 1, _id: 1 })
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  /** Newest first, what was sent to (`in`) or by (`out`) a unit. */
  async box(
    unitCode: string,
    box: 'in' | 'out',
    states: readonly HandOverState[] | undefined,
    limit: number,
    before?: Date,
  ): Promise<readonly HandOverRecord[]> {
    const found = await this.#handOvers
      .find({
        [box === 'in' ? 'to.code' : 'from.code']: unitCode,
        ...(states ? { state: trusted({ $in: states }) } : {}),
        ...(before ? { sentAt: trusted({ $lt: before }) } : {}),
      })
      .sort({ sentAt: -1 })
      .limit(limit)
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  /** How many wait for the unit's answer. */
  async waiting(unitCode: string): Promise<number> {
    return this.#handOvers.countDocuments({ 'to.code': unitCode, state: 'sent' });
  }

  async insert(record: HandOverRecord, tx: Tx): Promise<void> {
    await this.#handOvers.create([toStored(record)], { session: tx.session });
  }

  async replace(record: HandOverRecord, tx: Tx): Promise<void> {
    await this.#handOvers.replaceOne({ _id: record.id }, toStored(record), { session: tx.session });
  }
}

function toRecord(stored: Stored): HandOverRecord {
  const { _id, ...record } = stored;
  return { id: _id, ...record };
}

function toStored(record: HandOverRecord): Stored {
  const { id, ...stored } = record;
  return { _id: id, ...stored };
}
