import { createHash, randomBytes } from 'node:crypto';
import { forbidden, notFound } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { audit, type AccountsDeps } from './account.deps.ts';
import { MS_PER_DAY } from './account.password.ts';
import { postId, type Origin, type Token } from './account.record.ts';
import { NEEDS_SECOND_FACTOR } from './second-factor.service.ts';
import { subjectOf, type SignInService } from './sign-in.service.ts';

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Days until it expires, at most 365. */
  readonly days: number;
  /** The post it acts in; the person's first one when not given. */
  readonly postId?: string | undefined;
}

/** The owner of a token and what the token may do. */
export interface Bearer {
  readonly actor: Actor;
  readonly scopes: readonly string[];
}

const PREFIX = 'jfn_';
const HINT_LENGTH = 8;
/** The time of last use is kept to the hour, to spare a write at every request. */
const USE_NOTED_MS = 3_600_000;

const hashOf = (raw: string): string => createHash('sha256').update(raw).digest('base64url');

/** Bearer tokens, with which a program acts for an account. */
export function tokenService(deps: AccountsDeps, signIn: SignInService) {
  const { accounts, tokens, transactions, clock, recent } = deps;
  const known = new Map<string, { readonly token: Token; readonly until: number }>();

  const tokenOf = async (raw: string): Promise<Token | undefined> => {
    const hash = hashOf(raw);
    const now = clock.now().getTime();
    const held = known.get(hash);
    if (held && held.until > now) return held.token;
    const token = await tokens.findByHash(hash);
    if (known.size > 2_000) known.clear();
    if (token) known.set(hash, { token, until: now + 2_000 });
    return token;
  };

  return {
    /**
     * Issues a token for the actor's own account, or for another by the console. The raw token is told once.
     * @throws DomainError `accountNotFound`, `postNotHeld`, `forbidden`
     */
    issueToken: async (
      actor: Actor,
      accountId: string,
      input: NewToken,
      origin: Origin,
    ): Promise<{ readonly raw: string; readonly token: Token }> => {
      if (actor.accountId !== accountId && actor.role !== 'system') throw forbidden('right');
      const account = await accounts.get(accountId);
      const owner = await signIn.actorOf(account, input.postId);
      if (!owner) throw notFound('accounts.postNotHeld');
      const raw = PREFIX + randomBytes(32).toString('base64url');
      const now = clock.now();
      const token = await transactions.run(async (tx) => {
        const issued = await tokens.insert(
          {
            accountId,
            name: input.name,
            scopes: input.scopes,
            postId: postId({ unitCode: owner.unit.code, role: owner.role }),
            hint: raw.slice(0, HINT_LENGTH),
            createdAt: now,
            expiresAt: new Date(now.getTime() + input.days * MS_PER_DAY),
          },
          hashOf(raw),
          tx,
        );
        const data = { token: issued.id, name: issued.name, scopes: issued.scopes };
        await audit(deps, tx, { kind: 'tokenIssued', subject: subjectOf(account), actor, origin, data });
        return issued;
      });
      return { raw, token };
    },

    /** Makes a token useless at once. @throws DomainError `tokenNotFound` when it is not the actor's own */
    revokeToken: async (actor: Actor, tokenId: string, origin: Origin): Promise<void> => {
      await transactions.run(async (tx) => {
        const token = await tokens.find(tokenId, tx);
        if (!token || token.revokedAt || (token.accountId !== actor.accountId && actor.role !== 'system')) {
          throw notFound('accounts.tokenNotFound');
        }
        await tokens.revoke(token.id, clock.now(), tx);
        const subject = subjectOf(await accounts.get(token.accountId, tx));
        const data = { token: token.id, name: token.name };
        await audit(deps, tx, { kind: 'tokenRevoked', subject, actor, origin, data });
      });
      known.clear();
      recent.clear();
    },

    /** One's own tokens that still work, newest first. */
    ownTokens: async (actor: Actor): Promise<readonly Token[]> => {
      const now = clock.now();
      const all = await tokens.listOf(actor.accountId);
      return all.filter((token) => !token.revokedAt && token.expiresAt > now);
    },

    /** The owner of a token; undefined when it is unknown, expired or revoked, or its owner holds the post no more. */
    resolveToken: async (raw: string): Promise<Bearer | undefined> => {
      if (!raw.startsWith(PREFIX)) return undefined;
      const token = await tokenOf(raw);
      const now = clock.now();
      if (!token || token.revokedAt || token.expiresAt <= now) return undefined;
      const key = `token/${token.id}`;
      const held = recent.get(key);
      if (held) return { actor: held.actor, scopes: token.scopes };
      const account = await accounts.find(token.accountId);
      const actor = account && (await signIn.actorOf(account, token.postId));
      if (!account || !actor) return undefined;
      const bare = NEEDS_SECOND_FACTOR.includes(actor.role) && account.totpSince === undefined;
      if (deps.secondFactorRequired && bare) return undefined;
      recent.set(key, { account, actor });
      if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > USE_NOTED_MS) {
        await tokens.markUsed(token.id, now);
      }
      return { actor, scopes: token.scopes };
    },
  };
}
