import Joi from 'joi';
import { ROLES, type Role } from '../../domain/permission.ts';
import { LANGUAGES, type Language } from '../../platform/i18n.ts';
import { POST_ROLES } from './account.posts.ts';
import { ACCESS_EVENT_KINDS, type AccessEventKind } from './account.record.ts';
import { ALL_SCOPES, scopeSchema } from './scope.ts';

const id = Joi.string().hex().length(24);
const day = Joi.string().pattern(/^\d{4}-\d{2}-\d{2}$/, 'day');
/** A password is checked against the policy elsewhere; here only its size, so that nobody sends a book. */
const password = Joi.string().max(512).required();
const personName = Joi.string().trim().min(2).max(40).required();
const phone = Joi.string()
  .trim()
  .pattern(/^1[3-9]\d{9}$/, 'mobile')
  .allow('')
  .default('');
const version = Joi.number().integer().min(1).required();
const optionalText = (longest: number) => Joi.string().trim().max(longest).empty('');

export const signInBody = Joi.object<{ username: string; password: string; next?: string }, true>({
  username: Joi.string().trim().max(200).required(),
  password,
  next: optionalText(2_000),
});

export const signInQuery = Joi.object<{ next?: string; left?: string }, true>({
  next: optionalText(2_000),
  left: Joi.string().valid('1'),
});

export interface NewPasswordBody {
  readonly username: string;
  readonly current: string;
  readonly password: string;
  readonly repeat: string;
  readonly next?: string;
}

const repeat = Joi.string().max(512).required();

export const newPasswordBody = Joi.object<NewPasswordBody, true>({
  username: Joi.string().trim().max(200).required(),
  current: password,
  password,
  repeat,
  next: optionalText(2_000),
});

export const changePasswordBody = Joi.object<Pick<NewPasswordBody, 'current' | 'password' | 'repeat'>, true>({
  current: password,
  password,
  repeat,
});

export const codeBody = Joi.object<{ code: string }, true>({
  code: Joi.string().trim().replace(/\s/g, '').max(12).required(),
});

export const removeFactorBody = Joi.object<{ current: string }, true>({ current: password });

export const settingsBody = Joi.object<{ language: Language; largeType: boolean; phone: string }, true>({
  language: Joi.string()
    .valid(...LANGUAGES)
    .required(),
  largeType: Joi.boolean().default(false),
  phone,
});

export const switchPostBody = Joi.object<{ postId: string }, true>({ postId: Joi.string().max(60).required() });

/** Longest life of a token, in days. */
export const TOKEN_DAYS_MAX = 365;

export interface NewTokenBody {
  readonly name: string;
  readonly scopes: string[];
  readonly days: number;
}

const tokenName = Joi.string().trim().min(2).max(60).required();
const days = Joi.number().integer().min(1).max(TOKEN_DAYS_MAX).default(90);

export const newTokenBody = Joi.object<NewTokenBody, true>({
  name: tokenName,
  scopes: Joi.array().items(scopeSchema).min(1).max(40).unique().default([ALL_SCOPES]),
  days,
});

/** The page's form: scopes typed in one line. */
export const newTokenForm = Joi.object<{ name: string; scopes: string; days: number }, true>({
  name: tokenName,
  scopes: Joi.string().trim().max(400).required(),
  days,
});

export const tokenParams = Joi.object<{ tokenId: string }, true>({ tokenId: id.required() });
export const accountParams = Joi.object<{ accountId: string }, true>({ accountId: id.required() });

export interface AccountListQuery {
  readonly q?: string;
  readonly role?: Role;
  readonly unit?: string;
  readonly state?: 'active' | 'disabled';
  readonly cursor?: string;
}

export const accountListQuery = Joi.object<AccountListQuery, true>({
  q: optionalText(40),
  role: Joi.string()
    .valid(...ROLES)
    .empty(''),
  unit: optionalText(60),
  state: Joi.string().valid('active', 'disabled').empty(''),
  cursor: optionalText(60),
});

export interface PostBody {
  readonly unit: string;
  readonly role: Role;
  readonly from: string;
  readonly to?: string;
}

const postFields = {
  unit: Joi.string().trim().max(60).required(),
  role: Joi.string()
    .valid(...POST_ROLES)
    .required(),
  from: day.required(),
  to: day.empty(''),
};

export interface NewAccountBody extends PostBody {
  readonly username: string;
  readonly name: string;
  readonly phone: string;
}

export const newAccountBody = Joi.object<NewAccountBody, true>({
  username: Joi.string().trim().max(60).required(),
  name: personName,
  phone,
  ...postFields,
});

export const editAccountBody = Joi.object<{ version: number; name: string; phone?: string }, true>({
  version,
  name: personName,
  phone: Joi.string()
    .trim()
    .pattern(/^1[3-9]\d{9}$/, 'mobile')
    .empty(''),
});

export const addPostBody = Joi.object<PostBody & { version: number }, true>({ version, ...postFields });

export const endPostBody = Joi.object<{ version: number; postId: string; to: string }, true>({
  version,
  postId: Joi.string().max(60).required(),
  to: day.required(),
});

export const versionBody = Joi.object<{ version: number }, true>({ version });

export interface AccessEventQuery {
  readonly kind?: AccessEventKind;
  readonly username?: string;
  readonly from?: string;
  readonly until?: string;
  readonly cursor?: string;
}

export const accessEventQuery = Joi.object<AccessEventQuery, true>({
  kind: Joi.string()
    .valid(...ACCESS_EVENT_KINDS)
    .empty(''),
  username: optionalText(60),
  from: day.empty(''),
  until: day.empty(''),
  cursor: optionalText(120),
});

const moment = Joi.string().isoDate();

export const meView = Joi.object({
  account: Joi.object({
    id: id.required(),
    username: Joi.string().required(),
    name: Joi.string().required(),
    language: Joi.string().valid(...LANGUAGES),
  }).required(),
  post: Joi.object({
    unit: Joi.string().required(),
    unitName: Joi.string().required(),
    tier: Joi.string().required(),
    role: Joi.string().required(),
  }).required(),
  posts: Joi.array()
    .items(Joi.object({ unit: Joi.string().required(), role: Joi.string().required() }))
    .required(),
  rights: Joi.array().items(Joi.string()).required(),
});

export const tokenView = Joi.object({
  id: id.required(),
  name: Joi.string().required(),
  hint: Joi.string().required(),
  scopes: Joi.array().items(Joi.string()).required(),
  unit: Joi.string().required(),
  role: Joi.string().required(),
  createdAt: moment.required(),
  expiresAt: moment.required(),
  lastUsedAt: moment,
});

export const tokenListView = Joi.object({ items: Joi.array().items(tokenView).required() });
export const issuedTokenView = tokenView.keys({ token: Joi.string().required() });
