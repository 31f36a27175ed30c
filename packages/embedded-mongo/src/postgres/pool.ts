import { delay } from '../platform.ts';
import { ConnectionLostError, PgConnection } from './pg-connection.ts';
import { PgError } from './pg-messages.ts';

export interface PoolOptions {
  readonly socketPath: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly maximum: number;
  /** How long a request waits for a PostgreSQL that is away: a restart of it is then invisible to clients. */
  readonly connectWaitMs: number;
  readonly idleMs: number;
}

interface Waiter {
  readonly resolve: (connection: PgConnection) => void;
  readonly reject: (error: unknown) => void;
}

/** Starting up, shutting down, or full for the moment. */
const NOT_YET = new Set(['57P03', '57P01', '57P02', '53300']);
const KEPT_IDLE = 2;

const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionLostError || (error instanceof PgError && NOT_YET.has(error.sqlState));

/** The gateway's connections to PostgreSQL. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: { connection: PgConnection; since: number }[] = [];
  readonly #members = new Set<PgConnection>();
  readonly #waiters: Waiter[] = [];
  #opening = 0;
  #away: Promise<void> | null = null;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#members.size + this.#opening;
  }

  /** Lends a connection outside any transaction; give it back with `release`. */
  async acquire(): Promise<PgConnection> {
    if (this.#closed) throw new ConnectionLostError('the gateway is shutting down');
    const idle = this.#idle.pop();
    if (idle) return idle.connection;
    if (this.size < this.#options.maximum) return this.#open();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  /** Takes a connection back. One that is still inside a transaction is broken, never handed on. */
  release(connection: PgConnection): void {
    if (!this.#members.has(connection)) return;
    if (connection.transactionStatus !== 'I') {
      connection.destroy(new ConnectionLostError('given back inside a transaction'));
      return;
    }
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve(connection);
    else if (this.#closed) connection.end();
    else this.#idle.push({ connection, since: Date.now() });
  }

  /** Lends a connection to `work` and takes it back afterwards. */
  async use<T>(work: (connection: PgConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquire();
    try {
      return await work(connection);
    } finally {
      this.release(connection);
    }
  }

  /** Ends connections nobody used for a while. */
  shrink(): void {
    const oldest = Date.now() - this.#options.idleMs;
    while (this.size > KEPT_IDLE) {
      const [first] = this.#idle;
      if (!first || first.since > oldest) return;
      this.#idle.shift();
      this.#members.delete(first.connection);
      first.connection.end();
    }
  }

  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.end();
    for (const waiter of this.#waiters.splice(0))
      waiter.reject(new ConnectionLostError('the gateway is shutting down'));
  }

  async #open(): Promise<PgConnection> {
    this.#opening++;
    try {
      const connection = await this.#connectPatiently();
      this.#members.add(connection);
      return connection;
    } finally {
      this.#opening--;
      this.#serveWaiters();
    }
  }

  async #connectPatiently(): Promise<PgConnection> {
    const { socketPath, settings, connectWaitMs } = this.#options;
    const deadline = Date.now() + connectWaitMs;
    for (;;) {
      if (this.#away) await this.#away;
      try {
        return await PgConnection.connect({ socketPath, settings, onClose: (connection) => this.#forget(connection) });
      } catch (error) {
        if (!isPassing(error) || this.#closed || Date.now() > deadline) throw error;
        this.#away ??= this.#untilBack(deadline).finally(() => (this.#away = null));
      }
    }
  }

  /**
   * Asks until the server is back, or the time is up. One asks for all: a server that recovers from a crash would be
   * slowed down by dozens that knock at its door.
   */
  async #untilBack(deadline: number): Promise<void> {
    while (!this.#closed && Date.now() <= deadline) {
      await delay(50);
      try {
        (await PgConnection.connect({ socketPath: this.#options.socketPath })).end();
        return;
      } catch (error) {
        if (!isPassing(error)) return;
      }
    }
  }

  #forget(connection: PgConnection): void {
    if (!this.#members.delete(connection)) return;
    const index = this.#idle.findIndex((entry) => entry.connection === connection);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#serveWaiters();
  }

  #serveWaiters(): void {
    if (this.#waiters.length === 0 || this.size >= this.#options.maximum) return;
    const waiter = this.#waiters.shift();
    if (waiter) this.#open().then(waiter.resolve, waiter.reject);
  }
}
