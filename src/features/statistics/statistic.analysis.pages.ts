// The analysis pages: flow, trend, townships and mediators, each a drawing beside the table with the same numbers.

import { type Request, type RequestHandler, type Response } from 'express';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type IndicatorId, indicatorOf } from '../../domain/indicator.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { nameIn } from '../units/index.ts';
import { address, paramsOf, type Params } from './statistic.address.ts';
import {
  type AnalysisContext,
  breakIn,
  FLOW_ENDS,
  flowSheet,
  heatSheet,
  sendersSheet,
  streamsOf,
  stuckSheet,
  timesSheet,
  townshipsSheet,
  trendOf,
  trendSheet,
} from './statistic.analysis.ts';
import { compareSvg } from './statistic.chart.ts';
import { flowSvg, tileSvg } from './statistic.flow.chart.ts';
import { mediatorsSheet } from './statistic.mediators.ts';
import { type StatisticsPagesDeps } from './statistic.pages.ts';
import { PRESETS, tablesSchema, type TablesQuery } from './statistic.schema.ts';
import { type Sheet } from './statistic.sheet.ts';
import { MAP_FIGURES, TREND_CHOICES } from './statistic.tables.ts';
import { tilesOf } from './statistic.tiles.ts';

type Pictures = Readonly<Record<string, { readonly wide: string; readonly narrow: string; readonly caption?: string }>>;

/** What a page shows below its filters: drawings by the sheet they stand beside, and the sheets in order. */
export interface Analysis {
  readonly sheets: readonly Sheet[];
  readonly pictures: Pictures;
  /** Figures one may choose from, and the chosen one. */
  readonly choices?: readonly IndicatorId[];
  readonly figure?: IndicatorId;
}

export const ANALYSES = ['flow', 'trend', 'townships', 'mediators'] as const;
export type AnalysisName = (typeof ANALYSES)[number];

/** Builds each page's sheets and drawings. */
const BUILDERS: Readonly<Record<AnalysisName, (context: AnalysisContext, query: TablesQuery) => Promise<Analysis>>> = {
  flow: async (context) => {
    const { t } = context;
    const [streams, senders, times, stuck] = await Promise.all([
      streamsOf(context),
      sendersSheet(context),
      timesSheet(context),
      stuckSheet(context),
    ]);
    const sheet = flowSheet(context, streams);
    const ends = (keys: readonly (typeof FLOW_ENDS)[number][]) =>
      keys.map((key) => ({ key, label: t(`statistics:flow.end.${key}`), tone: key }));
    const draw = (narrow: boolean) =>
      flowSvg(
        sheet.title,
        ends(FLOW_ENDS.slice(0, 4)),
        ends(FLOW_ENDS),
        streams.map(({ from, to, value }) => ({
          from,
          to,
          count: value.hidden ? 0 : (value.numerator ?? 0),
          name: `${t(`statistics:flow.end.${from}`)} → ${t(`statistics:flow.end.${to}`)} ${value.hidden ? '' : value.numerator}`,
          ...hrefOf(sheet, from, to),
        })),
        narrow,
      );
    return { sheets: [sheet, stuck, times, senders], pictures: { flow: { wide: draw(false), narrow: draw(true) } } };
  },
  trend: async (context, query) => {
    const figure = chosen(query.figure, TREND_CHOICES);
    const points = await trendOf(context, figure);
    const sheet = trendSheet(context, figure, points);
    const at = breakIn(
      figure,
      points.map(({ month }) => month),
    );
    const draw = (narrow: boolean) =>
      compareSvg(
        sheet.title,
        [context.t('statistics:trend.now'), context.t('statistics:trend.before')],
        points.map(({ month, value, before }, index) => ({
          label: month.slice(2).replace('-', '/'),
          values: [value.hidden ? null : value.value, before && !before.hidden ? before.value : null] as const,
          href: sheet.rows[index]?.cells[0]?.href,
          name: `${month} ${sheet.rows[index]?.cells[0]?.text ?? ''}`,
          broken: month === at ? context.t('statistics:trend.breakMark') : undefined,
        })),
        indicatorOf(figure).kind === 'share',
        narrow,
      );
    return {
      sheets: [sheet],
      pictures: { trend: { wide: draw(false), narrow: draw(true) } },
      choices: TREND_CHOICES,
      figure,
    };
  },
  townships: async (context, query) => {
    const figure = chosen(query.figure, MAP_FIGURES);
    const [sheet, heat] = await Promise.all([townshipsSheet(context), heatSheet(context, figure)]);
    const column = sheet.columns.findIndex(({ id }) => id === figure);
    const numbers = sheet.rows.map(({ cells }) => cells[column]?.number ?? null);
    const most = Math.max(...numbers.map((number) => number ?? 0), 0);
    const places = tilesOf(sheet.rows.map(({ key }) => key));
    const tiles = sheet.rows.map(({ key, text, cells }, index) => {
      const [row, column_] = places.get(key) ?? [0, 0];
      const number = numbers[index] ?? null;
      const cell = cells[column];
      return {
        row,
        column: column_,
        name: text,
        text: cell?.text ?? '–',
        part: number === null || most === 0 ? null : number / most,
        ...(cell?.href ? { href: cell.href } : {}),
      };
    });
    const caption = context.t('statistics:townships.map', { figure: context.t(`statistics:figure.${figure}.name`) });
    const short = tiles.map((tile) => ({ ...tile, name: shortName(tile.name) }));
    const map = { wide: tileSvg(caption, tiles, false), narrow: tileSvg(caption, short, true), caption };
    return {
      sheets: [sheet, heat],
      pictures: tiles.length > 0 ? { townships: map } : {},
      choices: MAP_FIGURES,
      figure,
    };
  },
  mediators: async (context) => ({ sheets: [await mediatorsSheet(context)], pictures: {} }),
};

/** 宋庄 for 宋庄镇, Songzhuang for Songzhuang Town. */
const shortName = (name: string): string => name.replace(/(?:街道|镇|回族乡|乡)$/, '').split(' ')[0] ?? name;

const chosen = (wanted: IndicatorId | undefined, choices: readonly IndicatorId[]): IndicatorId =>
  wanted && choices.includes(wanted) ? wanted : (choices[0] ?? 'accepted');

/** The list of a stream is that of its cell in the table. */
function hrefOf(sheet: Sheet, from: string, to: string): { readonly href?: string } {
  const column = FLOW_ENDS.findIndex((end) => end === to);
  const href = sheet.rows.find(({ key }) => key === from)?.cells[column]?.href;
  return href ? { href } : {};
}

/** The sheets of a page, for the page itself and for its exports; without a name only who asks for what. */
export async function analysisOf(
  { statistics, i18n }: Pick<StatisticsPagesDeps, 'statistics' | 'i18n'>,
  req: Request,
  name: AnalysisName | null,
  query: TablesQuery,
): Promise<{ readonly context: AnalysisContext; readonly analysis: Analysis }> {
  const scope = await statistics.scope(requireActor(req), query);
  const { language } = req;
  const t = (key: string, params?: object) => i18n.t(language, key, { ...params });
  const context: AnalysisContext = { statistics, scope, query, language, t };
  return { context, analysis: name ? await BUILDERS[name](context, query) : { sheets: [], pictures: {} } };
}

export function analysisPages(deps: StatisticsPagesDeps): readonly RouteRow[] {
  const show = async (req: Request, res: Response, name: AnalysisName) => {
    const query = validate<TablesQuery>(tablesSchema, req.query);
    const { context, analysis } = await analysisOf(deps, req, name, query);
    const { scope, language } = context;
    const units = await deps.statistics.choices(requireActor(req));
    const params: Params = { ...paramsOf(query), figure: query.figure };
    const path = `/statistics/${name}`;
    res.page('statistics/analysis', {
      name,
      ...analysis,
      figure: analysis.figure ?? '',
      choices: analysis.choices ?? [],
      query,
      unitName: nameIn(language, scope.unit.name),
      unitTier: scope.unit.tier,
      from: scope.period.from,
      to: scope.period.to,
      knownOn: scope.knownOn ?? '',
      counting: scope.counting === undefined ? '' : `${(scope.counting * 100).toFixed(0)}%`,
      asOf: scope.asOf,
      shielded: scope.shielded,
      path,
      tabs: tabsOf(name, paramsOf(query)),
      presets: PRESETS.map((preset) => ({
        preset,
        current: scope.period.preset === preset,
        href: address(path, params, { period: preset, from: undefined, to: undefined }),
      })),
      units: units.map((unit) => ({ value: unit.code, text: nameIn(language, unit.name) })),
      types: DISPUTE_TYPE_CODES,
      period: query.from === undefined && query.to === undefined ? (query.period ?? '') : '',
      exports: analysis.sheets.map(({ id }) => exportsOf(name, id, params)),
    });
  };
  return ANALYSES.map((name) => ({
    method: 'get',
    path: `/statistics/${name}`,
    right: 'readStatistics',
    handler: ((req, res) => show(req, res, name)) satisfies RequestHandler,
  }));
}

/** The pages of the statistics, one beside the other. */
export const tabsOf = (current: string, params: Params) =>
  ['overview', ...ANALYSES, 'register', 'assessment', 'indicators', 'dictionary', 'months'].map((key) => ({
    key,
    current: key === current,
    href: address(
      key === 'overview' ? '/statistics' : `/statistics/${key}`,
      key === 'months' ? { unit: params['unit'] } : params,
    ),
  }));

export const EXPORT_FORMATS = ['xlsx', 'csv', 'json', 'pdf'] as const;
export const exportsOf = (page: string, sheet: string, params: Params) =>
  EXPORT_FORMATS.map((format) => ({ format, href: address(`/statistics/exports/${page}/${sheet}.${format}`, params) }));
