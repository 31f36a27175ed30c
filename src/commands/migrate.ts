import { type Command } from 'commander';
import { migrations } from '../migrations/index.ts';
import { runMigrations } from '../platform/migrations.ts';
import { type CommandContext } from './context.ts';

export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('migrate')
    .description('bring the database to the form this version needs')
    .action(() =>
      withComposition(async ({ database, clock, personalData }) => {
        const done = await runMigrations(database.connection, { clock, personalData }, migrations);
        for (const name of done) print(name);
        print(`${done.length} done, ${migrations.length - done.length} already there`);
      }),
    );
}
