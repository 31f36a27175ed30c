import { type Connection, trusted } from 'mongoose';
import { MAX_TRIES, type ProofAnswer } from '../../domain/proof.ts';
import { type Tx } from '../../platform/transaction.ts';
import { messageModel, proofModel } from './proof.model.ts';
import { type Message, type ProofRequest } from './proof.record.ts';

const named = <T extends { readonly _id: string }>({ _id, ...rest }: T) => ({ id: _id, ...rest });
const keyed = <T extends { readonly id: string }>({ id, ...rest }: T) => ({ _id: id, ...rest });

/** Stores requests for confirmation and the messages that carry them. */
export class ProofRepository {
  readonly #requests;
  readonly #messages;

  constructor(connection: Connection) {
    this.#requests = proofModel(connection);
    this.#messages = messageModel(connection);
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

  async ask(requests: readonly ProofRequest[], messages: readonly Message[], tx: Tx): Promise<void> {
    await this.#requests.insertMany(requests.map(keyed), { session: tx.session, ordered: true });
    await this.#messages.insertMany(messages.map(keyed), { session: tx.session, ordered: true });
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

  /** The latest messages, newest first. */
  async outbox(limit: number): Promise<readonly Message[]> {
    return (await this.#messages.find().sort({ createdAt: -1 }).limit(limit).lean()).map(named);
  }

  /** Takes a message that is due, for a minute. */
  async takeMessage(now: Date, until: Date): Promise<Message | undefined> {
    const found = await this.#messages
      .findOneAndUpdate(
        { state: 'waiting', nextAt: trusted({ $lte: now }) },
        { $set: { nextAt: until }, $inc: { attempts: 1 } },
        { sort: { nextAt: 1 }, returnDocument: 'after' },
      )
      .lean();
    return found ? named(found) : undefined;
  }

  async settleMessage(id: string, change: Partial<Message>): Promise<void> {
    await this.#messages.updateOne({ _id: id }, { $set: change });
  }
}
