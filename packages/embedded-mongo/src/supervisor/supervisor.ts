import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleLayout } from '../bundle/layout.ts';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { tryLock } from '../exclusive-lock.ts';
import type { ExclusiveLock } from '../exclusive-lock.ts';
import { Gateway } from '../gateway/gateway.ts';
import type { Credentials } from '../gateway/scram.ts';
import { identifyProcess, requireArchitecture } from '../platform.ts';
import { databasePaths, prepareGatewayDirectory, SOCKET_NAME } from '../postgres/paths.ts';
import { PostgresServer } from '../postgres/server.ts';
import { ensurePassword } from './password.ts';
import type { SupervisorSettings } from './protocol.ts';
import { readState, writeState } from './state-file.ts';
import type { SupervisorState } from './state-file.ts';

const IDLE_CHECK_MS = 500;

/** A database that runs in this process: PostgreSQL as its child, the gateway in itself. */
export class Supervisor {
  readonly uri: string;
  /** Where it listens, without the password. */
  readonly place: string;
  readonly #gateway: Gateway;
  readonly #postgres: PostgresServer;
  readonly #lock: ExclusiveLock;
  readonly #stateFile: string;
  readonly #state: SupervisorState;
  #idleTimer: NodeJS.Timeout | null = null;
  #stopped: Promise<void> | null = null;

  private constructor(
    running: { gateway: Gateway; postgres: PostgresServer; lock: ExclusiveLock },
    stateFile: string,
    state: SupervisorState,
  ) {
    this.uri = state.uri;
    this.place = connectionString(state, null);
    this.#gateway = running.gateway;
    this.#postgres = running.postgres;
    this.#lock = running.lock;
    this.#stateFile = stateFile;
    this.#state = state;
  }

  /** Starts the database, or returns null when another process has it running already. */
  static async start(settings: SupervisorSettings, log: (line: string) => void): Promise<Supervisor | null> {
    const lock = await tryLock('run', settings.directory);
    if (!lock) return null;
    const layout = bundleLayout(settings.bundleDirectory, requireArchitecture());
    const postgres = new PostgresServer({ directory: settings.directory, layout, durable: settings.durable, log });
    let gateway: Gateway | null = null;
    try {
      await postgres.start();
      const { state: stateFile, password } = databasePaths(settings.directory);
      const credentials = settings.password ? await ensurePassword(password) : null;
      const { failpoints } = settings;
      gateway = new Gateway({ postgresSocket: postgres.socket, credentials, failpoints, log });
      const place = settings.socket
        ? await listenOnSocket(gateway, settings.directory)
        : await listenOnPort(gateway, settings.port, (await readState(stateFile))?.port);
      const state = {
        supervisor: await identifyProcess(process.pid),
        ...place,
        uri: connectionString(place, credentials),
      };
      await writeState(stateFile, state);
      return new Supervisor({ gateway, postgres, lock }, stateFile, state);
    } catch (error) {
      await gateway?.close();
      await postgres.stop();
      await lock.release();
      throw error;
    }
  }

  /** Calls back when the database can no longer be kept running. */
  onFailure(callback: (error: Error) => void): void {
    this.#postgres.onGivenUp(callback);
  }

  /** Calls back once nobody has been connected for so long. */
  onIdle(seconds: number, callback: () => void): void {
    this.#idleTimer = setInterval(() => {
      if (this.#gateway.idleMs >= seconds * 1000) callback();
    }, IDLE_CHECK_MS);
  }

  /** Ends the database; the state file says so first, so that nobody attaches to what is about to end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    if (this.#idleTimer) clearInterval(this.#idleTimer);
    await writeState(this.#stateFile, { ...this.#state, supervisor: null });
    await this.#gateway.close();
    await this.#postgres.stop();
    await this.#lock.release();
  }
}

type Place = Pick<SupervisorState, 'port' | 'socket'>;

/** The connection string of a gateway; whatever database it names, the login is the same. */
function connectionString({ port, socket }: Place, credentials: Credentials | null): string {
  const login = credentials ? `${credentials.username}:${credentials.password}@` : '';
  return `mongodb://${login}${socket === undefined ? `127.0.0.1:${port}` : encodeURIComponent(socket)}/`;
}

/** Listens on a socket in a folder of its own; one that a killed supervisor left is nobody's, as the lock is held. */
async function listenOnSocket(gateway: Gateway, directory: string): Promise<Place> {
  const socket = path.join(await prepareGatewayDirectory(directory), SOCKET_NAME);
  await rm(socket, { force: true });
  await gateway.listen(socket);
  return { port: 0, socket };
}

/**
 * Random ports below those the system hands out for outgoing connections: one of these could not be had again after a
 * crash when some connection happens to go out from it.
 */
const unassignedPorts = (): number[] => Array.from({ length: 10 }, () => randomInt(20_000, 32_000));

/** Listens on the wished port; without a wish on the one of last time, so that clients find a restarted database. */
async function listenOnPort(gateway: Gateway, wished: number, lastPort: number | undefined): Promise<Place> {
  const candidates = wished > 0 ? [wished] : [...(lastPort ? [lastPort] : []), ...unassignedPorts(), 0];
  for (const candidate of candidates) {
    try {
      return { port: await gateway.listen(candidate) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EACCES') {
        throw new EmbeddedMongoError('start-failed', `Port ${candidate} may only be used by root.`, { cause: error });
      }
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new EmbeddedMongoError(
    'port-taken',
    `Port ${wished} on 127.0.0.1 is used by another program: choose another port.`,
  );
}
