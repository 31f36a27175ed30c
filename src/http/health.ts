import { Router } from 'express';
import { type Database } from '../platform/database.ts';

/** What the process tells about itself; `stopping` is set at the first signal to end. */
export interface Lifecycle {
  stopping: boolean;
}

/** `/healthz`: the process lives. `/readyz`: it can answer, which needs its database and no order to end. */
export function health(database: Pick<Database, 'ping'>, lifecycle: Lifecycle): Router {
  const router = Router();
  router.use((_req, res, next) => {
    if (lifecycle.stopping) res.setHeader('Connection', 'close');
    next();
  });
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const reachable = !lifecycle.stopping && (await database.ping());
    const status = lifecycle.stopping ? 'stopping' : reachable ? 'ok' : 'databaseUnreachable';
    res.status(reachable ? 200 : 503).json({ status });
  });
  return router;
}
