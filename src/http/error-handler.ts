// The last stop of every request that did not go well: a page for people, a problem (RFC 9457) for programs.

import { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { notFound } from '../domain/errors.ts';
import { type Logger } from '../platform/logger.ts';
import { type ErrorTexts } from './error-text.ts';
import { keptFields, mayRetry } from './kept-form.ts';
import { plainErrorPage } from './plain-error-page.ts';
import { problemOf, type Problem } from './problem.ts';

export const API_PATH = '/api/';

/** True when the answer is for a program. */
const wantsProblem = (req: Request): boolean =>
  (req.originalUrl.startsWith(API_PATH) && !req.originalUrl.startsWith('/api/v1/docs')) || !req.accepts('html');

/** Nothing is mounted at this address. */
export const unknownAddress: RequestHandler = () => {
  throw notFound();
};

function log(logger: Logger, { status, error }: Problem, cause: unknown): void {
  if (status >= 500) logger.error({ err: cause, code: error.code }, 'a fault');
  else logger.info({ code: error.code, rule: error.rule, status }, 'refused');
}

function setHeaders(req: Request, res: Response, { kind, error }: Problem): void {
  res.setHeader('Cache-Control', 'no-store');
  res.removeHeader('ETag');
  if (kind === 'unauthenticated' && wantsProblem(req)) res.setHeader('WWW-Authenticate', 'Bearer');
  if (kind === 'unavailable') res.setHeader('Retry-After', '5');
  const { retryAfterSeconds } = error.params;
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
}

function sendProblem(req: Request, res: Response, { status, kind, error }: Problem, texts: ErrorTexts): void {
  const { language } = req;
  res
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:jiefen:problem:${error.code}`,
        title: texts.title(language, kind),
        status,
        detail: texts.detail(language, error),
        instance: `urn:request:${req.id}`,
        ...(error.rule === undefined ? {} : { rule: error.rule }),
        ...(Object.keys(error.params).length > 0 ? { params: error.params } : {}),
        ...(error.errors.length > 0
          ? { errors: error.errors.map((entry) => ({ ...entry, detail: texts.field(language, entry) })) }
          : {}),
      }),
    );
}

/** Signing in comes first; afterwards the person is back at the page they asked for. */
function sendToSignIn(req: Request, res: Response): void {
  const address = req.method === 'GET' ? `/sign-in?next=${encodeURIComponent(req.originalUrl)}` : '/sign-in';
  if (req.get('hx-request')) res.status(401).setHeader('HX-Redirect', address).end();
  else res.redirect(303, address);
}

function sendPage(req: Request, res: Response, { status, kind, error }: Problem, texts: ErrorTexts): void {
  const { language } = req;
  const data = {
    status,
    kind,
    title: texts.title(language, kind),
    detail: texts.detail(language, error),
    rule: error.rule ?? '',
    errors: error.errors.map((entry) => ({ field: entry.field, text: texts.field(language, entry) })),
    requestId: req.id,
    kept: keptFields(req, error),
    retry: mayRetry(error),
    action: req.originalUrl,
  };
  try {
    res.page('errors/error', data, status);
  } catch (fault) {
    req.log.error({ err: fault }, 'the error page cannot be rendered');
    res.status(status).type('html').send(plainErrorPage(language, data));
  }
}

export const errorHandler =
  (texts: ErrorTexts): ErrorRequestHandler =>
  (cause, req, res, next) => {
    if (res.headersSent) return next(cause);
    const problem = problemOf(cause);
    log(req.log, problem, cause);
    setHeaders(req, res, problem);
    if (wantsProblem(req)) sendProblem(req, res, problem, texts);
    else if (problem.kind === 'unauthenticated' && !req.actor && req.path !== '/sign-in') sendToSignIn(req, res);
    else sendPage(req, res, problem, texts);
  };
