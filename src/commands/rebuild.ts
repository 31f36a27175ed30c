import { type Command } from 'commander';
import { type CommandContext } from './context.ts';

const TOLD_EVERY_MS = 2_000;

/** `jiefen rebuild`: counts every event again; the pages say meanwhile how far it has come. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('rebuild')
    .description('count all statistics anew from the events; may be stopped and started again')
    .action(() =>
      withComposition(async ({ services }) => {
        const started = performance.now();
        let told = started;
        const { disputes, events } = await services.statisticStore.rebuild((status) => {
          if (performance.now() - told < TOLD_EVERY_MS) return;
          told = performance.now();
          print(`${status.disputes} of ${status.total} disputes`);
        });
        const seconds = (performance.now() - started) / 1000;
        print(
          `${disputes} disputes, ${events} events in ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} a second`,
        );
      }),
    );
}
