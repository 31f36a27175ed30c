import { randomBytes } from 'node:crypto';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { DomainError, forbidden, notFound } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { hashPassword, verifyPassword } from '../../platform/crypto.ts';
import { type Tx } from '../../platform/transaction.ts';
import { audit, type AccountsDeps } from './account.deps.ts';
import { isUnused, passwordDue } from './account.password.ts';
import { isHeld } from './account.posts.ts';
import { postId, type Account, type Origin, type Post, type StoredAccount } from './account.record.ts';

/** What a session keeps of a person. */
export interface SessionUser {
  readonly accountId: string;
  readonly postId: string;
  /** The account's count of passwords at sign-in; a newer password ends the session. */
  readonly credentials: number;
}

/** A person at work: who they are and in which post they act. */
export interface SignedIn {
  readonly account: Account;
  readonly actor: Actor;
}

/** Failures in a row after which the account is locked, and for how long (GB/T 22239-2019, identification b). */
export const FAILURES_ALLOWED = 5;
export const LOCK_MINUTES = 15;

const USERNAME = /^[a-z][a-z0-9._-]{2,39}$/;

/** User names are compared without regard to case. */
export const normaliseUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();
export const isUsername = (username: string): boolean => USERNAME.test(username);

/** One answer for every reason, so that nobody learns which names exist. */
const refused = (): DomainError => new DomainError('unauthenticated', 'accounts.signInFailed');

/** Hash of nothing anybody knows: checking it takes as long as checking a real one. */
const decoy = hashPassword(randomBytes(24).toString('base64'));

/** The password was right, and a code is to follow. */
export class CodeAwaited extends DomainError {
  readonly accountId: string;
  readonly credentials: number;

  constructor(accountId: string, credentials: number) {
    super('unauthenticated', 'accounts.codeAwaited');
    this.accountId = accountId;
    this.credentials = credentials;
  }
}

/** Checks names and passwords and says who a session belongs to. */
export function signInService(deps: AccountsDeps) {
  const { accounts, units, transactions, clock, recent } = deps;

  /** The posts held today, in the order they were given. */
  const postsToday = (account: Account): readonly Post[] => {
    const today = dayOfInstant(clock.now());
    return account.posts.filter((post) => isHeld(post, today));
  };

  const actorIn = async (account: Account, post: Post): Promise<Actor> => {
    const { code, tier, path, name } = await units.unitByCode(post.unitCode);
    return {
      accountId: account.id,
      name: account.name,
      role: post.role,
      unit: { code, tier, path, name: name.zh, nameEn: name.en },
    };
  };

  /** The person in the post named, or in their first one; undefined when they hold none today or are disabled. */
  const actorOf = async (account: Account, chosen?: string): Promise<Actor | undefined> => {
    if (account.disabledAt) return undefined;
    const posts = postsToday(account);
    const post = chosen === undefined ? posts[0] : posts.find((held) => postId(held) === chosen);
    return post && actorIn(account, post);
  };

  /**
   * Checks a name and a password; every attempt is in the audit.
   * @throws DomainError `signInFailed` for an unknown name, a wrong password, a locked, disabled or unused account;
   * `passwordDue` when the password is right but must be changed first; CodeAwaited when a code is to follow; `noPost` when the person holds no post today
   */
  const authenticate = async (typed: string, password: string, origin: Origin): Promise<SessionUser> => {
    const account = await checkPassword(typed, password, origin);
    if (passwordDue(account, clock.now())) throw forbidden('accounts.passwordDue');
    if (account.totpSince) throw new CodeAwaited(account.id, account.credentials);
    return enter(account, origin);
  };

  /** Lets a person in whom everything asked of has been right. @throws DomainError `noPost` */
  const enter = async (account: Account, origin: Origin): Promise<SessionUser> => {
    const [post] = postsToday(account);
    if (!post) throw forbidden('accounts.noPost');
    await transactions.run(async (tx) => {
      await accounts.note(account.id, { lastLoginAt: clock.now() }, tx);
      const actor = await actorIn(account, post);
      await audit(deps, tx, { kind: 'signedIn', subject: subjectOf(account), actor, origin });
    });
    return { accountId: account.id, postId: postId(post), credentials: account.credentials };
  };

  /** The account whose name and password these are. @throws DomainError `signInFailed` */
  const checkPassword = async (typed: string, password: string, origin: Origin): Promise<Account> => {
    const username = normaliseUsername(typed);
    const found = isUsername(username) ? await accounts.findStored(username) : undefined;
    const right = await verifyPassword(found?.passwordHash ?? (await decoy), password);
    const account = await transactions.run(async (tx) => {
      if (!found) {
        await noteUnknown(deps, tx, username, origin);
        return undefined;
      }
      const current = await accounts.getStored(found.id, tx);
      const refusal = refusalOf(current, right && current.passwordHash === found.passwordHash, clock.now());
      if (refusal) {
        await noteFailure(deps, tx, current, refusal, origin);
        return undefined;
      }
      if (current.failedLogins > 0 || current.lockedUntil) {
        await accounts.note(current.id, { failedLogins: 0, lockedUntil: null }, tx);
      }
      return accounts.get(current.id, tx);
    });
    if (!account) throw refused();
    return account;
  };

  /** The person of a session as they stand now; undefined when it is over for them. */
  const signedIn = async (user: SessionUser): Promise<SignedIn | undefined> => {
    const key = `${user.accountId}/${user.postId}/${user.credentials}`;
    const known = recent.get(key);
    if (known) return known;
    const account = await accounts.find(user.accountId);
    if (!account || account.credentials !== user.credentials) return undefined;
    const actor = await actorOf(account, user.postId);
    if (!actor) return undefined;
    const found = { account, actor };
    recent.set(key, found);
    return found;
  };

  /** Puts the person into another of their posts. @throws DomainError `postNotHeld` */
  const switchPost = async (actor: Actor, chosen: string, origin: Origin): Promise<SessionUser> => {
    const account = await accounts.get(actor.accountId);
    const next = await actorOf(account, chosen);
    if (!next) throw notFound('accounts.postNotHeld');
    await transactions.run((tx) =>
      audit(deps, tx, {
        kind: 'postSwitched',
        subject: subjectOf(account),
        actor: next,
        origin,
        data: { from: `${actor.unit.code}:${actor.role}`, to: chosen },
      }),
    );
    return { accountId: account.id, postId: chosen, credentials: account.credentials };
  };

  /** Notes in the audit that the person left. */
  const signedOut = async (actor: Actor, origin: Origin): Promise<void> => {
    const account = await accounts.find(actor.accountId);
    const subject = { accountId: actor.accountId, username: account?.username ?? '?' };
    await transactions.run((tx) => audit(deps, tx, { kind: 'signedOut', subject, actor, origin }));
  };

  return { authenticate, enter, checkPassword, actorOf, signedIn, switchPost, signedOut, postsToday };
}

export type SignInService = ReturnType<typeof signInService>;

type Refusal = 'locked' | 'password' | 'code' | 'disabled' | 'unused';

function refusalOf(account: Account, right: boolean, now: Date): Refusal | undefined {
  if (account.lockedUntil && account.lockedUntil > now) return 'locked';
  if (!right) return 'password';
  if (account.disabledAt) return 'disabled';
  return isUnused(account, now) ? 'unused' : undefined;
}

/** A mistyped field may hold a password, so a name that cannot be one is not written down. */
const noteUnknown = (deps: AccountsDeps, tx: Tx, username: string, origin: Origin): Promise<void> =>
  audit(deps, tx, {
    kind: 'signInFailed',
    success: false,
    subject: { username: isUsername(username) ? username : '?' },
    origin,
    data: { because: 'unknown' },
  });

/** Counts a wrong password, locks after the fifth in a row, closes an account nobody used. */
export async function noteFailure(
  deps: AccountsDeps,
  tx: Tx,
  account: StoredAccount,
  because: Refusal,
  origin: Origin,
): Promise<void> {
  const subject = subjectOf(account);
  const now = deps.clock.now();
  const note = (change: Parameters<typeof deps.accounts.note>[1]) => deps.accounts.note(account.id, change, tx);
  await audit(deps, tx, { kind: 'signInFailed', success: false, subject, origin, data: { because } });
  if (because === 'unused') {
    await note({ disabledAt: now, disabledBecause: 'unused' });
    await audit(deps, tx, { kind: 'accountDisabled', subject, data: { because } });
  }
  if (because !== 'password' && because !== 'code') return;
  const failedLogins = account.failedLogins + 1;
  if (failedLogins < FAILURES_ALLOWED) return note({ failedLogins });
  await note({ failedLogins: 0, lockedUntil: new Date(now.getTime() + LOCK_MINUTES * 60_000) });
  await audit(deps, tx, { kind: 'locked', success: false, subject, origin });
}

export const subjectOf = ({ id, username }: Account) => ({ accountId: id, username });
