import { dayOfInstant } from '../../domain/calendar-day.ts';
import { rightsOf, type Actor } from '../../domain/permission.ts';
import { isHeld, POST_ROLES } from './account.posts.ts';
import { ACCESS_EVENT_KINDS, postId, type AccessEvent, type Account, type Post, type Token } from './account.record.ts';

/** The name of a unit in the reader's language. */
export type UnitNaming = (code: string) => string;

const LANGUAGE_NAMES = [
  { value: 'zh-CN', text: '中文' },
  { value: 'en', text: 'English' },
] as const;

export const roleOptions = POST_ROLES.map((role) => ({ value: role, key: `common:roles.${role}` }));

/** What a token's owner is told of it; the token itself was told once. */
export function tokenView(token: Token) {
  const { id, name, hint, scopes, createdAt, expiresAt, lastUsedAt } = token;
  const [unit = '', role = ''] = token.postId.split(':');
  return { id, name, hint, scopes, unit, role, createdAt, expiresAt, ...(lastUsedAt ? { lastUsedAt } : {}) };
}

/** Who a program acts for. */
export function meView(account: Account, actor: Actor, posts: readonly Post[]) {
  const { id, username, name, language } = account;
  return {
    account: { id, username, name, ...(language ? { language } : {}) },
    post: { unit: actor.unit.code, unitName: actor.unit.name, tier: actor.unit.tier, role: actor.role },
    posts: posts.map(({ unitCode, role }) => ({ unit: unitCode, role })),
    rights: rightsOf(actor.role),
  };
}

export interface OwnAccountInput {
  readonly account: Account;
  readonly actor: Actor;
  readonly phone: string;
  readonly posts: readonly Post[];
  readonly tokens: readonly Token[];
  readonly unitName: UnitNaming;
  /** Of the page, until the person has chosen one. */
  readonly language: string;
}

export function ownAccountPage({ account, actor, phone, posts, tokens, unitName, language }: OwnAccountInput) {
  return {
    person: { name: account.name, username: account.username, phone },
    settings: { language: account.language ?? language, largeType: account.largeType },
    languages: LANGUAGE_NAMES,
    passwordChangedAt: account.passwordChangedAt,
    posts: posts.map((post) => ({
      id: postId(post),
      unit: unitName(post.unitCode),
      role: `common:roles.${post.role}`,
      current: post.unitCode === actor.unit.code && post.role === actor.role,
    })),
    tokens: tokens.map((token) => ({
      ...tokenView(token),
      scopes: token.scopes.join(' '),
      lastUsedAt: token.lastUsedAt ?? '',
    })),
  };
}

const stateOf = (account: Account, now: Date): 'active' | 'disabled' | 'locked' => {
  if (account.disabledAt) return 'disabled';
  return account.lockedUntil && account.lockedUntil > now ? 'locked' : 'active';
};

function postRow(post: Post, unitName: UnitNaming, today: string) {
  const held = isHeld(post, today);
  return {
    id: postId(post),
    unitCode: post.unitCode,
    unit: unitName(post.unitCode),
    role: `common:roles.${post.role}`,
    from: post.from,
    to: post.to ?? '',
    state: held ? 'held' : post.from > today ? 'coming' : 'ended',
    mayEnd: post.to === undefined || post.to >= today,
  };
}

export function accountRow(account: Account, unitName: UnitNaming, now: Date) {
  const today = dayOfInstant(now);
  const posts = account.posts.map((post) => postRow(post, unitName, today));
  return {
    id: account.id,
    href: `/accounts/${account.id}`,
    name: account.name,
    username: account.username,
    posts: posts.filter((post) => post.state !== 'ended'),
    state: stateOf(account, now),
    lastLoginAt: account.lastLoginAt ?? '',
  };
}

/** 138****8888. */
const maskedPhone = (phone: string): string => (phone ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '');

export interface AccountPageInput {
  readonly account: Account;
  readonly phone: string;
  readonly unitName: UnitNaming;
  readonly now: Date;
  readonly own: boolean;
}

/** The page on which an administrator looks after one account. */
export function accountPage({ account, phone, unitName, now, own }: AccountPageInput) {
  const today = dayOfInstant(now);
  return {
    account: {
      ...accountRow(account, unitName, now),
      version: account.version,
      phone: maskedPhone(phone),
      createdAt: account.createdAt,
      disabledAt: account.disabledAt ?? '',
      disabledBecause: account.disabledBecause ?? '',
      lockedUntil: account.lockedUntil ?? '',
      passwordChangedAt: account.passwordChangedAt,
      passwordTemporary: account.passwordTemporary,
    },
    posts: account.posts.map((post) => postRow(post, unitName, today)),
    roleOptions,
    today,
    own,
  };
}

export interface AccessEventsInput {
  readonly items: readonly AccessEvent[];
  readonly unitName: UnitNaming;
}

export function accessEventRows({ items, unitName }: AccessEventsInput) {
  return items.map((event) => ({
    id: event.id,
    at: event.at,
    kind: event.kind,
    success: event.success,
    username: event.subject.username,
    actor: event.actor ? event.actor.name : '',
    actorPost: event.actor ? unitName(event.actor.unitCode) : '',
    actorRole: event.actor ? `common:roles.${event.actor.role}` : '',
    ip: event.ip ?? '',
    requestId: event.requestId ?? '',
    because: typeof event.data?.['because'] === 'string' ? event.data['because'] : '',
  }));
}

export const accessEventKinds = ACCESS_EVENT_KINDS.map((kind) => ({ value: kind, key: `accounts:events.${kind}` }));
