// Frozen months: the list of them, one month's table with its corrections, and the stored text itself.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { forbidden } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { unitCode } from '../disputes/index.ts';
import { nameIn } from '../units/index.ts';
import { isCorrected, type MonthLine, type MonthTable, type SnapshotService } from './snapshot.service.ts';
import { tabsOf } from './statistic.analysis.pages.ts';
import { address } from './statistic.address.ts';
import { valueJson, valueText } from './statistic.presenter.ts';
import { type StatisticsPagesDeps } from './statistic.pages.ts';

interface MonthQuery {
  readonly unit?: string;
}
const query = Joi.object<MonthQuery>({ unit: unitCode() });
const params = Joi.object<{ readonly month: string }>({
  month: Joi.string()
    .pattern(/^\d{4}-(0[1-9]|1[0-2])$/, 'month')
    .required(),
});
const BASE = '/statistics/months';

export function snapshotRoutes(
  { statistics }: Pick<StatisticsPagesDeps, 'statistics'>,
  snapshots: SnapshotService,
): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { unit } = validate<MonthQuery>(query, req.query);
    const { scope, months } = await snapshots.months(actor, unit);
    const units = await statistics.choices(actor);
    res.page('statistics/months', {
      unitName: nameIn(req.language, scope.unit.name),
      unit: unit ?? '',
      tabs: tabsOf('months', { unit }),
      units: units
        .filter(({ tier }) => tier !== 'village')
        .map(({ code, name }) => ({ value: code, text: nameIn(req.language, name) })),
      months: months.map((each) => ({ ...each, href: address(`${BASE}/${each.month}`, { unit }) })),
    });
  };

  const shown: RequestHandler = async (req, res) => {
    const { month } = validate(params, req.params);
    const { unit } = validate<MonthQuery>(query, req.query);
    const table = await snapshots.show(requireActor(req), unit, month);
    const { directory } = table.scope;
    const name = (code: string): string => {
      const found = directory.get(code.replace('*', ''));
      return found ? nameIn(req.language, found.name) : code;
    };
    const view = (line: MonthLine) => ({
      key: line.key,
      name: name(line.key),
      own: line.key.endsWith('*'),
      cells: line.frozen.map((value, index) => {
        const now = line.now[index];
        return { text: valueText(value), now: now && isCorrected(value, now) ? valueText(now) : '' };
      }),
    });
    res.page('statistics/month', {
      unitName: nameIn(req.language, table.scope.unit.name),
      month,
      back: address(BASE, { unit }),
      printed: table.scope.shielded ? '' : address(`${BASE}/${month}/table.json`, { unit }),
      snapshot: table.snapshot,
      corrections: table.corrections,
      shielded: table.scope.shielded,
      asOf: table.scope.asOf,
      ids: table.indicators,
      whole: view(table.whole),
      by: Object.fromEntries(Object.entries(table.by).map(([division, lines]) => [division, lines.map(view)])),
    });
  };

  /** The stored text as it is: the same bytes whenever it is asked for. */
  const printed: RequestHandler = async (req, res) => {
    const { month } = validate(params, req.params);
    const { unit } = validate<MonthQuery>(query, req.query);
    const { snapshot, scope } = await snapshots.show(requireActor(req), unit, month);
    if (scope.shielded) throw forbidden('statistics.outsideArea', 'readStatistics');
    res
      .type('application/json')
      .set('Content-Digest', `sha-256=:${base64(snapshot.digest)}:`)
      .send(snapshot.text);
  };

  const api: RequestHandler = async (req, res) => {
    const { month } = validate(params, req.params);
    const { unit } = validate<MonthQuery>(query, req.query);
    res.json(monthJson(await snapshots.show(requireActor(req), unit, month)));
  };

  const row = (path: string, handler: RequestHandler): RouteRow => ({
    method: 'get',
    path,
    right: 'readStatistics',
    handler,
  });
  return [
    row(BASE, list),
    row(`${BASE}/:month`, shown),
    row(`${BASE}/:month/table.json`, printed),
    {
      ...row('/api/v1/statistics/months/:month', api),
      scope: 'statistics:read',
      operation: {
        id: 'showMonth',
        summary: 'statistics:api.showMonth',
        group: 'statistics:api.group',
        params,
        query,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

const monthJson = ({ month, scope, snapshot, whole, by, corrections }: MonthTable) => {
  const line = ({ key, frozen, now }: MonthLine) => ({
    key,
    items: frozen.map((value, index) => ({
      ...valueJson(value, 'closing'),
      now: valueJson(now[index] ?? value, 'closing'),
      corrected: isCorrected(value, now[index]),
    })),
  });
  return {
    unit: scope.unit.code,
    month,
    frozenAt: snapshot.frozenAt,
    digest: scope.shielded ? null : snapshot.digest,
    corrections,
    whole: line(whole),
    by: Object.fromEntries(Object.entries(by).map(([division, lines]) => [division, lines.map(line)])),
  };
};
