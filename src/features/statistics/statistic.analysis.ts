// The tables of the analysis pages: where disputes went and how long they took, what is stuck, how the months compare,
// how the townships compare, and whose work it was.

import { addDays, addMonths, type CalendarDay } from '../../domain/calendar-day.ts';
import { FATES, STAGES } from '../../domain/count-flag.ts';
import { type IndicatorId, indicatorOf, SERIES_BREAK } from '../../domain/indicator.ts';
import { isBroken } from '../../domain/statistic-input.ts';
import { type Tier, TIERS } from '../../domain/tier.ts';
import { type Language } from '../../platform/i18n.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { nameIn } from '../units/index.ts';
import { address, paramsOf } from './statistic.address.ts';
import { type Value } from './statistic.report.ts';
import { type StatisticsQuery } from './statistic.schema.ts';
import { type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';
import { columnOf, heated, type Sheet, sheetCell, type SheetRow } from './statistic.sheet.ts';
import { MAP_FIGURES, TOWNSHIP_FIGURES } from './statistic.tables.ts';

export interface AnalysisContext {
  readonly statistics: StatisticsService;
  readonly scope: Scope;
  readonly query: StatisticsQuery;
  readonly language: Language;
  readonly t: (key: string, params?: object) => string;
}

const figureName = ({ t }: AnalysisContext, id: IndicatorId): string => t(`statistics:figure.${id}.name`);
const tierName = ({ t }: AnalysisContext, tier: Tier): string => t(`common:tiers.${tier}`);

export interface FlowStream {
  readonly from: Tier;
  readonly to: Tier | 'filed' | 'otherwise' | 'waiting';
  readonly value: Value;
}
export const FLOW_ENDS = [...TIERS.toReversed(), 'filed', 'otherwise', 'waiting'] as const;
const FATE_ENDS = { Resolved: undefined, ToCourt: 'filed', Otherwise: 'otherwise', Waiting: 'waiting' } as const;

/** Where the disputes lodged with each tier went; each dispute is in one stream. */
export async function streamsOf({ statistics, scope }: AnalysisContext): Promise<readonly FlowStream[]> {
  const ids = TIERS.flatMap((tier) => FATES.map((fate): IndicatorId => `${tier}${fate}`));
  const facts = await statistics.facts(scope, ids);
  const one = (from: Tier, fate: (typeof FATES)[number], tier?: Tier): readonly FlowStream[] =>
    statistics
      .values(scope, facts, [`${from}${fate}`], tier ? { tiers: [tier] } : {})
      .map((value) => ({ from, to: FATE_ENDS[fate] ?? tier ?? 'otherwise', value }));
  return TIERS.toReversed().flatMap((from) => [
    ...TIERS.toReversed().flatMap((tier) => one(from, 'Resolved', tier)),
    ...one(from, 'ToCourt'),
    ...one(from, 'Otherwise'),
    ...one(from, 'Waiting'),
  ]);
}

const isTier = (end: FlowStream['to']): end is Tier => (TIERS as readonly string[]).includes(end);

export function flowSheet(context: AnalysisContext, streams: readonly FlowStream[]): Sheet {
  const { t, query } = context;
  const sources = TIERS.toReversed().filter((tier) =>
    streams.some(({ from, value }) => from === tier && value.numerator),
  );
  return {
    id: 'flow',
    title: t('statistics:flow.title'),
    lead: t('statistics:flow.lead'),
    first: t('statistics:flow.entered'),
    columns: FLOW_ENDS.map((end) => ({ text: t(`statistics:funnel.${end}`), kind: 'number' })),
    rows: sources.map((tier) => ({
      key: tier,
      text: tierName(context, tier),
      cells: FLOW_ENDS.flatMap((end) =>
        streams
          .filter(({ from, to }) => from === tier && to === end)
          .map(({ value }) => sheetCell(value, paramsOf(query), isTier(end) ? { tier: end } : {})),
      ),
    })),
  };
}

/** Hand-overs by who sent them and who received them. */
export async function sendersSheet(context: AnalysisContext): Promise<Sheet> {
  const { t, statistics, scope, query } = context;
  const ids = TIERS.toReversed().map((tier): IndicatorId => `from-${tier}`);
  const columns: readonly IndicatorId[] = [...ids, 'pushed', 'returned', 'K15', 'untilAnswered'];
  const facts = await statistics.facts(scope, columns);
  const rows = statistics.table(scope, facts, columns, statistics.lines(scope, 'tier'));
  return {
    id: 'senders',
    title: t('statistics:senders.title'),
    lead: t('statistics:senders.lead'),
    first: t('statistics:senders.receiver'),
    columns: columns.map((id) => columnOf(id, figureName(context, id))),
    rows: rows.map(({ key, values, query: narrower }) => ({
      key,
      text: t(`common:tiers.${key}`),
      cells: values.map((value) => sheetCell(value, paramsOf(query), narrower)),
    })),
    total: statistics.values(scope, facts, columns).map((value) => sheetCell(value, paramsOf(query))),
  };
}

const STAGE_TIMES: readonly IndicatorId[] = ['untilAccepted', 'untilAnswered', 'K12m', 'K12p', 'untilRuled', 'K17'];

/** How long each stretch of the way takes, tier by tier. */
export async function timesSheet(context: AnalysisContext): Promise<Sheet> {
  const { t, statistics, scope, query } = context;
  const facts = await statistics.facts(scope, STAGE_TIMES);
  const rows = statistics.table(scope, facts, STAGE_TIMES, statistics.lines(scope, 'tier'));
  return {
    id: 'times',
    title: t('statistics:times.title'),
    lead: t('statistics:times.lead'),
    first: t('statistics:tiers.tier'),
    columns: STAGE_TIMES.map((id) => columnOf(id, figureName(context, id))),
    rows: rows.map(({ key, values, query: narrower }) => ({
      key,
      text: t(`common:tiers.${key}`),
      cells: values.map((value) => sheetCell(value, paramsOf(query), narrower)),
    })),
    total: statistics.values(scope, facts, STAGE_TIMES).map((value) => sheetCell(value, paramsOf(query))),
  };
}

/** Days since lodging, from and to; the last band has no end. */
export const AGE_BANDS = [
  [0, 30],
  [31, 60],
  [61, 90],
  [91, 180],
  [181, 365],
  [366, undefined],
] as const;

/** What lies where and how old it is: open disputes by stage, and by days since they were lodged. */
export async function stuckSheet(context: AnalysisContext): Promise<Sheet> {
  const { t, statistics, scope, query } = context;
  const ids: readonly IndicatorId[] = STAGES.map((stage): IndicatorId => `at-${stage}`);
  const measured: readonly IndicatorId[] = [...ids, 'K29'];
  const known = scope.knownOn ?? scope.today;
  const bands = await Promise.all(
    AGE_BANDS.map(async ([young, old]) => {
      const since = old === undefined ? undefined : addDays(known, -old);
      const to = addDays(known, -young);
      const aged: Scope = { ...scope, period: { from: to, to }, ...(since ? { since } : {}) };
      const facts = await statistics.facts(aged, measured);
      const params = { ...paramsOf(query), period: undefined, from: undefined, since, to };
      return statistics.values(aged, facts, measured).map((value) => sheetCell(value, params));
    }),
  );
  const all: Scope = { ...scope, period: { from: known, to: known } };
  const facts = await statistics.facts(all, measured);
  const whole = { ...paramsOf(query), period: undefined, from: undefined, to: known };
  const totals = statistics.values(all, facts, measured).map((value) => sheetCell(value, whole));
  const rows: readonly SheetRow[] = measured.map((id, index) => ({
    key: id,
    text: figureName(context, id),
    cells: [...bands.flatMap((band) => band[index] ?? []), ...totals.slice(index, index + 1)],
  }));
  const [paused] = rows.slice(-1);
  return {
    id: 'stuck',
    title: t('statistics:stuck.title'),
    lead: t('statistics:stuck.lead'),
    first: t('statistics:stuck.stage'),
    columns: [
      ...AGE_BANDS.map(([young, old]) => ({
        text: old === undefined ? t('statistics:stuck.over', { young }) : t('statistics:stuck.band', { young, old }),
        kind: 'number' as const,
      })),
      { text: t('statistics:total'), kind: 'number' as const },
    ],
    rows: heatedWithoutTotal(rows.slice(0, -1)),
    ...(paused ? { total: paused.cells } : {}),
  };
}

/** The last column adds the others up and is not compared with them. */
const heatedWithoutTotal = (rows: readonly SheetRow[]): readonly SheetRow[] =>
  heated(rows.map((row) => ({ ...row, cells: row.cells.slice(0, -1) }))).map((row, index) => ({
    ...row,
    cells: [...row.cells, ...(rows[index]?.cells.slice(-1) ?? [])],
  }));

export interface TrendPoint {
  readonly month: string;
  readonly value: Value;
  readonly before: Value | undefined;
}

/** One figure month by month beside the same months a year earlier; across a change of the series nothing is compared. */
export async function trendOf(
  { statistics, scope }: AnalysisContext,
  figure: IndicatorId,
): Promise<readonly TrendPoint[]> {
  const { from, to } = scope.period;
  const facts = await statistics.facts(scope, [figure], 'month');
  const earlier: Scope = { ...scope, period: { from: addMonths(from, -12), to: addMonths(to, -12) } };
  const then = await statistics.facts(earlier, [figure], 'month');
  const lines = statistics.lines(scope, 'month');
  const rows = statistics.table(scope, facts, [figure], lines);
  const old = statistics.table(earlier, then, [figure], statistics.lines(earlier, 'month'));
  const { breaks = [] } = indicatorOf(figure);
  return rows.flatMap(({ key: month, values: [value] }) => {
    const lastYear = `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
    const before = isBroken(breaks, lastYear, month) ? undefined : old.find(({ key }) => key === lastYear)?.values[0];
    return value ? [{ month, value, before }] : [];
  });
}

/** Whether the series changes its meaning inside these months, and at which one the drawing says so. */
export const breakIn = (figure: IndicatorId, months: readonly string[]): string | undefined => {
  const [first = '', last = ''] = [months[0], months.at(-1)];
  const at = SERIES_BREAK.slice(0, 7);
  return indicatorOf(figure).breaks && first < at && last >= at ? at : undefined;
};

export function trendSheet(context: AnalysisContext, figure: IndicatorId, points: readonly TrendPoint[]): Sheet {
  const { t, query, scope } = context;
  const days = (month: string, back: number) => {
    const first = addMonths(`${month}-01` as CalendarDay, -back);
    const last = addDays(addMonths(first, 1), -1);
    const [from, to] = [addMonths(scope.period.from, -back), addMonths(scope.period.to, -back)];
    return { period: '', from: first < from ? from : first, to: last > to ? to : last };
  };
  const isCount = indicatorOf(figure).kind === 'count';
  return {
    id: 'trend',
    title: t('statistics:trend.title', { figure: figureName(context, figure) }),
    lead: t('statistics:trend.lead'),
    first: t('statistics:months.month'),
    columns: [
      columnOf(figure, t('statistics:trend.now')),
      columnOf(figure, t('statistics:trend.before')),
      { text: t('statistics:trend.change'), kind: isCount ? 'share' : 'number' },
    ],
    rows: points.map(({ month, value, before }) => ({
      key: month,
      text: month,
      cells: [
        sheetCell(value, paramsOf(query), days(month, 0)),
        before
          ? sheetCell(before, paramsOf(query), days(month, 12))
          : { text: t('statistics:trend.broken'), number: null },
        changeCell(value, before, isCount),
      ],
    })),
  };
}

/** Counts change by a share of last year's, rates by points. */
function changeCell(value: Value, before: Value | undefined, isCount: boolean) {
  const [now, then] = [value.value, before?.value ?? null];
  if (now === null || then === null || (isCount && then === 0)) return { text: '–', number: null };
  const change = isCount ? (now - then) / then : now - then;
  const isShare = isCount || indicatorOf(value.figure).kind === 'share';
  const text = isShare ? `${(change * 100).toFixed(1)}${isCount ? '%' : ''}` : change.toFixed(1);
  return { text: change > 0 ? `+${text}` : text, number: Math.round(change * 1e6) / 1e6 };
}

/** The townships side by side, with what lasted and how often people sue. */
export async function townshipsSheet(context: AnalysisContext): Promise<Sheet> {
  const { t, statistics, scope, query, language } = context;
  const facts = await statistics.facts(scope, TOWNSHIP_FIGURES, 'unit', 'township');
  const lines = statistics
    .lines(scope, 'unit', 'township')
    .filter(({ unit, own }) => unit?.tier === 'township' && !own);
  const rows = statistics.table(scope, facts, TOWNSHIP_FIGURES, lines);
  return {
    id: 'townships',
    title: t('statistics:townships.title'),
    lead: t('statistics:townships.lead'),
    first: t('statistics:units.unit'),
    columns: TOWNSHIP_FIGURES.map((id) => columnOf(id, figureName(context, id))),
    rows: rows.map(({ key, unit, values, query: narrower }) => ({
      key,
      text: unit ? nameIn(language, unit.name) : key,
      href: address('/statistics', paramsOf(query), { unit: key }),
      cells: values.map((value) => sheetCell(value, paramsOf(query), narrower)),
    })),
  };
}

/** What is fought over where: one count by type of dispute and township. */
export async function heatSheet(context: AnalysisContext, figure: IndicatorId): Promise<Sheet> {
  const { t, statistics, scope, query, language } = context;
  const chosen = MAP_FIGURES.includes(figure) && indicatorOf(figure).kind === 'count' ? figure : 'accepted';
  const facts = await statistics.facts(scope, [chosen], 'unitAndType', 'township');
  const lines = statistics
    .lines(scope, 'unit', 'township')
    .filter(({ unit, own }) => unit?.tier === 'township' && !own);
  const types = DISPUTE_TYPE_CODES.filter((type) => scope.cut.type === undefined || scope.cut.type === type);
  const rows = types.map((type): SheetRow => {
    const values = statistics.table(
      scope,
      facts,
      [chosen],
      lines.map((each) => ({ ...each, cut: { ...each.cut, type } })),
    );
    return {
      key: type,
      text: t(`codes:types.${type}`),
      cells: values.flatMap(({ values: [value], query: narrower }) =>
        value ? [sheetCell(value, paramsOf(query), narrower, { type })] : [],
      ),
    };
  });
  return {
    id: 'heat',
    title: t('statistics:heat.title', { figure: figureName(context, chosen) }),
    lead: t('statistics:heat.lead'),
    first: t('statistics:types.type'),
    columns: lines.map(({ unit, key }) => ({ text: unit ? nameIn(language, unit.name) : key, kind: 'number' })),
    rows: heated(rows.filter(({ cells }) => cells.some(({ number, text }) => number !== 0 || text === '＊'))),
  };
}
