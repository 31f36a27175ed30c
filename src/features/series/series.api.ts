// The API of series: the same checks and orders as the pages.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { type Act } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { type SeriesOrder, type SeriesRecord } from './series.record.ts';
import { newSeriesSchema } from './series.schema.ts';
import { type Member, type SeriesService } from './series.service.ts';

const SHOWN = 50;

export interface SeriesApiDeps {
  readonly series: SeriesService;
  readonly idOf: (req: Request) => string;
  readonly checked: (req: Request, body: unknown) => Promise<SeriesRecord>;
  readonly found: (req: Request) => Promise<{ actor: Actor; record: SeriesRecord; members: readonly Member[] }>;
  readonly ordered: (
    req: Request,
    kind: SeriesOrder['kind'],
    act: Act | undefined,
    body: unknown,
  ) => Promise<SeriesOrder>;
  readonly kindOf: (text: unknown) => SeriesOrder['kind'];
  readonly actOf: (text: unknown) => Act | undefined;
}

export function seriesApi({
  series,
  idOf,
  checked,
  found,
  ordered,
  kindOf,
  actOf,
}: SeriesApiDeps): readonly RouteRow[] {
  const view = ({ common: _common, actor, unitPath: _path, ...record }: SeriesRecord) => ({
    ...record,
    unit: actor.unit.code,
  });
  const apiList: RequestHandler = async (req, res) =>
    res.json({ items: (await series.list(requireActor(req))).map(view) });
  const apiCheck: RequestHandler = async (req, res) => {
    const record = await checked(req, req.body);
    const { faulty } = await series.preview(record.id, SHOWN);
    res.status(201).json({ ...view(record), faulty: faulty.map(({ line, errors }) => ({ line, errors })) });
  };
  const apiStart: RequestHandler = async (req, res) => {
    await series.start(requireActor(req), idOf(req));
    res.status(202).json(view(await series.get(requireActor(req), idOf(req))));
  };
  const apiShow: RequestHandler = async (req, res) => {
    const { record, members } = await found(req);
    res.json({
      ...view(record),
      members: members.map(({ dispute }) => ({
        id: dispute.id,
        number: dispute.number,
        state: dispute.state,
        outcome: dispute.outcome ?? null,
      })),
    });
  };
  const apiOrder: RequestHandler = async (req, res) => {
    const { kind, act, ...body } = req.body as { kind?: unknown; act?: unknown };
    const done = await ordered(req, kindOf(kind), actOf(act), body);
    res.status(202).json({ id: done.id, steps: done.steps.length });
  };
  const apiResult: RequestHandler = async (req, res) => {
    const { state, steps, results, kind } = await series.orderOf(
      requireActor(req),
      idOf(req),
      String(req.params['orderId']),
    );
    res.json({ kind, state, steps: steps.length, results });
  };

  const group = 'series:api.group';
  const anything = Joi.object().unknown();
  const operation = (id: string, status: number, body?: Joi.Schema) => ({
    id,
    summary: `series:api.${id}`,
    group,
    ...(body ? { body } : {}),
    responses: { [status]: anything },
  });
  const base = '/api/v1/series';
  return [
    {
      method: 'get',
      path: base,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiList,
      operation: operation('listSeries', 200),
    },
    {
      method: 'post',
      path: base,
      right: 'registerCases',
      scope: 'disputes:write',
      handler: apiCheck,
      operation: operation('checkSeries', 201, newSeriesSchema),
    },
    {
      method: 'get',
      path: `${base}/:seriesId`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiShow,
      operation: operation('showSeries', 200),
    },
    {
      method: 'post',
      path: `${base}/:seriesId/start`,
      right: 'registerCases',
      scope: 'disputes:write',
      handler: apiStart,
      operation: operation('startSeries', 202),
    },
    {
      method: 'post',
      path: `${base}/:seriesId/orders`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: apiOrder,
      operation: operation('orderSeries', 202, anything),
    },
    {
      method: 'get',
      path: `${base}/:seriesId/orders/:orderId`,
      right: 'workCases',
      scope: 'disputes:read',
      handler: apiResult,
      operation: operation('showSeriesOrder', 200),
    },
  ];
}
