import { type Connection } from 'mongoose';
import { isDuplicateKey } from '../../platform/transaction.ts';
import { draftModel, type StoredDraft } from './draft.model.ts';

export class DraftRepository {
  readonly #drafts;

  constructor(connection: Connection) {
    this.#drafts = draftModel(connection);
  }

  async find(id: string): Promise<StoredDraft | undefined> {
    return (await this.#drafts.findById(id).lean<StoredDraft>()) ?? undefined;
  }

  count(accountId: string): Promise<number> {
    return this.#drafts.countDocuments({ accountId });
  }

  /** Writes what follows the revision `base`; false when another saving came first. */
  async follow(draft: StoredDraft, base: number): Promise<boolean> {
    const { _id, ...rest } = draft;
    if (base > 0) {
      const { matchedCount } = await this.#drafts.updateOne({ _id, revision: base }, { $set: rest });
      return matchedCount === 1;
    }
    try {
      await this.#drafts.create([draft]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await this.#drafts.deleteOne({ _id: id });
  }
}
