import { type RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { routePattern } from './request-log.ts';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  /** Measures every request by its route's pattern. */
  readonly measure: RequestHandler;
  /** GET /metrics in the text form of Prometheus. */
  readonly expose: RequestHandler;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return {
    measure: (req, res, next) => {
      const start = performance.now();
      res.once('finish', () => {
        const labels = { method: req.method, route: routePattern(req), status: String(res.statusCode) };
        durations.observe(labels, (performance.now() - start) / 1000);
      });
      next();
    },
    expose: async (_req, res) => {
      res.type(registry.contentType).send(await registry.metrics());
    },
  };
}
