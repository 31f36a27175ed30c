import { bundleLayout } from '../bundle/layout.ts';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { tryLock } from '../exclusive-lock.ts';
import type { ExclusiveLock } from '../exclusive-lock.ts';
import { Gateway } from '../gateway/gateway.ts';
import { identifyProcess, requireArchitecture } from '../platform.ts';
import { databasePaths } from '../postgres/paths.ts';
import { PostgresServer } from '../postgres/server.ts';
import type { SupervisorSettings } from './protocol.ts';
import { readState, writeState } from './state-file.ts';
import type { SupervisorState } from './state-file.ts';

const IDLE_CHECK_MS = 500;

/** A database that runs in this process: PostgreSQL as its child, the gateway in itself. */
export class Supervisor {
  readonly uri: string;
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
      gateway = new Gateway({ postgresSocket: postgres.socket, failpoints: settings.failpoints, log });
      const stateFile = databasePaths(settings.directory).state;
      const port = await listen(gateway, settings.port, (await readState(stateFile))?.port);
      const uri = `mongodb://127.0.0.1:${port}/`;
      const state = { supervisor: await identifyProcess(process.pid), port, uri };
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

/** Listens on the wished port; without a wish on the one of last time, so that clients find a restarted database. */
async function listen(gateway: Gateway, wished: number, lastPort: number | undefined): Promise<number> {
  const candidates = wished > 0 ? [wished] : [...(lastPort === undefined ? [] : [lastPort]), 0];
  for (const candidate of candidates) {
    try {
      return await gateway.listen(candidate);
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
