import { type Role } from '../../domain/permission.ts';
import { type Language } from '../../platform/i18n.ts';

/** A person's place in a unit for a time. Days are `YYYY-MM-DD`; `to` is the last day. */
export interface Post {
  readonly unitCode: string;
  readonly role: Role;
  readonly from: string;
  readonly to?: string;
}

/** A person who can sign in, without anything that would help to sign in as them. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly posts: readonly Post[];
  /** Absent until the person chooses one; then the browser decides. */
  readonly language?: Language;
  readonly largeType: boolean;
  /** Sealed mobile number. */
  readonly phone?: string;
  readonly createdAt: Date;
  readonly lastLoginAt?: Date;
  readonly lockedUntil?: Date;
  readonly disabledAt?: Date;
  readonly disabledBecause?: DisablingReason;
  readonly passwordChangedAt: Date;
  /** Given by an administrator and good for one sign-in only. */
  readonly passwordTemporary: boolean;
  /** Since when a code of a phone is asked for at sign-in. */
  readonly totpSince?: Date;
  /** Counts changes of the password; sessions of an earlier count are over. */
  readonly credentials: number;
  readonly version: number;
}

/** by-admin: an administrator did it; unused: ninety days without a sign-in. */
export type DisablingReason = 'by-admin' | 'unused';

/** What signing in needs to know beyond the account. */
export interface AccountSecrets {
  readonly passwordHash: string;
  /** Hashes of earlier passwords, newest first. */
  readonly previousHashes: readonly string[];
  readonly failedLogins: number;
  /** Sealed secret of the second factor, and the last step of thirty seconds a code was taken for. */
  readonly totpSecret?: string;
  readonly totpStep?: number;
}

export type StoredAccount = Account & AccountSecrets;

/** A credential of a program that acts for an account. Only its hash is kept. */
export interface Token {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly postId: string;
  /** The first characters, to recognise it in a list. */
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt?: Date;
  readonly lastUsedAt?: Date;
}

export const ACCESS_EVENT_KINDS = [
  'signedIn',
  'signInFailed',
  'locked',
  'signedOut',
  'passwordChanged',
  'passwordReset',
  'accountCreated',
  'accountChanged',
  'postsChanged',
  'postSwitched',
  'accountDisabled',
  'accountEnabled',
  'tokenIssued',
  'tokenRevoked',
  'secondFactorAdded',
  'secondFactorRemoved',
  'sessionsEnded',
] as const;
export type AccessEventKind = (typeof ACCESS_EVENT_KINDS)[number];

/** One line of the security audit (GB/T 22239-2019, security audit a–c): never changed, never deleted. */
export interface AccessEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: AccessEventKind;
  readonly success: boolean;
  /** Whose account it concerns; a name nobody has is kept without an id. */
  readonly subject: { readonly accountId?: string; readonly username: string };
  /** Who did it, when somebody signed in did. */
  readonly actor?: {
    readonly accountId: string;
    readonly name: string;
    readonly role: Role;
    readonly unitCode: string;
  };
  readonly ip?: string;
  readonly requestId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Where a request came from, for the audit. */
export interface Origin {
  readonly ip?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Names a post of an account: one unit, one role. */
export const postId = (post: Pick<Post, 'unitCode' | 'role'>): string => `${post.unitCode}:${post.role}`;
