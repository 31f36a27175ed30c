import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundleLayout } from '../bundle/layout.ts';
import { POSTGRES_VERSION } from '../bundle/layout.ts';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';

/** Raised when the folder of a database is laid out in a way an older version of this package does not know. */
export const DATA_FORMAT = 1;

/** The mark in the folder of a database: what wrote it last. */
export interface DataFormat {
  readonly format: number;
  /** Major version of PostgreSQL. */
  readonly postgres: number;
  /** Versions of the extensions, such as `documentdb: '1.0-0'`. */
  readonly extensions: Readonly<Record<string, string>>;
}

const OWN_EXTENSION = /^(documentdb|documentdb_core|documentdb_extended_rum|pg_cron|tsm_system_rows|vector)\.control$/;

/** What the programs of a bundle write. */
export async function formatOfBundle(layout: BundleLayout): Promise<DataFormat> {
  const controls = (await readdir(layout.extensions)).filter((name) => OWN_EXTENSION.test(name)).sort();
  const extensions: Record<string, string> = {};
  for (const name of controls) {
    const text = await readFile(path.join(layout.extensions, name), 'utf8');
    const version = /^default_version\s*=\s*'([^']+)'/m.exec(text)?.[1];
    if (version !== undefined) extensions[path.basename(name, '.control')] = version;
  }
  return { format: DATA_FORMAT, postgres: POSTGRES_VERSION, extensions };
}

/** The mark of a folder; null where there is none: it is new, or from a version that left no marks. */
export async function readDataFormat(file: string): Promise<DataFormat | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as DataFormat;
  } catch (error) {
    throw new EmbeddedMongoError('incompatible-data', `${file} is damaged: restore it from a backup, or remove it.`, {
      cause: error,
    });
  }
}

/** Writes the mark by a rename: it is old or new, never half. */
export async function writeDataFormat(file: string, format: DataFormat): Promise<void> {
  const unfinished = `${file}.new`;
  await writeFile(unfinished, `${JSON.stringify(format, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, file);
}

/** Compares versions such as `0.110-0` and `1.0-0` number by number. */
export function compareVersions(one: string, other: string): number {
  const numbers = (version: string): number[] => version.split(/\D+/).map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const EXPORT_FIRST =
  'Start it with the version of the programs that made it, back its documents up, and restore them into an empty folder.';

/**
 * Throws `incompatible-data`, before anything is touched, where these programs must not open the folder: it was written
 * by newer ones, or by another major version of PostgreSQL. Extensions that are merely older are brought forward by
 * the start itself.
 */
export function requireReadable(directory: string, found: DataFormat, ours: DataFormat): void {
  if (found.format > ours.format) {
    throw new EmbeddedMongoError(
      'incompatible-data',
      `The folder ${directory} has format ${found.format}, and this version of embedded-mongo knows formats up to ` +
        `${ours.format}: use the version that wrote it, or a newer one.`,
    );
  }
  if (found.postgres !== ours.postgres) throw otherPostgres(directory, String(found.postgres));
  for (const [name, version] of Object.entries(found.extensions)) {
    const available = ours.extensions[name];
    if (available !== undefined && compareVersions(version, available) <= 0) continue;
    throw new EmbeddedMongoError(
      'incompatible-data',
      `The data in ${directory} was written by ${name} ${version}, and these programs have ` +
        `${available === undefined ? 'none' : `the older ${available}`}: remove the folder of the programs ` +
        '(embedded-mongo status names it), so that the next start fetches the current ones.',
    );
  }
}

/** The data was made by another major version of PostgreSQL, which cannot be opened by this one. */
export const otherPostgres = (directory: string, version: string): EmbeddedMongoError =>
  new EmbeddedMongoError(
    'incompatible-data',
    `The data in ${directory} was made by PostgreSQL ${version}, and these programs are PostgreSQL ${POSTGRES_VERSION}. ` +
      EXPORT_FIRST,
  );
