import { type Command } from 'commander';
import { parseDay } from '../domain/calendar-day.ts';
import { type CommandContext } from './context.ts';

/** `jiefen audit archive FILE --before DAY [--remove]`: the security audit up to a day, in a file. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('audit')
    .description('keep the security audit')
    .command('archive')
    .argument('<file>', 'must not exist yet; gzipped, one line of JSON each')
    .description('write the audit lines before a day into a file')
    .requiredOption('--before <day>', 'YYYY-MM-DD; lines of this day and later stay out')
    .option('--remove', 'then take them out of the database; never the last six months')
    .action((file: string, { before, remove }: { before: string; remove?: boolean }) =>
      withComposition(async ({ services }) => {
        const { lines, digest } = await services.audit.archive(file, parseDay(before), remove ?? false);
        print(`${lines} audit lines${remove ? ' taken out' : ''}, SHA-256 of the text ${digest}`);
      }),
    );
}
