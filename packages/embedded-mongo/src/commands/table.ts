import { collectionCommands } from './collections.ts';
import type { CommandHandler } from './context.ts';
import { indexCommands } from './indexes.ts';
import { loginCommands } from './login.ts';
import { readCommands } from './reads.ts';
import { serverCommands } from './server.ts';
import { writeCommands } from './writes.ts';

/** Every command the gateway knows, by its name in lower case. */
export const commandTable: ReadonlyMap<string, CommandHandler> = new Map(
  Object.entries({
    ...serverCommands,
    ...loginCommands,
    ...readCommands,
    ...writeCommands,
    ...indexCommands,
    ...collectionCommands,
  }),
);
