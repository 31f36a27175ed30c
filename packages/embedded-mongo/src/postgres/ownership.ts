import { chown } from 'node:fs/promises';
import { runsAsRoot, UNPRIVILEGED_ID } from '../platform.ts';

/** Gives a file or folder to the user PostgreSQL runs as, where that is another one. */
export async function chownToDatabase(file: string): Promise<void> {
  if (runsAsRoot()) await chown(file, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
}
