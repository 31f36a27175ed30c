import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import type { Credentials } from '../gateway/scram.ts';

export const USERNAME = 'embedded';
const PASSWORD_BYTES = 24;
const FORM = /^[\w-]{16,}$/;

/**
 * The password of a database: made at its first start and kept in a file only its owner can read. Whoever can read the
 * file, or the state file beside it, can log in; removing it makes a new one at the next start.
 */
export async function ensurePassword(file: string): Promise<Credentials> {
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) {
    const password = known.trim();
    if (FORM.test(password)) return { username: USERNAME, password };
    throw new EmbeddedMongoError('start-failed', `${file} does not hold a password: remove it, and a new one is made.`);
  }
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  // Written whole before it gets its name: a power failure leaves no half password.
  const unfinished = `${file}.${process.pid}`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, `${password}\n`, { mode: 0o600, flush: true });
  await link(unfinished, file);
  await rm(unfinished);
  return { username: USERNAME, password };
}
