import { type Connection, trusted } from 'mongoose';
import { type State } from '../../domain/lifecycle.ts';
import { disputeModel } from '../disputes/index.ts';

/** States in which an agreement is performed. */
const PERFORMING: readonly State[] = ['S13', 'S14'];

/** Finds the disputes in which something is to be performed soon, or should have been. */
export class ReminderRepository {
  readonly #disputes;

  constructor(connection: Connection) {
    this.#disputes = disputeModel(connection);
  }

  /** Ids of the disputes under performance for which something is due by then, the longest due first. */
  async performing(dueBy: Date): Promise<readonly string[]> {
    const found = await this.#disputes
      .find({ state: trusted({ $in: [...PERFORMING] }), nextDueAt: trusted({ $lte: dueBy }) })
      .sort({ nextDueAt: 1 })
      .select('_id')
      .lean();
    return found.map(({ _id }) => String(_id));
  }
}
