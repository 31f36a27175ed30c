import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { projectRoot } from '../platform/project.ts';

const HASHED = /-[0-9A-F]{8}\.\w+$/;

/** Built scripts, styles and pictures; a name that carries a hash of its content never changes. */
export const assets = (): RequestHandler =>
  express.static(join(projectRoot, 'public'), {
    index: false,
    redirect: false,
    setHeaders: (res, file) => {
      const caching = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'public, no-cache';
      res.setHeader('Cache-Control', caching);
    },
  });
