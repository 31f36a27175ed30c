import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler } from 'express';
import { type Logger } from '../platform/logger.ts';

const CLIENT_ID = /^[\w-]{8,64}$/;

/** Asked every few seconds by the machinery around the process. */
const PROBES: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** The route's pattern, never the address itself: an address may hold what should not be in a log. */
export const routePattern = (req: Request): string => (req.route as { path?: string } | undefined)?.path ?? 'unmatched';

/** Gives the request its id and logger, and writes one line when it has been answered. */
export const requestLog =
  (log: Logger): RequestHandler =>
  (req, res, next) => {
    const given = req.get('x-request-id');
    req.id = given && CLIENT_ID.test(given) ? given : randomUUID();
    req.log = log.child({ requestId: req.id });
    res.setHeader('X-Request-Id', req.id);
    const start = performance.now();
    res.once('close', () => {
      const line = {
        method: req.method,
        route: routePattern(req),
        status: res.statusCode,
        ms: Math.round(performance.now() - start),
        actor: req.actor?.accountId,
        unit: req.actor?.unit.code,
      };
      if (res.writableFinished) req.log[PROBES.includes(req.path) ? 'debug' : 'info'](line, 'answered');
      else req.log.warn(line, 'the client went away');
    });
    next();
  };
