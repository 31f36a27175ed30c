import { randomBytes } from 'node:crypto';
import { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { type Config } from '../../config/index.ts';

const nonce = (_req: unknown, res: unknown): string => `'nonce-${(res as Response).locals.nonce}'`;

/** Nothing runs in a page but our own files and what carries the nonce of this one answer. */
export function securityHeaders(config: Config): RequestHandler[] {
  const overHttps = config.baseUrl.startsWith('https:');
  return [
    (_req, res, next) => {
      res.locals.nonce = randomBytes(16).toString('base64url');
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", nonce],
          scriptSrcAttr: ["'none'"],
          styleSrc: ["'self'", nonce],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          manifestSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          ...(overHttps ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: overHttps,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_req, res, next) => {
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader('Permissions-Policy', 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()');
      next();
    },
  ];
}
