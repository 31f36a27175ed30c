import { type Connection, trusted } from 'mongoose';
import { MAX_TRIES, type ProofAnswer } from '../../domain/proof.ts';
import { type Tx } from '../../platform/transaction.ts';
import { proofModel } from './proof.model.ts';
import { type ProofRequest } from './proof.record.ts';

const named = <T extends { readonly _id: string }>({ _id, ...rest }: T) => ({ id: _id, ...rest });
const keyed = <T extends { readonly id: string }>({ id, ...rest }: T) => ({ _id: id, ...rest });

/** Stores requests for confirmation and their answers. */
export class ProofRepository {
  readonly #requests;

  constructor(connection: Connection) {
    this.#requests = proofModel(connection);
  }

  /** Requests of a dispute in the order of asking. */
  async ofDispute(disputeId: string): Promise<readonly ProofRequest[]> {
    return (await this.#requests.find({ disputeId }).sort({ askedAt: 1 }).lean()).map(named);
  }

  async byShort(short: string): Promise<ProofRequest | undefined> {
    const found = await this.#requests.findOne({ short }).lean();
    return found ? named(found) : undefined;
  }

  async get(id: string): Promise<ProofRequest | undefined> {
    const found = await this.#requests.findById(id).lean();
    return found ? named(found) : undefined;
  }

  async ask(requests: readonly ProofRequest[], tx: Tx): Promise<void> {
    await this.#requests.insertMany(requests.map(keyed), { session: tx.session, ordered: true });
  }

  /** Takes one try before the code is compared, so that guesses made at once are counted. False: none is left. */
  async takeTry(id: string): Promise<boolean> {
    const taken = await this.#requests.updateOne(
      { _id: id, tries: trusted({ $lt: MAX_TRIES }) },
      { $inc: { tries: 1 } },
    );
    return taken.modifiedCount === 1;
  }

  /** Gives the try back: the code was right. */
  async giveBack(id: string): Promise<void> {
    await this.#requests.updateOne({ _id: id }, { $inc: { tries: -1 } });
  }

  async answer(
    id: string,
    change: { readonly answer: ProofAnswer; readonly answeredAt: Date; readonly note?: string },
    tx: Tx,
  ): Promise<void> {
    await this.#requests.updateOne({ _id: id }, { $set: change }, { session: tx.session });
  }
}
