import { type Connection } from 'mongoose';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type UnitsService } from '../units/index.ts';
import { type RouteRow } from '../../http/routes.ts';
import { AccessEventRepository } from './access-event.repository.ts';
import { accountAdminRoutes } from './account.admin.routes.ts';
import { AccountRepository } from './account.repository.ts';
import { createAccounts, type AccountsService } from './account.service.ts';
import { ownAccountRoutes } from './own-account.routes.ts';
import { Recent } from './recent.ts';
import { secondFactorRoutes } from './second-factor.routes.ts';
import { type OpenSessions } from '../../http/open-sessions.ts';
import { sessionRoutes } from './session.routes.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { TokenRepository } from './token.repository.ts';

export { type Account, type AccessEvent, type Origin, type Post, type Token } from './account.record.ts';
export { type AccountsService } from './account.service.ts';
export { type SessionUser } from './sign-in.service.ts';

/** Pages of the feature. */
/** `calendar` tells how far the calendar of rest days reaches: its administrator starts the day on these pages. */
export const accountRoutes = (
  accounts: AccountsService,
  units: UnitsService,
  calendar: () => Promise<{ readonly reach: string }>,
  sessions: OpenSessions,
): readonly RouteRow[] => [
  ...sessionRoutes(accounts, sessions),
  ...signInRoutes(accounts),
  ...secondFactorRoutes(accounts),
  ...ownAccountRoutes(accounts, units),
  ...accountAdminRoutes(accounts, units, calendar),
];

export interface AccountsServiceDeps {
  readonly connection: Connection;
  readonly units: UnitsService;
  readonly transactions: Transactions;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  /** Administrators may not work without a second factor. */
  readonly secondFactorRequired: boolean;
  /** Open disputes of which the account is the mediator: they are handed over before it is closed. */
  readonly casesInHand: (accountId: string) => Promise<number>;
}

/** Builds the accounts feature on a database. */
export const createAccountsService = ({ connection, ...deps }: AccountsServiceDeps): AccountsService =>
  createAccounts({
    ...deps,
    accounts: new AccountRepository(connection),
    tokens: new TokenRepository(connection),
    events: new AccessEventRepository(connection),
    recent: new Recent(deps.clock),
  });
export { createAuthenticator } from './account.authenticator.ts';
export { accountApi } from './account.api.ts';
export { DEMO_PASSWORD, demoPeople, type DemoPerson } from './demo-accounts.ts';
export { ALL_SCOPES, grantsScope, isScope } from './scope.ts';
