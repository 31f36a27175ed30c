import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { asDiskFull, EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { waitForLock } from '../exclusive-lock.ts';
import { firstClosedParent, requireArchitecture, runsAsRoot } from '../platform.ts';
import type { Architecture } from '../platform.ts';
import { openApt } from './apt.ts';
import type { PrivateApt } from './apt.ts';
import { prune, unpack, verifyLibraries, verifyProgram, wrapPrograms } from './assemble.ts';
import { BUNDLE_FORMAT, bundleLayout, LOCK_FILE, MAIN_PACKAGE } from './layout.ts';
import { resolvePackages } from './package-list.ts';
import type { PackageRecord } from './package-list.ts';

export type Log = (line: string) => void;

/** Download, unpacked packages and the pruned result lie side by side for a moment. */
export const NEEDED_BYTES = 450 * 1024 * 1024;

const writable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );

const isFinished = (directory: string): Promise<boolean> =>
  access(path.join(directory, LOCK_FILE)).then(
    () => true,
    () => false,
  );

/** The folder in which finished bundles are shared by all projects of this user, or null when there is no fit one. */
export async function cacheFolder(): Promise<string | null> {
  const configured = process.env['EMBEDDED_MONGO_CACHE'];
  const folder =
    configured ?? (runsAsRoot() ? '/var/cache/embedded-mongo' : path.join(os.homedir(), '.cache/embedded-mongo'));
  await mkdir(folder, { recursive: true, mode: 0o755 }).catch(() => undefined);
  if (!(await writable(folder)) && configured === undefined) return null;
  // PostgreSQL started by root runs as another user, who must be able to read the bundle.
  return (await firstClosedParent(folder)) === null ? folder : null;
}

/** Where the bundle for a data directory is, or is to be. */
export async function locateBundle(directory: string, bundleDirectory?: string): Promise<string> {
  const architecture = requireArchitecture();
  if (bundleDirectory !== undefined) return path.resolve(bundleDirectory);
  const own = path.join(path.resolve(directory), 'bundle');
  if (await isFinished(own)) return own;
  const cache = await cacheFolder();
  return cache === null ? own : path.join(cache, `debian-${architecture.debian}-v${BUNDLE_FORMAT}`);
}

async function hashFile(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** The downloaded files by their hash, so that an interrupted download goes on where it stopped. */
async function archivesByHash(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await readdir(folder)) {
    if (name.endsWith('.deb')) found.set(await hashFile(path.join(folder, name)), path.join(folder, name));
  }
  return found;
}

async function fetchPackages(apt: PrivateApt, packages: readonly PackageRecord[], folder: string, log: Log) {
  const present = await archivesByHash(folder);
  const missing = packages.filter((one) => !present.has(one.sha256));
  if (missing.length > 0) {
    const megabytes = missing.reduce((sum, one) => sum + one.size, 0) / 1e6;
    log(`fetching ${missing.length} packages, ${megabytes.toFixed(1)} MB, from the Debian release ${apt.suite} …`);
    await apt.download(
      missing.map((one) => one.name),
      folder,
    );
  }
  const complete = missing.length > 0 ? await archivesByHash(folder) : present;
  return packages.map((one) => {
    const archive = complete.get(one.sha256);
    if (archive === undefined) {
      throw new EmbeddedMongoError(
        'provision-failed',
        `The package ${one.name} was not fetched, or is not the one the signed index names.`,
      );
    }
    return archive;
  });
}

async function build(target: string, architecture: Architecture, log: Log): Promise<void> {
  const work = `${target}.work`;
  const state = path.join(work, 'apt');
  const result = path.join(work, 'bundle');
  await mkdir(work, { recursive: true });
  await rm(result, { recursive: true, force: true });
  const disk = await statfs(work);
  if (disk.bavail * disk.bsize < NEEDED_BYTES) {
    throw new EmbeddedMongoError(
      'disk-full',
      `Putting the database together takes ${NEEDED_BYTES / 1024 / 1024} MB for a moment, and ${work} has less free.`,
    );
  }
  log('reading the package index …');
  const apt = await openApt(state, architecture.debian, MAIN_PACKAGE);
  const packages = resolvePackages(await apt.describeAll(), MAIN_PACKAGE);
  const archives = await fetchPackages(apt, packages, path.join(state, 'archives'), log);
  log(`unpacking ${archives.length} packages …`);
  const layout = bundleLayout(result, architecture);
  await unpack(archives, layout.root);
  await prune(layout);
  await wrapPrograms(layout, architecture);
  log('checking that every library is found inside the bundle …');
  await verifyLibraries(layout);
  const program = await verifyProgram(layout);
  const lock = { format: BUNDLE_FORMAT, architecture: architecture.debian, suite: apt.suite, program, packages };
  await writeFile(path.join(result, LOCK_FILE), `${JSON.stringify(lock, null, 2)}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(result, target);
  await rm(work, { recursive: true, force: true });
}

/**
 * Makes sure a bundle is at `target`: does nothing when it is, waits when another process is at it, goes on where an
 * interrupted attempt stopped. The folder appears by one rename, so that it is either whole or not there.
 */
export async function provisionBundle(target: string, log: Log = () => undefined): Promise<void> {
  const architecture = requireArchitecture();
  if (await isFinished(target)) return;
  await mkdir(path.dirname(target), { recursive: true });
  const closed = await firstClosedParent(path.dirname(target));
  if (closed !== null && closed !== path.dirname(target)) {
    throw new EmbeddedMongoError(
      'provision-failed',
      `PostgreSQL does not run as root, and its user cannot enter ${closed} on the way to ${target}: ` +
        'set EMBEDDED_MONGO_CACHE to a folder every user can read.',
    );
  }
  const lock = await waitForLock('provision', target, () => log('another process is fetching the database, waiting …'));
  try {
    if (await isFinished(target)) return;
    const started = Date.now();
    await build(target, architecture, log);
    log(`the database is ready in ${target} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    const failure = asDiskFull(error, target);
    if (failure instanceof EmbeddedMongoError) throw failure;
    const text = failure instanceof Error ? failure.message.split('\n')[0] : String(failure);
    throw new EmbeddedMongoError('provision-failed', `The database could not be put together: ${text}`, {
      cause: failure,
    });
  } finally {
    await lock.release();
  }
}

/** When and from what a finished bundle was made; null when there is none. */
export async function describeBundle(
  target: string,
): Promise<{ program: string; packages: number; madeAt: Date } | null> {
  const file = path.join(target, LOCK_FILE);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const lock = JSON.parse(text) as { program: string; packages: unknown[] };
  return { program: lock.program, packages: lock.packages.length, madeAt: (await stat(file)).mtime };
}
