import { readFile } from 'node:fs/promises';
import { type Command } from 'commander';
import { BackupError, backUp, type Manifest } from '../backup/index.ts';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database.ts';
import { createLogger } from '../platform/logger.ts';
import { type CommandContext } from './context.ts';

const LEAST_SECRET_BYTES = 12;

/** The passphrase or key in a file, without the line end an editor leaves. */
export async function readSecret(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  const secret = Buffer.from((await readFile(file, 'latin1')).trimEnd(), 'latin1');
  if (secret.length >= LEAST_SECRET_BYTES) return secret;
  throw new BackupError(`${file} must hold a passphrase or key of at least ${LEAST_SECRET_BYTES} bytes`);
}

/** What a backup holds, for the person at the console. */
export function describe({ collections, digest, madeAt }: Manifest): string[] {
  const documents = collections.reduce((sum, each) => sum + each.documents, 0);
  return [`${collections.length} collections, ${documents} documents, as of ${madeAt}`, `content digest ${digest}`];
}

/** `jiefen backup FILE [--key-file KEY]`: the whole database as it is at one instant, while it is in use. */
export function register(program: Command, { loadConfig, print }: CommandContext): void {
  program
    .command('backup')
    .argument('<file>', 'must not exist yet')
    .description('write the whole database, as it is at one instant, into a file')
    .option('--key-file <file>', 'encrypt with the passphrase or key in this file')
    .action(async (file: string, { keyFile }: { keyFile?: string }) => {
      const secret = await readSecret(keyFile);
      const config = loadConfig();
      const database = await openDatabase(config, createLogger(config.logLevel));
      try {
        const { db } = database.connection;
        if (!db) throw new BackupError('the database is not open');
        for (const line of describe(await backUp(db, file, systemClock.now(), secret))) print(line);
        if (!secret) print('not encrypted: keep the file as safe as the database');
      } finally {
        await database.close();
      }
    });
}
