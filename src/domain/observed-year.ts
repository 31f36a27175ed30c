// A year of the record as the simulation reads it: who was worked on where, how long, and with what result.

import { addDays, addMonths, type CalendarDay, daysBetween } from './calendar-day.ts';
import { type Tier } from './tier.ts';
import { type Track } from './track-policy.ts';

/** A dispute of the record, where it was worked on. */
export interface ObservedDispute {
  readonly tier: Tier;
  /** Code of the unit; the villages of a township stand together under its code. */
  readonly unit: string;
  readonly township: string;
  readonly type: string;
  readonly track: Track;
  readonly acceptedOn: CalendarDay;
  /** The day it ended; missing while it is open. */
  readonly endedOn?: CalendarDay | undefined;
  readonly won: boolean;
  /** Over its term, with what was extended. */
  readonly overdue: boolean;
  readonly extended: boolean;
  readonly filed: boolean;
}

/** Days from acceptance to the end; undefined while it is open. */
export const lengthOf = ({ acceptedOn, endedOn }: ObservedDispute): number | undefined =>
  endedOn === undefined ? undefined : Math.max(0, daysBetween(acceptedOn, endedOn));

/** The twelve whole months before a day. */
export function yearBefore(today: CalendarDay): { readonly from: CalendarDay; readonly to: CalendarDay } {
  const first = `${today.slice(0, 7)}-01` as CalendarDay;
  return { from: addMonths(first, -12), to: addDays(first, -1) };
}

/** What is counted of a year, and of the same year drawn again. */
export interface YearCounts {
  readonly accepted: number;
  readonly won: number;
  readonly toCourt: number;
  /** Over the term, by how it went before or because it waited. */
  readonly expired: number;
  readonly meanDays: number;
  /** In hand on the average day. */
  readonly inHand: number;
}

/** What the record says of the same year, by tier and of all. */
export function actualYear(
  observed: readonly ObservedDispute[],
  { from, to }: { readonly from: CalendarDay; readonly to: CalendarDay },
): Readonly<Record<string, YearCounts>> {
  const days = daysBetween(from, to) + 1;
  const of = (disputes: readonly ObservedDispute[]) => {
    const own = disputes.filter(({ acceptedOn }) => acceptedOn >= from && acceptedOn <= to);
    const presence = disputes.map(({ acceptedOn, endedOn }) => {
      const first = Math.max(0, daysBetween(from, acceptedOn));
      const last = endedOn === undefined ? days : Math.min(days, daysBetween(from, endedOn));
      return Math.max(0, last - first);
    });
    return {
      accepted: own.length,
      won: own.filter(({ won }) => won).length,
      toCourt: own.filter(({ filed }) => filed).length,
      expired: own.filter(({ overdue }) => overdue).length,
      meanDays: mean(own.flatMap((dispute) => lengthOf(dispute) ?? [])),
      inHand: sum(presence) / days,
    };
  };
  const tiers = [...new Set(observed.map(({ tier }) => tier))];
  return {
    whole: of(observed),
    ...Object.fromEntries(tiers.map((tier) => [tier, of(observed.filter((each) => each.tier === tier))])),
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
export const mean = (numbers: readonly number[]): number => (numbers.length === 0 ? 0 : sum(numbers) / numbers.length);
