import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rm, stat, statfs } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { archiveAddresses, KEYRINGS, requireTools } from './bundle/apt.ts';
import { bundleLayout } from './bundle/layout.ts';
import { describeBundle, locateBundle, NEEDED_BYTES } from './bundle/provision.ts';
import { verifyProgram } from './bundle/assemble.ts';
import { EmbeddedMongoError } from './embedded-mongo-error.ts';
import { tryLock } from './exclusive-lock.ts';
import { firstClosedParent, requireArchitecture, runsAsRoot } from './platform.ts';
import { formatOfBundle, readDataFormat, requireReadable } from './postgres/data-format.ts';
import { databasePaths } from './postgres/paths.ts';
import { readLiveState } from './supervisor/state-file.ts';

const execute = promisify(execFile);

/** What is looked at; a test gives a machine that lacks something. */
export interface DoctorOptions {
  readonly directory: string;
  readonly bundleDirectory?: string | undefined;
  /** The port the database is to have; 0 for any. */
  readonly port: number;
  readonly platform?: string;
  readonly machine?: string;
  readonly toolPath?: string;
  readonly keyrings?: readonly string[];
}

export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What is there, or what is wrong and what to do about it. */
  readonly text: string;
}

/** A running database needs this much to go on. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

const problem = (message: string): EmbeddedMongoError => new EmbeddedMongoError('start-failed', message);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** The folder itself, or the nearest one above it that exists. */
async function existing(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  return found || path.dirname(folder) === folder ? folder : existing(path.dirname(folder));
}

function user(): string {
  try {
    const { username } = os.userInfo();
    return runsAsRoot() ? 'root; PostgreSQL runs as nobody' : username;
  } catch {
    throw problem(
      `The user with the number ${process.getuid?.()} has no entry in /etc/passwd, and PostgreSQL needs one: ` +
        'add it, or run as another user.',
    );
  }
}

async function archive(programsAreThere: boolean): Promise<string> {
  const [address] = await archiveAddresses();
  if (address === undefined) {
    if (programsAreThere) return 'none configured, and none needed: the programs are there';
    throw problem(
      "apt's configuration names no Debian archive: add one to /etc/apt/sources.list.d, or set EMBEDDED_MONGO_ARCHIVE.",
    );
  }
  if (programsAreThere) return `${address} (not needed: the programs are there)`;
  // By apt's own downloader, so that its proxies and certificates count.
  const release = `${address.replace(/\/$/, '')}/dists/forky/InRelease`;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'embedded-mongo-doctor-'));
  const options = ['Acquire::Retries=0', ...(runsAsRoot() ? ['APT::Sandbox::User=root'] : [])].flatMap((each) => [
    '-o',
    each,
  ]);
  try {
    await execute('/usr/lib/apt/apt-helper', [...options, 'download-file', release, path.join(folder, 'InRelease')]);
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr ?? error).split('\n')[0];
    throw problem(
      `The Debian archive ${address} does not answer: check the network and the proxy in apt's configuration, or set ` +
        `EMBEDDED_MONGO_ARCHIVE to one that does. (${reason})`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return `${address} answers`;
}

async function programs(bundle: string, options: DoctorOptions): Promise<string> {
  const description = await describeBundle(bundle).catch(() => {
    throw problem(`The list of the programs in ${bundle} is damaged: remove that folder, and they are fetched again.`);
  });
  if (!description) {
    const begun = await stat(`${bundle}.work`).catch(() => null);
    return `${bundle}: ${begun ? 'begun; the next start goes on there' : 'fetched at the first start'}`;
  }
  const layout = bundleLayout(bundle, requireArchitecture(options.platform, options.machine));
  await verifyProgram(layout).catch(() => {
    throw problem(`The programs in ${bundle} do not run: remove that folder, and they are fetched again.`);
  });
  return `${bundle}: ${description.program}`;
}

async function space(directory: string, bundle: string, programsAreThere: boolean): Promise<string> {
  const wanted: [string, number][] = [[directory, LEAST_FREE_BYTES]];
  if (!programsAreThere) wanted.push([bundle, NEEDED_BYTES]);
  const texts: string[] = [];
  for (const [folder, needed] of wanted) {
    const disk = await statfs(await existing(folder));
    const free = disk.bavail * disk.bsize;
    if (free < needed) {
      const message = `The disk of ${folder} has ${megabytes(free)} free, and ${megabytes(needed)} are needed: make room.`;
      throw new EmbeddedMongoError('disk-full', message);
    }
    texts.push(`${megabytes(free)} free at ${folder}`);
  }
  return texts.join(', ');
}

async function folder(directory: string): Promise<string> {
  const there = await existing(directory);
  const info = await stat(there);
  if (!info.isDirectory()) throw problem(`${there} is a file: name another folder.`);
  await access(there, constants.W_OK | constants.X_OK).catch(() => {
    throw problem(
      `${there} cannot be written by this user: run "chown ${process.getuid?.()} ${there}", or name another.`,
    );
  });
  const closed = await firstClosedParent(path.dirname(directory));
  if (closed !== null) {
    throw problem(
      `PostgreSQL does not run as root, and its user cannot enter ${closed}: run "chmod o+x ${closed}", or name a ` +
        'folder such as /var/lib/embedded-mongo.',
    );
  }
  return directory;
}

async function data(directory: string, bundle: string, options: DoctorOptions): Promise<string> {
  const paths = databasePaths(directory);
  const found = await readDataFormat(paths.format);
  if (found) {
    const layout = bundleLayout(bundle, requireArchitecture(options.platform, options.machine));
    const ours = await formatOfBundle(layout).catch(() => null);
    if (ours) requireReadable(directory, found, ours);
    return `PostgreSQL ${found.postgres}, documentdb ${found.extensions['documentdb'] ?? 'unknown'}`;
  }
  if (!(await stat(paths.data).catch(() => null))) return 'made at the first start';
  const version = await readFile(path.join(paths.data, 'PG_VERSION'), 'utf8').catch(() => {
    throw problem(`${paths.data} is there but holds no database: move it away, or name another folder.`);
  });
  return `PostgreSQL ${version.trim()}, from a version that left no mark`;
}

async function running(directory: string): Promise<string> {
  const state = await readLiveState(databasePaths(directory).state);
  if (state) return `as process ${state.supervisor?.pid}`;
  const lock = await tryLock('run', directory);
  if (!lock) {
    throw new EmbeddedMongoError(
      'in-use',
      `A process holds the database in ${directory} and does not answer: it is starting or ending; if that lasts, ` +
        'look into supervisor.log there and end it.',
    );
  }
  await lock.release();
  return 'no';
}

async function port(wished: number, directory: string): Promise<string> {
  if (wished === 0 || (await readLiveState(databasePaths(directory).state))?.port === wished) return 'free, or its own';
  await new Promise<void>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EACCES' ? 'may only be used by root' : 'is used by another program';
      reject(
        new EmbeddedMongoError('port-taken', `Port ${wished} on 127.0.0.1 ${reason}: choose another with --port.`),
      );
    });
    server.listen(wished, '127.0.0.1', () => {
      server.close(() => resolve());
    });
  });
  return `${wished} is free`;
}

/** Looks at everything a start needs, and says in plain words what is wrong and what to do about it. */
export async function diagnose(options: DoctorOptions): Promise<Finding[]> {
  const directory = path.resolve(options.directory);
  const findings: Finding[] = [];
  const run = async (check: string, look: () => string | Promise<string>): Promise<void> => {
    try {
      findings.push({ check, ok: true, text: await look() });
    } catch (error) {
      findings.push({ check, ok: false, text: error instanceof Error ? error.message : String(error) });
    }
  };
  await run('system', () => `Linux on ${requireArchitecture(options.platform, options.machine).debian}`);
  if (findings.some(({ ok }) => !ok)) return findings;
  const bundle = await locateBundle(directory, options.bundleDirectory);
  const there = (await describeBundle(bundle).catch(() => null)) !== null;
  await run('user', user);
  await run('package tools', async () =>
    there
      ? 'not needed: the programs are there'
      : `apt, dpkg, ${await requireTools(options.toolPath, options.keyrings ?? KEYRINGS)}`,
  );
  await run('archive', () => archive(there));
  await run('programs', () => programs(bundle, options));
  await run('space', () => space(directory, bundle, there));
  await run('folder', () => folder(directory));
  await run('data', () => data(directory, bundle, options));
  await run('running', () => running(directory));
  await run('port', () => port(options.port, directory));
  return findings;
}
