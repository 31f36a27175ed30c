// The figures for other systems: the same definitions, rights and hiding as the page.

import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type I18n } from '../../platform/i18n.ts';
import { disputeRow } from '../disputes/index.ts';
import { nameIn } from '../units/index.ts';
import { type IndicatorId } from '../../domain/indicator.ts';
import { funnelOf } from './statistic.funnel.ts';
import { figureId } from './statistic.pages.ts';
import { valueJson } from './statistic.presenter.ts';
import { type Value } from './statistic.report.ts';
import {
  funnelSchema,
  indicatorsSchema,
  type IndicatorsQuery,
  listSchema,
  type ListQuery,
  type StatisticsQuery,
} from './statistic.schema.ts';
import { type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';

const BASE = '/api/v1/statistics';
const anything = Joi.object().unknown();

const scopeJson = ({ unit, period, basis, asOf, cut }: Scope) => ({
  unit: unit.code,
  from: period.from,
  to: period.to,
  basis,
  type: cut.type ?? null,
  tiers: cut.tiers ?? null,
  asOf,
});

export function statisticsApi({
  statistics,
  i18n,
}: {
  readonly statistics: StatisticsService;
  readonly i18n: I18n;
}): readonly RouteRow[] {
  const describe = (req: Request, scope: Scope, value: Value) => ({
    ...valueJson(value, scope.basis),
    name: i18n.t(req.language, `statistics:figure.${value.figure}.name`),
    formula: i18n.t(req.language, `statistics:figure.${value.figure}.formula`),
  });

  const indicators: RequestHandler = async (req, res) => {
    const query = validate<IndicatorsQuery>(indicatorsSchema, req.query);
    const scope = await statistics.scope(requireActor(req), query);
    const facts = await statistics.facts(scope, query.ids, query.by);
    const rows = query.by ? statistics.table(scope, facts, query.ids, statistics.lines(scope, query.by)) : [];
    res.json({
      ...scopeJson(scope),
      items: statistics.values(scope, facts, query.ids).map((value) => describe(req, scope, value)),
      ...(query.by
        ? {
            by: query.by,
            rows: rows.map((row) => ({
              key: row.key,
              ...(row.unit
                ? { unit: row.unit.code, name: nameIn(req.language, row.unit.name), own: row.own ?? false }
                : {}),
              query: row.query,
              items: row.values.map((value) => valueJson(value, scope.basis)),
            })),
          }
        : {}),
    });
  };

  const list: RequestHandler<{ indicatorId: string }> = async (req, res) => {
    const id: IndicatorId = figureId(req.params.indicatorId);
    const query = validate<ListQuery>(listSchema, req.query);
    const { scope, list: found } = await statistics.list(requireActor(req), id, query);
    const name = (code: string) => nameIn(req.language, scope.directory.get(code)?.name ?? { zh: code, en: code });
    res.json({
      ...scopeJson(scope),
      indicator: describe(req, scope, found.figure),
      part: query.part,
      total: found.total,
      closed: found.total === null ? null : found.closed,
      items: found.rows.map(({ key, unit, dispute, reading }) => ({
        key,
        countedAt: unit,
        ...disputeRow(dispute, name, scope.asOf, reading !== 'full'),
      })),
      next: found.next ?? null,
    });
  };

  const funnel: RequestHandler = async (req, res) => {
    const scope = await statistics.scope(requireActor(req), validate<StatisticsQuery>(funnelSchema, req.query));
    const facts = await statistics.facts(scope, ['entered', 'resolved', 'toCourt', 'otherwise', 'waiting', 'returned']);
    res.json({
      ...scopeJson(scope),
      rows: funnelOf(statistics, scope, facts).map(({ key, tier, value }) => ({
        key,
        indicator: value.figure,
        tier: tier ?? null,
        count: value.value,
        suppressed: value.hidden,
      })),
      returned: statistics.values(scope, facts, ['returned']).map((value) => value.value)[0] ?? null,
    });
  };

  const row = (
    path: string,
    id: string,
    handler: RequestHandler,
    query: Joi.ObjectSchema,
    params?: Joi.ObjectSchema,
  ): RouteRow => ({
    method: 'get',
    path: `${BASE}${path}`,
    right: 'readStatistics',
    scope: 'statistics:read',
    handler,
    operation: {
      id,
      summary: `statistics:api.${id}`,
      group: 'statistics:api.group',
      query,
      ...(params ? { params } : {}),
      responses: { 200: anything },
    },
  });
  return [
    row('/indicators', 'listIndicators', indicators, indicatorsSchema),
    row(
      '/indicators/:indicatorId/disputes',
      'listIndicatorDisputes',
      list as RequestHandler,
      listSchema,
      Joi.object({ indicatorId: Joi.string().max(20).required() }),
    ),
    row('/funnel', 'showFunnel', funnel, funnelSchema),
  ];
}
