import { type Command } from 'commander';
import { work } from '../worker.ts';
import { type CommandContext } from './context.ts';

export function register(program: Command, { loadConfig }: CommandContext): void {
  program
    .command('worker')
    .description('do the work that waits: terms that end, hand-overs nobody answered')
    .action(() => work(loadConfig()));
}
