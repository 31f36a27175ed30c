import { type RequestHandler } from 'express';
import { type Clock } from '../platform/clock.ts';

const DAYS_VALID = 180;
const DAY_MS = 86_400_000;

/** `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness; not found while nobody is named. */
export const securityTxt =
  ({ contact, baseUrl, clock }: { contact: string | undefined; baseUrl: string; clock: Clock }): RequestHandler =>
  (_req, res, next) => {
    if (contact === undefined) return next();
    const expires = new Date(clock.now().getTime() + DAYS_VALID * DAY_MS).toISOString();
    res
      .type('text/plain')
      .send(
        [
          `Contact: ${contact}`,
          `Expires: ${expires}`,
          'Preferred-Languages: zh-CN, en',
          `Canonical: ${baseUrl}/.well-known/security.txt`,
          '',
        ].join('\n'),
      );
  };
