// Figures the record of disputes does not hold: the court's suits, populations, call-backs of 12345. The court enters them
// by unit and month or year; nothing is ever assumed where a value is missing.

import { type CalendarDay } from './calendar-day.ts';

export interface InputDefinition {
  readonly per: 'month' | 'year';
  /** A number that stands (people, mediators), of which the latest counts; else one that adds up over months. */
  readonly stock?: true;
}

export const STATISTIC_INPUTS = {
  civilSuits: { per: 'month' },
  adminSuits: { per: 'month' },
  civilClosed: { per: 'month' },
  civilMediated: { per: 'month' },
  civilWithdrawn: { per: 'month' },
  enforcements: { per: 'month' },
  offences: { per: 'month' },
  hotlineOrders: { per: 'month' },
  hotlineContacted: { per: 'month' },
  callBacks: { per: 'month' },
  callBacksSolved: { per: 'month' },
  callBacksSatisfied: { per: 'month' },
  ratings: { per: 'month' },
  ratingsGood: { per: 'month' },
  ratingsPoor: { per: 'month' },
  ratingsRectified: { per: 'month' },
  mediators: { per: 'month', stock: true },
  residents: { per: 'year', stock: true },
  migrants: { per: 'year', stock: true },
} as const satisfies Readonly<Record<string, InputDefinition>>;
export type InputKey = keyof typeof STATISTIC_INPUTS;
export const INPUT_KEYS = Object.keys(STATISTIC_INPUTS) as readonly InputKey[];

export const inputOf = (key: InputKey): InputDefinition => STATISTIC_INPUTS[key];

/** One value as it was entered. Values are added and never changed; of two the one entered later holds. */
export interface StatisticInput {
  readonly key: InputKey;
  readonly unit: string;
  /** `YYYY-MM` or `YYYY` */
  readonly period: string;
  readonly value: number;
  /** Where the number comes from: a report, a register, a notice. */
  readonly origin: string;
}

/** Values in force, by what they are of. */
export type EnteredValues = ReadonlyMap<string, number>;

export const valueKey = (key: InputKey, unit: string, period: string): string => `${key}|${unit}|${period}`;

/** The parts a unit is made of where something is entered: the units next below it, without villages. */
export type UnitParts = (unit: string) => readonly string[];

/**
 * What was entered for a unit: its own value, else the sum of its parts when each of them has one.
 * @returns undefined where anything is missing
 */
export function enteredValue(
  values: EnteredValues,
  key: InputKey,
  unit: string,
  period: string,
  parts: UnitParts,
): number | undefined {
  const own = values.get(valueKey(key, unit, period));
  if (own !== undefined) return own;
  const below = parts(unit);
  if (below.length === 0) return undefined;
  let sum = 0;
  for (const part of below) {
    const value = enteredValue(values, key, part, period, parts);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** What was entered for a unit over months: the sum, or for what stands the latest. */
export function enteredOver(
  values: EnteredValues,
  key: InputKey,
  unit: string,
  months: readonly string[],
  parts: UnitParts,
): number | undefined {
  const { per, stock } = inputOf(key);
  const last = months.at(-1);
  if (last === undefined) return undefined;
  if (per === 'year') return enteredValue(values, key, unit, last.slice(0, 4), parts);
  if (stock) return enteredValue(values, key, unit, last, parts);
  let sum = 0;
  for (const month of months) {
    const value = enteredValue(values, key, unit, month, parts);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** The same months a year earlier. */
export const yearEarlier = (months: readonly string[]): readonly string[] =>
  months.map((month) => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`);

/** Whether a change of series lies between two months: what stands on either side is not comparable. */
export const isBroken = (breaks: readonly CalendarDay[], from: string, to: string): boolean =>
  breaks.some((day) => from < day.slice(0, 7) && to >= day.slice(0, 7));
