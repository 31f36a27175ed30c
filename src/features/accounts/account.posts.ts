// Which posts a person may hold. A role belongs to certain tiers; those who run the system hold no other post, so
// that no one person can both work on the system and on cases, or on the system and on its audit (GB/T 22239-2019,
// access control d).

import { isDay } from '../../domain/calendar-day.ts';
import { type FieldError } from '../../domain/errors.ts';
import { TIERS_OF_ROLE, type Role } from '../../domain/permission.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Post } from './account.record.ts';

const SEPARATE: readonly Role[] = ['systemAdmin', 'auditAdmin'];

/** Roles a person can be given. */
export const POST_ROLES: readonly Role[] = (Object.keys(TIERS_OF_ROLE) as Role[]).filter(
  (role) => role !== 'party' && role !== 'system',
);

/** True when the post is held on the day. */
export const isHeld = (post: Post, day: string): boolean =>
  post.from <= day && (post.to === undefined || day <= post.to);

const overlap = (a: Post, b: Post): boolean =>
  (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);

/** What is wrong with a post, given the tier of its unit (undefined: there is no such unit). */
export function postProblems(post: Post, tier: Tier | undefined): readonly FieldError[] {
  if (tier === undefined) return [{ field: 'unit', code: 'accounts.unit.unknown' }];
  const problems: FieldError[] = [];
  if (!TIERS_OF_ROLE[post.role].includes(tier)) problems.push({ field: 'role', code: 'accounts.role.tier' });
  if (!isDay(post.from)) problems.push({ field: 'from', code: 'accounts.day.invalid' });
  if (post.to !== undefined && (!isDay(post.to) || post.to < post.from))
    problems.push({ field: 'to', code: 'accounts.to.beforeFrom' });
  return problems;
}

/** What is wrong with adding a post to those already held. */
export function combinationProblems(held: readonly Post[], added: Post): readonly FieldError[] {
  const clash = held.filter((post) => overlap(post, added));
  if (clash.some((post) => post.unitCode === added.unitCode && post.role === added.role)) {
    return [{ field: 'role', code: 'accounts.post.already' }];
  }
  const separate = [...clash, added].some((post) => SEPARATE.includes(post.role));
  return separate && clash.length > 0 ? [{ field: 'role', code: 'accounts.post.separation' }] : [];
}
