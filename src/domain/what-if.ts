// What if more were pushed down: last year's disputes are drawn again and sent through the network, as they went and with a
// part of one type given to a lower tier. Arrivals, lengths, results and places come from the record; terms come from the
// engine of the clocks. The same draws go through both, so the difference is that of the push and not of chance.

import { addDays, addMonths, type CalendarDay, dayOfInstant, daysBetween, startOfDayInstant } from './calendar-day.ts';
import { dueAtOf, startClock, termClock } from './clock.ts';
import { lengthOf, mean, type ObservedDispute, sum, type YearCounts } from './observed-year.ts';
import { type Course, simulate, type Work } from './simulation.ts';
import { depth, type Tier } from './tier.ts';
import { type Track } from './track-policy.ts';
import { type HolidayTable, isWorkday } from './working-days.ts';

export interface StationPlan {
  readonly tier: Tier;
  readonly unit: string;
  readonly places: number;
}
/** Disputes of one type that came to a station in a month. */
export interface Inflow {
  readonly station: number;
  readonly type: string;
  readonly township: string;
  readonly track: Track;
  /** `YYYY-MM` */
  readonly month: string;
  readonly count: number;
}
/** One dispute's length and result, drawn again. */
export interface Outcome {
  readonly days: number;
  readonly won: boolean;
  readonly overdue: boolean;
  readonly extended: boolean;
  readonly filed: boolean;
}
export interface NetworkModel {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly stations: readonly StationPlan[];
  readonly inflows: readonly Inflow[];
  /** By `tier|type`, `tier|*` and `*|*`. */
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>;
}

/** A part of one type is given to the township's or village's own station. */
export interface Push {
  readonly type: string;
  readonly to: Extract<Tier, 'township' | 'village'>;
  /** 0–1, of what was worked on above. */
  readonly share: number;
}

/** Months before the year, so that the lines are not empty when it begins. */
export const WARM_UP_MONTHS = 4;
/** Fewer lengths say little: those of the tier, then of all, are drawn instead. */
const LEAST_OUTCOMES = 20;
/** Of more, as many evenly chosen. */
const MOST_OUTCOMES = 1_500;
/** A unit can do at once what it had in hand on a day of this rank. */
const BUSY_DAY = 0.95;

const stationKey = ({ tier, unit }: Pick<ObservedDispute, 'tier' | 'unit'>): string => `${tier}:${unit}`;
/**
 * Estimates the network from the disputes accepted since the warm-up began.
 * @param seats stations that must be there even if nothing came to them: where a push may lead
 */
export function estimate(
  observed: readonly ObservedDispute[],
  { from, to }: { readonly from: CalendarDay; readonly to: CalendarDay },
  seats: readonly Pick<StationPlan, 'tier' | 'unit'>[] = [],
): NetworkModel {
  const keys = [...new Set([...observed, ...seats].map(stationKey))].toSorted();
  const places = placesOf(observed, from, to);
  const inflows = new Map<string, Inflow>();
  const outcomes: Record<string, Outcome[]> = {};
  for (const dispute of observed) {
    const { type, township, track, acceptedOn, tier } = dispute;
    const station = keys.indexOf(stationKey(dispute));
    const month = acceptedOn.slice(0, 7);
    const key = [station, type, township, track, month].join('|');
    inflows.set(key, { station, type, township, track, month, count: (inflows.get(key)?.count ?? 0) + 1 });
    const days = lengthOf(dispute);
    if (days === undefined) continue;
    const { won, overdue, extended, filed } = dispute;
    for (const kind of [`${tier}|${type}`, `${tier}|*`, '*|*'])
      (outcomes[kind] ??= []).push({ days, won, overdue, extended, filed });
  }
  return {
    from,
    to,
    stations: keys.map((key) => {
      const [tier = '', unit = ''] = key.split(':');
      return { tier: tier as Tier, unit, places: places.get(key) ?? 1 };
    }),
    inflows: [...inflows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, inflow]) => inflow),
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([key, drawn]) => [key, thinned(drawn)])),
  };
}

const thinned = (drawn: readonly Outcome[]): readonly Outcome[] => {
  const sorted = drawn.toSorted((a, b) => a.days - b.days);
  if (sorted.length <= MOST_OUTCOMES) return sorted;
  return Array.from(
    { length: MOST_OUTCOMES },
    (_, place) => sorted[Math.floor((place * sorted.length) / MOST_OUTCOMES)]!,
  );
};

/** How many each station had in hand at once on its busy days. */
function placesOf(
  observed: readonly ObservedDispute[],
  from: CalendarDay,
  to: CalendarDay,
): ReadonlyMap<string, number> {
  const days = daysBetween(from, to) + 1;
  const changes = new Map<string, number[]>();
  for (const dispute of observed) {
    const key = stationKey(dispute);
    const change = changes.get(key) ?? Array<number>(days + 1).fill(0);
    changes.set(key, change);
    const begin = Math.max(0, daysBetween(from, dispute.acceptedOn));
    const end = dispute.endedOn === undefined ? days : daysBetween(from, dispute.endedOn) + 1;
    if (begin >= days || end <= 0 || begin >= end) continue;
    change[begin] = (change[begin] ?? 0) + 1;
    change[Math.min(end, days)] = (change[Math.min(end, days)] ?? 0) - 1;
  }
  return new Map(
    [...changes].map(([key, change]) => {
      let inHand = 0;
      const each = change.slice(0, days).map((more) => (inHand += more));
      return [key, Math.max(1, each.toSorted((a, b) => a - b)[Math.ceil(days * BUSY_DAY) - 1] ?? 1)];
    }),
  );
}

// ---- One year drawn again ---------------------------------------------------------------------------------------------

/** Figures of a station, of a tier or of all. */
export interface Measures extends YearCounts {
  readonly meanWait: number;
  /** The wait that nine of ten did not exceed. */
  readonly longWait: number;
  /** Share of the places taken. */
  readonly taken: number;
}
export interface YearResult {
  readonly stations: readonly Measures[];
  readonly tiers: Readonly<Record<string, Measures>>;
  readonly whole: Measures;
}

/** Numbers between 0 and 1, the same for the same seed. */
export function chances(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson count; large means in parts, so that nothing runs under. */
function poisson(mean: number, chance: () => number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(left, 30));
    for (let product = chance(); product > floor; product *= chance()) count += 1;
  }
  return count;
}

interface Piece extends Work {
  readonly outcome: Outcome;
  readonly isOwn: boolean;
}

const TERM_EXTENSION_DAYS = 30;

/** Draws the year once: as it went, and with the push, where one is asked for. */
export function drawYear(
  model: NetworkModel,
  holidays: HolidayTable,
  seed: number,
  push?: Push,
): { readonly base: YearResult; readonly pushed?: YearResult } {
  const chance = chances(seed);
  const begin = addMonths(model.from, -WARM_UP_MONTHS);
  const targets = new Map(model.stations.map((station, place) => [stationKey(station), place]));
  const workdays = new Map<string, readonly CalendarDay[]>();
  const terms = new Map<string, number>();
  const termOf = (track: Track, on: CalendarDay): number => {
    const key = `${track}|${on}`;
    const known = terms.get(key);
    if (known !== undefined) return known;
    const due = dueAtOf(startClock(termClock(track), startOfDayInstant(on), holidays));
    const days = daysBetween(on, dayOfInstant(due)) + 1;
    terms.set(key, days);
    return days;
  };
  const base: Piece[] = [];
  const pushed: Piece[] = [];
  for (const { station, type, township, track, month, count } of model.inflows) {
    const days = workdays.get(month) ?? workdaysOf(month, holidays);
    workdays.set(month, days);
    const { tier } = model.stations[station]!;
    const target =
      push && push.type === type && depth(tier) < depth(push.to) ? targets.get(`${push.to}:${township}`) : undefined;
    for (let left = poisson(count, chance); left > 0; left -= 1) {
      const on = days[Math.floor(chance() * days.length)]!;
      const at = daysBetween(begin, on) + chance() * 0.5;
      const [moves, drawn, late] = [chance(), chance(), chance()];
      const piece = (to: number): Piece => {
        const outcome = drawnOf(model, model.stations[to]!.tier, type, drawn);
        const allowed = termOf(track, on) + (outcome.extended ? TERM_EXTENSION_DAYS : 0);
        // What took longer in the record was let go on; only waiting on top of it is held against the term.
        return {
          at,
          station: to,
          service: Math.max(0.05, outcome.days + (late - 0.5) * 0.5),
          patience: Math.max(allowed, outcome.days + 1),
          outcome,
          isOwn: on >= model.from,
        };
      };
      const own = piece(station);
      base.push(own);
      if (push) pushed.push(target !== undefined && moves < push.share ? piece(target) : own);
    }
  }
  const days: readonly [number, number] = [daysBetween(begin, model.from), daysBetween(begin, model.to) + 1];
  return {
    base: measured(model, base, days),
    ...(push ? { pushed: measured(model, pushed, days) } : {}),
  };
}

const workdaysOf = (month: string, holidays: HolidayTable): readonly CalendarDay[] => {
  const first = `${month}-01` as CalendarDay;
  const all = Array.from({ length: daysBetween(first, addMonths(first, 1)) }, (_, day) => addDays(first, day));
  return all.filter((day) => isWorkday(day, holidays));
};

/** A length and result of the tier and type; of the tier, or of all, where too few are known. */
function drawnOf({ outcomes }: NetworkModel, tier: Tier, type: string, drawn: number): Outcome {
  const known = [`${tier}|${type}`, `${tier}|*`, '*|*'].map((key) => outcomes[key] ?? []);
  const enough = known.find((each) => each.length >= LEAST_OUTCOMES) ?? known.findLast((each) => each.length > 0) ?? [];
  return (
    enough[Math.floor(drawn * enough.length)] ?? { days: 0, won: false, overdue: false, extended: false, filed: false }
  );
}

function measured(model: NetworkModel, drawn: readonly Piece[], days: readonly [number, number]): YearResult {
  const work = drawn.toSorted((a, b) => a.at - b.at);
  const { courses, loads } = simulate(model.stations, work, days);
  const own = model.stations.map((): { readonly piece: Piece; readonly course: Course }[] => []);
  work.forEach((piece, place) => {
    const course = courses[place];
    if (piece.isOwn && course) own[piece.station]?.push({ piece, course });
  });
  const of = (stations: readonly number[]): Measures => {
    const ended = stations.flatMap((station) => own[station] ?? []);
    const waits = ended.map(({ course }) => course.waited).toSorted((a, b) => a - b);
    const places = sum(stations.map((station) => model.stations[station]?.places ?? 0));
    const busy = sum(stations.map((station) => (loads[station]?.taken ?? 0) * (model.stations[station]?.places ?? 0)));
    return {
      accepted: ended.length,
      won: ended.filter(({ piece, course }) => piece.outcome.won && !course.expired).length,
      toCourt: ended.filter(({ piece, course }) => piece.outcome.filed || (course.expired && piece.outcome.won)).length,
      expired: ended.filter(({ piece, course }) => course.expired || piece.outcome.overdue).length,
      meanDays: mean(ended.map(({ piece, course }) => course.left - piece.at)),
      meanWait: mean(waits),
      longWait: waits[Math.ceil(waits.length * 0.9) - 1] ?? 0,
      inHand: sum(stations.map((station) => loads[station]?.present ?? 0)),
      taken: places === 0 ? 0 : busy / places,
    };
  };
  const all = model.stations.map((_station, place) => place);
  const tiers = [...new Set(model.stations.map(({ tier }) => tier))];
  return {
    stations: all.map((place) => of([place])),
    tiers: Object.fromEntries(
      tiers.map((tier) => [tier, of(all.filter((place) => model.stations[place]?.tier === tier))]),
    ),
    whole: of(all),
  };
}

/** The middle and the edges between which nine of ten years lie. */
export interface Band {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}
export function bandOf(values: readonly number[]): Band {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.round((sorted.length - 1) * part))] ?? 0;
  return { low: at(0.05), middle: mean(sorted), high: at(0.95) };
}
