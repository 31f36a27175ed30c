import path from 'node:path';
import { locateBundle, provisionBundle } from './bundle/provision.ts';
import { EmbeddedMongoError } from './embedded-mongo-error.ts';
import { tryLock } from './exclusive-lock.ts';
import { delay, prepareDirectory, requireArchitecture, signalProcess, waitForExit } from './platform.ts';
import { databasePaths } from './postgres/paths.ts';
import { launchSupervisor } from './supervisor/launch.ts';
import type { SupervisorSettings } from './supervisor/protocol.ts';
import { isRunning, readLiveState, readState } from './supervisor/state-file.ts';

/** Where the database's programs are and come from. */
export interface ProvisionOptions {
  /** The folder of the database. */
  directory: string;
  /** One provisioned bundle for several data directories; by default a cache shared by the user's projects. */
  bundleDirectory?: string;
  /** Progress, in plain words. */
  log?: (line: string) => void;
}

export interface StartOptions extends ProvisionOptions {
  /** TCP port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  /** Listen on a Unix socket in a folder that only its owner can enter, instead of a port. */
  socket?: boolean;
  /** False lets every user and program of the machine in without a login: for throw-away databases only. */
  password?: boolean;
  /** The database ends itself after this long without a client; 0, the default, never. */
  idleExitSeconds?: number;
  /** `none` gives up crash safety for speed: for throw-away test databases only. */
  durability?: 'full' | 'none';
  /** Accept `configureFailPoint`, for tests of error handling. */
  failpoints?: boolean;
}

export interface StopOptions {
  /** Stop the database although this process did not start it. */
  force?: boolean;
}

/** A running database. It goes on running when this process ends. */
export interface EmbeddedMongo {
  /** The connection string, with the password. */
  uri: string;
  /** It ran before: somebody else started it. */
  attached: boolean;
  /** Ends the database; without `force` only where this process started it. */
  stop(options?: StopOptions): Promise<void>;
}

const TAKEN_PATIENCE_MS = 120_000;
const STOP_PATIENCE_MS = 60_000;

/** Ends the database of a folder, whoever started it; false when none runs. */
export async function stopDatabase(directory: string): Promise<boolean> {
  const state = await readState(databasePaths(path.resolve(directory)).state);
  if (!state?.supervisor || !(await isRunning(state))) return false;
  signalProcess(state.supervisor.pid, 'SIGTERM');
  if (!(await waitForExit(state.supervisor, STOP_PATIENCE_MS))) {
    throw new EmbeddedMongoError(
      'in-use',
      `The database in ${directory} (process ${state.supervisor.pid}) does not end.`,
    );
  }
  return true;
}

function handle(directory: string, uri: string, attached: boolean): EmbeddedMongo {
  return {
    uri,
    attached,
    stop: async ({ force = false } = {}) => {
      if (!attached || force) await stopDatabase(directory);
    },
  };
}

/** Another process is starting or ending this database: waits for either to be done. */
async function waitForOther(directory: string): Promise<string | null> {
  const deadline = Date.now() + TAKEN_PATIENCE_MS;
  while (Date.now() < deadline) {
    const state = await readLiveState(databasePaths(directory).state);
    if (state) return state.uri;
    const lock = await tryLock('run', directory);
    if (lock) {
      await lock.release();
      return null;
    }
    await delay(100);
  }
  throw new EmbeddedMongoError(
    'in-use',
    `Another process holds the database in ${directory} and does not get it to run.`,
  );
}

/** Fetches and unpacks the database's programs, without starting anything. Does nothing where that is done. */
export async function provision(options: ProvisionOptions): Promise<void> {
  await provisionBundle(await locateBundle(options.directory, options.bundleDirectory), options.log);
}

/**
 * Starts a database, or attaches to the one that runs on this directory already. The first start fetches the
 * database's programs.
 */
export async function startEmbeddedMongo(options: StartOptions): Promise<EmbeddedMongo> {
  requireArchitecture();
  const log = options.log ?? (() => undefined);
  const running = await readLiveState(databasePaths(path.resolve(options.directory)).state);
  if (running) return handle(options.directory, running.uri, true);

  const directory = await prepareDirectory(path.resolve(options.directory));
  const bundleDirectory = await locateBundle(directory, options.bundleDirectory);
  await provisionBundle(bundleDirectory, log);
  const settings: SupervisorSettings = {
    directory,
    bundleDirectory,
    port: options.port ?? 0,
    socket: options.socket ?? false,
    password: options.password ?? true,
    idleExitSeconds: options.idleExitSeconds ?? 0,
    durable: options.durability !== 'none',
    failpoints: options.failpoints ?? false,
  };
  for (;;) {
    const result = await launchSupervisor(settings, log);
    if (result.kind === 'ready') return handle(directory, result.uri, false);
    const uri = await waitForOther(directory);
    if (uri !== null) return handle(directory, uri, true);
  }
}
