import { trusted, Types, type Connection, type QueryFilter, type UpdateQuery } from 'mongoose';
import { notFound, stale } from '../../domain/errors.ts';
import { type Role } from '../../domain/permission.ts';
import { isDuplicateKey, type Tx } from '../../platform/transaction.ts';
import { accountModel, type AccountDocument } from './account.model.ts';
import { type Account, type AccountSecrets, type StoredAccount } from './account.record.ts';

/** What the list of accounts may be narrowed by. */
export interface AccountFilter {
  /** Part of the user name or of the person's name. */
  readonly q?: string | undefined;
  readonly role?: Role | undefined;
  readonly unitCode?: string | undefined;
  readonly state?: 'active' | 'disabled' | undefined;
}

export interface AccountPage {
  readonly items: readonly Account[];
  readonly next?: string;
}

/** What may be changed; a field given as null is removed. */
export type AccountChange = {
  readonly [K in keyof Omit<StoredAccount, 'id' | 'username' | 'createdAt' | 'version'>]?: StoredAccount[K] | null;
};

const PUBLIC = { passwordHash: 0, previousHashes: 0, failedLogins: 0, totpSecret: 0, totpStep: 0 } as const;

/** Reads and writes accounts; only `findStored` and `getStored` read hashes. */
export class AccountRepository {
  readonly #accounts;

  constructor(connection: Connection) {
    this.#accounts = accountModel(connection);
  }

  /** @throws DomainError `accountNotFound` */
  async get(id: string, tx?: Tx): Promise<Account> {
    const found = await this.find(id, tx);
    if (!found) throw notFound('accounts.accountNotFound');
    return found;
  }

  async find(id: string, tx?: Tx): Promise<Account | undefined> {
    if (!Types.ObjectId.isValid(id)) return undefined;
    const found = await this.#accounts
      .findById(new Types.ObjectId(id), PUBLIC, session(tx))
      .lean<AccountDocument & { _id: Types.ObjectId }>();
    return found ? toRecord(found) : undefined;
  }

  async findByUsername(username: string): Promise<Account | undefined> {
    const found = await this.#accounts.findOne({ username }, PUBLIC).lean<AccountDocument & { _id: Types.ObjectId }>();
    return found ? toRecord(found) : undefined;
  }

  async findStored(username: string): Promise<StoredAccount | undefined> {
    const found = await this.#accounts.findOne({ username }).lean<AccountDocument & { _id: Types.ObjectId }>();
    return found ? toRecord(found) : undefined;
  }

  /** @throws DomainError `accountNotFound` */
  async getStored(id: string, tx?: Tx): Promise<StoredAccount> {
    const found = Types.ObjectId.isValid(id)
      ? await this.#accounts
          .findById(new Types.ObjectId(id), null, session(tx))
          .lean<AccountDocument & { _id: Types.ObjectId }>()
      : null;
    if (!found) throw notFound('accounts.accountNotFound');
    return toRecord(found);
  }

  /** Stores a new account and gives its id; undefined when the user name is taken. */
  async insert(account: Omit<Account, 'id'> & AccountSecrets, tx: Tx): Promise<string | undefined> {
    const taken = await this.#accounts.exists({ username: account.username }).session(tx.session);
    if (taken) return undefined;
    try {
      const id = new Types.ObjectId();
      await this.#accounts.create([{ _id: id, ...account }], { session: tx.session });
      return id.toHexString();
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  /** Changes the account at the version the caller saw. @throws DomainError `stale` when somebody else changed it since */
  async update(id: string, seenVersion: number, change: AccountChange, tx: Tx): Promise<void> {
    const result = await this.#accounts.updateOne(
      { _id: new Types.ObjectId(id), version: seenVersion },
      { ...toUpdate(change), $inc: { version: 1 } },
      { session: tx.session, runValidators: true },
    );
    if (result.matchedCount === 1) return;
    const { version } = await this.get(id, tx);
    throw stale(seenVersion, version);
  }

  /** Notes what signing in leaves behind; nobody's edit of the account is disturbed, so the version stays. */
  async note(
    id: string,
    change: Pick<
      AccountChange,
      'failedLogins' | 'lockedUntil' | 'lastLoginAt' | 'disabledAt' | 'disabledBecause' | 'totpStep'
    >,
    tx: Tx,
  ): Promise<void> {
    await this.#accounts.updateOne({ _id: new Types.ObjectId(id) }, toUpdate(change), {
      session: tx.session,
      runValidators: true,
    });
  }

  /** Names by account id. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = ids.filter((id) => Types.ObjectId.isValid(id)).map((id) => new Types.ObjectId(id));
    const found = await this.#accounts
      .find({ _id: trusted({ $in: known }) })
      .select('name')
      .lean<{ readonly _id: Types.ObjectId; readonly name: string }[]>();
    return new Map(found.map(({ _id, name }) => [_id.toHexString(), name]));
  }

  /** A page in the order of user names; `cursor` is the last name of the page before. */
  async list(filter: AccountFilter, page: { limit: number; cursor?: string | undefined }): Promise<AccountPage> {
    const conditions = [toQuery(filter)];
    if (page.cursor !== undefined) conditions.push({ username: trusted({ $gt: page.cursor }) });
    const found = await this.#accounts
      .find({ $and: conditions }, PUBLIC)
      .sort({ username: 1 })
      .limit(page.limit + 1)
      .lean<(AccountDocument & { _id: Types.ObjectId })[]>();
    const items = found.slice(0, page.limit).map(toRecord);
    const last = items.at(-1);
    return found.length > page.limit && last ? { items, next: last.username } : { items };
  }

  /** Active accounts with a post in one of the units and roles, whatever its days. */
  async holders(unitCodes: readonly string[], roles: readonly Role[]): Promise<readonly Account[]> {
    const post = { unitCode: { $in: unitCodes }, role: { $in: roles } };
    const found = await this.#accounts
      .find({ disabledAt: trusted({ $exists: false }), posts: trusted({ $elemMatch: post }) }, PUBLIC)
      .sort({ name: 1 })
      .lean<(AccountDocument & { _id: Types.ObjectId })[]>();
    return found.map((one) => toRecord(one));
  }

  count(filter: AccountFilter): Promise<number> {
    return this.#accounts.countDocuments(toQuery(filter));
  }
}

function toUpdate(change: AccountChange): UpdateQuery<AccountDocument> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    $set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
    $unset: Object.fromEntries(entries.filter(([, value]) => value === null).map(([field]) => [field, 1])),
  };
}

function toQuery({ q, role, unitCode, state }: AccountFilter): QueryFilter<AccountDocument> {
  const conditions: QueryFilter<AccountDocument>[] = [];
  if (q) {
    const part = new RegExp(q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
    conditions.push({ $or: [{ username: part }, { name: part }] });
  }
  if (role) conditions.push({ 'posts.role': role });
  if (unitCode) conditions.push({ 'posts.unitCode': unitCode });
  if (state) conditions.push({ disabledAt: trusted({ $exists: state === 'disabled' }) });
  return conditions.length > 0 ? { $and: conditions } : {};
}

/** As it was read: a public projection left the hashes out. */
const toRecord = ({ _id, ...record }: AccountDocument & { _id: Types.ObjectId }): StoredAccount => ({
  id: _id.toHexString(),
  ...record,
});

const session = (tx: Tx | undefined) => ({ session: tx?.session ?? null });
