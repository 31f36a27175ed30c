import { type Request, type Response } from 'express';
import { DomainError, invalid } from '../domain/errors.ts';

/**
 * The version of the record the client has seen, from `If-Match: "7"`.
 * @throws DomainError preconditionRequired `ifMatch.missing`, invalid `ifMatch.malformed`
 */
export function requireVersion(req: Request): number {
  const header = req.get('if-match');
  if (header === undefined) throw new DomainError('preconditionRequired', 'ifMatch.missing');
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw invalid('ifMatch.malformed');
  return Number(version);
}

/** Tells the client which version it holds: `ETag: "7"`. */
export const setVersion = (res: Response, version: number): Response => res.set('ETag', `"${version}"`);
