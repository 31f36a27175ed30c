// The tables of the overview as sheets, for the exports.

import { type IndicatorId } from '../../domain/indicator.ts';
import { type Tier } from '../../domain/tier.ts';
import { nameIn } from '../units/index.ts';
import { paramsOf } from './statistic.address.ts';
import { type AnalysisContext } from './statistic.analysis.ts';
import { funnelOf } from './statistic.funnel.ts';
import { type Division } from './statistic.schema.ts';
import { type Line } from './statistic.scope.ts';
import { columnOf, type Sheet, sheetCell } from './statistic.sheet.ts';
import { FUNNEL_FIGURES, MONTH_FIGURES, TIER_FIGURES, TYPE_FIGURES, UNIT_FIGURES } from './statistic.tables.ts';

const TABLES: Readonly<Record<string, readonly [Division, readonly IndicatorId[], string]>> = {
  tiers: ['tier', TIER_FIGURES, 'tier'],
  units: ['unit', UNIT_FIGURES, 'unit'],
  months: ['month', MONTH_FIGURES, 'month'],
  types: ['type', TYPE_FIGURES, 'type'],
};

export async function overviewSheets(context: AnalysisContext, level?: Tier): Promise<readonly Sheet[]> {
  const { statistics, scope, query, t, language } = context;
  const name = (id: IndicatorId): string => t(`statistics:figure.${id}.name`);
  const label = (by: Division, { key, unit, own }: Line): string => {
    if (unit)
      return own ? t('statistics:units.own', { name: nameIn(language, unit.name) }) : nameIn(language, unit.name);
    return by === 'tier' ? t(`common:tiers.${key}`) : by === 'type' ? t(`codes:types.${key}`) : key;
  };
  const tables = Object.entries(TABLES).map(async ([id, [by, ids, first]]): Promise<Sheet> => {
    const facts = await statistics.facts(scope, ids, by, level);
    const rows = statistics.table(scope, facts, ids, statistics.lines(scope, by, level));
    return {
      id,
      title: t(`statistics:${id}.title`),
      first: t(`statistics:${id}.${first}`),
      columns: ids.map((each) => columnOf(each, name(each))),
      rows: rows.map((row) => ({
        key: row.key,
        text: label(by, row),
        cells: row.values.map((value) => sheetCell(value, paramsOf(query), row.query)),
      })),
      total: statistics.values(scope, facts, ids).map((value) => sheetCell(value, paramsOf(query))),
    };
  });
  const facts = await statistics.facts(scope, [...FUNNEL_FIGURES, 'K12']);
  const funnel: Sheet = {
    id: 'funnel',
    title: t('statistics:funnel.title'),
    first: t('statistics:funnel.part'),
    columns: [columnOf('entered', t('statistics:funnel.count')), columnOf('K12', t('statistics:funnel.days'))],
    rows: funnelOf(statistics, scope, facts).map(({ key, tier, value }) => ({
      key,
      text: t(`statistics:funnel.${key}`),
      cells: [
        sheetCell(value, paramsOf(query), tier ? { tier } : {}),
        ...(tier
          ? statistics
              .values(scope, facts, ['K12'], { tiers: [tier] })
              .map((days) => sheetCell(days, paramsOf(query), { tier }))
          : [{ text: '', number: null }]),
      ],
    })),
  };
  return [funnel, ...(await Promise.all(tables))];
}
