import express, { type RequestHandler } from 'express';
import { DomainError } from '../domain/errors.ts';

/** Largest body anybody may send; documents have their own route and limit below it. */
export const FORM_LIMIT = '2mb';
export const JSON_LIMIT = '256kb';

/** Fields such as `parties[0][name]`; the parser itself stops at 32 levels. */
export const formBody = (): RequestHandler[] => [
  express.urlencoded({ extended: true, limit: FORM_LIMIT, parameterLimit: 2_000 }),
  (req, _res, next) => {
    if (req.body) req.body = nested(req.body as Record<string, unknown>);
    next();
  },
];

const PART = /^(?:[a-zA-Z]\w{0,40}|\d{1,3})$/;

/** Fields named with dots, `parties.0.name`, become the rows they stand for; an odd name stays as it is. */
function nested(body: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    if (path.length === 0 || path.length > 5 || ![...path, last].every((part) => PART.test(part))) {
      result[name] = value;
      continue;
    }
    let place = result;
    for (const part of path) {
      if (!Object.hasOwn(place, part) || typeof place[part] !== 'object') place[part] = {};
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return result;
}

const WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** The API speaks JSON, but for rows that have taken a file. @throws DomainError unsupportedMedia */
export const jsonBody = (): RequestHandler[] => [
  (req, _res, next) => {
    const sends = WITH_BODY.includes(req.method) && Number(req.get('content-length') ?? 0) > 0;
    if (
      sends &&
      !Buffer.isBuffer(req.body) &&
      !req.is(['application/json', 'application/*+json', 'multipart/form-data'])
    ) {
      throw new DomainError('unsupportedMedia', 'unsupportedMedia');
    }
    next();
  },
  express.json({ limit: JSON_LIMIT, type: ['application/json', 'application/*+json'] }),
];
