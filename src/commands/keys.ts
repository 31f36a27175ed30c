import { type Command } from 'commander';
import { rotateKeys } from '../platform/key-rotation.ts';
import { type CommandContext } from './context.ts';

/** `jiefen keys rotate`: seals all personal data anew under the first key of JIEFEN_DATA_KEYS, while the product is in use. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('keys')
    .description('keep the keys of personal data')
    .command('rotate')
    .description('seal everything under the first key of JIEFEN_DATA_KEYS; may be stopped and started again')
    .action(() =>
      withComposition(async ({ database, personalData, config }) => {
        const { resealed, passes } = await rotateKeys(database.connection, personalData, (collection, count) =>
          print(`${collection}: ${count}`),
        );
        print(
          `${resealed} texts sealed anew under key ${config.dataKeys.current}, ${passes} passes; nothing is left under another key`,
        );
      }),
    );
}
