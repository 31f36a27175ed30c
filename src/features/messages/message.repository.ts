import { type Connection, trusted } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { messageModel } from './message.model.ts';
import { type Message } from './message.record.ts';

const named = <T extends { readonly _id: string }>({ _id, ...rest }: T) => ({ id: _id, ...rest });
const keyed = <T extends { readonly id: string }>({ id, ...rest }: T) => ({ _id: id, ...rest });

/** Stores messages until they are sent, and what became of them. */
export class MessageRepository {
  readonly #messages;

  constructor(connection: Connection) {
    this.#messages = messageModel(connection);
  }

  /** Adds messages inside the transaction of the change that asks for them. */
  async add(messages: readonly Message[], tx: Tx): Promise<void> {
    await this.#messages.insertMany(messages.map(keyed), { session: tx.session, ordered: true });
  }

  /** Adds those that nobody has written before, inside a transaction where one is given; tells how many. */
  async addNew(messages: readonly Message[], tx?: Tx): Promise<number> {
    let added = 0;
    for (const { id, ...message } of messages) {
      const options = { upsert: true, ...(tx ? { session: tx.session } : {}) };
      const done = await this.#messages.updateOne({ _id: id }, { $setOnInsert: message }, options);
      added += done.upsertedCount;
    }
    return added;
  }

  /** Which of these have been written. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#messages
      .find({ _id: trusted({ $in: [...ids] }) })
      .select('_id')
      .lean();
    return new Set(found.map(({ _id }) => _id));
  }

  /** The reminders of a dispute, oldest first. */
  async remindersOf(disputeId: string): Promise<readonly Message[]> {
    const found = await this.#messages
      .find({ disputeId, reason: trusted({ $exists: true }) })
      .sort({ createdAt: 1 })
      .lean();
    return found.map(named);
  }

  /** The latest messages, newest first. */
  async outbox(limit: number): Promise<readonly Message[]> {
    return (await this.#messages.find().sort({ createdAt: -1 }).limit(limit).lean()).map(named);
  }

  /** Takes a message that is due, for a minute. */
  async take(now: Date, until: Date): Promise<Message | undefined> {
    const found = await this.#messages
      .findOneAndUpdate(
        { state: 'waiting', nextAt: trusted({ $lte: now }) },
        { $set: { nextAt: until }, $inc: { attempts: 1 } },
        { sort: { nextAt: 1 }, returnDocument: 'after' },
      )
      .lean();
    return found ? named(found) : undefined;
  }

  async settle(id: string, change: Partial<Message>): Promise<void> {
    await this.#messages.updateOne({ _id: id }, { $set: change });
  }
}
