import { type Connection, type QueryFilter, trusted } from 'mongoose';
import { type BounceReason, NO_ANSWER } from '../../domain/bounce.ts';
import { notFound } from '../../domain/errors.ts';
import { type HandOverState } from '../../domain/hand-over.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type BounceCount, type BouncePeriod, type OverrideCount } from './bounce.record.ts';
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

  /** How transfers sent to the units of an area in a period ended, counted by unit, end and reason. */
  async bounceCounts(period: BouncePeriod): Promise<readonly BounceCount[]> {
    const found = await this.#handOvers.aggregate<{ _id: Omit<BounceCount, 'count'>; count: number }>([
      { $match: withinPeriod(period) },
      {
        $group: {
          _id: { unit: '$to.code', tier: '$to.tier', state: '$state', code: '$decline.code' },
          count: { $sum: 1 },
        },
      },
    ]);
    return found.map(({ _id, count }) => ({
      unit: _id.unit,
      tier: _id.tier,
      state: _id.state,
      code: _id.code ?? null,
      count,
    }));
  }

  /** The transfers behind one cell of the table, newest first. */
  async bounced(
    period: BouncePeriod,
    cell: { readonly unit?: string | undefined; readonly reason?: BounceReason | undefined },
    limit: number,
    before?: Date,
  ): Promise<readonly HandOverRecord[]> {
    const silent: QueryFilter<Stored>[] = [
      { state: 'timed-out' },
      { state: 'ruled', decline: trusted({ $exists: false }) },
    ];
    const ended: QueryFilter<Stored> =
      cell.reason === undefined
        ? { $or: [{ state: 'declined' }, { state: 'timed-out' }, { state: 'ruled' }] }
        : cell.reason === NO_ANSWER
          ? { $or: silent }
          : { 'decline.code': cell.reason };
    const found = await this.#handOvers
      .find({
        $and: [
          withinPeriod(period),
          ended,
          ...(cell.unit ? [{ 'to.code': cell.unit }] : []),
          ...(before ? [{ sentAt: trusted({ $lt: before }) }] : []),
        ],
      })
      .sort({ sentAt: -1 })
      .limit(limit)
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  /** How often the units of an area sent a dispute elsewhere than the rules proposed, of all they sent down. */
  async overrides({ area, from, until }: BouncePeriod): Promise<readonly OverrideCount[]> {
    const sent: QueryFilter<Stored> = {
      'from.path': area,
      kind: 'push-down',
      sentAt: trusted({ $gte: from, $lt: until }),
    };
    const byUnit = (match: QueryFilter<Stored>) =>
      this.#handOvers.aggregate<{ _id: string; count: number }>([
        { $match: match },
        { $group: { _id: '$from.code', count: { $sum: 1 } } },
      ]);
    const [all, overridden] = await Promise.all([
      byUnit(sent),
      byUnit({ ...sent, 'overrode.unit': trusted({ $exists: true }) }),
    ]);
    const counts = new Map(overridden.map(({ _id, count }) => [_id, count]));
    return all.map(({ _id, count }) => ({ unit: _id, overridden: counts.get(_id) ?? 0, all: count }));
  }

  /** Requests for help whose term is over, the longest overdue first. */
  async overdueHelp(now: Date, limit: number): Promise<readonly HandOverRecord[]> {
    const found = await this.#handOvers
      .find({ kind: 'assist', state: 'sent', dueAt: trusted({ $lt: now }) })
      .sort({ dueAt: 1 })
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

const withinPeriod = ({ area, from, until, tier }: BouncePeriod): QueryFilter<Stored> => ({
  'to.path': area,
  kind: trusted({ $in: ['push-down', 'escalate', 'lateral'] }),
  sentAt: trusted({ $gte: from, $lt: until }),
  ...(tier ? { 'to.tier': tier } : {}),
});

function toRecord(stored: Stored): HandOverRecord {
  const { _id, ...record } = stored;
  return { id: _id, ...record };
}

function toStored(record: HandOverRecord): Stored {
  const { id, ...stored } = record;
  return { _id: id, ...stored };
}
