import { type Command } from 'commander';
import { invalidField } from '../domain/errors.ts';
import { type Actor, type Role } from '../domain/permission.ts';
import { type Account, type Post } from '../features/accounts/index.ts';
import { type Composition } from '../compose.ts';
import { type CommandContext } from './context.ts';
import { operatorOf } from './operator.ts';

interface CreateOptions {
  readonly name: string;
  readonly unit: string;
  readonly role: string;
  readonly from?: string;
  readonly phone?: string;
}

const found = async ({ services }: Composition, username: string): Promise<Account> => {
  const account = await services.accounts.byUsername(username);
  if (!account) throw invalidField('username', 'accounts.username.unknown');
  return account;
};

/** `jiefen account create | disable | enable | reset-password`: the first administrator, and the way back in. */
export function register(program: Command, { withComposition, print }: CommandContext): void {
  const account = program.command('account').description('create, close and open accounts');

  const asOperator = (work: (composition: Composition, actor: Actor) => Promise<void>): Promise<void> =>
    withComposition(async (composition) => work(composition, await operatorOf(composition)));

  account
    .command('create <username>')
    .description('create an account with one post; prints a temporary password')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--unit <code>', 'code of the unit, such as 110112104')
    .requiredOption('--role <role>', 'role at the unit, such as townshipClerk or systemAdmin')
    .option('--from <day>', 'first day of the post, YYYY-MM-DD; default today')
    .option('--phone <number>', 'mobile number')
    .action((username: string, options: CreateOptions) =>
      asOperator(async ({ services }, actor) => {
        const { name, unit, role, phone, from = services.accounts.today() } = options;
        const post: Post = { unitCode: unit, role: role as Role, from };
        const input = { username, name, phone, posts: [post] };
        const { password } = await services.accounts.administration.create(actor, input, {});
        print(`${username} ${password}`);
      }),
    );

  account
    .command('disable <username>')
    .description('close an account at once')
    .action((username: string) =>
      asOperator(async (composition, actor) => {
        const { id, version } = await found(composition, username);
        await composition.services.accounts.administration.disable(actor, id, version, {});
        print(`${username} is closed`);
      }),
    );

  account
    .command('enable <username>')
    .description('open a closed or locked account again')
    .action((username: string) =>
      asOperator(async (composition, actor) => {
        const { id, version } = await found(composition, username);
        await composition.services.accounts.administration.enable(actor, id, version, {});
        print(`${username} is open`);
      }),
    );

  account
    .command('reset-password <username>')
    .description('print a temporary password, to be changed at the next sign-in')
    .action((username: string) =>
      asOperator(async (composition, actor) => {
        const { id, version } = await found(composition, username);
        const { password } = await composition.services.accounts.administration.resetPassword(actor, id, version, {});
        print(`${username} ${password}`);
      }),
    );
}
