import { type Connection } from 'mongoose';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type UnitsService } from '../units/index.ts';
import { AccessEventRepository } from './access-event.repository.ts';
import { AccountRepository } from './account.repository.ts';
import { createAccounts, type AccountsService } from './account.service.ts';
import { Recent } from './recent.ts';
import { TokenRepository } from './token.repository.ts';

export { type Account, type AccessEvent, type Origin, type Post, type Token } from './account.record.ts';
export { type AccountsService } from './account.service.ts';
export { type SessionUser } from './sign-in.service.ts';

export interface AccountsServiceDeps {
  readonly connection: Connection;
  readonly units: UnitsService;
  readonly transactions: Transactions;
  readonly personalData: PersonalData;
  readonly clock: Clock;
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
export { ALL_SCOPES, grantsScope } from './scope.ts';
