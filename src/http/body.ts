import express, { type RequestHandler } from 'express';
import { DomainError } from '../domain/errors.ts';

/** Largest body anybody may send; documents have their own route and limit below it. */
export const FORM_LIMIT = '2mb';
export const JSON_LIMIT = '256kb';

/** Fields such as `parties[0][name]`; the parser itself stops at 32 levels. */
export const formBody = (): RequestHandler =>
  express.urlencoded({ extended: true, limit: FORM_LIMIT, parameterLimit: 2_000 });

const WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** The API speaks JSON only. @throws DomainError unsupportedMedia */
export const jsonBody = (): RequestHandler[] => [
  (req, _res, next) => {
    const sends = WITH_BODY.includes(req.method) && Number(req.get('content-length') ?? 0) > 0;
    if (sends && !req.is(['application/json', 'application/*+json', 'multipart/form-data'])) {
      throw new DomainError('unsupportedMedia', 'unsupportedMedia');
    }
    next();
  },
  express.json({ limit: JSON_LIMIT, type: ['application/json', 'application/*+json'] }),
];
