import { Schema, type Connection, type Model } from 'mongoose';
import { repeatOnDuplicate, type Tx } from './transaction.ts';

interface Counter {
  readonly _id: string;
  readonly value: number;
}

const schema = new Schema<Counter>(
  { _id: { type: String, required: true }, value: { type: Number, required: true } },
  { collection: 'counters', versionKey: false },
);

export const counterModel = (connection: Connection): Model<Counter> =>
  (connection.models['Counter'] as Model<Counter> | undefined) ?? connection.model<Counter>('Counter', schema);

/** Hands out the numbers of named series, such as a unit's register of a year. */
export interface Counters {
  /** The next number of the series, from 1; given back when the transaction is not kept, so no number is ever lost. */
  nextNumber(tx: Tx, name: string): Promise<number>;
  /** Takes `count` numbers that follow each other and tells the first. */
  nextNumbers(tx: Tx, name: string, count: number): Promise<number>;
}

export function createCounters(connection: Connection): Counters {
  const counters = counterModel(connection);
  const take = (tx: Tx, name: string, count: number): Promise<number> =>
    repeatOnDuplicate(async () => {
      const counter = await counters
        .findOneAndUpdate(
          { _id: name },
          { $inc: { value: count } },
          { upsert: true, returnDocument: 'after', session: tx.session },
        )
        .lean()
        .orFail();
      return counter.value - count + 1;
    });
  return { nextNumber: (tx, name) => take(tx, name, 1), nextNumbers: take };
}
