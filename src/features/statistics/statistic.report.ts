// The values of figures over a set of cells: sums for counts, a quotient with both its parts for rates.

import { SMALL_NUMBER } from '../../domain/indicator.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Basis, type FigureId, type Flag, figureOf, type Part, type Source } from './statistic.figure.ts';

export interface Value {
  readonly figure: FigureId;
  /** How many rows lie behind the value: as many as its list shows. */
  readonly numerator: number;
  readonly denominator: number | null;
  /** The count, the share (0–1), or the mean in days; null when there is nothing to divide by, or when hidden. */
  readonly value: number | null;
  /** Too few cases for a fair rate. */
  readonly small: boolean;
  /** Hidden from a reader outside, for fewer than five cases would tell of single people. */
  readonly hidden: boolean;
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
  readonly counts: Readonly<Partial<Record<Flag, number>>>;
  /** Days of the rows that have a length, summed; and how many rows have each length. */
  readonly days: number;
  readonly lengths: ReadonlyMap<number, number>;
  /** Amounts summed, in fen. */
  readonly fen: number;
}

export type Facts = Readonly<Partial<Record<Source, readonly Tally[]>>>;

/** Which tallies: all of them where a field is missing. A unit means everything below it too. */
export interface Cut {
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

/** Which sources the figures need. */
export const sourcesOf = (ids: readonly FigureId[], basis: Basis): readonly Source[] => [
  ...new Set(
    ids.flatMap((id) => {
      const figure = figureOf(id);
      return [figure.numerator(basis).source, ...(figure.denominator ? [figure.denominator(basis).source] : [])];
    }),
  ),
];

/** The tallies of a source within a cut. */
export const talliesOf = (facts: Facts, source: Source, cut: Cut): readonly Tally[] =>
  (facts[source] ?? []).filter((tally) => holdsIn(tally, cut));

/** How many rows a part counts: as many as its list shows. */
export const countOf = (facts: Facts, { source, flag }: Part, cut: Cut): number =>
  talliesOf(facts, source, cut).reduce((sum, tally) => sum + (tally.counts[flag] ?? 0), 0);

/** The facts of a cut, for summing many figures over them. */
export const narrowed = (facts: Facts, cut: Cut): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([source, rows]) => [source, rows.filter((tally) => holdsIn(tally, cut))]),
  );

const isFew = (count: number): boolean => count > 0 && count < SMALL_NUMBER;

/** One figure over the facts of a cut; `shielded` hides what rests on fewer than five cases. */
export function valueOf(id: FigureId, facts: Facts, cut: Cut, basis: Basis, shielded: boolean): Value {
  const { kind, ...figure } = figureOf(id);
  const part = figure.numerator(basis);
  const numerator = countOf(facts, part, cut);
  if (!figure.denominator) {
    const hidden = shielded && isFew(numerator);
    return { figure: id, numerator, denominator: null, value: hidden ? null : numerator, small: false, hidden };
  }
  const denominator = countOf(facts, figure.denominator(basis), denominatorCut(id, cut));
  const hidden = shielded && (isFew(numerator) || isFew(denominator) || isFew(denominator - numerator));
  const sum =
    kind === 'mean' ? talliesOf(facts, part.source, cut).reduce((days, tally) => days + tally.days, 0) : numerator;
  return {
    figure: id,
    numerator,
    denominator,
    value: denominator === 0 || hidden ? null : sum / denominator,
    small: denominator > 0 && denominator < SMALL_NUMBER,
    hidden,
  };
}

/** The share of a tier is taken of all tiers. */
export function denominatorCut(id: FigureId, cut: Cut): Cut {
  const { tiers: _tiers, ...allTiers } = cut;
  return figureOf(id).acrossTiers ? allTiers : cut;
}

/**
 * One hidden cell of a column could be told from the column's sum; the smallest other one is then hidden with it.
 * Rows are the cells of one figure over the parts of a whole.
 */
export function coverColumn(column: readonly Value[]): readonly Value[] {
  const hidden = column.filter((value) => value.hidden);
  if (hidden.length !== 1) return column;
  const smallest = column
    .filter((value) => !value.hidden && value.numerator > 0)
    .toSorted((a, b) => a.numerator - b.numerator)[0];
  return column.map((value) => (value === smallest ? { ...value, value: null, hidden: true } : value));
}
