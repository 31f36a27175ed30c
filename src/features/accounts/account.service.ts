import { type Actor } from '../../domain/permission.ts';
import { accountAdministration } from './account.administration.ts';
import { type AccountsDeps } from './account.deps.ts';
import { type Account } from './account.record.ts';
import { ownAccountService } from './own-account.service.ts';
import { signInService } from './sign-in.service.ts';
import { tokenService } from './token.service.ts';

/** Everything about who may sign in and as what. */
export function createAccounts(deps: AccountsDeps) {
  const signIn = signInService(deps);
  return {
    ...signIn,
    ...ownAccountService(deps, signIn),
    ...tokenService(deps, signIn),
    administration: accountAdministration(deps),
    /** One's own account. @throws DomainError `accountNotFound` */
    ownAccount: (actor: Actor): Promise<Account> => deps.accounts.get(actor.accountId),
    /** One's own mobile number in clear; empty when there is none. */
    ownPhone: (account: Account): string => (account.phone ? deps.personalData.open(account.phone) : ''),
    byUsername: (username: string): Promise<Account | undefined> => deps.accounts.findByUsername(username),
  };
}

export type AccountsService = ReturnType<typeof createAccounts>;
