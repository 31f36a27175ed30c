// The second factor: a code of six digits that changes every thirty seconds (RFC 6238), from an app on the person's own
// phone. Administrators need it outside the demonstration (GB/T 22239-2019; OWASP ASVS 5.0, 6.3.3).

import { generateSecret, generateURI, verifySync } from 'otplib';
import { DomainError, forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { verifyPassword } from '../../platform/crypto.ts';
import { audit, type AccountsDeps } from './account.deps.ts';
import { type Origin } from './account.record.ts';
import { noteFailure, subjectOf, type SessionUser, type SignInService } from './sign-in.service.ts';

/** Roles that may not do without it. */
export const NEEDS_SECOND_FACTOR: readonly Role[] = ['systemAdmin', 'auditAdmin'];

const ISSUER = 'Jiefen';
const CODE = /^\d{6}$/;
/** A clock may be wrong by one step either way. */
const TOLERANCE_SECONDS = 30;
/** Time to type the code after the password. */
const PATIENCE_MS = 5 * 60_000;

/** A person whose password was right and whose code is awaited; kept in their session. */
export interface AwaitingCode {
  readonly accountId: string;
  readonly credentials: number;
  /** Milliseconds. */
  readonly since: number;
}

/** A secret that waits for its first code, sealed, in the session. */
export interface Enrolment {
  readonly sealed: string;
  /** For typing by hand, in groups of four. */
  readonly secret: string;
  /** What the app reads from the picture. */
  readonly address: string;
}

export function secondFactorService(deps: AccountsDeps, signIn: SignInService) {
  const { accounts, transactions, personalData, clock, recent } = deps;

  /** The step a code belongs to; undefined when it is wrong. */
  const stepOf = (secret: string, code: string): number | undefined => {
    if (!CODE.test(code)) return undefined;
    const epoch = Math.floor(clock.now().getTime() / 1000);
    const result = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE_SECONDS });
    return result.valid && 'timeStep' in result ? result.timeStep : undefined;
  };

  return {
    /** True when this role has to have one and the account has none. */
    mustEnrol: (actor: Actor, hasOne: boolean): boolean => NEEDS_SECOND_FACTOR.includes(actor.role) && !hasOne,

    /** A new secret for one's own account; nothing is stored yet. */
    beginEnrolment: async (actor: Actor, sealedBefore?: string): Promise<Enrolment> => {
      const { username } = await accounts.get(actor.accountId);
      const secret = sealedBefore ? personalData.open(sealedBefore) : generateSecret();
      return {
        sealed: sealedBefore ?? personalData.seal(secret),
        secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
        address: generateURI({ issuer: ISSUER, label: username, secret }),
      };
    },

    /** Makes the secret the account's own once its first code is right. @throws DomainError `validation` on `code` */
    confirmEnrolment: async (actor: Actor, sealed: string, code: string, origin: Origin): Promise<void> => {
      const step = stepOf(personalData.open(sealed), code);
      if (step === undefined) throw invalidField('code', 'accounts.code.wrong');
      await transactions.run(async (tx) => {
        const account = await accounts.get(actor.accountId, tx);
        const change = { totpSecret: sealed, totpSince: clock.now(), totpStep: step };
        await accounts.update(account.id, account.version, change, tx);
        await audit(deps, tx, { kind: 'secondFactorAdded', subject: subjectOf(account), actor, origin });
      });
      recent.clear();
    },

    /**
     * Takes the second factor off one's own account, with the password.
     * @throws DomainError `validation` on `current`, `accounts.code.required` for administrators who need one
     */
    removeSecondFactor: async (actor: Actor, current: string, required: boolean, origin: Origin): Promise<void> => {
      if (required && NEEDS_SECOND_FACTOR.includes(actor.role)) throw forbidden('accounts.codeRequired');
      const stored = await accounts.getStored(actor.accountId);
      if (!(await verifyPassword(stored.passwordHash, current)))
        throw invalidField('current', 'accounts.password.wrong');
      await transactions.run(async (tx) => {
        const change = { totpSecret: null, totpSince: null, totpStep: null };
        await accounts.update(stored.id, stored.version, change, tx);
        await audit(deps, tx, { kind: 'secondFactorRemoved', subject: subjectOf(stored), actor, origin });
      });
      recent.clear();
    },

    /**
     * Lets a person in whose password was right, with the code. A code opens once; wrong ones count as wrong passwords.
     * @throws DomainError `accounts.codeLate` when too long ago, `accounts.codeFailed` (unauthenticated)
     */
    enterCode: async (awaiting: AwaitingCode, code: string, origin: Origin): Promise<SessionUser> => {
      const now = clock.now();
      if (now.getTime() - awaiting.since > PATIENCE_MS) throw new DomainError('unauthenticated', 'accounts.codeLate');
      const right = await transactions.run(async (tx) => {
        const stored = await accounts.getStored(awaiting.accountId, tx);
        const locked = stored.lockedUntil !== undefined && stored.lockedUntil > now;
        const closed = stored.disabledAt !== undefined || stored.credentials !== awaiting.credentials;
        const step = stored.totpSecret ? stepOf(personalData.open(stored.totpSecret), code) : undefined;
        if (locked || closed || step === undefined || step <= (stored.totpStep ?? 0)) {
          await noteFailure(deps, tx, stored, locked ? 'locked' : 'code', origin);
          return false;
        }
        await accounts.note(stored.id, { totpStep: step, failedLogins: 0 }, tx);
        return true;
      });
      if (!right) throw new DomainError('unauthenticated', 'accounts.codeFailed');
      return signIn.enter(await accounts.get(awaiting.accountId), origin);
    },
  };
}
