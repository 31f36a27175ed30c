import net from 'node:net';
import { Pool } from '../postgres/pool.ts';
import { greet } from '../commands/login.ts';
import { encode, NOT_OK } from './bson-codec.ts';
import { Client } from './client.ts';
import { CursorStore } from './cursors.ts';
import { dispatch } from './dispatch.ts';
import { Failpoints } from './failpoints.ts';
import { Housekeeping } from './housekeeping.ts';
import { IndexKeys } from './index-keys.ts';
import { codeName, ErrorCode } from './mongo-error.ts';
import { DEFAULT_GATEWAY_OPTIONS, ENGINE_SETTINGS } from './options.ts';
import type { GatewayOptions } from './options.ts';
import type { RawDocument } from './raw-bson.ts';
import { ScramVerifier } from './scram.ts';
import { SessionFields } from './session-fields.ts';
import { SessionStore } from './sessions.ts';
import type { GatewayState } from './state.ts';
import { TransactionManager } from './transactions.ts';
import { FrameReader, formatReply, parseRequest, ProtocolError } from './wire.ts';

const POOL_IDLE_MS = 60_000;
const EXPIRY_MS = 1_000;
/** A client that sends ahead is read no further once this many of its messages wait. */
const MAX_WAITING_MESSAGES = 16;

/** The MongoDB wire protocol in front of a PostgreSQL that has the document engine. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server: net.Server;
  readonly #state: GatewayState;
  readonly #housekeeping: Housekeeping;
  readonly #clients = new Set<Client>();
  readonly #expiry: NodeJS.Timeout;
  readonly #sessionFields = new SessionFields();
  #lastClientId = 0;
  #lastClientGone = Date.now();

  constructor(options: Partial<GatewayOptions> & Pick<GatewayOptions, 'postgresSocket'>) {
    this.#options = { ...DEFAULT_GATEWAY_OPTIONS, ...options };
    const pool = new Pool({
      socketPath: this.#options.postgresSocket,
      settings: ENGINE_SETTINGS,
      maximum: this.#options.maxConnections,
      connectWaitMs: this.#options.connectWaitMs,
      idleMs: POOL_IDLE_MS,
    });
    const transactions = new TransactionManager(pool, this.#options);
    this.#housekeeping = new Housekeeping(pool, this.#options.log);
    this.#state = {
      options: this.#options,
      verifier: this.#options.credentials && new ScramVerifier(this.#options.credentials),
      pool,
      transactions,
      sessions: new SessionStore(transactions, this.#options),
      cursors: new CursorStore(this.#options.cursorIdleMs),
      indexKeys: new IndexKeys(pool),
      failpoints: new Failpoints(),
      clients: this.#clients,
      startedAt: new Date(),
      housekeeping: this.#housekeeping,
    };
    this.#server = net.createServer((socket) => this.#accept(socket));
    this.#expiry = setInterval(() => this.#expire(), EXPIRY_MS);
    this.#expiry.unref();
    this.#housekeeping.schedule(this.#options.housekeepingMs);
  }

  /**
   * Listens on the loopback interface, where 0 lets the system choose a port, or on a Unix socket, by its path.
   * Resolves to the port, 0 for a socket.
   */
  listen(where: number | string): Promise<number> {
    const address = typeof where === 'string' ? { path: where } : { port: where, host: '127.0.0.1' };
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(address, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  /** How long nobody has been connected, in milliseconds. */
  get idleMs(): number {
    return this.#clients.size > 0 ? 0 : Date.now() - this.#lastClientGone;
  }

  /** Stops listening, cuts the clients and rolls back what they left open. */
  async close(): Promise<void> {
    clearInterval(this.#expiry);
    this.#housekeeping.stop();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const client of this.#clients) client.socket.destroy();
    await this.#state.sessions.endAll();
    this.#state.pool.close();
    await closed;
  }

  #expire(): void {
    this.#state.sessions.expire();
    this.#state.cursors.expire();
    this.#state.pool.shrink();
  }

  #accept(socket: net.Socket): void {
    const client = new Client(++this.#lastClientId, socket);
    this.#clients.add(client);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    const reader = new FrameReader();
    let waiting = 0;
    let turn = Promise.resolve();
    const serve = async (frame: Buffer): Promise<void> => {
      try {
        await this.#serve(client, frame);
      } catch (error) {
        // A broken protocol, or a fault of the gateway's own: this connection ends, the others do not notice.
        if (!(error instanceof ProtocolError)) this.#options.log(`connection ${client.id} cut: ${String(error)}`);
        socket.destroy();
      }
      if (--waiting < MAX_WAITING_MESSAGES) socket.resume();
    };
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) {
          waiting++;
          turn = turn.then(() => serve(frame));
        }
      } catch {
        socket.destroy();
      }
      if (waiting >= MAX_WAITING_MESSAGES) socket.pause();
    });
    // What follows an error is a close, which is where everything is let go.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#release(client));
  }

  #release(client: Client): void {
    this.#clients.delete(client);
    this.#lastClientGone = Date.now();
    client.abandonReads();
    this.#state.sessions.clientGone(client);
  }

  async #serve(client: Client, frame: Buffer): Promise<void> {
    if (client.socket.destroyed) return;
    const request = parseRequest(frame);
    const { command } = request;
    client.applicationName ??= command.getDocument('client')?.getDocument('application')?.getString('name');
    const answer = request.legacy
      ? legacyAnswer(this.#state, client, command)
      : await dispatch(this.#state, client, command, request.sequences);
    if (!answer || !request.wantsReply || client.socket.destroyed) return;
    client.socket.cork();
    for (const part of formatReply(request, answer, this.#sessionFields.for(command))) client.socket.write(part);
    client.socket.uncork();
  }
}

/** The old envelope is good for the greeting only, as in MongoDB itself. */
function legacyAnswer(gateway: GatewayState, client: Client, command: RawDocument): Buffer {
  const name = command.firstName?.toLowerCase();
  if (name === 'hello' || name === 'ismaster') return greet(gateway, client, command, name === 'ismaster');
  const code = ErrorCode.UnsupportedOpQueryCommand;
  return encode({ ok: NOT_OK, errmsg: `Unsupported OP_QUERY command: ${name ?? ''}`, code, codeName: codeName(code) });
}
