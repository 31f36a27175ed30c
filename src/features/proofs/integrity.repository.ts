import { type Connection, trusted, Types } from 'mongoose';
import { disputeModel } from '../disputes/index.ts';
import { integrityModel, sweepMarkModel } from './proof.model.ts';
import { type IntegrityRow } from './proof.record.ts';

const SWEEP = 'integrity';
const BEGINNING = { at: new Date(0), last: '000000000000000000000000' };

/** Stores what is known against records, and finds what has to be looked at again. */
export class IntegrityRepository {
  readonly #rows;
  readonly #marks;
  readonly #disputes;

  constructor(connection: Connection) {
    this.#rows = integrityModel(connection);
    this.#marks = sweepMarkModel(connection);
    this.#disputes = disputeModel(connection);
  }

  async of(disputeId: string): Promise<IntegrityRow | undefined> {
    const found = await this.#rows.findById(disputeId).lean();
    if (!found) return undefined;
    const { _id, ...row } = found;
    return { id: _id, ...row };
  }

  async save({ id, ...row }: IntegrityRow): Promise<void> {
    await this.#rows.replaceOne({ _id: id }, row, { upsert: true });
  }

  /** Flagged records below a unit, the latest first. */
  async list(unit: string, { flag, limit, skip }: { flag?: string | undefined; limit: number; skip: number }) {
    const filter = { path: unit, flagged: true, ...(flag ? { flags: flag } : {}) };
    const [rows, count] = await Promise.all([
      this.#rows.find(filter).sort({ at: -1, _id: -1 }).skip(skip).limit(limit).lean(),
      this.#rows.countDocuments(filter),
    ]);
    return { rows: rows.map(({ _id, ...row }): IntegrityRow => ({ id: _id, ...row })), count };
  }

  /** How many records below a unit carry a sign. */
  async flagged(unit: string): Promise<number> {
    return this.#rows.countDocuments({ path: unit, flagged: true });
  }

  /** Ids of other disputes that carry one of the marks, so many at most. */
  async markedElsewhere(disputeId: string, marks: readonly string[], limit: number): Promise<readonly string[]> {
    if (marks.length === 0) return [];
    const others = await this.#rows
      .find({ marks: trusted({ $in: [...marks] }), _id: trusted({ $ne: disputeId }) })
      .select('_id')
      .limit(limit)
      .lean();
    return others.map(({ _id }) => _id);
  }

  /** Who else gave one of these numbers, in other disputes. */
  async othersWithPhones(
    disputeId: string,
    phones: readonly string[],
  ): Promise<readonly { phone: string; name: string }[]> {
    if (phones.length === 0) return [];
    const found = await this.#disputes
      .find({
        'parties.phoneIndex': trusted({ $in: [...phones] }),
        _id: trusted({ $ne: new Types.ObjectId(disputeId) }),
      })
      .select('parties.name parties.phoneIndex')
      .limit(50)
      .lean();
    return found.flatMap(({ parties }) =>
      parties.flatMap(({ name, phoneIndex }) =>
        phoneIndex && phones.includes(phoneIndex) ? [{ phone: phoneIndex, name }] : [],
      ),
    );
  }

  /** Ids of the disputes that changed since the mark, oldest change first. */
  async changedSince(
    mark: { readonly at: Date; readonly last: string },
    limit: number,
  ): Promise<readonly { id: string; at: Date }[]> {
    const last = new Types.ObjectId(mark.last);
    const found = await this.#disputes
      .find({
        $or: [{ updatedAt: trusted({ $gt: mark.at }) }, { updatedAt: mark.at, _id: trusted({ $gt: last }) }],
      } as object)
      .sort({ updatedAt: 1, _id: 1 })
      .select('updatedAt')
      .limit(limit)
      .lean();
    return found.map((one) => ({ id: String(one._id), at: one.updatedAt }));
  }

  async mark(): Promise<{ readonly at: Date; readonly last: string }> {
    return (await this.#marks.findById(SWEEP).lean()) ?? BEGINNING;
  }

  async setMark(at: Date, last: string): Promise<void> {
    await this.#marks.updateOne({ _id: SWEEP }, { $set: { at, last } }, { upsert: true });
  }
}
