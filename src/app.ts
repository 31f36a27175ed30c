import compression from 'compression';
import express, { Router, type Express } from 'express';
import { type TrackWords } from './domain/track-policy.ts';
import { type Foundation } from './foundation.ts';
import { apiDocument } from './http/api-page.ts';
import { assets } from './http/assets.ts';
import { type AuditTrail } from './http/audited.ts';
import { bearerAuthentication, pageAuthentication, type Authenticator } from './http/authentication.ts';
import { formBody, jsonBody } from './http/body.ts';
import { formProtection } from './http/csrf.ts';
import { errorHandler, unknownAddress } from './http/error-handler.ts';
import { createErrorTexts } from './http/error-text.ts';
import { health, type Lifecycle } from './http/health.ts';
import { changeLanguage, chooseLanguage } from './http/language.ts';
import { createMetrics } from './http/metrics.ts';
import { type NavigationItem } from './http/navigation.ts';
import { readIdempotencyKey } from './http/once.ts';
import { pages } from './http/page.ts';
import { createRateLimits, limitApi, type Allowances } from './http/rate-limit.ts';
import { requestLog } from './http/request-log.ts';
import { API_PREFIX, isApiRow, mountFiles, mountRoutes, type RouteRow } from './http/routes.ts';
import { securityHeaders } from './http/security-headers.ts';
import { securityTxt } from './http/security-txt.ts';
import { sessions } from './http/session.ts';
import { bodyFile, formFile } from './http/upload.ts';

export interface Application extends Foundation {
  readonly authenticator: Authenticator;
  /** Every page and API address of the features. */
  readonly rows: readonly RouteRow[];
  readonly navigation: readonly NavigationItem[];
  readonly lifecycle: Lifecycle;
  /** Where what people read and did is written down. */
  readonly trail: AuditTrail;
  /** What the court calls each track today. */
  readonly trackWords: () => Promise<TrackWords>;
  readonly allowances?: Allowances;
}

/** The whole application on an opened foundation; nothing listens yet. */
export function createApp(application: Application): Express {
  const { config, database, clock, logger, i18n, templates, authenticator, rows, navigation, lifecycle, trail } =
    application;
  const { connection } = database;
  const limits = createRateLimits(connection, application.allowances);
  const metrics = createMetrics();
  const document = apiDocument(rows, i18n, config.baseUrl);

  const app = express();
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy);
  app.use(requestLog(logger), metrics.measure, health(database, lifecycle));
  app.get('/metrics', metrics.expose);
  app.use(chooseLanguage, securityHeaders(config), compression(), assets());
  app.get(
    '/.well-known/security.txt',
    securityTxt({ contact: config.securityContact, baseUrl: config.baseUrl, clock }),
  );
  app.use(pages({ templates, i18n, clock, navigation, demo: config.demo, trackWords: application.trackWords }));

  const api = Router();
  api.get(`${API_PREFIX}/openapi.json`, document.json);
  api.use(bearerAuthentication(authenticator), limitApi(limits));
  mountFiles(api, rows.filter(isApiRow), bodyFile, trail);
  api.use(jsonBody(), readIdempotencyKey);
  mountRoutes(api, rows.filter(isApiRow), trail);
  api.use(unknownAddress);

  const site = Router();
  site.use(sessions({ config, connection, clock, logger }), pageAuthentication(app, authenticator, limits, clock));
  const pageRows = rows.filter((row) => !isApiRow(row));
  site.use(chooseLanguage, formBody());
  mountFiles(site, pageRows, formFile, trail);
  site.use(...formProtection);
  site.post('/language', changeLanguage);
  site.get(`${API_PREFIX}/docs`, document.page);
  mountRoutes(site, pageRows, trail);

  app.use((req, res, next) => {
    // No name holds a zero byte, and no database takes one.
    if (req.path.includes('%00')) return unknownAddress(req, res, next);
    const forProgram = req.path.startsWith('/api/') && req.path !== `${API_PREFIX}/docs`;
    (forProgram ? api : site)(req, res, next);
  });
  app.use(unknownAddress, errorHandler(createErrorTexts(i18n)));
  return app;
}
