// The values of figures over a set of cells: sums for counts, a quotient with both its parts for rates.

import { SMALL_NUMBER } from '../../domain/indicator.ts';
import { type Cut, type Fact, holdsIn } from './statistic.fact.ts';
import { type Basis, type FigureId, figureOf, type Part, type Source } from './statistic.figure.ts';

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

export type Facts = Readonly<Partial<Record<Source, readonly Fact[]>>>;

/** Which sources the figures need. */
export const sourcesOf = (ids: readonly FigureId[], basis: Basis): readonly Source[] => [
  ...new Set(
    ids.flatMap((id) => {
      const figure = figureOf(id);
      return [figure.numerator(basis).source, ...(figure.denominator ? [figure.denominator(basis).source] : [])];
    }),
  ),
];

/** The facts of a part: what a figure counts, and what its list shows. */
export const factsOf = (facts: Facts, { source, flag }: Part, cut: Cut): readonly Fact[] =>
  (facts[source] ?? []).filter((fact) => fact.flags.has(flag) && holdsIn(fact, cut));

/** The facts of a cut, for summing many figures over them. */
export const narrowed = (facts: Facts, cut: Cut): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([source, rows]) => [source, rows.filter((fact) => holdsIn(fact, cut))]),
  );

const isFew = (count: number): boolean => count > 0 && count < SMALL_NUMBER;

/** One figure over the facts of a cut; `shielded` hides what rests on fewer than five cases. */
export function valueOf(id: FigureId, facts: Facts, cut: Cut, basis: Basis, shielded: boolean): Value {
  const { kind, ...figure } = figureOf(id);
  const above = factsOf(facts, figure.numerator(basis), cut);
  const numerator = above.length;
  if (!figure.denominator) {
    const hidden = shielded && isFew(numerator);
    return { figure: id, numerator, denominator: null, value: hidden ? null : numerator, small: false, hidden };
  }
  const denominator = factsOf(facts, figure.denominator(basis), denominatorCut(id, cut)).length;
  const hidden = shielded && (isFew(numerator) || isFew(denominator) || isFew(denominator - numerator));
  const sum = kind === 'mean' ? above.reduce((days, fact) => days + fact.days, 0) : numerator;
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
