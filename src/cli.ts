// `jiefen <command>`: every file in src/commands adds its own command.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ConfigError, loadConfig } from '../config/index.ts';
import { BackupError } from './backup/index.ts';
import { type CommandContext } from './commands/context.ts';
import { compose } from './compose.ts';
import { DomainError } from './domain/errors.ts';

interface CommandModule {
  register?(program: Command, context: CommandContext): void;
}

const context: CommandContext = {
  loadConfig,
  print: (line) => process.stdout.write(`${line}\n`),
  withComposition: async (work, config = loadConfig()) => {
    const composition = await compose(config);
    try {
      return await work(composition);
    } finally {
      await composition.close();
    }
  },
};

/** The program with every command; nothing has run yet. */
export async function createProgram(): Promise<Command> {
  const program = new Command('jiefen').description('解纷 Jiefen: a district’s dispute network').showHelpAfterError();
  const directory = join(import.meta.dirname, 'commands');
  for (const file of readdirSync(directory).filter((name) => /^[\w-]+\.(?:ts|js)$/.test(name))) {
    const module = (await import(`./commands/${file}`)) as CommandModule;
    module.register?.(program, context);
  }
  return program;
}

/** What went wrong, in words for the person at the console; a fault of ours keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof BackupError) return error.message;
  if (error instanceof DomainError) {
    return [error.code, ...error.errors.map(({ field, code }) => `  ${field}: ${code}`)].join('\n');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await (await createProgram()).parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
