// The values of indicators over a set of sums: counts, lengths, and quotients with both their parts.

import { addDays, addMonths, type CalendarDay } from '../../domain/calendar-day.ts';
import { type CountFlag, type CountSource } from '../../domain/count-flag.ts';
import {
  type Basis,
  denominatorOf,
  type IndicatorId,
  indicatorOf,
  isEntered,
  isRecorded,
  needsEntry,
  numeratorOf,
  type Part,
  percentile,
  type RecordPart,
  SMALL_NUMBER,
} from '../../domain/indicator.ts';
import {
  enteredOver,
  type EnteredValues,
  isBroken,
  type UnitParts,
  yearEarlier,
} from '../../domain/statistic-input.ts';
import { type Tier } from '../../domain/tier.ts';

export interface Value {
  readonly figure: IndicatorId;
  /** How many rows lie behind the value: as many as its list shows; or what was entered. Null when not entered. */
  readonly numerator: number | null;
  /** Null for plain counts, and where it was not entered. */
  readonly denominator: number | null;
  /** The count, the share (0–1), days, fen; null when there is nothing to divide by, nothing entered, or when hidden. */
  readonly value: number | null;
  /** Too few cases for a fair rate. */
  readonly small: boolean;
  /** Hidden from a reader outside, for fewer than five cases would tell of single people. */
  readonly hidden: boolean;
  /** A number the court enters is not there. */
  readonly missing: boolean;
  /** A change of the series lies inside what is compared. */
  readonly broken: boolean;
}

/** What was counted at one place, of one type, in one month or on one day. */
export interface Tally {
  /** Villages counted together stand under their township; a tier of the whole court under no unit. */
  readonly unit: string;
  readonly tier: Tier;
  /** A code of the list of types, or `*` where types were counted together. */
  readonly type: string;
  /** `YYYY-MM` or `YYYY-MM-DD` */
  readonly on: string;
  readonly counts: Readonly<Partial<Record<CountFlag, number>>>;
  /** Days of the rows that have a length, summed; and how many rows have each length. */
  readonly days: number;
  readonly lengths: ReadonlyMap<number, number>;
  /** Amounts summed, in fen. */
  readonly fen: number;
}

export type Tallies = Readonly<Partial<Record<CountSource, readonly Tally[]>>>;

export interface Period {
  /** First and last day, both included. */
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

/**
 * Which days an indicator counts, of those asked for. asked: all that have come; whole: months that are over, because what
 * is entered is entered by month; stock: everything until the last day; ripe6, ripe12: what ended so long ago that it can
 * be told whether it lasted.
 */
export type Span = 'asked' | 'whole' | 'stock' | 'ripe6' | 'ripe12';

export function spanOf(id: IndicatorId): Span {
  const { stock, matures } = indicatorOf(id);
  if (needsEntry(id)) return 'whole';
  if (stock) return 'stock';
  return matures === 6 ? 'ripe6' : matures === 12 ? 'ripe12' : 'asked';
}

const BEGINNING = '1990-01-01' as CalendarDay;
const earlier = (a: CalendarDay, b: CalendarDay): CalendarDay => (a < b ? a : b);
const firstOf = (day: CalendarDay): CalendarDay => `${day.slice(0, 7)}-01` as CalendarDay;

/**
 * The days of a span; the last comes before the first when there are none.
 * @param known the day of knowledge
 * @param since what stands is counted from this day on; everything when missing
 */
export function periodOfSpan(
  span: Span,
  { from, to }: Period,
  known: CalendarDay,
  isPast: boolean,
  since?: CalendarDay,
): Period {
  const last = earlier(to, known);
  switch (span) {
    case 'asked':
      return { from, to: last };
    case 'stock':
      return { from: since ?? BEGINNING, to: last };
    case 'ripe6':
      return { from, to: earlier(last, addMonths(known, -6)) };
    case 'ripe12':
      return { from, to: earlier(last, addMonths(known, -12)) };
    case 'whole': {
      const first = firstOf(from) === from ? from : addMonths(firstOf(from), 1);
      // The month of today is not over; a past day of knowledge may be a month's last.
      const end = isPast ? addDays(last, 1) : earlier(addDays(to, 1), known);
      return { from: first, to: addDays(firstOf(end), -1) };
    }
  }
}

/** `YYYY-MM` of the months a period touches, when it has any day. */
export function monthsIn({ from, to }: Period): readonly string[] {
  const months: string[] = [];
  for (let first = firstOf(from); first <= to; first = addMonths(first, 1)) months.push(first.slice(0, 7));
  return months;
}

/** What was read for some indicators. */
export interface Facts {
  readonly spans: Readonly<Partial<Record<Span, { readonly period: Period; readonly tallies: Tallies }>>>;
  readonly entered: EnteredValues;
  readonly parts: UnitParts;
}

/** Which tallies: all of them where a field is missing. A unit means everything below it too. */
export interface Cut {
  /** The unit whose entered numbers count; missing where none can be told. */
  readonly unit?: string;
  /** Codes of the units whose rows count. */
  readonly units?: ReadonlySet<string>;
  readonly tiers?: readonly Tier[];
  readonly type?: string;
  /** `YYYY-MM` */
  readonly month?: string;
}

const holdsIn = (tally: Tally, { units, tiers, type, month }: Cut): boolean =>
  (units === undefined || units.has(tally.unit)) &&
  (tiers === undefined || tiers.includes(tally.tier)) &&
  (type === undefined || tally.type === type) &&
  (month === undefined || tally.on.startsWith(month));

/** Everything recorded that an indicator counts. */
export const recordParts = (id: IndicatorId, basis: Basis): readonly RecordPart[] =>
  [...numeratorOf(id, basis), ...denominatorOf(id)].filter(isRecorded);

const talliesOf = (tallies: Tallies, source: CountSource, cut: Cut): readonly Tally[] =>
  (tallies[source] ?? []).filter((tally) => holdsIn(tally, cut));

/** How many rows a part counts: as many as its list shows. */
export const countOf = (id: IndicatorId, facts: Facts, { source, flag }: RecordPart, cut: Cut): number =>
  talliesOf(facts.spans[spanOf(id)]?.tallies ?? {}, source, cut).reduce(
    (sum, tally) => sum + (tally.counts[flag] ?? 0),
    0,
  );

/** The facts of a cut, for summing many figures over them. */
export const narrowed = (facts: Facts, cut: Cut): Facts => ({
  ...facts,
  spans: Object.fromEntries(
    Object.entries(facts.spans).map(([span, { period, tallies }]) => [
      span,
      {
        period,
        tallies: Object.fromEntries(
          Object.entries(tallies).map(([source, rows]) => [source, rows.filter((tally) => holdsIn(tally, cut))]),
        ),
      },
    ]),
  ),
});

/** The sum of parts; null when a number was not entered. */
function sumOf(id: IndicatorId, parts: readonly Part[], facts: Facts, cut: Cut): number | null {
  let sum = 0;
  for (const part of parts) {
    const count = isEntered(part)
      ? enteredPart(part.input, part.lastYear ?? false, id, facts, cut)
      : countOf(id, facts, part, cut);
    if (count === undefined) return null;
    sum += count;
  }
  return sum;
}

function enteredPart(
  input: Parameters<typeof enteredOver>[1],
  lastYear: boolean,
  id: IndicatorId,
  { spans, entered, parts }: Facts,
  { unit, tiers, type, month }: Cut,
): number | undefined {
  const span = spans[spanOf(id)];
  // What is entered is entered for a unit as a whole.
  if (!span || unit === undefined || tiers !== undefined || type !== undefined) return undefined;
  const months = monthsIn(span.period).filter((each) => month === undefined || each === month);
  return enteredOver(entered, input, unit, lastYear ? yearEarlier(months) : months, parts);
}

const isFew = (count: number | null): boolean => count !== null && count > 0 && count < SMALL_NUMBER;

/** A value as a reader from outside sees it: hidden when it rests on fewer than five cases. */
export function shield(value: Value): Value {
  const { figure, numerator, denominator } = value;
  const difference =
    indicatorOf(figure).kind === 'share' && numerator !== null && denominator !== null ? denominator - numerator : null;
  if (value.missing || ![numerator, denominator, difference].some(isFew)) return value;
  return { ...value, value: null, hidden: true };
}

/** One figure over the facts of a cut; `shielded` hides what rests on fewer than five cases. */
export function valueOf(id: IndicatorId, facts: Facts, cut: Cut, basis: Basis, shielded: boolean): Value {
  const { kind } = indicatorOf(id);
  const above = numeratorOf(id, basis);
  const below = denominatorOf(id);
  const numerator = sumOf(id, above, facts, cut);
  const denominator = below.length === 0 ? null : sumOf(id, below, facts, denominatorCut(id, cut));
  const missing = numerator === null || (below.length > 0 && denominator === null);
  const broken = isAcross(id, facts, cut);
  const known = numerator === null || missing ? null : computed(id, facts, cut, basis, numerator, denominator);
  const value: Value = {
    figure: id,
    numerator,
    denominator,
    value: kind === 'growth' && broken ? null : known,
    small: denominator !== null && denominator > 0 && denominator < SMALL_NUMBER,
    hidden: false,
    missing,
    broken,
  };
  return shielded ? shield(value) : value;
}

function computed(
  id: IndicatorId,
  facts: Facts,
  cut: Cut,
  basis: Basis,
  numerator: number,
  denominator: number | null,
): number | null {
  const { kind } = indicatorOf(id);
  if (kind === 'count') return numerator;
  const [part] = numeratorOf(id, basis).filter(isRecorded);
  const tallies = part ? talliesOf(facts.spans[spanOf(id)]?.tallies ?? {}, part.source, cut) : [];
  if (kind === 'sum') return tallies.reduce((sum, { fen }) => sum + fen, 0);
  if (denominator === null || denominator === 0) return null;
  switch (kind) {
    case 'share':
    case 'quotient':
      return numerator / denominator;
    case 'rate':
      return (numerator / denominator) * 10_000;
    case 'growth':
      return (numerator - denominator) / denominator;
    case 'mean':
      return tallies.reduce((sum, { days }) => sum + days, 0) / denominator;
    case 'median':
      return percentile(lengthsOf(tallies), 0.5);
    case 'p90':
      return percentile(lengthsOf(tallies), 0.9);
  }
}

function lengthsOf(tallies: readonly Tally[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const tally of tallies) {
    for (const [days, times] of tally.lengths) lengths.set(days, (lengths.get(days) ?? 0) + times);
  }
  return lengths;
}

/** Whether a change of the series lies inside what is counted; growth also looks back a year. */
function isAcross(id: IndicatorId, { spans }: Facts, { month }: Cut): boolean {
  const { kind, breaks } = indicatorOf(id);
  const span = spans[spanOf(id)];
  if (!breaks || !span) return false;
  const months = month === undefined ? monthsIn(span.period) : [month];
  const [first] = kind === 'growth' ? yearEarlier(months) : months;
  const last = months.at(-1);
  return first !== undefined && last !== undefined && isBroken(breaks, first, last);
}

/** The share of a tier is taken of all tiers. */
export function denominatorCut(id: IndicatorId, cut: Cut): Cut {
  const { tiers: _tiers, ...allTiers } = cut;
  return indicatorOf(id).acrossTiers ? allTiers : cut;
}

/**
 * One hidden cell of a column could be told from the column's sum; the smallest other one is then hidden with it.
 * Rows are the cells of one figure over the parts of a whole.
 */
export function coverColumn(column: readonly Value[]): readonly Value[] {
  const hidden = column.filter((value) => value.hidden);
  if (hidden.length !== 1) return column;
  const smallest = column
    .filter((value) => !value.hidden && (value.numerator ?? 0) > 0)
    .toSorted((a, b) => (a.numerator ?? 0) - (b.numerator ?? 0))[0];
  return column.map((value) => (value === smallest ? { ...value, value: null, hidden: true } : value));
}
