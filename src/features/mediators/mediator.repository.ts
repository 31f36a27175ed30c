import { type Connection, trusted } from 'mongoose';
import { stale } from '../../domain/errors.ts';
import { repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { mediatorModel, type StoredProfile } from './mediator.model.ts';
import { type MediatorProfile } from './mediator.record.ts';

/** Stores what is known of mediators, one document a person. */
export class MediatorRepository {
  readonly #profiles;

  constructor(connection: Connection) {
    this.#profiles = mediatorModel(connection);
  }

  async ofAccounts(ids: readonly string[], tx?: Tx): Promise<ReadonlyMap<string, MediatorProfile>> {
    const found = await this.#profiles
      .find({ _id: trusted({ $in: [...ids] }) }, null, { session: tx?.session ?? null })
      .lean<StoredProfile[]>();
    return new Map(found.map(({ _id, ...profile }) => [_id, { accountId: _id, ...profile }]));
  }

  /** @throws DomainError `stale` when somebody else has changed it; 0 stands for a profile never saved */
  async save({ accountId, ...profile }: MediatorProfile, seenVersion: number, tx: Tx): Promise<void> {
    const before = (await this.ofAccounts([accountId], tx)).get(accountId)?.version ?? 0;
    if (before !== seenVersion) throw stale(seenVersion, before);
    await repeatOnDuplicate(() =>
      this.#profiles.replaceOne(
        { _id: accountId },
        { _id: accountId, ...profile },
        { upsert: true, session: tx.session },
      ),
    );
  }
}
