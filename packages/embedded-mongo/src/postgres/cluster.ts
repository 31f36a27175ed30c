import { execFile } from 'node:child_process';
import { access, chmod, mkdir, readdir, readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BundleLayout } from '../bundle/layout.ts';
import { POSTGRES_VERSION } from '../bundle/layout.ts';
import { asDiskFull, EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { databaseIdentity, delay, identifyProcess, signalProcess, waitForExit } from '../platform.ts';
import { otherPostgres } from './data-format.ts';
import { chownToDatabase } from './ownership.ts';
import { PgConnection } from './pg-connection.ts';

const execute = promisify(execFile);
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 10_000;

/** The environment PostgreSQL's programs run in: nothing of the application's gets through. */
export const postgresEnvironment = (layout: BundleLayout): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  TZDIR: layout.timeZones,
});

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Creates the data folder unless it is there. It appears by a rename, so that it is whole or not there at all. */
export async function ensureCluster(data: string, layout: BundleLayout, durable: boolean): Promise<void> {
  if (await exists(data)) {
    const version = (await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
    if (version === String(POSTGRES_VERSION)) return;
    if (version !== '') throw otherPostgres(data, version);
    throw new EmbeddedMongoError('start-failed', `${data} is there but holds no database.`);
  }
  const unfinished = `${data}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await chmod(unfinished, 0o700);
  await chownToDatabase(unfinished);
  const options = [
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await execute(path.join(layout.binaries, 'initdb'), ['-D', unfinished, ...options], {
      ...databaseIdentity(),
      env: postgresEnvironment(layout),
    });
  } catch (error) {
    const failure = asDiskFull(error, data);
    if (failure instanceof EmbeddedMongoError) throw failure;
    const output = String((error as { stderr?: string }).stderr ?? error).trim();
    throw new EmbeddedMongoError('start-failed', `The data folder could not be made: ${lastLines(output, 3)}`, {
      cause: error,
    });
  }
  await rename(unfinished, data);
}

export const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join(' | ');

/** Whether a process is the PostgreSQL server of this data folder, in which it works, not another that got its number. */
async function servesData(pid: number, data: string): Promise<boolean> {
  const [folder, realData] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => null),
    realpath(data).catch(() => data),
  ]);
  return folder === realData;
}

/**
 * Ends a server that outlived its supervisor and removes what a killed one left. Only to be called by the holder of the
 * database's lock: whatever runs here is nobody's then.
 */
export async function clearRemains(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const firstLine = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0];
  const pid = Number(firstLine);
  if (Number.isInteger(pid) && pid > 0) {
    const running = await identifyProcess(pid);
    if (running && (await servesData(pid, data))) {
      signalProcess(pid, 'SIGINT');
      if (!(await waitForExit(running, FAST_STOP_MS))) {
        signalProcess(pid, 'SIGQUIT');
        if (!(await waitForExit(running, IMMEDIATE_STOP_MS))) {
          throw new EmbeddedMongoError('in-use', `Another PostgreSQL (process ${pid}) uses ${data} and does not end.`);
        }
      }
    }
  }
  await endOrphans(data);
  await rm(pidFile, { force: true });
}

/**
 * Kills the children of a server that was itself killed. Most notice and end, but one that waits for a lock whose holder
 * was killed waits forever, deaf to other signals, and keeps the shared memory without which no server starts. They are
 * known by the folder they work in and by the bundle's loader, so that no other program there is meant.
 */
async function endOrphans(data: string): Promise<void> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  await Promise.all(
    pids.map(async (pid) => {
      const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
      if (!path.basename(program).startsWith('ld-linux') || !(await servesData(pid, data))) return;
      const orphan = await identifyProcess(pid);
      signalProcess(pid, 'SIGKILL');
      if (orphan) await waitForExit(orphan, IMMEDIATE_STOP_MS);
    }),
  );
}

/** Creates the document engine in a new database, or brings an older one to the version of the bundle. */
export async function ensureExtensions(socket: string, log: (line: string) => void): Promise<void> {
  const connection = await PgConnection.connect({ socketPath: socket });
  try {
    await connection.simple(
      'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE; CREATE EXTENSION IF NOT EXISTS documentdb_extended_rum',
    );
    await connection.simple(
      'CREATE SCHEMA IF NOT EXISTS embedded_mongo; CREATE TABLE IF NOT EXISTS embedded_mongo.committed_transactions ' +
        '(id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    );
    const outdated = await connection.simple(
      'SELECT e.extname::text FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname ' +
        "WHERE e.extversion <> a.default_version AND e.extname ~ '^(documentdb|pg_cron|vector|tsm)' ORDER BY e.extname",
    );
    const updates = outdated.map(([name]) => `ALTER EXTENSION "${name?.toString()}" UPDATE`);
    if (updates.length === 0) return;
    // All or none: a start that is killed here is repeated by the next one.
    await connection.simple(['BEGIN', ...updates, 'COMMIT'].join('; '));
    log(`brought forward to the version of the programs: ${outdated.map(([name]) => name?.toString()).join(', ')}`);
  } finally {
    connection.end();
  }
}

/** Waits until the server answers; false when it ended instead. It may take long: after a crash it recovers first. */
export async function waitUntilReady(socket: string, hasEnded: () => boolean): Promise<boolean> {
  while (!hasEnded()) {
    const connection = await PgConnection.connect({ socketPath: socket }).catch(() => null);
    if (connection) {
      connection.end();
      return true;
    }
    await delay(50);
  }
  return false;
}
