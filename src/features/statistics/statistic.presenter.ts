// How figures are said: counts, shares with one decimal, means in days; hidden where they would tell of single people.

import { type Basis, denominatorOf, type IndicatorId, indicatorOf, numeratorOf } from '../../domain/indicator.ts';
import { formatMoney } from '../../domain/money.ts';
import { type Value } from './statistic.report.ts';
import { listAddress, type Params } from './statistic.address.ts';

const HIDDEN = '＊';
const NOTHING = '–';
const MISSING = '…';

/** `62.5%`, `11.2`, `1205`; a dash where there is nothing to divide by, a mark where a number was not entered. */
export function valueText({ figure, value, hidden, missing }: Value): string {
  if (hidden) return HIDDEN;
  if (missing) return MISSING;
  if (value === null) return NOTHING;
  switch (indicatorOf(figure).kind) {
    case 'count':
    case 'median':
    case 'p90':
      return String(value);
    case 'share':
      return percent(value);
    case 'growth':
      return `${value > 0 ? '+' : ''}${percent(value)}`;
    case 'mean':
    case 'quotient':
    case 'rate':
      return value.toFixed(1);
    case 'sum':
      return formatMoney(value);
  }
}

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;

export interface CellView {
  readonly text: string;
  readonly href?: string;
  readonly hint?: string;
}

/** A number of a table, leading to the disputes it counts. */
export function cellView(value: Value, ...params: readonly Params[]): CellView {
  const text = valueText(value);
  const isRate = value.denominator !== null;
  const ratio =
    isRate && value.denominator > 0 && !value.hidden && !value.missing
      ? `${value.numerator}/${value.denominator}`
      : undefined;
  const leads = !value.hidden && ((value.numerator ?? 0) > 0 || (isRate && value.denominator > 0));
  return {
    text,
    ...(leads ? { href: listAddress(value.figure, ...params) } : {}),
    ...(ratio && indicatorOf(value.figure).kind === 'share' ? { hint: ratio } : {}),
  };
}

export interface CardView {
  readonly figure: IndicatorId;
  readonly text: string;
  readonly isRate: boolean;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly small: boolean;
  readonly hidden: boolean;
  readonly missing: boolean;
  readonly broken: boolean;
  readonly href: string;
}

/** A key figure with both its parts. */
export const cardView = (value: Value, ...params: readonly Params[]): CardView => ({
  figure: value.figure,
  text: valueText(value),
  isRate: indicatorOf(value.figure).kind === 'share',
  numerator: value.numerator,
  denominator: value.denominator,
  small: value.small,
  hidden: value.hidden,
  missing: value.missing,
  broken: value.broken,
  href: listAddress(value.figure, ...params),
});

/** What a program is told of a figure; nothing of one that is hidden. */
export const valueJson = (value: Value, basis: Basis) => ({
  id: value.figure,
  kind: indicatorOf(value.figure).kind,
  numerator: value.hidden ? null : value.numerator,
  denominator: value.hidden ? null : value.denominator,
  value: value.value,
  small: value.small,
  suppressed: value.hidden,
  missing: value.missing,
  seriesBreak: value.broken,
  numeratorOf: numeratorOf(value.figure, basis),
  denominatorOf: denominatorOf(value.figure),
});

/** The rows in the order asked for: `figure` smallest first, `-figure` largest first; own lines stay last. */
export function sorted<Row extends { readonly own?: true; readonly values: readonly Value[] }>(
  rows: readonly Row[],
  ids: readonly IndicatorId[],
  sort: string | undefined,
): readonly Row[] {
  const descending = sort?.startsWith('-') ?? false;
  const column = ids.findIndex((id) => id === sort?.replace(/^-/, ''));
  if (column < 0) return rows;
  const of = (row: Row): number => row.values[column]?.value ?? -1;
  return rows.toSorted(
    (a, b) => Number(a.own ?? false) - Number(b.own ?? false) || (descending ? of(b) - of(a) : of(a) - of(b)),
  );
}
