// What is asked for: a unit with all below it, a period, and how it is divided.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type Basis } from '../../domain/indicator.ts';
import { depth, type Tier, TIERS } from '../../domain/tier.ts';
import { type UnitDirectory, type UnitRecord } from '../units/index.ts';
import { mediatorsOf, placeOf, tierScope, unitScope, villagesScope } from './statistic.cell.ts';
import { type Cut, type Period, periodOfSpan, type Span, type Value } from './statistic.report.ts';
import { type ChosenPeriod } from './statistic.schema.ts';

/** What figures are asked for: a unit with all below it, a period, and what narrows them further. */
export interface Scope {
  readonly unit: UnitRecord;
  readonly directory: UnitDirectory;
  readonly period: ChosenPeriod;
  readonly basis: Basis;
  readonly cut: Cut;
  readonly shielded: boolean;
  /** The figures know everything recorded until this instant. */
  readonly asOf: Date;
  readonly today: CalendarDay;
  /** What was known at the end of this day is asked for; absent for what is known now. */
  readonly knownOn?: CalendarDay;
  /** What stands is counted from this day of lodging on. */
  readonly since?: CalendarDay;
  /** Only the work of this account for the unit. */
  readonly mediator?: string;
  /** Everything is being counted anew: the share of disputes that is done, 0–1. */
  readonly counting?: number;
}

/** One line of a table: which cells it sums, and how an address says so. */
export interface Line {
  readonly key: string;
  readonly cut: Cut;
  readonly unit?: UnitRecord;
  /** The line is the unit itself without those below it. */
  readonly own?: true;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

export interface Row extends Line {
  readonly values: readonly Value[];
}

/** The days an indicator of this span counts. */
export const spanPeriod = ({ period, today, knownOn, since }: Scope, span: Span): Period =>
  periodOfSpan(span, period, knownOn ?? today, knownOn !== undefined, since);

/**
 * The places whose sums are read: tiers of the whole court where units do not matter; else every unit of the area, the
 * villages of a township together unless they are asked for one by one.
 */
export function placesOf(
  { unit, directory, cut, mediator }: Scope,
  byUnit: boolean,
  level?: Tier,
): readonly string[] | undefined {
  if (mediator !== undefined) return [mediatorsOf(unit.tier, unit.code) + mediator];
  if (unit.tier === 'court' && !byUnit) return undefined;
  const single = unit.tier === 'village' || (byUnit && (unit.tier === 'township' || level === 'village'));
  return directory
    .find({})
    .filter(({ code }) => cut.units === undefined || cut.units.has(code))
    .flatMap(({ tier, code }) => {
      if (tier === 'village') return single ? [unitScope(tier, code)] : [];
      return [unitScope(tier, code), ...(tier === 'township' && !single ? [villagesScope(code)] : [])];
    });
}

/** The places of a list: as those of its sums, narrowed to the tiers asked for. */
export function listedPlaces(scope: Scope, { tiers }: Cut): readonly string[] | undefined {
  const places = placesOf(scope, false);
  if (tiers === undefined) return places;
  if (places === undefined) return tiers.map(tierScope);
  return places.filter((place) => tiers.includes(placeOf(place).tier));
}

export const codesBelow = (directory: UnitDirectory, code: string): ReadonlySet<string> =>
  new Set([
    code,
    ...directory
      .find({})
      .filter((unit) => unit.path.includes(code))
      .map((unit) => unit.code),
  ]);

/** The units below, each with all below it, and last the unit itself, so that the lines add up to the whole. */
export function unitLines({ unit, directory, cut }: Scope, level?: Tier): readonly Line[] {
  const below = TIERS[depth(unit.tier) + 1];
  if (below === undefined) return [{ key: unit.code, unit, cut: {}, query: { unit: unit.code } }];
  const tier = level !== undefined && depth(level) > depth(unit.tier) ? level : below;
  const lines = directory
    .find({ tier })
    .filter((found) => found.path.includes(unit.code))
    .map((found): Line => ({
      key: found.code,
      unit: found,
      cut: { unit: found.code, units: codesBelow(directory, found.code) },
      query: { unit: found.code },
    }));
  const above = TIERS.filter(
    (other) => depth(other) >= depth(unit.tier) && depth(other) < depth(tier) && (cut.tiers?.includes(other) ?? true),
  );
  if (above.length === 0) return lines;
  return [...lines, { key: `${unit.code}*`, unit, own: true, cut: { tiers: above }, query: { tier: above } }];
}
