import { type Command } from 'commander';
import { invalid, invalidField } from '../domain/errors.ts';
import { ALL_SCOPES, isScope } from '../features/accounts/index.ts';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

interface TokenOptions {
  readonly account: string;
  readonly scopes: string;
  readonly days: string;
  readonly name: string;
  readonly post?: string;
}

/** `jiefen token --account NAME`: prints a bearer token for the API, once. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('token')
    .description('print a bearer token that acts for an account')
    .requiredOption('--account <username>', 'whose rights the token has')
    .option('--scopes <list>', 'such as disputes:read,units:read', ALL_SCOPES)
    .option('--days <number>', 'days until it expires, at most 365', '90')
    .option('--name <name>', 'what it is for', 'console')
    .option('--post <unit:role>', 'which post it acts in; default the first one')
    .action((options: TokenOptions) =>
      withComposition(async (composition) => {
        const { accounts } = composition.services;
        const owner = await accounts.byUsername(options.account);
        if (!owner) throw invalidField('account', 'accounts.username.unknown');
        const scopes = options.scopes.split(',').map((scope) => scope.trim());
        const days = Number(options.days);
        if (!scopes.every(isScope)) throw invalidField('scopes', 'accounts.scope.form');
        if (!Number.isInteger(days) || days < 1 || days > 365)
          throw invalid('validation', [{ field: 'days', code: 'number.max', params: { limit: 365 } }]);
        const input = { name: options.name, scopes, days, postId: options.post };
        const { raw } = await accounts.issueToken(await operatorOf(composition), owner.id, input, {});
        print(raw);
      }),
    );
}
