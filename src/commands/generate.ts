import { type Command } from 'commander';
import { readDistrict } from '../features/units/index.ts';
import { generate } from '../generation/index.ts';
import { type CommandContext } from './context.ts';

interface GenerateOptions {
  readonly disputes: string;
  readonly seed: string;
  readonly years: string;
}

const MOST = 1_000_000;

const numberIn = (text: string, low: number, high: number, name: string): number => {
  const value = Number(text);
  if (!(value >= low && value <= high)) throw new Error(`--${name}: ${low} to ${high}`);
  return value;
};

const wholeNumber = (text: string, low: number, high: number, name: string): number => {
  const value = numberIn(text, low, high, name);
  if (!Number.isInteger(value)) throw new Error(`--${name}: a whole number`);
  return value;
};

/** `jiefen generate --disputes N --seed S --years Y`: invented disputes of the last years, in every state. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('generate')
    .description('write invented disputes of the last years; never on a system with real ones')
    .requiredOption('--disputes <number>', 'how many')
    .option('--seed <number>', 'the same seed gives the same histories', '1')
    .option('--years <number>', 'how far back they reach, to 2022-01-01 at most', '1.5')
    .action((options: GenerateOptions) =>
      withComposition(async ({ services, ...foundation }) => {
        const disputes = wholeNumber(options.disputes, 1, MOST, 'disputes');
        const seed = wholeNumber(options.seed, 0, 2 ** 32 - 1, 'seed');
        const years = numberIn(options.years, 0.1, 10, 'years');
        const { accounts, units, holidays, policies, casework } = services;
        if ((await casework.repository.count({})) > 0) {
          process.exitCode = 1;
          return print(
            'There are disputes already: invented ones would come before them, and numbers would not follow time.',
          );
        }
        const district = await readDistrict(foundation.config.district);
        const started = performance.now();
        const report = await generate(
          { foundation, accounts, units, holidays, policies, district },
          { disputes, seed, years, onProgress: (written) => print(`${written} of ${disputes}`) },
        );
        const seconds = (performance.now() - started) / 1000;
        print(
          `${report.disputes} disputes in ${seconds.toFixed(1)} s, ${(report.disputes / seconds).toFixed(0)} a second`,
        );
        await services.statisticStore.rebuild();
        const states = Object.entries(report.states).toSorted(([a], [b]) => (a < b ? -1 : 1));
        print(states.map(([state, count]) => `${state} ${count}`).join('  '));
      }),
    );
}
