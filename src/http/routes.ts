// Every address of the product is a row of a table, and a row without a right cannot be mounted.

import { type Express, type RequestHandler, type Router } from 'express';
import type Joi from 'joi';
import { DomainError, forbidden } from '../domain/errors.ts';
import { hasRight, RIGHTS, type Right } from '../domain/permission.ts';
import { type AuditTrail, audited } from './audited.ts';
import { requireActor } from './context.ts';
import { bodyPiece, formFiles } from './upload.ts';

/** What a person needs to open a row at all; whether they may see this one record is asked again by the service. */
export type RouteRight = 'public' | 'signedIn' | Right;

/** The contract of an API row; the OpenAPI document is written from it. */
export interface ApiOperation {
  readonly id: string;
  /** Text keys. */
  readonly summary: string;
  readonly description?: string;
  /** Heading under which the operation is listed; a text key. */
  readonly group?: string;
  readonly params?: Joi.ObjectSchema;
  readonly query?: Joi.ObjectSchema;
  readonly body?: Joi.Schema;
  /** Schema of the answer by status; null where there is no body. */
  readonly responses: Readonly<Record<number, Joi.Schema | null>>;
  /** True when the write needs `If-Match`. */
  readonly ifMatch?: boolean;
}

export interface RouteRow {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Whole Express path; API rows begin with /api/v1/. */
  readonly path: string;
  readonly right: RouteRight;
  readonly handler: RequestHandler | readonly RequestHandler[];
  readonly operation?: ApiOperation;
  /** Scope a bearer token must hold. */
  readonly scope?: string;
  /**
   * True when the row takes a file: the form's field `file`, or the whole body over the API; `several` when it takes a
   * form with files from both; `piece` when its body is a piece of a file.
   */
  readonly takesFile?: true | 'several' | 'piece';
}

export const API_PREFIX = '/api/v1';
export const isApiRow = (row: RouteRow): boolean => row.path.startsWith(`${API_PREFIX}/`);

const KNOWN: readonly string[] = ['public', 'signedIn', ...RIGHTS];

/** @throws DomainError unauthenticated or forbidden */
const checkRight =
  ({ right, scope }: RouteRow): RequestHandler =>
  (req, _res, next) => {
    if (right === 'public') return next();
    const actor = requireActor(req);
    if (right !== 'signedIn' && !hasRight(actor.role, right)) throw forbidden('right', right);
    if (scope !== undefined && req.grants && !req.grants(scope)) {
      throw new DomainError('forbidden', 'scope', { rule: scope, params: { scope } });
    }
    next();
  };

/** Lets the rows that ask for a file have it read before anything else looks at the request. */
export function mountFiles(router: Router, rows: readonly RouteRow[], reader: RequestHandler, trail: AuditTrail): void {
  for (const row of rows) {
    const own = row.takesFile === 'several' ? formFiles : row.takesFile === 'piece' ? bodyPiece : reader;
    if (row.takesFile) router[row.method](row.path, audited(trail), checkRight(row), own);
  }
}

/** Mounts the rows in their order; what each was used for goes to the audit. @throws Error when a row has no right or two rows share one address */
export function mountRoutes(router: Express | Router, rows: readonly RouteRow[], trail: AuditTrail): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const address = `${row.method} ${row.path}`;
    if (!KNOWN.includes(row.right)) throw new Error(`${address} has no right`);
    if (seen.has(address)) throw new Error(`${address} is mounted twice`);
    seen.add(address);
    (router as Router)[row.method](row.path, [audited(trail), checkRight(row), row.handler].flat());
  }
}
