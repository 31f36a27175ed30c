import { type Command } from 'commander';
import { BackupError, inspectBackup, restore } from '../backup/index.ts';
import { openDatabase } from '../platform/database.ts';
import { createLogger } from '../platform/logger.ts';
import { describe, readSecret } from './backup.ts';
import { type CommandContext } from './context.ts';

interface RestoreOptions {
  readonly keyFile?: string;
  readonly force?: boolean;
  readonly check?: boolean;
}

/** `jiefen restore FILE [--key-file KEY] [--force] [--check]`: brings a backup back, or only reads it through. */
export function register(program: Command, { loadConfig, print }: CommandContext): void {
  program
    .command('restore')
    .argument('<file>', 'a file that `jiefen backup` wrote')
    .description('restore a backup into an empty database')
    .option('--key-file <file>', 'the passphrase or key it was encrypted with')
    .option('--force', 'drop what the database holds')
    .option('--check', 'only read the file through and say what it holds')
    .action(async (file: string, { keyFile, force = false, check }: RestoreOptions) => {
      const secret = await readSecret(keyFile);
      if (check) {
        for (const line of describe(await inspectBackup(file, secret))) print(line);
        return;
      }
      const config = loadConfig();
      const database = await openDatabase(config, createLogger(config.logLevel));
      try {
        const { db } = database.connection;
        if (!db) throw new BackupError('the database is not open');
        for (const line of describe(await restore(db, file, { secret, force }))) print(line);
        print('restored; now run `jiefen verify`');
      } finally {
        await database.close();
      }
    });
}
