import { type Command } from 'commander';
import { type Finding, verify } from '../verification/index.ts';
import { type CommandContext } from './context.ts';

const lineOf = ({ check, number, detail }: Finding): string => `${check.padEnd(9)} ${number ?? '-'}: ${detail}`;

/** `jiefen verify [--json]`: reads everything and tells what is broken; the exit code is 1 when something is. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('verify')
    .description(
      'check that owners, custody, numbers, events, hand-overs, clocks, dockets, receipts, series, papers and the audit agree',
    )
    .option('--json', 'print the report as JSON')
    .action(({ json }: { json?: boolean }) =>
      withComposition(async ({ database, services }) => {
        const { repository, holidays } = services.casework;
        const report = await verify({
          connection: database.connection,
          repository,
          units: services.units,
          holidays,
          statistics: services.statisticStore,
          audit: services.audit,
        });
        if (report.findings.length > 0) process.exitCode = 1;
        if (json) return print(JSON.stringify(report, null, 2));
        for (const finding of report.findings) print(lineOf(finding));
        const { disputes, events, handOvers } = report.checked;
        print(`${disputes} disputes, ${events} events, ${handOvers} hand-overs: ${report.findings.length} faults`);
      }),
    );
}
