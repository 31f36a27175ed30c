import { createHash } from 'node:crypto';
import { type Request, type RequestHandler } from 'express';
import { invalid } from '../domain/errors.ts';
import { type Once } from '../platform/idempotency.ts';
import { requireActor } from './context.ts';

const KEY = /^[\x21-\x7e]{8,128}$/;

/** Reads `Idempotency-Key`. @throws DomainError invalid `idempotency.key` when it is not 8–128 visible characters */
export const readIdempotencyKey: RequestHandler = (req, _res, next) => {
  const key = req.get('idempotency-key');
  if (key !== undefined && !KEY.test(key)) throw invalid('idempotency.key');
  if (key !== undefined) req.onceKey = key;
  next();
};

/** The same content gives the same text, whatever the order of its fields. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, canonical(entry)]),
  );
}

/** The request as one that acts once only; undefined when it carries no key. */
export function onceOf(req: Request): Once | undefined {
  if (req.onceKey === undefined) return undefined;
  const asked = JSON.stringify([req.method, req.baseUrl + req.path, canonical(req.body)]);
  return {
    account: requireActor(req).accountId,
    key: req.onceKey,
    requestHash: createHash('sha256').update(asked).digest('base64url'),
  };
}
