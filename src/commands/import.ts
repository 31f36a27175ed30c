import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command } from 'commander';
import { type Composition } from '../compose.ts';
import { DomainError, type FieldError } from '../domain/errors.ts';
import { type Actor } from '../domain/permission.ts';
import { errorSheet } from '../features/imports/index.ts';
import { createErrorTexts } from '../http/error-text.ts';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

/** The township of the demonstration accounts. */
const DEMO_TOWNSHIP = '110112104';

interface ImportOptions {
  readonly unit: string;
  readonly dryRun?: boolean;
}

/** The console acting for the unit whose orders they are: it registers and owns them. */
async function actorFor(composition: Composition, unitCode: string): Promise<Actor> {
  const operator = await operatorOf(composition);
  const { code, tier, path, name } = await composition.services.units.unitByCode(unitCode);
  return { ...operator, unit: { code, tier, path, name: name.zh } };
}

/** `jiefen import FILE`: registers hotline orders, one dispute a row; orders known already stay as they are. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('import <file>')
    .description('register the hotline orders of a CSV file; running it again changes nothing')
    .option('--unit <code>', 'the unit that receives them and the place of rows that name none', DEMO_TOWNSHIP)
    .option('--dry-run', 'check every row and register none')
    .action((file: string, { unit, dryRun }: ImportOptions) =>
      withComposition(async (composition) => {
        const { services, i18n } = composition;
        const { imports } = services;
        const texts = createErrorTexts(i18n);
        const message = (error: FieldError): string => texts.field('zh-CN', error);
        const actor = await actorFor(composition, unit);
        const order = { fileName: basename(file), bytes: await readFile(file) };
        const started = performance.now();
        const checked = await imports.check(actor, order).catch((error: unknown) => {
          if (!(error instanceof DomainError) || error.errors.length === 0) throw error;
          for (const problem of error.errors) print(`${problem.field}: ${message(problem)}`);
          process.exitCode = 1;
        });
        if (!checked) return;
        const { ready, known, faulty } = checked.counts;
        print(`${ready} to register, ${known} known, ${faulty} with errors`);
        if (faulty > 0) {
          const sheet = file.replace(/(\.csv)?$/i, '.errors.csv');
          await pipeline(Readable.from(errorSheet(imports.faulty(checked.id), message)), createWriteStream(sheet));
          print(`errors: ${sheet}`);
        }
        if (dryRun) return print('nothing registered: this was a dry run');
        if (ready === 0) return print('nothing has changed');
        const done = await imports.run(checked.id, (counts) => print(`${counts.done} of ${ready}`));
        const seconds = (performance.now() - started) / 1000;
        print(
          `${done.counts.done} registered in ${seconds.toFixed(1)} s, ${(done.counts.done / seconds).toFixed(0)} a second`,
        );
      }),
    );
}
