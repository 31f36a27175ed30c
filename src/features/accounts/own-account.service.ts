import { invalid, invalidField } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { hashPassword, verifyPassword } from '../../platform/crypto.ts';
import { type Language } from '../../platform/i18n.ts';
import { audit, type AccountsDeps } from './account.deps.ts';
import { passwordProblems, PASSWORDS_REMEMBERED } from './account.password.ts';
import { type Account, type Origin, type StoredAccount } from './account.record.ts';
import { subjectOf, type SignInService } from './sign-in.service.ts';

export interface OwnSettings {
  readonly language: Language;
  readonly largeType: boolean;
  /** Mobile number, empty to remove it. */
  readonly phone: string;
}

/** What people may change about their own account. */
export function ownAccountService(deps: AccountsDeps, signIn: SignInService) {
  const { accounts, transactions, clock, recent, personalData } = deps;

  const store = async (account: StoredAccount, password: string, actor: Actor | undefined, origin: Origin) => {
    const problems = passwordProblems(password, account.username);
    if (problems.length > 0)
      throw invalid(
        'validation',
        problems.map((problem) => ({ field: 'password', ...problem })),
      );
    const used = [account.passwordHash, ...account.previousHashes];
    const matches = await Promise.all(used.map((hash) => verifyPassword(hash, password)));
    if (matches.includes(true))
      throw invalidField('password', 'accounts.password.recent', { count: PASSWORDS_REMEMBERED });
    const passwordHash = await hashPassword(password);
    await transactions.run(async (tx) => {
      const change = {
        passwordHash,
        previousHashes: used.slice(0, PASSWORDS_REMEMBERED - 1),
        passwordChangedAt: clock.now(),
        passwordTemporary: false,
        credentials: account.credentials + 1,
      };
      await accounts.update(account.id, account.version, change, tx);
      await audit(deps, tx, { kind: 'passwordChanged', subject: subjectOf(account), actor, origin });
    });
    recent.clear();
  };

  /**
   * Changes one's own password; every other session of the account ends.
   * @returns the account's new count of passwords, for the session that stays
   * @throws DomainError `validation` on `current` when it is wrong, on `password` when the new one is not good enough
   */
  const changePassword = async (actor: Actor, current: string, password: string, origin: Origin): Promise<number> => {
    const account = await accounts.getStored(actor.accountId);
    if (!(await verifyPassword(account.passwordHash, current)))
      throw invalidField('current', 'accounts.password.wrong');
    await store(account, password, actor, origin);
    return account.credentials + 1;
  };

  /**
   * Replaces a password that must be changed before anything else; the person is not signed in yet.
   * @throws DomainError `signInFailed`, `validation`
   */
  const replaceDuePassword = async (
    typed: string,
    current: string,
    password: string,
    origin: Origin,
  ): Promise<void> => {
    const { id } = await signIn.checkPassword(typed, current, origin);
    await store(await accounts.getStored(id), password, undefined, origin);
  };

  /** Stores one's own language, type size and mobile number. */
  const changeSettings = async (actor: Actor, settings: OwnSettings, origin: Origin): Promise<Account> => {
    const { language, largeType, phone } = settings;
    await transactions.run(async (tx) => {
      const account = await accounts.get(actor.accountId, tx);
      const change = { language, largeType, phone: phone === '' ? null : personalData.seal(phone) };
      await accounts.update(account.id, account.version, change, tx);
      await audit(deps, tx, { kind: 'accountChanged', subject: subjectOf(account), actor, origin });
    });
    recent.clear();
    return accounts.get(actor.accountId);
  };

  /** Notes in the audit that a person ended sessions of their own. */
  const sessionsEnded = async (actor: Actor, count: number, origin: Origin): Promise<void> => {
    const subject = subjectOf(await accounts.get(actor.accountId));
    await transactions.run((tx) => audit(deps, tx, { kind: 'sessionsEnded', subject, actor, origin, data: { count } }));
  };

  return { sessionsEnded, changePassword, replaceDuePassword, changeSettings };
}
