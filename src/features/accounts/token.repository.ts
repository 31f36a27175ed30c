import { Types, type Connection } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { tokenModel, type TokenDocument } from './account.model.ts';
import { type Token } from './account.record.ts';

type Found = TokenDocument & { readonly _id: Types.ObjectId };

/** Reads and writes bearer tokens; the hash goes in and never comes out. */
export class TokenRepository {
  readonly #tokens;

  constructor(connection: Connection) {
    this.#tokens = tokenModel(connection);
  }

  async insert(token: Omit<Token, 'id'>, hash: string, tx: Tx): Promise<Token> {
    const id = new Types.ObjectId();
    await this.#tokens.create([{ _id: id, ...token, hash }], { session: tx.session });
    return { id: id.toHexString(), ...token };
  }

  async findByHash(hash: string): Promise<Token | undefined> {
    const found = await this.#tokens.findOne({ hash }).lean<Found>();
    return found ? toRecord(found) : undefined;
  }

  async find(id: string, tx?: Tx): Promise<Token | undefined> {
    if (!Types.ObjectId.isValid(id)) return undefined;
    const found = await this.#tokens
      .findById(new Types.ObjectId(id), null, { session: tx?.session ?? null })
      .lean<Found>();
    return found ? toRecord(found) : undefined;
  }

  /** The account's tokens, newest first. */
  async listOf(accountId: string): Promise<readonly Token[]> {
    const found = await this.#tokens.find({ accountId }).sort({ createdAt: -1, _id: -1 }).lean<Found[]>();
    return found.map(toRecord);
  }

  async revoke(id: string, at: Date, tx: Tx): Promise<void> {
    await this.#tokens.updateOne({ _id: new Types.ObjectId(id) }, { $set: { revokedAt: at } }, { session: tx.session });
  }

  async markUsed(id: string, at: Date): Promise<void> {
    await this.#tokens.updateOne({ _id: new Types.ObjectId(id) }, { $set: { lastUsedAt: at } });
  }
}

const toRecord = ({ _id, hash: _hash, ...token }: Found): Token => ({ id: _id.toHexString(), ...token });
