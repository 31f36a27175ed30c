import { type Command } from 'commander';
import { serve } from '../server.ts';
import { type CommandContext } from './context.ts';

export function register(program: Command, { loadConfig }: CommandContext): void {
  program
    .command('serve')
    .description('answer pages and the API')
    .action(() => serve(loadConfig()));
}
