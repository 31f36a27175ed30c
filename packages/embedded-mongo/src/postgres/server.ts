import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BundleLayout } from '../bundle/layout.ts';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { databaseIdentity, delay } from '../platform.ts';
import {
  clearRemains,
  ensureCluster,
  ensureExtensions,
  lastLines,
  postgresEnvironment,
  waitUntilReady,
} from './cluster.ts';
import { postgresConfiguration } from './configuration.ts';
import { formatOfBundle, readDataFormat, requireReadable, writeDataFormat } from './data-format.ts';
import { databasePaths, POSTGRES_PORT, prepareSocketDirectory, socketPath } from './paths.ts';

export interface PostgresServerOptions {
  readonly directory: string;
  readonly layout: BundleLayout;
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** What is left of a killed server may hinder the next one for a moment, and that one may be killed as well. */
const REMAINS_PATIENCE_MS = 20_000;
const PASSING_FAILURE = /lock file .* already exists|pre-existing shared memory block|could not create any Unix-domain/;
const STOP_MS = 30_000;
const CRASH_WINDOW_MS = 60_000;
const MAX_CRASHES = 10;

/** PostgreSQL as a child process, which is started again when it ends unasked. */
export class PostgresServer {
  readonly #options: PostgresServerOptions;
  #child: ChildProcess | null = null;
  #stopping = false;
  #socketDirectory = '';
  #crashes: number[] = [];
  #onGivenUp: (error: Error) => void = () => undefined;

  constructor(options: PostgresServerOptions) {
    this.#options = options;
  }

  get socket(): string {
    return socketPath(this.#socketDirectory);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The last server ended by a signal: that says nothing about whether the next one can run. */
  get #wasKilled(): boolean {
    return this.#child !== null && this.#child.signalCode !== null;
  }

  /** Calls back when the server cannot be kept running. */
  onGivenUp(callback: (error: Error) => void): void {
    this.#onGivenUp = callback;
  }

  /** Makes the data folder if need be, starts the server and waits until it answers with its extensions in place. */
  async start(): Promise<void> {
    const { directory, layout, durable, log } = this.#options;
    const paths = databasePaths(directory);
    const ours = await formatOfBundle(layout);
    const found = await readDataFormat(paths.format);
    if (found) requireReadable(directory, found, ours);
    await clearRemains(paths.data);
    await ensureCluster(paths.data, layout, durable);
    this.#socketDirectory = await prepareSocketDirectory(directory);
    const configuration = postgresConfiguration({
      socketDirectory: this.#socketDirectory,
      port: POSTGRES_PORT,
      durable,
    });
    // Readable to the database's user, who must not be able to change it; it holds no secret.
    await writeFile(paths.configuration, configuration, { mode: 0o644 });
    await this.#launchPatiently();
    // Before anything is brought forward: from then on older programs must refuse the folder.
    if (found) await writeDataFormat(paths.format, ours);
    await ensureExtensions(this.socket, log);
    await writeDataFormat(paths.format, ours);
    log('PostgreSQL accepts connections');
  }

  /** Ends the server: clients are cut, what was acknowledged is kept. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#endChild();
    // It may lie in the system's folder for temporary files, where nothing should stay behind.
    if (this.#socketDirectory !== '') await rm(this.#socketDirectory, { recursive: true, force: true });
  }

  async #endChild(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill('SIGINT');
    // Not waited for by a process that has nothing else to do once the server has ended.
    const patience = setTimeout(STOP_MS, false, { ref: false });
    const inTime = await Promise.race([ended.then(() => true), patience]);
    if (!inTime) {
      child.kill('SIGQUIT');
      await ended;
    }
  }

  async #launchPatiently(): Promise<void> {
    const deadline = Date.now() + REMAINS_PATIENCE_MS;
    for (;;) {
      const failure = await this.#launch();
      if (failure === null || this.#stopping) return;
      if (/No space left on device/.test(failure)) {
        throw new EmbeddedMongoError(
          'disk-full',
          `There is no space left on the disk that holds ${this.#options.directory}.`,
        );
      }
      if (!(this.#wasKilled || PASSING_FAILURE.test(failure)) || Date.now() > deadline) {
        throw new EmbeddedMongoError('start-failed', `PostgreSQL did not start: ${lastLines(failure, 3)}`);
      }
      await delay(200);
      await clearRemains(databasePaths(this.#options.directory).data);
    }
  }

  /** One attempt; null for success, else what the server's log says. */
  async #launch(): Promise<string | null> {
    const { directory, layout } = this.#options;
    const paths = databasePaths(directory);
    await this.#rotateLog(paths.postgresLog);
    const log = await open(paths.postgresLog, 'a', 0o600);
    const logStart = (await log.stat()).size;
    const program = path.join(layout.binaries, 'postgres');
    // In a process group of its own, so that Ctrl-C at a terminal reaches the supervisor only.
    const child = spawn(program, ['-D', paths.data, '-c', `config_file=${paths.configuration}`], {
      ...databaseIdentity(),
      env: postgresEnvironment(layout),
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    let ended = false;
    let spawnError = '';
    child.once('exit', () => (ended = true));
    child.once('error', (error) => {
      spawnError = error.message;
      ended = true;
    });
    await log.close();
    this.#child = child;
    if (await waitUntilReady(this.socket, () => ended)) {
      child.once('exit', () => this.#exited());
      if (ended) this.#exited();
      return null;
    }
    const written = await readFile(paths.postgresLog);
    return spawnError || written.subarray(logStart).toString();
  }

  #exited(): void {
    if (this.#stopping) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    if (this.#crashes.length > MAX_CRASHES) {
      this.#onGivenUp(new EmbeddedMongoError('start-failed', 'PostgreSQL ended again and again; its log says why.'));
      return;
    }
    this.#options.log('PostgreSQL ended unasked and is started again');
    this.#launchPatiently().catch((error: Error) => this.#onGivenUp(error));
  }

  async #rotateLog(file: string): Promise<void> {
    const info = await stat(file).catch(() => null);
    if (info && info.size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
  }
}
