// A table of the statistics as data: the page prints it, and the exports write the same numbers.

import { type IndicatorId, indicatorOf } from '../../domain/indicator.ts';
import { listAddress, type Params } from './statistic.address.ts';
import { valueText } from './statistic.presenter.ts';
import { type Value } from './statistic.report.ts';

export interface SheetCell {
  readonly text: string;
  readonly href?: string;
  readonly hint?: string;
  /** For programs and spreadsheets: shares as 0–1, amounts in yuan; null where nothing is shown. */
  readonly number: number | null;
  /** 1 few to 5 many, where cells are compared by colour too. */
  readonly heat?: number;
}
export interface SheetColumn {
  readonly text: string;
  readonly kind: 'share' | 'number';
  readonly id?: IndicatorId;
}
export interface SheetRow {
  readonly key: string;
  readonly text: string;
  readonly href?: string;
  readonly cells: readonly SheetCell[];
}
export interface Sheet {
  readonly id: string;
  readonly title: string;
  /** Heading of the lines. */
  readonly first: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly SheetRow[];
  readonly total?: readonly SheetCell[];
  /** What is said under the title. */
  readonly lead?: string;
}

/** What the number of a value is in a spreadsheet. */
const numberOf = ({ figure, value, hidden, missing }: Value): number | null => {
  if (hidden || missing || value === null) return null;
  return indicatorOf(figure).kind === 'sum' ? value / 100 : Math.round(value * 1e6) / 1e6;
};

const hasParts = ({ figure }: Value): boolean =>
  ['share', 'rate', 'quotient', 'growth'].includes(indicatorOf(figure).kind);

/** A value as a cell that leads to the rows it counts, with both its parts beside a rate. */
export function sheetCell(value: Value, ...params: readonly Params[]): SheetCell {
  const { numerator, denominator, hidden, missing, small } = value;
  const counted = (numerator ?? 0) > 0 || (denominator ?? 0) > 0;
  const ratio = hasParts(value) && !hidden && !missing && denominator ? `${numerator}/${denominator}` : '';
  return {
    text: valueText(value),
    number: numberOf(value),
    ...(counted && !hidden && !missing ? { href: listAddress(value.figure, ...params) } : {}),
    ...(ratio ? { hint: small ? `${ratio} !` : ratio } : {}),
  };
}

export const columnOf = (id: IndicatorId, text: string): SheetColumn => ({
  id,
  text,
  kind: indicatorOf(id).kind === 'share' || indicatorOf(id).kind === 'growth' ? 'share' : 'number',
});

/** Cells coloured from the least to the most of all of them; nothing is coloured where there is nothing. */
export function heated(rows: readonly SheetRow[]): readonly SheetRow[] {
  const numbers = rows.flatMap(({ cells }) => cells.flatMap(({ number }) => number ?? []));
  const most = Math.max(0, ...numbers);
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) =>
      cell.number === null || cell.number === 0 || most === 0
        ? cell
        : { ...cell, heat: Math.min(5, 1 + Math.floor((cell.number / most) * 4.999)) },
    ),
  }));
}
