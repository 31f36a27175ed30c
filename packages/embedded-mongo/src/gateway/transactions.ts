import type { PgConnection } from '../postgres/pg-connection.ts';
import { ConnectionLostError } from '../postgres/pg-connection.ts';
import { PgError } from '../postgres/pg-messages.ts';
import type { Pool } from '../postgres/pool.ts';
import type { Client } from './client.ts';
import { ErrorCode, MongoError } from './mongo-error.ts';
import type { GatewayOptions } from './options.ts';

export type TransactionState = 'open' | 'committing' | 'committed' | 'aborted';

/** One multi-document transaction and the connection it holds. */
export interface Transaction {
  readonly number: bigint;
  readonly connection: PgConnection;
  readonly startedAt: number;
  readonly clients: Set<Client>;
  lastUsed: number;
  /** Commands under way. */
  busy: number;
  state: TransactionState;
}

interface SlotWaiter {
  readonly admit: () => void;
  readonly timer: NodeJS.Timeout;
}

/** Only of a transaction that wrote something: to repeat another one does no harm. */
const RECORD =
  'INSERT INTO embedded_mongo.committed_transactions (id) SELECT $1 WHERE pg_current_xact_id_if_assigned() IS NOT NULL ' +
  'RETURNING 1';

const recordName = (sessionId: string, number: bigint): string => `${sessionId}:${number}`;

/** Opens and ends transactions; no more than a set number are open at once, further ones queue. */
export class TransactionManager {
  readonly #pool: Pool;
  readonly #options: GatewayOptions;
  readonly #queue: SlotWaiter[] = [];
  #open = 0;
  /** How long a transaction may last. */
  lifetimeMs: number;

  constructor(pool: Pool, options: GatewayOptions) {
    this.#pool = pool;
    this.#options = options;
    this.lifetimeMs = options.transactionLifetimeMs;
  }

  get openCount(): number {
    return this.#open;
  }

  async begin(number: bigint): Promise<Transaction> {
    await this.#takeSlot();
    let connection: PgConnection | undefined;
    try {
      connection = await this.#pool.acquire();
      const { lockTimeoutMs } = this.#options;
      await connection.simple(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout=${lockTimeoutMs}`);
    } catch (error) {
      if (connection) this.#pool.release(connection);
      this.#freeSlot();
      throw error;
    }
    const now = Date.now();
    return { number, connection, startedAt: now, lastUsed: now, clients: new Set(), busy: 0, state: 'open' };
  }

  /** Commits; throws when the transaction had failed before, or what became of it is not known. */
  async commit(transaction: Transaction, sessionId: string): Promise<void> {
    const { connection } = transaction;
    const name = recordName(sessionId, transaction.number);
    const failedBefore = connection.transactionStatus === 'E';
    transaction.state = 'committing';
    try {
      // Kept with what the transaction wrote, so that it can be asked for when no answer comes.
      const record = failedBefore ? Promise.resolve([]) : connection.query(RECORD, [name]);
      record.catch(() => undefined);
      try {
        await connection.simple('COMMIT');
      } catch (error) {
        if (!(error instanceof ConnectionLostError) || !(await this.#survived(record, name))) throw error;
      }
      // Had it failed, COMMIT would have rolled back.
      await record.catch((error: unknown) => {
        if (error instanceof PgError) throw error;
      });
      // PostgreSQL answers COMMIT in a failed transaction by rolling back, without an error.
      if (failedBefore) throw new MongoError(ErrorCode.NoSuchTransaction, 'The transaction has been aborted.');
      transaction.state = 'committed';
    } catch (error) {
      transaction.state = 'aborted';
      throw error;
    } finally {
      this.#finish(transaction);
    }
  }

  /** Whether a transaction was committed without its client having been told, perhaps by an earlier gateway. */
  wasCommittedEarlier(sessionId: string, number: bigint): Promise<boolean> {
    return this.#hasRecord(recordName(sessionId, number));
  }

  /** Rolls back; never throws, because a connection that fails here is destroyed, which rolls back as well. */
  async abort(transaction: Transaction): Promise<void> {
    transaction.state = 'aborted';
    if (transaction.busy > 0) transaction.connection.cancel();
    await transaction.connection.simple('ROLLBACK').catch(() => undefined);
    this.#finish(transaction);
  }

  isOverdue(transaction: Transaction, now: number): boolean {
    if (now - transaction.startedAt > this.lifetimeMs) return true;
    return transaction.busy === 0 && now - transaction.lastUsed > this.#options.transactionIdleMs;
  }

  #finish(transaction: Transaction): void {
    const { connection } = transaction;
    // A cancel sent while the transaction was busy may still be on its way.
    if (transaction.busy > 0) connection.destroy(new ConnectionLostError('the transaction was ended'));
    this.#pool.release(connection);
    this.#freeSlot();
  }

  /**
   * The connection broke during COMMIT: asks PostgreSQL, once it is back, what became of the transaction. By its record,
   * not by its number, because after a crash the number of a transaction that was lost is given to another one.
   */
  async #survived(record: Promise<readonly unknown[]>, name: string): Promise<boolean> {
    try {
      // A transaction that wrote nothing has no record, and nothing that could be lost.
      return (await record).length === 0 || (await this.#hasRecord(name));
    } catch {
      return false;
    }
  }

  async #hasRecord(name: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM embedded_mongo.committed_transactions WHERE id = $1';
    return this.#pool.use(async (connection) => (await connection.query(sql, [name])).length > 0);
  }

  #takeSlot(): Promise<void> {
    if (this.#open < this.#options.maxTransactions) {
      this.#open++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: SlotWaiter = {
        admit: resolve,
        timer: setTimeout(() => {
          this.#queue.splice(this.#queue.indexOf(waiter), 1);
          reject(new MongoError(ErrorCode.TooManyLogicalSessions, 'Too many transactions are open.'));
        }, this.#options.transactionLifetimeMs / 2),
      };
      this.#queue.push(waiter);
    });
  }

  /** Hands the slot on to the next in the queue, or gives it up. */
  #freeSlot(): void {
    const next = this.#queue.shift();
    if (!next) {
      this.#open--;
      return;
    }
    clearTimeout(next.timer);
    next.admit();
  }
}
