// Early warnings over `/api/v1`: the same list and acts as the pages.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { requireVersion, setVersion } from '../../http/precondition.ts';
import { type ApiOperation, type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type EarlyWarningRoutesDeps } from './early-warning.pages.ts';
import { earlyWarningDetail, earlyWarningView, type EarlyWarningView } from './early-warning.presenter.ts';
import {
  cursorText,
  earlyWarningQuery,
  type EarlyWarningQuery,
  endSchema,
  type EndInput,
  filterOf,
  readCursor,
  warningParams,
} from './early-warning.schema.ts';

const answers = Joi.object().unknown();
const group = 'earlyWarnings:api.group';
/** Addresses of pages mean nothing to a program. */
const json = ({ href: _href, ...view }: EarlyWarningView): object => view;

export function earlyWarningApi({ warnings, clock, unitNames }: EarlyWarningRoutesDeps): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const query = validate<EarlyWarningQuery>(earlyWarningQuery, req.query);
    const last = query.cursor ? readCursor(query.cursor) : undefined;
    const page = await warnings.list(requireActor(req), filterOf(query), query.limit, last);
    const names = await unitNames(req.language);
    res.json({
      items: page.items.map((item) => json(earlyWarningView(item, names))),
      total: page.total,
      next: page.next ? cursorText(page.next) : null,
    });
  };

  const detail = async (req: Request, id: string) => {
    const shown = await warnings.show(requireActor(req), id);
    const { warning, rows, ...rest } = earlyWarningDetail(shown, await unitNames(req.language), clock.now());
    return {
      ...json(warning),
      ...rest,
      disputes: rows.map(({ id: dispute, number, state }) => ({ id: dispute, number, state })),
    };
  };

  const show: RequestHandler = async (req, res) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    const found = await detail(req, earlyWarningId);
    setVersion(res, (found as unknown as EarlyWarningView).version).json(found);
  };

  const take: RequestHandler = async (req, res) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    const { version } = await warnings.take(requireActor(req), earlyWarningId, requireVersion(req), onceOf(req));
    setVersion(res, version).json(await detail(req, earlyWarningId));
  };

  const end: RequestHandler = async (req, res) => {
    const { earlyWarningId } = validate(warningParams, req.params);
    const input = validate<EndInput>(endSchema, req.body);
    const { version } = await warnings.end(requireActor(req), earlyWarningId, input, requireVersion(req), onceOf(req));
    setVersion(res, version).json(await detail(req, earlyWarningId));
  };

  const row = (
    method: RouteRow['method'],
    path: string,
    right: RouteRow['right'],
    handler: RequestHandler,
    operation: Omit<ApiOperation, 'group' | 'summary' | 'responses'>,
  ): RouteRow => ({
    method,
    path: `/api/v1/early-warnings${path}`,
    right,
    scope: method === 'get' ? 'disputes:read' : 'disputes:write',
    handler,
    operation: { ...operation, summary: `earlyWarnings:api.${operation.id}`, group, responses: { 200: answers } },
  });
  const one = { params: warningParams };
  return [
    row('get', '', 'readCases', list, { id: 'listEarlyWarnings', query: earlyWarningQuery }),
    row('get', '/:earlyWarningId', 'readCases', show, { id: 'showEarlyWarning', ...one }),
    row('post', '/:earlyWarningId/take', 'supervise', take, { id: 'takeEarlyWarning', ...one, ifMatch: true }),
    row('post', '/:earlyWarningId/end', 'supervise', end, {
      id: 'endEarlyWarning',
      ...one,
      body: endSchema,
      ifMatch: true,
    }),
  ];
}
