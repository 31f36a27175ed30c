// Every form proves that it came from a page of ours: a token of the session comes back in the field `_csrf` or the
// header X-CSRF-Token.

import { csrfSync } from 'csrf-sync';
import { type RequestHandler } from 'express';
import { DomainError } from '../domain/errors.ts';

const FIELD = '_csrf';
const ONCE_FIELD = '_once';
const ONCE_KEY = /^[\w-]{8,128}$/;

const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => {
    const { [FIELD]: field } = (req.body ?? {}) as Record<string, unknown>;
    return typeof field === 'string' ? field : req.get('x-csrf-token');
  },
});

/** The token of this session, made when first asked for. */
export const csrfToken = generateToken;

/** @throws DomainError forbidden `csrf` */
const protect: RequestHandler = (req, res, next) =>
  csrfSynchronisedProtection(req, res, (error?: unknown) => {
    next(error === invalidCsrfTokenError ? new DomainError('forbidden', 'csrf') : error);
  });

/** Takes the form's own machinery out of the body, so that a schema sees what the person wrote and nothing else. */
const unwrap: RequestHandler = (req, _res, next) => {
  const body = (req.body ?? {}) as Record<string, unknown>;
  const once = body[ONCE_FIELD];
  if (typeof once === 'string' && ONCE_KEY.test(once)) req.onceKey = once;
  delete body[FIELD];
  delete body[ONCE_FIELD];
  next();
};

export const formProtection: readonly RequestHandler[] = [protect, unwrap];
