// What came back and why, by unit and reason; every number opens the transfers behind it.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { BOUNCE_REASONS, type BounceReason } from '../../domain/bounce.ts';
import { TIERS } from '../../domain/tier.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { choice, day, type DisputeService, unitCode, type UnitNames } from '../disputes/index.ts';
import { bounceTable } from './bounce.presenter.ts';
import { type BounceQuery, type BounceService } from './bounce.service.ts';
import { handOverRow } from './hand-over.presenter.ts';

export interface BounceRoutesDeps {
  readonly bounces: BounceService;
  readonly disputes: DisputeService;
  readonly clock: Clock;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
}

type CellQuery = BounceQuery & {
  readonly unit?: string;
  readonly reason?: BounceReason;
  readonly cursor?: Date;
  readonly limit: number;
};

const period = { from: day(), to: day(), tier: choice(TIERS), area: unitCode() };
const tableQuery = Joi.object<BounceQuery>(period);
const cellQuery = Joi.object<CellQuery>({
  ...period,
  unit: unitCode(),
  reason: choice(BOUNCE_REASONS),
  cursor: Joi.date().iso().empty(''),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

export function bounceRoutes({ bounces, disputes, clock, unitNames }: BounceRoutesDeps): readonly RouteRow[] {
  const tableOf = async (req: Request) => {
    const query = validate<BounceQuery>(tableQuery, req.query);
    const [table, names] = await Promise.all([bounces.table(requireActor(req), query), unitNames(req.language)]);
    return { query, table: bounceTable(table, query, names) };
  };

  const cellOf = async (req: Request) => {
    const actor = requireActor(req);
    const query = validate<CellQuery>(cellQuery, req.query);
    const names = await unitNames(req.language);
    const found = await bounces.list(actor, query, { limit: query.limit, cursor: query.cursor });
    const subjects = await disputes.readings(actor, [...new Set(found.items.map(({ disputeId }) => disputeId))]);
    const items = found.items.map((one) => handOverRow(one, subjects.get(one.disputeId), names, clock.now()));
    return { query, found, items, unitName: query.unit ? names(query.unit) : null };
  };

  const page: RequestHandler = async (req, res) => {
    const { query, table } = await tableOf(req);
    res.page('hand-overs/bounces', { ...table, tier: query.tier ?? '', reasons: BOUNCE_REASONS });
  };

  const list: RequestHandler = async (req, res) => {
    const { query, found, items, unitName } = await cellOf(req);
    const back = new URLSearchParams(
      Object.entries({ from: found.from, to: found.to, tier: query.tier ?? '' }).filter(([, value]) => value !== ''),
    );
    const further = new URLSearchParams(back);
    for (const name of ['unit', 'reason'] as const) if (query[name]) further.set(name, query[name]);
    if (found.next) further.set('cursor', found.next.toISOString());
    res.page('hand-overs/bounced', {
      items,
      from: found.from,
      to: found.to,
      reason: query.reason ?? null,
      unitName,
      back: `/hand-overs/bounces?${back.toString()}`,
      next: found.next ? `/hand-overs/bounces/list?${further.toString()}` : '',
    });
  };

  const api: RequestHandler = async (req, res) => {
    const { table } = await tableOf(req);
    res.json(table);
  };

  const apiList: RequestHandler = async (req, res) => {
    const { found, items } = await cellOf(req);
    res.json({ items, next: found.next?.toISOString() ?? null });
  };

  const group = 'disputes:api.handOverGroup';
  const answers = { 200: Joi.object().unknown() };
  const right = 'supervise';
  const scope = 'disputes:read';
  return [
    { method: 'get', path: '/hand-overs/bounces', right, handler: page },
    { method: 'get', path: '/hand-overs/bounces/list', right, handler: list },
    {
      method: 'get',
      path: '/api/v1/hand-overs/bounces',
      right,
      scope,
      handler: api,
      operation: {
        id: 'showBounces',
        summary: 'handOvers:api.showBounces',
        group,
        query: tableQuery,
        responses: answers,
      },
    },
    {
      method: 'get',
      path: '/api/v1/hand-overs/bounces/list',
      right,
      scope,
      handler: apiList,
      operation: {
        id: 'listBounces',
        summary: 'handOvers:api.listBounces',
        group,
        query: cellQuery,
        responses: answers,
      },
    },
  ];
}
