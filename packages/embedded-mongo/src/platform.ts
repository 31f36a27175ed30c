import { access, chmod, constants, lstat, mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { cannotRunHere, EmbeddedMongoError } from './embedded-mongo-error.ts';

/** The account PostgreSQL runs as when the application is root (it refuses to run as root itself). */
export const UNPRIVILEGED_ID = 65534;

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** The user id that owns the data and socket directories. */
export const databaseUserId = (): number => (runsAsRoot() ? UNPRIVILEGED_ID : (process.getuid?.() ?? UNPRIVILEGED_ID));

/** Spawn options that start a process as the database's user. */
export function databaseIdentity(): { uid?: number; gid?: number; cwd: string } {
  return runsAsRoot() ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID, cwd: '/' } : { cwd: '/' };
}

/** What differs between the processor architectures Debian names. */
export interface Architecture {
  readonly debian: 'amd64' | 'arm64';
  readonly libraryFolder: string;
  readonly loader: string;
}

const ARCHITECTURES: Partial<Record<string, Architecture>> = {
  x64: { debian: 'amd64', libraryFolder: 'usr/lib/x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { debian: 'arm64', libraryFolder: 'usr/lib/aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Throws `unsupported-platform` unless PostgreSQL's Debian build can run on this system. */
export function requireArchitecture(platform: string = process.platform, machine: string = process.arch): Architecture {
  if (platform !== 'linux') {
    throw cannotRunHere('unsupported-platform', `The embedded database runs on Linux only, and this is ${platform}.`);
  }
  const architecture = ARCHITECTURES[machine];
  if (!architecture) {
    throw cannotRunHere(
      'unsupported-platform',
      `The embedded database runs on amd64 and arm64 processors only, and this is ${machine}.`,
    );
  }
  return architecture;
}

/** Finds a program on the PATH. */
export async function findProgram(name: string, searchPath: string): Promise<string | null> {
  for (const folder of searchPath.split(path.delimiter)) {
    if (folder === '') continue;
    const candidate = path.join(folder, name);
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  return null;
}

/**
 * The first folder on the way to `directory` that the database's user cannot enter, or null.
 * Only matters when the application is root and PostgreSQL is not.
 */
export async function firstClosedParent(directory: string): Promise<string | null> {
  if (!runsAsRoot()) return null;
  const parts = path.resolve(directory).split(path.sep).filter(Boolean);
  for (let depth = 0; depth <= parts.length; depth++) {
    const folder = path.sep + parts.slice(0, depth).join(path.sep);
    const info = await lstat(folder).catch(() => null);
    if (!info) return null;
    const searchable = info.uid === UNPRIVILEGED_ID ? info.mode & 0o100 : info.mode & 0o001;
    if (info.isDirectory() && searchable === 0) return folder;
  }
  return null;
}

/**
 * Creates the folder everything lives in: 0700, or 0711 for root, whose PostgreSQL runs as another user and must be
 * able to pass through (the folders inside are closed again). Resolves to the folder's one true path, by which locks
 * go.
 */
export async function prepareDirectory(directory: string): Promise<string> {
  const mode = runsAsRoot() ? 0o711 : 0o700;
  const created = await mkdir(directory, { recursive: true, mode });
  if (created !== undefined) await chmod(directory, mode);
  const actual = await realpath(directory);
  const closed = await firstClosedParent(actual);
  if (closed === null) return actual;
  if (closed === actual) {
    await chmod(actual, 0o711);
    return actual;
  }
  throw new EmbeddedMongoError(
    'start-failed',
    `PostgreSQL does not run as root, and its user cannot enter ${closed} on the way to ${directory}: ` +
      `run "chmod o+x ${closed}" or put the data in a folder every user can pass through, such as /var/lib/embedded-mongo.`,
  );
}

/** A process, told apart from a later one with the same number by the moment it started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** The identity of a living process; null when it is gone or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The program's name in parentheses may hold blanks; the fields after it do not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startedAt = fields[19];
  if (startedAt === undefined || state === 'Z' || state === 'X') return null;
  return { pid, startedAt };
}

/** Whether exactly this process, not another with the same number, still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;
}

/** Waits until a process is gone; false when it outlives the time. */
export async function waitForExit(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (await isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

/** Sends a signal; a process that is already gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
