import { randomInt } from 'node:crypto';
import { conflict, forbidden, invalid, invalidField } from '../../domain/errors.ts';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { hasRight, type Actor, type Right, type Role } from '../../domain/permission.ts';
import { hashPassword } from '../../platform/crypto.ts';
import { type AccessEventFilter, type AccessEventPage } from './access-event.repository.ts';
import { audit, type AccountsDeps } from './account.deps.ts';
import { PASSWORDS_REMEMBERED } from './account.password.ts';
import { combinationProblems, isHeld, postProblems } from './account.posts.ts';
import { postId, type Account, type AccessEventKind, type Origin, type Post } from './account.record.ts';
import { type AccountChange, type AccountFilter, type AccountPage } from './account.repository.ts';
import { isUsername, normaliseUsername, subjectOf } from './sign-in.service.ts';

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly phone?: string | undefined;
  readonly posts: readonly Post[];
  /** Without it a temporary one is made up. */
  readonly password?: string | undefined;
}

/** A new account and, when it was made up, its temporary password, to be handed over once. */
export interface CreatedAccount {
  readonly account: Account;
  readonly password?: string;
}

const LOWER = 'abcdefghjkmnpqrstuvwxyz';
const UPPER = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const pick = (alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** A password that is easy to read out: four groups without letters that look alike; about 70 bits. */
export const temporaryPassword = (): string =>
  `${pick(UPPER, 4)}-${pick(LOWER, 4)}-${pick(DIGITS, 4)}-${pick(LOWER, 4)}`;

/** What those who look after accounts may do with them; everything is in the audit. */
export function accountAdministration(deps: AccountsDeps) {
  const { accounts, events, tokens, units, transactions, personalData, clock, recent } = deps;

  const checkPost = async (post: Post, held: readonly Post[]): Promise<void> => {
    const unit = (await units.directory()).get(post.unitCode);
    const problems = [...postProblems(post, unit?.tier), ...combinationProblems(held, post)];
    if (problems.length > 0) throw invalid('validation', problems);
  };

  /** Changes an account and tells the audit, in one transaction. */
  const change = async (
    actor: Actor,
    id: string,
    seenVersion: number,
    line: { kind: AccessEventKind; origin: Origin; data?: (before: Account) => Record<string, unknown> },
    changes: (before: Account) => AccountChange | Promise<AccountChange>,
  ): Promise<Account> => {
    mayManage(actor);
    await transactions.run(async (tx) => {
      const before = await accounts.get(id, tx);
      await accounts.update(id, seenVersion, await changes(before), tx);
      const { kind, origin, data } = line;
      await audit(deps, tx, { kind, subject: subjectOf(before), actor, origin, ...(data && { data: data(before) }) });
    });
    recent.clear();
    return accounts.get(id);
  };

  return {
    /** @throws DomainError `accountNotFound`, `forbidden` */
    get: async (actor: Actor, id: string): Promise<Account> => {
      mayManage(actor);
      return accounts.get(id);
    },

    list: async (
      actor: Actor,
      filter: AccountFilter,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<AccountPage & { readonly total: number }> => {
      mayManage(actor);
      const [found, total] = await Promise.all([accounts.list(filter, page), accounts.count(filter)]);
      return { ...found, total };
    },

    /**
     * Creates an account with its first posts.
     * @throws DomainError `validation` for the user name (`username.form`, `username.taken`), a post or its unit
     */
    create: async (actor: Actor, input: NewAccount, origin: Origin): Promise<CreatedAccount> => {
      mayManage(actor);
      const username = normaliseUsername(input.username);
      if (!isUsername(username)) throw invalidField('username', 'accounts.username.form');
      const posts: Post[] = [];
      for (const post of input.posts) {
        await checkPost(post, posts);
        posts.push(post);
      }
      const password = input.password ?? temporaryPassword();
      const passwordHash = await hashPassword(password);
      const now = clock.now();
      const id = await transactions.run(async (tx) => {
        const account = {
          username,
          name: input.name.trim(),
          posts,
          largeType: false,
          ...(input.phone ? { phone: personalData.seal(input.phone) } : {}),
          createdAt: now,
          passwordChangedAt: now,
          passwordTemporary: input.password === undefined,
          passwordHash,
          previousHashes: [],
          failedLogins: 0,
          credentials: 1,
          version: 1,
        };
        const created = await accounts.insert(account, tx);
        if (created === undefined) throw invalidField('username', 'accounts.username.taken');
        const subject = { accountId: created, username };
        await audit(deps, tx, { kind: 'accountCreated', subject, actor, origin, data: { posts } });
        return created;
      });
      const account = await accounts.get(id);
      return input.password === undefined ? { account, password } : { account };
    },

    /** Changes name and mobile number. `phone` undefined leaves it, empty removes it. */
    edit: (
      actor: Actor,
      id: string,
      seenVersion: number,
      input: { readonly name: string; readonly phone?: string | undefined },
      origin: Origin,
    ): Promise<Account> =>
      change(actor, id, seenVersion, { kind: 'accountChanged', origin }, () => ({
        name: input.name.trim(),
        ...(input.phone === undefined ? {} : { phone: input.phone === '' ? null : personalData.seal(input.phone) }),
      })),

    /** Gives the person a further post. @throws DomainError `validation`, `ownPosts` */
    addPost: (actor: Actor, id: string, seenVersion: number, post: Post, origin: Origin): Promise<Account> => {
      notOwn(actor, id);
      const data = (before: Account) => ({ before: before.posts, added: post });
      return change(actor, id, seenVersion, { kind: 'postsChanged', origin, data }, async (before) => {
        await checkPost(post, before.posts);
        return { posts: [...before.posts, post] };
      });
    },

    /** Ends a post with a last day; a post that has not begun is ended before its first day. */
    endPost: (
      actor: Actor,
      id: string,
      seenVersion: number,
      ended: { readonly postId: string; readonly to: string },
      origin: Origin,
    ): Promise<Account> => {
      notOwn(actor, id);
      const data = (before: Account) => ({ before: before.posts, ended });
      return change(actor, id, seenVersion, { kind: 'postsChanged', origin, data }, (before) => {
        const today = dayOfInstant(clock.now());
        const open = before.posts.filter((post) => post.to === undefined || post.to >= today);
        if (!open.some((post) => postId(post) === ended.postId)) throw conflict('accounts.postNotHeld');
        return {
          posts: before.posts.map((post) =>
            open.includes(post) && postId(post) === ended.postId ? { ...post, to: ended.to } : post,
          ),
        };
      });
    },

    /** Closes the account at once: sessions and tokens stop working. @throws DomainError `accounts.casesInHand` */
    disable: (actor: Actor, id: string, seenVersion: number, origin: Origin): Promise<Account> => {
      notOwn(actor, id);
      return change(actor, id, seenVersion, { kind: 'accountDisabled', origin }, async (before) => {
        if (before.disabledAt) throw conflict('accounts.accountDisabledAlready');
        const cases = await deps.casesInHand(id);
        if (cases > 0) throw conflict('accounts.casesInHand', '离岗交接', { cases });
        return { disabledAt: clock.now(), disabledBecause: 'by-admin', credentials: before.credentials + 1 };
      });
    },

    /** Opens a closed or locked account again. */
    enable: (actor: Actor, id: string, seenVersion: number, origin: Origin): Promise<Account> =>
      change(actor, id, seenVersion, { kind: 'accountEnabled', origin }, () => ({
        disabledAt: null,
        disabledBecause: null,
        lockedUntil: null,
        lastLoginAt: clock.now(),
        failedLogins: 0,
      })),

    /** Gives a temporary password, to be changed at the first sign-in; all sessions end. */
    resetPassword: async (actor: Actor, id: string, seenVersion: number, origin: Origin): Promise<CreatedAccount> => {
      mayManage(actor);
      const password = temporaryPassword();
      const passwordHash = await hashPassword(password);
      const { passwordHash: last, previousHashes } = await accounts.getStored(id);
      const account = await change(actor, id, seenVersion, { kind: 'passwordReset', origin }, (before) => ({
        passwordHash,
        previousHashes: [last, ...previousHashes].slice(0, PASSWORDS_REMEMBERED - 1),
        passwordChangedAt: clock.now(),
        passwordTemporary: true,
        // Who lost the phone gets a new password from an administrator and sets the second factor up anew.
        totpSecret: null,
        totpSince: null,
        totpStep: null,
        credentials: before.credentials + 1,
        failedLogins: 0,
        lockedUntil: null,
      }));
      return { account, password };
    },

    /** Lines of the security audit, newest first. @throws DomainError `forbidden` */
    accessEvents: async (
      actor: Actor,
      filter: AccessEventFilter,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<AccessEventPage> => {
      mayUse(actor, 'readAudit');
      return events.list(filter, page);
    },

    /** People who hold one of the roles in the unit today, for choosing a mediator. */
    staffOf: async (
      unitCode: string,
      roles?: readonly Role[],
    ): Promise<readonly { id: string; name: string; role: Role }[]> => {
      const today = dayOfInstant(clock.now());
      const { items } = await accounts.list({ unitCode, state: 'active' }, { limit: 500 });
      return items.flatMap(({ id, name, posts }) =>
        posts
          .filter((post) => post.unitCode === unitCode && isHeld(post, today) && (!roles || roles.includes(post.role)))
          .map((post) => ({ id, name, role: post.role })),
      );
    },

    tokensOf: (accountId: string) => tokens.listOf(accountId),
  };
}

/** The system itself acts for the operator at the machine's console, who creates the first administrator. */
const mayUse = (actor: Actor, right: Right): void => {
  if (!hasRight(actor.role, right) && actor.role !== 'system') throw forbidden('right', right);
};

const mayManage = (actor: Actor): void => mayUse(actor, 'manageAccounts');

/** Nobody changes their own posts or closes their own account. */
const notOwn = (actor: Actor, id: string): void => {
  if (actor.accountId === id) throw forbidden('accounts.ownPosts', 'GB/T 22239-2019');
};
