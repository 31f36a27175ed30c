import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { type UnitsService } from '../units/index.ts';
import { type AccessEventRepository } from './access-event.repository.ts';
import { type AccessEventKind, type Origin } from './account.record.ts';
import { type AccountRepository } from './account.repository.ts';
import { type Recent } from './recent.ts';
import { type SignedIn } from './sign-in.service.ts';
import { type TokenRepository } from './token.repository.ts';

/** What the parts of the accounts feature share. */
export interface AccountsDeps {
  readonly accounts: AccountRepository;
  readonly tokens: TokenRepository;
  readonly events: AccessEventRepository;
  readonly units: UnitsService;
  readonly transactions: Transactions;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  /** Administrators may not work without a second factor. */
  readonly secondFactorRequired: boolean;
  /** Open disputes of which the account is the mediator. */
  readonly casesInHand: (accountId: string) => Promise<number>;
  /** Who the sessions and tokens seen lately belong to; every change of an account empties it. */
  readonly recent: Recent<SignedIn>;
}

export interface AuditLine {
  readonly kind: AccessEventKind;
  readonly success?: boolean;
  readonly subject: { readonly accountId?: string; readonly username: string };
  readonly actor?: Actor | undefined;
  readonly origin?: Origin | undefined;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes one line of the security audit inside the transaction of what it tells. */
export async function audit(deps: Pick<AccountsDeps, 'events' | 'clock'>, tx: Tx, line: AuditLine): Promise<void> {
  const { kind, success = true, subject, actor, origin, data } = line;
  await deps.events.append(
    {
      at: deps.clock.now(),
      kind,
      success,
      subject,
      ...(actor && {
        actor: { accountId: actor.accountId, name: actor.name, role: actor.role, unitCode: actor.unit.code },
      }),
      ...(origin?.ip === undefined ? {} : { ip: origin.ip }),
      ...(origin?.requestId === undefined ? {} : { requestId: origin.requestId }),
      ...(data && { data }),
    },
    tx,
  );
}
