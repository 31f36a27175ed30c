import type { Client } from './client.ts';
import { ErrorCode, MongoError } from './mongo-error.ts';
import type { GatewayOptions } from './options.ts';
import type { Transaction, TransactionManager } from './transactions.ts';

/** What the gateway remembers of one logical session of a driver. */
export class Session {
  lastUsed = Date.now();
  /** The transaction under way. */
  current: Transaction | null = null;
  /** The last transaction, under way or ended: a repeated commit is answered from it. */
  latest: Transaction | null = null;
  /** The commit under way. */
  committing: { number: bigint; done: Promise<void> } | null = null;
  /** The last retryable write and its answer. */
  retryable: { number: bigint; answer: Promise<Buffer> } | null = null;
}

/** The sessions of all clients, by their id. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #transactions: TransactionManager;
  readonly #options: GatewayOptions;

  constructor(transactions: TransactionManager, options: GatewayOptions) {
    this.#transactions = transactions;
    this.#options = options;
  }

  /** The sessions that are known, by their id in hexadecimal. */
  list(): { id: string; lastUsed: number }[] {
    return [...this.#sessions].map(([id, { lastUsed }]) => ({ id, lastUsed }));
  }

  get(id: string): Session {
    let session = this.#sessions.get(id);
    if (!session) this.#sessions.set(id, (session = new Session()));
    session.lastUsed = Date.now();
    return session;
  }

  /** Starts a transaction; an older one of the session still open is rolled back, as drivers rely on. */
  async start(session: Session, number: bigint): Promise<void> {
    const { latest } = session;
    if (latest && number < latest.number) {
      throw new MongoError(
        ErrorCode.TransactionTooOld,
        `Cannot start transaction ${number} on a session that has already started transaction ${latest.number}.`,
      );
    }
    if (latest && number === latest.number) {
      throw new MongoError(
        ErrorCode.ConflictingOperationInProgress,
        `Transaction ${number} is already in progress or finished.`,
      );
    }
    await this.abort(session);
    session.current = session.latest = await this.#transactions.begin(number);
  }

  /** The open transaction of this number; throws the error MongoDB has for every other case. */
  require(session: Session, number: bigint): Transaction {
    const { current, latest } = session;
    if (current?.number === number) return current;
    if (latest?.number === number && latest.state === 'committed') {
      throw new MongoError(ErrorCode.TransactionCommitted, `Transaction ${number} has been committed.`);
    }
    const reason =
      latest?.number === number
        ? `Transaction with { txnNumber: ${number} } has been aborted.`
        : `Given transaction number ${number} does not match any in-progress transactions.`;
    throw new MongoError(ErrorCode.NoSuchTransaction, reason);
  }

  /** Commits; committing once more what was committed succeeds, also where an earlier gateway committed it. */
  async commit(id: string, session: Session, number: bigint): Promise<void> {
    if (!session.current && session.latest?.number === number && session.latest.state === 'committed') return;
    // A driver may ask again on another connection while the first attempt is still under way.
    if (session.committing?.number === number) return session.committing.done;
    // Also where PostgreSQL was away too long to say what had become of the first attempt.
    const isOpen = session.current?.number === number;
    if (!isOpen && (await this.#transactions.wasCommittedEarlier(id, number))) return;
    const transaction = this.require(session, number);
    session.current = null;
    const done = this.#transactions.commit(transaction, id).finally(() => (session.committing = null));
    session.committing = { number, done };
    await done;
  }

  /** Rolls back what is open. */
  async abort(session: Session): Promise<void> {
    const { current } = session;
    if (!current) return;
    session.current = null;
    await this.#transactions.abort(current);
  }

  async end(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    if (session) await this.abort(session);
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => this.abort(session)));
  }

  /**
   * A connection is gone: transactions no other connection carried are rolled back, but only after a while, because a
   * driver may come back on a new connection to commit.
   */
  clientGone(client: Client): void {
    for (const session of this.#sessions.values()) {
      const transaction = session.current;
      if (!transaction?.clients.delete(client) || transaction.clients.size > 0) continue;
      setTimeout(() => {
        if (session.current === transaction && transaction.clients.size === 0) void this.abort(session);
      }, this.#options.orphanMs).unref();
    }
  }

  /** Rolls back overdue transactions and forgets sessions nobody used for long. */
  expire(now = Date.now()): void {
    for (const [id, session] of this.#sessions) {
      if (session.current) {
        if (this.#transactions.isOverdue(session.current, now)) void this.abort(session);
      } else if (now - session.lastUsed > this.#options.sessionIdleMs) {
        this.#sessions.delete(id);
      }
    }
  }
}
