import net from 'node:net';
import { cancelMessage, parseError, parseRow, queryMessages, startupMessage, stringMessage } from './pg-messages.ts';
import type { PgError, PgParameter, PgRow } from './pg-messages.ts';

/** The connection broke, or could not be made: whether the statement ran is not known. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

export interface PgConnectionOptions {
  readonly socketPath: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly onClose?: (connection: PgConnection) => void;
}

interface PendingQuery {
  readonly resolve: (rows: PgRow[]) => void;
  readonly reject: (error: Error) => void;
  readonly rows: PgRow[];
  /** The text whose statement is made by this query; forgotten again when it fails. */
  readonly prepares: string | null;
  error: PgError | null;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The smallest PostgreSQL client the gateway needs: extended protocol with binary parameters and results, so that a
 * page of documents goes from the server to the client untouched; one prepared statement per text; pipelining; cancel.
 */
export class PgConnection {
  /** `I` outside a transaction, `T` inside one, `E` inside a failed one. */
  transactionStatus = 'I';
  /** Set once the connection is of no more use. */
  closedBy: Error | null = null;

  readonly #options: PgConnectionOptions;
  readonly #socket: net.Socket;
  readonly #pending: PendingQuery[] = [];
  readonly #statements = new Map<string, string>();
  #chunks: Buffer[] = [];
  #buffered = 0;
  #statementCount = 0;
  #processId = 0;
  #secretKey = 0;
  #starting: { resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor(options: PgConnectionOptions) {
    this.#options = options;
    this.#socket = net.connect(options.socketPath);
  }

  /** Connects and waits until the server is ready for queries. */
  static async connect(options: PgConnectionOptions): Promise<PgConnection> {
    const connection = new PgConnection(options);
    await connection.#start();
    return connection;
  }

  #start(): Promise<void> {
    const socket = this.#socket;
    const timer = setTimeout(
      () => this.destroy(new ConnectionLostError('PostgreSQL did not answer')),
      CONNECT_TIMEOUT_MS,
    );
    const started = new Promise<void>((resolve, reject) => {
      this.#starting = { resolve, reject };
    }).finally(() => clearTimeout(timer));
    socket.on('connect', () => {
      const settings = {
        user: 'postgres',
        database: 'postgres',
        application_name: 'embedded-mongo',
        client_encoding: 'UTF8',
        ...this.#options.settings,
      };
      socket.write(startupMessage(settings));
    });
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.destroy(new ConnectionLostError(error.message, { cause: error })));
    socket.on('close', () => this.destroy(new ConnectionLostError('PostgreSQL closed the connection')));
    return started;
  }

  /** Runs a statement, prepared on first use; several may be under way at once and are answered in order. */
  query(text: string, parameters: readonly PgParameter[] = []): Promise<PgRow[]> {
    let name = this.#statements.get(text);
    const fresh = name === undefined;
    if (name === undefined) {
      name = `s${++this.#statementCount}`;
      this.#statements.set(text, name);
    }
    const prepares = fresh ? text : null;
    return this.#send(queryMessages(name, prepares, parameters), prepares);
  }

  /** Runs one or several statements without parameters by the simple protocol; the results are text. */
  simple(sql: string): Promise<PgRow[]> {
    return this.#send([stringMessage('Q', sql)], null);
  }

  #send(out: readonly Buffer[], prepares: string | null): Promise<PgRow[]> {
    if (this.closedBy) return Promise.reject(this.closedBy);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject, rows: [], prepares, error: null });
      this.#socket.cork();
      for (const buffer of out) this.#socket.write(buffer);
      this.#socket.uncork();
    });
  }

  /** Asks the server to give up the running statement. It may hit a later one: destroy the connection afterwards. */
  cancel(): void {
    const socket = net.connect(this.#options.socketPath);
    socket.on('error', () => socket.destroy());
    socket.on('connect', () => {
      socket.end(cancelMessage(this.#processId, this.#secretKey));
    });
  }

  /** Ends an idle connection. */
  end(): void {
    if (!this.closedBy) this.#socket.end(stringMessage('X'));
  }

  /** Breaks the connection; whatever waits for an answer fails with `reason`. */
  destroy(reason: Error): void {
    if (this.closedBy) return;
    this.closedBy = reason;
    this.#starting?.reject(reason);
    this.#starting = null;
    for (const query of this.#pending.splice(0)) query.reject(reason);
    this.#socket.destroy();
    this.#options.onClose?.(this);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#buffered >= 5) {
      let head = this.#joined(5);
      const length = head.readInt32BE(1) + 1;
      if (this.#buffered < length) return;
      head = this.#joined(length);
      const rest = head.subarray(length);
      if (rest.length === 0) this.#chunks.shift();
      else this.#chunks[0] = rest;
      this.#buffered -= length;
      this.#handle(head.subarray(0, length));
    }
  }

  /** The first chunk, joined with the next ones until it holds `length` bytes. */
  #joined(length: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= length) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #handle(body: Buffer): void {
    const [query] = this.#pending;
    switch (String.fromCharCode(body[0] ?? 0)) {
      case 'D':
        query?.rows.push(parseRow(body));
        break;
      case 'E':
        this.#handleError(parseError(body), query);
        break;
      case 'Z':
        this.#handleReady(String.fromCharCode(body[5] ?? 0), query);
        break;
      case 'K':
        this.#processId = body.readInt32BE(5);
        this.#secretKey = body.readInt32BE(9);
        break;
      case 'R':
        if (body.readInt32BE(5) !== 0) this.destroy(new ConnectionLostError('PostgreSQL asks for a password'));
        break;
      default:
    }
  }

  #handleError(error: PgError, query: PendingQuery | undefined): void {
    if (query) {
      query.error ??= error;
    } else if (this.#starting) {
      this.#starting.reject(error);
      this.#starting = null;
    }
  }

  #handleReady(status: string, query: PendingQuery | undefined): void {
    this.transactionStatus = status;
    if (this.#starting) {
      this.#starting.resolve();
      this.#starting = null;
      return;
    }
    if (!query) return;
    this.#pending.shift();
    if (!query.error) {
      query.resolve(query.rows);
      return;
    }
    // A statement made by a failed query may or may not exist: the next use makes a new one.
    if (query.prepares !== null) this.#statements.delete(query.prepares);
    query.reject(query.error);
  }
}
