// The statistics page, its drawings, and the list behind every number.

import { type Request, type RequestHandler, type Response } from 'express';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { hasRight } from '../../domain/permission.ts';
import { depth, TIERS } from '../../domain/tier.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type I18n } from '../../platform/i18n.ts';
import { disputeRow } from '../disputes/index.ts';
import { nameIn } from '../units/index.ts';
import { address, listAddress, paramsOf, type Params } from './statistic.address.ts';
import { exportsOf, tabsOf } from './statistic.analysis.pages.ts';
import { funnelSvg, type Step, type TrendMonth, trendSvg } from './statistic.chart.ts';
import { BASES, denominatorOf, INDICATOR_IDS, type IndicatorId, indicatorOf } from '../../domain/indicator.ts';
import { type InputService } from './input.service.ts';
import { funnelOf } from './statistic.funnel.ts';
import { cardView, cellView, sorted, valueText } from './statistic.presenter.ts';
import { type Facts, type Value } from './statistic.report.ts';
import { listSchema, type ListQuery, PRESETS, tablesSchema, type TablesQuery } from './statistic.schema.ts';
import { type Row, type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';
import * as tables from './statistic.tables.ts';

export interface StatisticsPagesDeps {
  readonly statistics: StatisticsService;
  readonly inputs: InputService;
  readonly i18n: I18n;
}

type Language = 'zh-CN' | 'en';

export const figureId = (text: string): IndicatorId => {
  const found = INDICATOR_IDS.find((id) => id === text);
  if (!found) throw notFound('statistics.figureUnknown');
  return found;
};

export function statisticsPages({ statistics, i18n }: StatisticsPagesDeps): readonly RouteRow[] {
  const show = async (req: Request, res: Response, query: TablesQuery, problem: string | null) => {
    const actor = requireActor(req);
    const { language } = req;
    const t = (key: string) => i18n.t(language, key);
    const scope = await statistics.scope(actor, query);
    const levels = TIERS.filter((tier) => tier !== 'village' && depth(tier) > depth(scope.unit.tier));
    const level = query.level ?? (scope.unit.tier === 'court' ? 'township' : TIERS[depth(scope.unit.tier) + 1]);
    const rest = { level: query.level, sort: query.sort };
    const [facts, ofUnits, ofTypes, units] = await Promise.all([
      statistics.facts(scope, tables.PAGE_FIGURES),
      statistics.facts(scope, tables.UNIT_FIGURES, 'unit', level),
      statistics.facts(scope, tables.TYPE_FIGURES, 'type'),
      statistics.choices(actor),
    ]);
    const params = paramsOf(query);
    const view = tableView(statistics, scope, facts, params, language);
    const [entered] = statistics.values(scope, facts, ['entered']);
    const unitRows = sorted(
      statistics.table(scope, ofUnits, tables.UNIT_FIGURES, statistics.lines(scope, 'unit', level)),
      tables.UNIT_FIGURES,
      query.sort,
    );
    res.page(
      'statistics/show',
      {
        ...headOf(scope, language),
        problem,
        query,
        empty:
          entered?.numerator === 0 &&
          statistics.values(scope, facts, ['accepted', 'K02a']).every(({ numerator }) => numerator === 0),
        shielded: scope.shielded,
        cards: statistics.values(scope, facts, tables.KEY_FIGURES).map((value) => cardView(value, params)),
        funnel: funnelOf(statistics, scope, facts).map((row) => ({
          key: row.key,
          cell: cellView(row.value, params, row.tier ? { tier: row.tier } : {}),
          share: shareOf(row.value, entered),
          days: row.tier
            ? cellView(statistics.values(scope, facts, ['K12'], { tiers: [row.tier] })[0]!, params, { tier: row.tier })
            : '',
        })),
        returned: cellView(statistics.values(scope, facts, ['returned'])[0]!, params),
        tiers: view('tier', tables.TIER_FIGURES),
        units: {
          ...view(
            'unit',
            tables.UNIT_FIGURES,
            unitRows.filter((row) => !isIdle(row) || unitRows.length <= MANY),
          ),
          idle: unitRows.length > MANY ? unitRows.filter(isIdle).length : 0,
          level,
          levels:
            levels.length < 2
              ? []
              : levels.map((tier) => ({
                  tier,
                  href: address('/statistics', params, { ...rest, level: tier }),
                  current: tier === level,
                })),
          sorts: Object.fromEntries(
            tables.UNIT_FIGURES.map((id) => [
              id,
              sortOf(id, query.sort, (sort) => address('/statistics', params, { ...rest, sort })),
            ]),
          ),
        },
        months: view('month', tables.MONTH_FIGURES),
        types: view(
          'type',
          tables.TYPE_FIGURES,
          statistics
            .table(scope, ofTypes, tables.TYPE_FIGURES, statistics.lines(scope, 'type'))
            .filter((row) => !isIdle(row)),
        ),
        presets: PRESETS.map((preset) => ({
          preset,
          current: scope.period.preset === preset,
          href: address('/statistics', params, rest, { period: preset, from: undefined, to: undefined }),
        })),
        filters: {
          unit: units.map((unit) => ({ value: unit.code, text: nameIn(language, unit.name) })),
          types: DISPUTE_TYPE_CODES,
          bases: BASES,
          period: query.from === undefined && query.to === undefined ? (query.period ?? '') : '',
        },
        drawings: overviewPictures(statistics, scope, facts, params, t),
        tabs: tabsOf('overview', params),
        exports: Object.fromEntries(
          ['funnel', 'tiers', 'units', 'months', 'types', 'all'].map((id) => [
            id,
            exportsOf('overview', id, { ...params, level: query.level }),
          ]),
        ),
        figures: tables,
      },
      problem === null ? 200 : 422,
    );
  };

  const page: RequestHandler = async (req, res) => {
    try {
      await show(req, res, validate<TablesQuery>(tablesSchema, req.query), null);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      const { detail, fields } = res.explain(error);
      await show(req, res, { basis: 'closing' }, fields.map(({ text }) => text).join(' ') || detail);
    }
  };

  const list: RequestHandler<{ figureId: string }> = async (req, res) => {
    const actor = requireActor(req);
    const id = figureId(req.params.figureId);
    const query = validate<ListQuery>(listSchema, req.query);
    const { scope, list: found } = await statistics.list(actor, id, query);
    const params = paramsOf(query);
    const name = (code: string) => nameIn(req.language, scope.directory.get(code)?.name ?? { zh: code, en: code });
    const { kind } = indicatorOf(id);
    res.page('statistics/disputes', {
      ...headOf(scope, req.language),
      from: found.counted.from,
      to: found.counted.to,
      stock: indicatorOf(id).stock ?? false,
      caveat: indicatorOf(id).caveat ?? false,
      entered: found.entered,
      figure: id,
      kind,
      query,
      value: cardView(found.figure, params),
      total: found.total,
      closed: found.closed,
      mayRead: hasRight(actor.role, 'readCases'),
      rows: found.rows.map(({ dispute, reading }) => disputeRow(dispute, name, scope.asOf, reading !== 'full')),
      first: query.cursor ? listAddress(id, params, { part: query.part }) : null,
      next: found.next ? listAddress(id, params, { part: query.part, cursor: found.next }) : null,
      parts:
        denominatorOf(id).length > 0 && MADE_OF_PARTS.includes(kind)
          ? (['numerator', 'denominator'] as const).map((part) => ({
              part,
              count: found.figure.hidden ? null : found.figure[part],
              current: part === query.part,
              href: listAddress(id, params, { part }),
            }))
          : [],
      back: address('/statistics', params, { tier: undefined }),
    });
  };

  const row = (path: string, handler: RequestHandler): RouteRow => ({
    method: 'get',
    path,
    right: 'readStatistics',
    handler,
  });
  return [row('/statistics', page), row('/statistics/figures/:figureId/disputes', list as RequestHandler)];
}

/** Kinds of which either part has a list of its own. */
const MADE_OF_PARTS: readonly string[] = ['share', 'quotient', 'rate', 'growth'];

/** Longer unit tables leave out the units in which nothing happened. */
const MANY = 30;
const isIdle = (row: Row): boolean =>
  row.values.every(({ numerator, denominator }) => numerator === 0 && (denominator ?? 0) === 0);

const headOf = ({ unit, period, basis, asOf, cut, knownOn, counting }: Scope, language: Language) => ({
  knownOn: knownOn ?? '',
  counting: counting === undefined ? '' : `${(counting * 100).toFixed(0)}%`,
  unitName: nameIn(language, unit.name),
  unitTier: unit.tier,
  from: period.from,
  to: period.to,
  preset: period.preset ?? null,
  basis,
  asOf,
  type: cut.type ?? null,
  chosenTiers: cut.tiers ?? [],
});

const shareOf = (value: Value, whole: Value | undefined): string =>
  value.hidden || !whole || whole.hidden || !whole.numerator
    ? ''
    : `${(((value.numerator ?? 0) / whole.numerator) * 100).toFixed(1)}%`;

/** The drawings of the overview, by the table they stand beside. */
export const overviewPictures = (
  statistics: StatisticsService,
  scope: Scope,
  facts: Facts,
  params: Params,
  t: (key: string) => string,
) => ({
  funnel: both((narrow) =>
    funnelSvg(t('statistics:funnel.title'), stepsOf(statistics, scope, facts, params, t), narrow),
  ),
  months: both((narrow) =>
    trendSvg(
      t('statistics:months.title'),
      tables.TREND_FIGURES.map((id) => t(`statistics:figure.${id}.name`)),
      monthsOfTrend(statistics, scope, facts, params),
      narrow,
    ),
  ),
});

/** A drawing for a desk and one for a phone. */
const both = (draw: (narrow: boolean) => string) => ({ wide: draw(false), narrow: draw(true) });

const stepsOf = (
  statistics: StatisticsService,
  scope: Scope,
  facts: Facts,
  params: Params,
  t: (key: string) => string,
): readonly Step[] => {
  const [entered] = statistics.values(scope, facts, ['entered']);
  return funnelOf(statistics, scope, facts).map(({ key, tier, value }) => ({
    label: t(`statistics:funnel.${key}`),
    count: drawnOf(value),
    text: valueText(value),
    share: key === 'entered' ? '' : shareOf(value, entered),
    tone: key,
    whole: key === 'entered',
    href: cellView(value, params, tier ? { tier } : {}).href,
  }));
};

const monthsOfTrend = (
  statistics: StatisticsService,
  scope: Scope,
  facts: Facts,
  params: Params,
): readonly TrendMonth[] =>
  statistics.table(scope, facts, tables.TREND_FIGURES, statistics.lines(scope, 'month')).map((row) => ({
    label: row.key.slice(2).replace('-', '/'),
    counts: row.values.map(drawnOf),
    hrefs: row.values.map((value) => cellView(value, params, row.query).href),
  }));

/** A hidden number is not drawn. */
const drawnOf = ({ hidden, numerator }: Value): number => (hidden ? 0 : (numerator ?? 0));

const sortOf = (id: IndicatorId, sort: string | undefined, href: (sort: string) => string) => ({
  href: href(sort === `-${id}` ? id : `-${id}`),
  direction: sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : 'none',
});

/** Builds the tables of one page: lines, their cells with links, and the sum of the whole. */
const tableView =
  (statistics: StatisticsService, scope: Scope, facts: Facts, params: Params, language: Language) =>
  (by: 'tier' | 'unit' | 'month' | 'type', ids: readonly IndicatorId[], given?: readonly Row[]) => ({
    ids,
    rows: (given ?? statistics.table(scope, facts, ids, statistics.lines(scope, by))).map((row) => ({
      key: row.key,
      tier: row.unit?.tier ?? null,
      own: row.own ?? false,
      name: row.unit ? nameIn(language, row.unit.name) : '',
      href:
        row.unit && !row.own && row.key !== scope.unit.code ? address('/statistics', params, { unit: row.key }) : '',
      cells: row.values.map((value) => cellView(value, params, row.query)),
    })),
    total: statistics.values(scope, facts, ids).map((value) => cellView(value, params)),
  });
