import { type Authenticator } from '../../http/authentication.ts';
import { type AccountsService } from './account.service.ts';
import { grantsScope } from './scope.ts';
import { type SessionUser } from './sign-in.service.ts';

const SECOND_FACTOR_PAGE = '/account/second-factor';

/** What the edge of the system asks of accounts: names and passwords, sessions, tokens. */
export const createAuthenticator = (accounts: AccountsService): Authenticator<SessionUser> => ({
  signIn: accounts.authenticate,
  restore: async (user) => {
    const found = await accounts.signedIn(user);
    if (!found) return undefined;
    const { language, largeType, totpSince } = found.account;
    const enrol = accounts.secondFactorRequired && accounts.mustEnrol(found.actor, totpSince !== undefined);
    return {
      actor: found.actor,
      largeType,
      ...(enrol ? { confinedTo: SECOND_FACTOR_PAGE } : {}),
      ...(language ? { language } : {}),
    };
  },
  bearerOf: accounts.resolveToken,
  grants: grantsScope,
});
