// What an address of the statistics may ask for. A bad day, unit or figure is told field by field.

import Joi from 'joi';
import { addDays, addMonths, type CalendarDay } from '../../domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type DomainError, invalidField } from '../../domain/errors.ts';
import { type Tier, TIERS } from '../../domain/tier.ts';
import { day, text, unitCode } from '../disputes/index.ts';
import { BASES, type Basis, INDICATOR_IDS, type IndicatorId } from '../../domain/indicator.ts';

export const PRESETS = ['month', 'quarter', 'year', 'twelve'] as const;
export type Preset = (typeof PRESETS)[number];

/** How figures may be divided. `unit` gives the units below the one asked for. */
export const DIVISIONS = ['unit', 'tier', 'type', 'month'] as const;
export type Division = (typeof DIVISIONS)[number];

export interface StatisticsQuery {
  readonly unit?: string;
  readonly period?: Preset;
  readonly from?: CalendarDay;
  readonly to?: CalendarDay;
  readonly type?: string;
  readonly tier?: readonly Tier[];
  readonly basis: Basis;
  /** Figures as they were known at the end of this day. */
  readonly asOf?: CalendarDay;
  /** Of what stands at the end of the period, only what was lodged since this day. */
  readonly since?: CalendarDay;
  /** Only what this person mediated for the unit: an account. */
  readonly mediator?: string;
}

export interface TablesQuery extends StatisticsQuery {
  /** Tier of the units in the unit table. */
  readonly level?: Tier;
  /** A figure, with a minus before it when the largest comes first. */
  readonly sort?: string;
  /** The figure that is drawn, where one may choose. */
  readonly figure?: IndicatorId;
}

export interface IndicatorsQuery extends StatisticsQuery {
  readonly ids: readonly IndicatorId[];
  readonly by?: Division;
}

export interface ListQuery extends StatisticsQuery {
  readonly part: 'numerator' | 'denominator';
  readonly cursor?: string;
  readonly limit: number;
}

const either = (values: readonly string[]) =>
  Joi.string()
    .empty('')
    .valid(...values);

const common = {
  unit: unitCode(),
  period: either(PRESETS),
  from: day(),
  to: day(),
  type: either(DISPUTE_TYPE_CODES),
  tier: Joi.array().items(either(TIERS)).single(),
  basis: either(BASES).default('closing'),
  asOf: day(),
  since: day(),
  mediator: Joi.string().empty('').alphanum().max(40),
};

export const tablesSchema = Joi.object<TablesQuery>({
  ...common,
  level: either(TIERS),
  sort: Joi.string()
    .empty('')
    .pattern(/^-?[A-Za-z0-9]{1,20}$/),
  figure: either(INDICATOR_IDS),
});

export const indicatorsSchema = Joi.object<IndicatorsQuery>({
  ...common,
  ids: Joi.array()
    .items(Joi.string().valid(...INDICATOR_IDS))
    .single()
    .default([...INDICATOR_IDS]),
  by: either(DIVISIONS),
});

export const listSchema = Joi.object<ListQuery>({
  ...common,
  part: either(['numerator', 'denominator']).default('numerator'),
  cursor: text(100),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

export const funnelSchema = Joi.object<StatisticsQuery>(common);

/** First day of the month, quarter or year of a day, or of the twelve months that end with it. */
function startOf(preset: Preset, today: CalendarDay): CalendarDay {
  const [year = '', month = ''] = today.split('-');
  const first = `${year}-${month}-01` as CalendarDay;
  switch (preset) {
    case 'month':
      return first;
    case 'quarter':
      return addMonths(first, -((Number(month) - 1) % 3));
    case 'year':
      return `${year}-01-01` as CalendarDay;
    case 'twelve':
      return addDays(addMonths(today, -12), 1);
  }
}

export interface ChosenPeriod {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  /** Missing when the days were chosen one by one. */
  readonly preset?: Preset;
}

/**
 * The period a query means: its own days, else its preset, else this year until today.
 * @throws DomainError `validation` when it ends before it begins
 */
export function periodOf({ period, from, to }: StatisticsQuery, today: CalendarDay): ChosenPeriod {
  if (from === undefined && to === undefined) {
    const preset = period ?? 'year';
    return { from: startOf(preset, today), to: today, preset };
  }
  const until = to ?? today;
  const since = from ?? startOf('twelve', until);
  if (since > until) throw backwards();
  return { from: since, to: until };
}

const backwards = (): DomainError => invalidField('to', 'statistics.to.beforeFrom');

/** `YYYY-MM` of every month the period touches. */
export function monthsOf(from: CalendarDay, to: CalendarDay): readonly string[] {
  const months: string[] = [];
  for (
    let first = `${from.slice(0, 7)}-01` as CalendarDay;
    first <= to && months.length < MOST_MONTHS;
    first = addMonths(first, 1)
  ) {
    months.push(first.slice(0, 7));
  }
  return months;
}

/** A table by month ends after twenty years. */
const MOST_MONTHS = 240;

/** The days of a month that lie in the period. */
export function daysOfMonth(month: string, from: CalendarDay, to: CalendarDay): { from: CalendarDay; to: CalendarDay } {
  const first = `${month}-01` as CalendarDay;
  const last = addDays(addMonths(first, 1), -1);
  return { from: first < from ? from : first, to: last > to ? to : last };
}
