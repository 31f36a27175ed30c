// A write that carries a key is done once: its answer is stored inside the transaction of the act itself, so a
// repeated request finds either both or neither.

import { Schema, type Connection, type Model } from 'mongoose';
import { conflict } from '../domain/errors.ts';
import { repeatOnDuplicate, type Transactions, type Tx } from './transaction.ts';

/** A request that must act once only: who sent it, under which key, and a hash of what was asked. */
export interface Once {
  readonly account: string;
  readonly key: string;
  readonly requestHash: string;
}

interface Answered {
  readonly _id: string;
  readonly requestHash: string;
  readonly answer: unknown;
  readonly answeredAt: Date;
}

const DAY_SECONDS = 86_400;

const schema = new Schema<Answered>(
  {
    _id: { type: String, required: true },
    requestHash: { type: String, required: true },
    answer: { type: Schema.Types.Mixed },
    answeredAt: { type: Date, required: true },
  },
  { collection: 'idempotency', versionKey: false, minimize: false },
);
schema.index({ answeredAt: 1 }, { expireAfterSeconds: DAY_SECONDS });

export const idempotencyModel = (connection: Connection): Model<Answered> =>
  (connection.models['Idempotency'] as Model<Answered> | undefined) ??
  connection.model<Answered>('Idempotency', schema);

/**
 * Runs the work in one transaction, or gives the stored answer of the first time. Answers are kept for a day in
 * clear: let them be identifiers, numbers and states, never personal data.
 * @throws DomainError conflict `idempotency.otherRequest` when the key was used for another request
 */
export async function runOnce<T>(
  transactions: Transactions,
  once: Once | undefined,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!once) return transactions.run(work);
  const answers = idempotencyModel(transactions.connection);
  const id = `${once.account}:${once.key}`;
  return transactions.run(async (tx) => {
    const earlier = await answers.findById(id).session(tx.session).lean();
    if (earlier) {
      if (earlier.requestHash !== once.requestHash) throw conflict('idempotency.otherRequest');
      return earlier.answer as T;
    }
    const answer = await work(tx);
    await repeatOnDuplicate(() =>
      answers.create([{ _id: id, requestHash: once.requestHash, answer, answeredAt: transactions.clock.now() }], {
        session: tx.session,
      }),
    );
    return answer;
  });
}
