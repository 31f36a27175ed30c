import { type Command } from 'commander';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

/** `jiefen holidays import`: takes over the years the calendar package knows and the database does not. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  const holidays = program.command('holidays').description('the calendar of rest days and make-up workdays');
  holidays
    .command('import')
    .description('take over what the chinese-days package knows; what was entered by hand stays')
    .action(() =>
      withComposition(async (composition) => {
        const written = await composition.services.holidays.importPackage(await operatorOf(composition));
        const {
          knownUntil,
          holidays: days,
          makeUpWorkdays,
        } = written ?? (await composition.services.holidays.calendar());
        const counts = `${Object.keys(days).length} rest days, ${Object.keys(makeUpWorkdays).length} make-up workdays`;
        print(
          `${written ? `version ${written.version} written` : 'nothing new'}: ${counts}, known until ${knownUntil}`,
        );
      }),
    );
}
