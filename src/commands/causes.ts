import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command } from 'commander';
import { parseDay } from '../domain/calendar-day.ts';
import { DomainError } from '../domain/errors.ts';
import { createErrorTexts } from '../http/error-text.ts';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

interface ImportOptions {
  readonly edition: string;
  readonly from: string;
}

/** `jiefen causes import FILE --edition 2026 --from 2026-01-01`: takes over an edition of the catalogue of causes. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('causes')
    .description('the catalogue of civil causes')
    .command('import <file>')
    .description('take over an edition from a CSV with code, level, name and parent_code; again replaces it')
    .requiredOption('--edition <name>', 'what the edition is called, such as 2026')
    .requiredOption('--from <day>', 'the day it is in force from')
    .action((file: string, { edition, from }: ImportOptions) =>
      withComposition(async (composition) => {
        const { services, i18n } = composition;
        const order = { edition, from: parseDay(from), fileName: basename(file), bytes: await readFile(file) };
        try {
          const { causes } = await services.causes.import(await operatorOf(composition), order);
          print(`edition ${edition}, in force from ${from}: ${causes} causes`);
        } catch (error) {
          if (!(error instanceof DomainError) || error.errors.length === 0) throw error;
          const texts = createErrorTexts(i18n);
          for (const problem of error.errors) print(texts.field('zh-CN', problem));
          process.exitCode = 1;
        }
      }),
    );
}
