// The court's assessment of townships: a score card of weighted indicators, dated and set by the court. Every indicator
// that may stand on a card keeps failures below the line (refusals and unreachable parties included), so a unit does not
// rise by accepting failures and not telling of them. What rests on few cases is not scored, and whoever cannot be scored
// is not ranked.

import { type CalendarDay } from './calendar-day.ts';
import { type IndicatorId, SMALL_NUMBER } from './indicator.ts';

/** Indicators a card may weigh; the first value earns nothing, the second everything. */
export const ASSESSABLE = {
  K02b: [0, 0.8],
  K05: [0, 0.7],
  lasting6: [0.6, 1],
  K10: [0, 1],
  K12m: [30, 5],
  K13: [0.3, 0],
  K14: [0.5, 1],
  K15: [0.4, 0],
  K16a: [0.5, 1],
  K20: [0, 1],
} as const satisfies Readonly<Partial<Record<IndicatorId, readonly [worst: number, best: number]>>>;
export type AssessedId = keyof typeof ASSESSABLE;
export const ASSESSED_IDS = Object.keys(ASSESSABLE) as readonly AssessedId[];

export type Weights = Readonly<Partial<Record<AssessedId, number>>>;

export interface ScoreCard {
  readonly from: CalendarDay;
  /** In points of a hundred; together a hundred. */
  readonly weights: Weights;
}

/** An example of ours, until the court sets its own. */
export const EXAMPLE_CARD: ScoreCard = {
  from: '2011-01-01' as CalendarDay,
  weights: { K02b: 25, K05: 20, lasting6: 20, K12m: 10, K14: 10, K15: 5, K16a: 10 },
};

export const FULL_WEIGHT = 100;
export const weightOf = (weights: Weights): number =>
  Object.values(weights).reduce((sum, weight) => sum + (weight ?? 0), 0);

/** The card in force on a day: the latest begun; of two from one day the one set later, which stands last. */
export const cardOn = (cards: readonly ScoreCard[], on: CalendarDay): ScoreCard =>
  [EXAMPLE_CARD, ...cards].filter(({ from }) => from <= on).reduce((a, b) => (b.from >= a.from ? b : a));

export interface Measured {
  readonly value: number | null;
  readonly denominator: number | null;
}
export interface ScoredItem {
  readonly id: AssessedId;
  readonly weight: number;
  /** 0–100; null where there are too few cases. */
  readonly score: number | null;
}
export interface Score {
  readonly items: readonly ScoredItem[];
  /** 0–100 over the items that could be scored; null when less than half of the weight could. */
  readonly total: number | null;
  /** Share of the weight that rests on enough cases. */
  readonly covered: number;
}

/** What a unit's figures earn on a card. */
export function scoreOf(weights: Weights, figures: Readonly<Partial<Record<AssessedId, Measured>>>): Score {
  const items = ASSESSED_IDS.flatMap((id): readonly ScoredItem[] => {
    const weight = weights[id] ?? 0;
    if (weight === 0) return [];
    const { value = null, denominator = null } = figures[id] ?? {};
    if (value === null || denominator === null || denominator < SMALL_NUMBER) return [{ id, weight, score: null }];
    const [worst, best] = ASSESSABLE[id];
    const part = (value - worst) / (best - worst);
    return [{ id, weight, score: Math.round(Math.min(1, Math.max(0, part)) * 1_000) / 10 }];
  });
  const scored = items.filter(({ score }) => score !== null);
  const weight = scored.reduce((sum, item) => sum + item.weight, 0);
  const whole = weightOf(weights);
  const covered = whole === 0 ? 0 : weight / whole;
  const earned = scored.reduce((sum, item) => sum + item.weight * (item.score ?? 0), 0);
  return { items, covered, total: covered < 0.5 ? null : Math.round((earned / weight) * 10) / 10 };
}

/** Places from the best; equal totals share a place, and whoever has no total has none. */
export function ranked<Row extends { readonly score: Score }>(
  rows: readonly Row[],
): readonly (Row & { readonly place: number | null })[] {
  const totals = rows.flatMap(({ score }) => score.total ?? []);
  return rows
    .map((row) => {
      const { total } = row.score;
      return { ...row, place: total === null ? null : 1 + totals.filter((other) => other > total).length };
    })
    .toSorted((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || 0);
}
