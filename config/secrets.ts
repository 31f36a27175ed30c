// Outside production the secrets are made once and kept beside the data they protect, so that a restart still opens
// what was sealed before and nobody is signed out.

import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Secrets {
  readonly JIEFEN_SESSION_SECRET: string;
  readonly JIEFEN_DATA_KEYS: string;
  readonly JIEFEN_INDEX_KEY: string;
}

const random = (): string => randomBytes(32).toString('base64');

/** The secrets of a data directory, made at the first call; readable by their owner only. */
export function generatedSecrets(directory: string): Secrets {
  const file = join(directory, 'secrets.json');
  if (!existsSync(file)) write(file, directory);
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

/** Complete before it is visible: of two processes that start together, one file wins whole. */
function write(file: string, directory: string): void {
  mkdirSync(directory, { recursive: true });
  const secrets: Secrets = {
    JIEFEN_SESSION_SECRET: random(),
    JIEFEN_DATA_KEYS: `k1:${random()}`,
    JIEFEN_INDEX_KEY: random(),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
