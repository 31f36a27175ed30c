// Supervision over `/api/v1`: the same lists and acts as the pages, answers as JSON.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { onceOf } from '../../http/once.ts';
import { type ApiOperation, type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { urgingView, warningView, type WarningView } from './supervision.presenter.ts';
import {
  cursorText,
  filterOf,
  readCursor,
  replySchema,
  type UrgeInput,
  urgeSchema,
  type UrgingQuery,
  urgingQuery,
  type WarningQuery,
  warningQuery,
} from './supervision.schema.ts';
import { type SupervisionRoutesDeps } from './supervision.pages.ts';

const answers = Joi.object().unknown();
const group = 'supervision:api.group';

export function supervisionApi({ supervision, clock, unitNames }: SupervisionRoutesDeps): readonly RouteRow[] {
  const namesOf = (req: Request) => unitNames(req.language);

  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const query = validate<WarningQuery>(warningQuery, req.query);
    const last = query.cursor ? readCursor(query.cursor) : undefined;
    const [names, page] = await Promise.all([
      namesOf(req),
      supervision.list(actor, filterOf(query, actor), query.limit, last),
    ]);
    res.json({
      items: page.items.map((item) => json(warningView(item, names, clock.now()))),
      next: page.next ? cursorText(page.next) : null,
    });
  };

  const urge: RequestHandler<{ warningId: string }> = async (req, res) => {
    const input = validate<UrgeInput>(urgeSchema, req.body);
    const urging = await supervision.urge(requireActor(req), req.params.warningId, input, onceOf(req));
    res.status(201).json(urgingView(urging, await namesOf(req), clock.now()));
  };

  const urgings: RequestHandler = async (req, res) => {
    const query = validate<UrgingQuery>(urgingQuery, req.query);
    const [names, page] = await Promise.all([
      namesOf(req),
      supervision.urgings(requireActor(req), query.box, query.state, query.limit, query.cursor),
    ]);
    res.json({
      items: page.items.map((urging) => urgingView(urging, names, clock.now())),
      next: page.next?.toISOString() ?? null,
    });
  };

  const showUrging: RequestHandler<{ urgingId: string }> = async (req, res) => {
    const { urging } = await supervision.urging(requireActor(req), req.params.urgingId);
    res.json(urgingView(urging, await namesOf(req), clock.now()));
  };

  const reply: RequestHandler<{ urgingId: string }> = async (req, res) => {
    const { text } = validate<{ text: string }>(replySchema, req.body);
    const urging = await supervision.reply(requireActor(req), req.params.urgingId, text, onceOf(req));
    res.status(201).json(urgingView(urging, await namesOf(req), clock.now()));
  };

  const row = (
    method: RouteRow['method'],
    path: string,
    right: RouteRow['right'],
    handler: unknown,
    operation: Omit<ApiOperation, 'group' | 'summary'>,
  ): RouteRow => ({
    method,
    path: `/api/v1/supervision${path}`,
    right,
    scope: method === 'get' ? 'disputes:read' : 'disputes:write',
    handler: handler as RequestHandler,
    operation: { ...operation, summary: `supervision:api.${operation.id}`, group },
  });
  const warningId = Joi.object({ warningId: Joi.string().max(80).required() });
  const urgingId = Joi.object({ urgingId: Joi.string().max(40).required() });

  return [
    row('get', '/warnings', 'readCases', list, {
      id: 'listWarnings',
      query: warningQuery,
      responses: { 200: answers },
    }),
    row('post', '/warnings/:warningId/urgings', 'supervise', urge, {
      id: 'urge',
      params: warningId,
      body: urgeSchema,
      responses: { 201: answers },
    }),
    row('get', '/urgings', 'readCases', urgings, {
      id: 'listUrgings',
      query: urgingQuery,
      responses: { 200: answers },
    }),
    row('get', '/urgings/:urgingId', 'readCases', showUrging, {
      id: 'showUrging',
      params: urgingId,
      responses: { 200: answers },
    }),
    row('post', '/urgings/:urgingId/replies', 'workCases', reply, {
      id: 'replyToUrging',
      params: urgingId,
      body: replySchema,
      responses: { 201: answers },
    }),
  ];
}

/** Addresses of pages mean nothing to a program. */
function json({ href: _href, urgeHref, ...view }: WarningView): object {
  return { ...view, mayUrge: urgeHref !== null };
}
