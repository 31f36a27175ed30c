import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const OPEN_PLACE = '/var/lib/jiefen';
const EVERYBODY_MAY_PASS = 0o001;

/** The first existing directory on the way that only its owner may enter. */
function closedDirectory(directory: string): string | undefined {
  const parent = dirname(directory);
  const above = parent === directory ? undefined : closedDirectory(parent);
  if (above !== undefined) return above;
  const mode = statSync(directory, { throwIfNoEntry: false })?.mode ?? EVERYBODY_MAY_PASS;
  return (mode & EVERYBODY_MAY_PASS) === 0 ? directory : undefined;
}

/**
 * Where the embedded database keeps its files: below the data directory. PostgreSQL never runs as root, so a project
 * in root's own closed home has them in /var/lib/jiefen instead, under a name that belongs to this data directory.
 */
export function embeddedDirectory(dataDirectory: string, root = process.getuid?.() === 0): string {
  if (!root || closedDirectory(dirname(dataDirectory)) === undefined) return join(dataDirectory, 'database');
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 8);
  return join(OPEN_PLACE, `${basename(dirname(dataDirectory))}-${digest}`);
}
