// Which passwords are good enough. Source: GB/T 22239-2019 level 2, identification and authentication a (complexity,
// regular change), with the product's own figures.

import { invalidField, type FieldError } from '../../domain/errors.ts';

export const PASSWORD_MIN = 10;
/** A bound on the work of hashing, far above any pass phrase. */
export const PASSWORD_MAX = 128;
const CLASSES_MIN = 3;
/** The current password and four before it may not return. */
export const PASSWORDS_REMEMBERED = 5;
/** Days after which a password must be changed. */
export const PASSWORD_DAYS = 90;
/** Days without a sign-in after which an account is closed. */
export const UNUSED_DAYS = 90;
export const MS_PER_DAY = 86_400_000;

const CLASSES: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** What is wrong with a new password, apart from its being an old one; nothing when it is good. */
export function passwordProblems(password: string, username: string): readonly Omit<FieldError, 'field'>[] {
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN) return [{ code: 'accounts.password.short', params: { min: PASSWORD_MIN } }];
  if (length > PASSWORD_MAX) return [{ code: 'accounts.password.long', params: { max: PASSWORD_MAX } }];
  const problems: Omit<FieldError, 'field'>[] = [];
  if (CLASSES.filter((kind) => kind.test(password)).length < CLASSES_MIN)
    problems.push({ code: 'accounts.password.classes' });
  if (password.toLowerCase().includes(username.toLowerCase())) problems.push({ code: 'accounts.password.username' });
  return problems;
}

/** @throws DomainError `validation` on `repeat` when the password was not typed twice alike */
export function checkRepeated({ password, repeat }: { readonly password: string; readonly repeat: string }): void {
  if (password !== repeat) throw invalidField('repeat', 'accounts.password.repeat');
}

/** True when the password was given by an administrator or is older than allowed. */
export const passwordDue = (
  account: { readonly passwordTemporary: boolean; readonly passwordChangedAt: Date },
  now: Date,
): boolean =>
  account.passwordTemporary || now.getTime() - account.passwordChangedAt.getTime() > PASSWORD_DAYS * MS_PER_DAY;

/** True when nobody has signed in to the account for too long. */
export const isUnused = (
  account: { readonly createdAt: Date; readonly lastLoginAt?: Date; readonly passwordChangedAt: Date },
  now: Date,
): boolean => {
  const last = Math.max(
    account.createdAt.getTime(),
    account.passwordChangedAt.getTime(),
    account.lastLoginAt?.getTime() ?? 0,
  );
  return now.getTime() - last > UNUSED_DAYS * MS_PER_DAY;
};
