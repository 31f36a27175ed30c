import { type Connection, trusted } from 'mongoose';
import { disputeModel, type DisputeRecord } from '../disputes/index.ts';

/** Nobody reads more than this of a quarrel between the same people. */
const MOST = 20;

/** Finds other disputes between the same people. */
export class FateRepository {
  readonly #disputes;

  constructor(connection: Connection) {
    this.#disputes = disputeModel(connection);
  }

  /** Ids of the other disputes in which both sides of this one take part, known by identity number or telephone. */
  async betweenSame({ number, parties }: Pick<DisputeRecord, 'number' | 'parties'>): Promise<readonly string[]> {
    const known = (side: 'applicant' | 'respondent') => {
      const own = parties.filter((party) => party.side === side);
      const ids = own.flatMap(({ idIndex }) => idIndex ?? []);
      const phones = own.flatMap(({ phoneIndex }) => phoneIndex ?? []);
      return [
        ...(ids.length > 0 ? [{ 'parties.idIndex': trusted({ $in: ids }) }] : []),
        ...(phones.length > 0 ? [{ 'parties.phoneIndex': trusted({ $in: phones }) }] : []),
      ];
    };
    const [one, other] = [known('applicant'), known('respondent')];
    if (one.length === 0 || other.length === 0) return [];
    const found = await this.#disputes
      .find({ $and: [{ $or: one }, { $or: other }], number: trusted({ $ne: number }) })
      .sort({ lodgedAt: 1 })
      .limit(MOST)
      .select('_id')
      .lean();
    return found.map(({ _id }) => String(_id));
  }
}
