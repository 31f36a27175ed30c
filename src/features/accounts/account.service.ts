import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { accountAdministration } from './account.administration.ts';
import { type AccountsDeps } from './account.deps.ts';
import { type Account } from './account.record.ts';
import { ownAccountService } from './own-account.service.ts';
import { secondFactorService } from './second-factor.service.ts';
import { signInService } from './sign-in.service.ts';
import { tokenService } from './token.service.ts';

export { type CreatedAccount } from './account.administration.ts';

/** Everything about who may sign in and as what. */
export function createAccounts(deps: AccountsDeps) {
  const signIn = signInService(deps);
  return {
    ...signIn,
    ...ownAccountService(deps, signIn),
    ...tokenService(deps, signIn),
    ...secondFactorService(deps, signIn),
    secondFactorRequired: deps.secondFactorRequired,
    administration: accountAdministration(deps),
    /** One's own account. @throws DomainError `accountNotFound` */
    ownAccount: (actor: Actor): Promise<Account> => deps.accounts.get(actor.accountId),
    /** One's own mobile number in clear; empty when there is none. */
    ownPhone: (account: Account): string => (account.phone ? deps.personalData.open(account.phone) : ''),
    now: (): Date => deps.clock.now(),
    today: (): string => dayOfInstant(deps.clock.now()),
    /** Active people who hold one of the roles in one of the units today. */
    inPosts: async (
      unitCodes: readonly string[],
      roles: readonly Role[],
    ): Promise<readonly { readonly account: Account; readonly unitCode: string }[]> => {
      const today = dayOfInstant(deps.clock.now());
      return (await deps.accounts.holders(unitCodes, roles)).flatMap((account) => {
        const post = account.posts.find(
          ({ unitCode, role, from, to }) =>
            unitCodes.includes(unitCode) && roles.includes(role) && from <= today && (to === undefined || today <= to),
        );
        return post ? [{ account, unitCode: post.unitCode }] : [];
      });
    },
    /** A colleague to call: the name and the number they gave, if any; undefined when there is no such account. */
    colleague: async (accountId: string): Promise<{ readonly name: string; readonly phone?: string } | undefined> => {
      const account = await deps.accounts.find(accountId);
      return (
        account && {
          name: account.name,
          ...(account.phone ? { phone: deps.personalData.open(account.phone) } : {}),
        }
      );
    },
    /** Names by account id. */
    names: (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => deps.accounts.names(ids),
    /** Whether the person still works here: the account is open and holds a post today. */
    isActive: async (accountId: string): Promise<boolean> => {
      const account = await deps.accounts.find(accountId);
      const today = dayOfInstant(deps.clock.now());
      return (
        account !== undefined &&
        account.disabledAt === undefined &&
        account.posts.some(({ from, to }) => from <= today && (to === undefined || today <= to))
      );
    },
    byUsername: (username: string): Promise<Account | undefined> => deps.accounts.findByUsername(username),
  };
}

export type AccountsService = ReturnType<typeof createAccounts>;
