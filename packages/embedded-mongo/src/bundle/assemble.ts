import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import { UNPRIVILEGED_ID, runsAsRoot } from '../platform.ts';
import type { Architecture } from '../platform.ts';
import type { BundleLayout } from './layout.ts';
import { POSTGRES_VERSION } from './layout.ts';

const execute = promisify(execFile);

const UNUSED_FOLDERS = [
  'etc',
  'usr/lib/systemd',
  'usr/share/bash-completion',
  'usr/share/bug',
  'usr/share/gcc',
  'usr/share/gdb',
  'usr/share/lintian',
  'usr/share/locale',
  'usr/share/man',
  'usr/share/postgresql-common',
  `usr/share/postgresql/${POSTGRES_VERSION}/contrib`,
  `usr/share/postgresql/${POSTGRES_VERSION}/man`,
  `usr/lib/postgresql/${POSTGRES_VERSION}/lib/bitcode`,
  `usr/lib/postgresql/${POSTGRES_VERSION}/lib/pgxs`,
];

const KEPT_EXTENSION =
  /^(documentdb|documentdb_core|documentdb_extended_rum|pg_cron|plpgsql|postgis|tsm_system_rows|vector)(--|\.control|-3\.control)/;
/** Scripts that only lead from one PostGIS version to another. */
const POSTGIS_UPGRADE = /^postgis--(ANY|unpackaged|.*--)/;
const KEPT_MODULE =
  /^(postgis-3|pg_documentdb|pg_documentdb_core|pg_documentdb_extended_rum.*|pg_cron|plpgsql|dict_snowball|tsm_system_rows|vector)\.so$/;
/** Loaded by name at run time, so that no listing of needed libraries shows them. */
const ALWAYS_KEPT_LIBRARY = /^(ld-linux|libnss_files|libpthread|libdl|librt)/;
const PROGRAMS = ['postgres', 'initdb'];

/** Unpacks packages, two at a time, into the bundle's root. */
export async function unpack(archives: readonly string[], root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const queue = [...archives];
  const worker = async (): Promise<void> => {
    for (let archive = queue.pop(); archive !== undefined; archive = queue.pop()) {
      await execute('dpkg-deb', ['-x', archive, root]);
    }
  };
  await Promise.all([worker(), worker()]);
}

async function removeWhere(folder: string, unwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (unwanted(name)) await rm(path.join(folder, name), { recursive: true });
  }
}

/** Licence texts stay, everything else under usr/share/doc goes. */
async function keepLicencesOnly(documentation: string): Promise<void> {
  for (const name of await readdir(documentation)) {
    const folder = path.join(documentation, name);
    const isFolder = await stat(folder).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (isFolder) await removeWhere(folder, (file) => file !== 'copyright');
  }
}

/** Throws away what running the database does not need (about half of what was unpacked). */
export async function prune(layout: BundleLayout): Promise<void> {
  for (const folder of UNUSED_FOLDERS) await rm(path.join(layout.root, folder), { recursive: true, force: true });
  await keepLicencesOnly(path.join(layout.root, 'usr/share/doc'));
  await removeWhere(layout.extensions, (name) => !KEPT_EXTENSION.test(name) || POSTGIS_UPGRADE.test(name));
  // Debian makes this name with update-alternatives, which unpacking does not run.
  await copyFile(path.join(layout.extensions, 'postgis-3.control'), path.join(layout.extensions, 'postgis.control'));
  await removeWhere(layout.modules, (name) => name.endsWith('.so') && !KEPT_MODULE.test(name));
  await removeWhere(layout.binaries, (name) => !PROGRAMS.includes(name));
}

/**
 * Moves the programs aside and puts scripts in their place that start them with the bundle's own loader and libraries:
 * nothing is patched, and the machine's C library, of whatever age, is not touched. `--argv0` must be the script's own
 * path, because PostgreSQL finds its files, and initdb finds postgres, from there.
 */
export async function wrapPrograms(layout: BundleLayout, architecture: Architecture): Promise<void> {
  const originals = path.join(layout.binaries, 'elf');
  await mkdir(originals);
  const home = `usr/lib/postgresql/${POSTGRES_VERSION}`;
  for (const program of PROGRAMS) {
    await rename(path.join(layout.binaries, program), path.join(originals, program));
    const script = [
      '#!/bin/sh',
      `d=\${0%/*}; r=\${d%/${home}/bin}`,
      `exec "$r/${architecture.libraryFolder}/${architecture.loader}" \\`,
      `  --library-path "$r/${architecture.libraryFolder}:$r/${home}/lib" --argv0 "$0" "$d/elf/\${0##*/}" "$@"`,
      '',
    ].join('\n');
    await writeFile(path.join(layout.binaries, program), script, { mode: 0o755 });
  }
}

/**
 * Asks the bundle's loader for the libraries of every program and module: each must be found, and inside the bundle.
 * Libraries nobody asked for are removed afterwards.
 */
export async function verifyLibraries(layout: BundleLayout): Promise<void> {
  const objects = [
    ...PROGRAMS.map((program) => path.join(layout.binaries, 'elf', program)),
    ...(await readdir(layout.modules))
      .filter((name) => name.endsWith('.so'))
      .map((name) => path.join(layout.modules, name)),
  ];
  const problems: string[] = [];
  const used = new Set<string>();
  for (const object of objects) {
    const searchPath = `${layout.libraries}:${layout.modules}`;
    const { stdout } = await execute(layout.loader, ['--library-path', searchPath, '--list', object]);
    for (const line of stdout.split('\n')) {
      const library = /=> (\S+) \(/.exec(line)?.[1];
      if (line.includes('not found') || (library !== undefined && !library.startsWith(layout.root))) {
        problems.push(`${path.basename(object)}: ${line.trim()}`);
      } else if (library !== undefined) {
        used.add(path.basename(library));
        used.add(path.basename(await realpath(library)));
      }
    }
  }
  if (problems.length > 0) {
    throw new EmbeddedMongoError(
      'provision-failed',
      `The fetched packages do not fit together: ${problems.slice(0, 5).join('; ')}.`,
    );
  }
  await removeWhere(layout.libraries, (name) => !used.has(name) && !ALWAYS_KEPT_LIBRARY.test(name));
}

/** Runs the bundled PostgreSQL once, as the user it will run as. */
export async function verifyProgram(layout: BundleLayout): Promise<string> {
  const identity = runsAsRoot() ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {};
  const { stdout } = await execute(path.join(layout.binaries, 'postgres'), ['--version'], { cwd: '/', ...identity });
  return stdout.trim();
}
