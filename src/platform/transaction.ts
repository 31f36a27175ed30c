import { MongoError } from 'mongodb';
import { type ClientSession, type Connection } from 'mongoose';
import { type Clock } from './clock.ts';

/** Proof of being inside a transaction; repositories pass its session to every operation. */
export interface Tx {
  readonly session: ClientSession;
}

export interface Transactions {
  readonly connection: Connection;
  readonly clock: Clock;
  /**
   * Runs the work in one transaction and returns its answer once a majority has stored it. The work is repeated when
   * it met another writer, so it must not act on anything but the database.
   */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export const createTransactions = (connection: Connection, clock: Clock): Transactions => ({
  connection,
  clock,
  run: async (work) => {
    const session = await connection.startSession();
    try {
      return await session.withTransaction(() => work({ session }), {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
      });
    } finally {
      await session.endSession();
    }
  },
});

const DUPLICATE_KEY = 11_000;

/** True when the error says that a unique key is taken. */
export const isDuplicateKey = (error: unknown): boolean => error instanceof MongoError && error.code === DUPLICATE_KEY;

/**
 * Two transactions that create the same document meet as a duplicate key. Marked so, the whole work is repeated and
 * finds the other's document.
 */
export async function repeatOnDuplicate<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error)) (error as MongoError).addErrorLabel('TransientTransactionError');
    throw error;
  }
}
