// Sums kept ready, so that a figure of a year over a district reads some hundred documents however many disputes there
// are. A cell holds the counts of rows of one place, type and time. A row adds to few cells: of its unit, of the villages
// of its township, of its tier in the whole court; each with all types and with its own; by month and by day.
//
// Time has two sides. `period` is when a thing happened, `known` is when it was recorded: cells of kind `known` split a
// month by the month in which it became known, cells of kind `learned` hold what one day's records changed. Together
// they answer what was known at the end of any day.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type CountFlag, type CountSource } from '../../domain/count-flag.ts';
import { type CountRow } from '../../domain/count-row.ts';
import { type Tier } from '../../domain/tier.ts';

export const CELL_KINDS = ['month', 'day', 'known', 'learned'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** Stands for every type of dispute. */
export const ALL_TYPES = '*';

export interface CellKey {
  readonly kind: CellKind;
  /**
   * `tier:code` one unit, `villages:code` those of a township, `all:tier` a tier of the whole court,
   * `mediator:tier:code:account` one mediator of a unit.
   */
  readonly scope: string;
  readonly type: string;
  /** `YYYY-MM` or `YYYY-MM-DD`; for `learned` the day of recording. */
  readonly period: string;
  /** `YYYY-MM` of recording, for kind `known`; else empty. */
  readonly known: string;
}

/** Numbers of a cell, by path: `n.source:flag` rows, `s.source:days` and `s.source:fen` sums, `h.source.days` lengths. */
export type CellSums = Map<string, number>;

export interface CellChange {
  readonly id: string;
  readonly key: CellKey;
  /** What is added to each number; may be zero where changes undid each other. */
  readonly sums: CellSums;
}

export const cellId = ({ kind, scope, type, period, known }: CellKey): string =>
  [kind, scope, type, period, known].join('|');

/** A village's code begins with its township's (GB/T 2260 with the statistical codes of villages). */
const TOWNSHIP_DIGITS = 9;
export const townshipOf = (code: string): string => code.slice(0, TOWNSHIP_DIGITS);

export const unitScope = (tier: Tier, code: string): string => `${tier}:${code}`;
export const villagesScope = (township: string): string => `villages:${township}`;
export const tierScope = (tier: Tier): string => `all:${tier}`;
/** What begins the scopes of the mediators of a unit. */
export const mediatorsOf = (tier: Tier, code: string): string => `mediator:${tier}:${code}:`;
const isVillageScope = (scope: string): boolean => scope.startsWith('village:');
export const isMediatorScope = (scope: string): boolean => scope.startsWith('mediator:');
/** Scopes of few disputes: kept by month and of all types only, the rest is counted from their rows. */
export const isSmallScope = (scope: string): boolean => isVillageScope(scope) || isMediatorScope(scope);
const isTierScope = (scope: string): boolean => scope.startsWith('all:');

/**
 * Where a scope counts; the villages of a township stand under its code, a tier of the whole court under none, a mediator
 * under `code:account`.
 */
export function placeOf(scope: string): { readonly unit: string; readonly tier: Tier } {
  const colon = scope.indexOf(':');
  const [kind, code] = [scope.slice(0, colon), scope.slice(colon + 1)];
  if (kind === 'all') return { unit: '', tier: code as Tier };
  if (kind === 'mediator') {
    const [tier, ...rest] = code.split(':');
    return { unit: rest.join(':'), tier: tier as Tier };
  }
  return { unit: code, tier: kind === 'villages' ? 'village' : (kind as Tier) };
}

/** The places a row counts in. */
export const scopesOf = ({ unit, tier, mediator }: Pick<CountRow, 'unit' | 'tier' | 'mediator'>): readonly string[] => [
  unitScope(tier, unit),
  ...(tier === 'village' ? [villagesScope(townshipOf(unit))] : []),
  tierScope(tier),
  ...(mediator === undefined ? [] : [mediatorsOf(tier, unit) + mediator]),
];

/** Lengths are told apart day by day up to a year and a half. */
const LONGEST = 540;

type Path = readonly [path: string, value: number];

/** Paths of the numbers of rows: there are few, and each is asked for thousands of times. */
const flagPaths = new Map<CountSource, Map<CountFlag, string>>();

function flagPath(source: CountSource, flag: CountFlag): string {
  const ofSource = grown(flagPaths, source, () => new Map<CountFlag, string>());
  return grown(ofSource, flag, () => `n.${source}:${flag}`);
}

/** What one row adds, by path. */
function pathsOf({ source, flags, days, fen }: CountRow): readonly Path[] {
  const paths: Path[] = flags.map((flag) => [flagPath(source, flag), 1]);
  if (days !== undefined) {
    paths.push([`s.${source}:days`, days], [`h.${source}.${Math.min(Math.max(days, 0), LONGEST)}`, 1]);
  }
  if (fen !== undefined) paths.push([`s.${source}:fen`, fen]);
  return paths;
}

/** What must be added to the numbers of one row to have those of another that counts in the same cells. */
function pathsBetween(before: CountRow, after: CountRow): readonly Path[] {
  const sums = new Map(pathsOf(after));
  for (const [path, value] of pathsOf(before)) sums.set(path, (sums.get(path) ?? 0) - value);
  return [...sums].filter(([, value]) => value !== 0);
}

/** The cells of one place and type, by their times. */
interface Times {
  readonly month: Map<string, CellSums>;
  readonly day: Map<string, CellSums>;
  /** By month, then by month of recording. */
  readonly known: Map<string, Map<string, CellSums>>;
  /** By day of recording, then by month and type it is about. */
  readonly learned: Map<string, Map<string, CellSums>>;
}

const noTimes = (): Times => ({ month: new Map(), day: new Map(), known: new Map(), learned: new Map() });
const noSums = (): CellSums => new Map();

/** The value under a key, made when there is none. */
function grown<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Changes of cells, summed before they are written. */
export class CellChanges {
  /** By scope and type. Kept in levels: writing out the id of a cell for each number takes longer than adding it. */
  readonly #places = new Map<string, Map<string, Times>>();
  readonly #wanted: (scope: string) => boolean;

  /** @param wanted the scopes whose cells are kept; all unless told */
  constructor(wanted: (scope: string) => boolean = () => true) {
    this.#wanted = wanted;
  }

  /** Adds numbers of a row to the cells it counts in, as recorded on a day. */
  add(row: CountRow, type: string, paths: readonly Path[], recordedOn: CalendarDay): void {
    const [month, recordedIn] = [row.on.slice(0, 7), recordedOn.slice(0, 7)];
    for (const scope of scopesOf(row)) {
      if (!this.#wanted(scope)) continue;
      const byType = grown(this.#places, scope, () => new Map<string, Times>());
      const isSmall = isSmallScope(scope);
      const all = grown(byType, ALL_TYPES, noTimes);
      for (const { month: months, known } of isSmall ? [all] : [all, grown(byType, type, noTimes)]) {
        sum(grown(months, month, noSums), paths);
        if (isMediatorScope(scope)) continue;
        sum(
          grown(
            grown(known, month, () => new Map<string, CellSums>()),
            recordedIn,
            noSums,
          ),
          paths,
        );
      }
      if (isSmall) continue;
      sum(grown(all.day, row.on, noSums), paths);
      if (isTierScope(scope)) continue;
      const learned = grown(all.learned, recordedOn, () => new Map<string, CellSums>());
      for (const of of [ALL_TYPES, type]) sum(grown(learned, `${month}.${of}`, noSums), paths);
    }
  }

  *[Symbol.iterator](): Generator<CellChange> {
    for (const [scope, byType] of this.#places) {
      for (const [type, { month, day, known, learned }] of byType) {
        const cell = (kind: CellKind, period: string, sums: CellSums, recorded = ''): CellChange => {
          const key = { kind, scope, type, period, known: recorded };
          return { id: cellId(key), key, sums };
        };
        for (const [period, sums] of month) yield cell('month', period, sums);
        for (const [period, sums] of day) yield cell('day', period, sums);
        for (const [period, months] of known) {
          for (const [recorded, sums] of months) yield cell('known', period, sums, recorded);
        }
        for (const [period, taught] of learned) yield cell('learned', period, learnedSums(taught));
      }
    }
  }
}

function sum(sums: CellSums, paths: readonly Path[]): void {
  for (const [path, value] of paths) sums.set(path, (sums.get(path) ?? 0) + value);
}

/** What a day taught of a month and a type is kept under `l.month.type`. */
function learnedSums(taught: ReadonlyMap<string, CellSums>): CellSums {
  const sums = noSums();
  for (const [about, numbers] of taught) for (const [path, value] of numbers) sums.set(`l.${about}.${path}`, value);
  return sums;
}

/** The cell's numbers that are not zero, as an update adds them: a map, as objects of ever other keys are slow to make. */
export function increments(sums: CellSums): ReadonlyMap<string, number> {
  const added = new Map<string, number>();
  for (const [path, value] of sums) if (value !== 0) added.set(path, value);
  return added;
}

/** What changes when the rows of a dispute change: old rows leave, new ones come; the same row twice changes nothing. */
export function changeRows(
  changes: CellChanges,
  before: { readonly rows: readonly CountRow[]; readonly type: string },
  after: { readonly rows: readonly CountRow[]; readonly type: string },
  recordedOn: CalendarDay,
): void {
  const old = new Map(before.rows.map((row) => [row.key, row]));
  const leave = (row: CountRow): void => {
    const paths = pathsOf(row).map(([path, value]): Path => [path, -value]);
    changes.add(row, before.type, paths, recordedOn);
  };
  for (const row of after.rows) {
    const previous = old.get(row.key);
    old.delete(row.key);
    if (previous && before.type === after.type && sameCells(previous, row)) {
      const paths = pathsBetween(previous, row);
      if (paths.length > 0) changes.add(row, after.type, paths, recordedOn);
      continue;
    }
    if (previous) leave(previous);
    changes.add(row, after.type, pathsOf(row), recordedOn);
  }
  for (const row of old.values()) leave(row);
}

const sameCells = (a: CountRow, b: CountRow): boolean =>
  a.on === b.on && a.unit === b.unit && a.tier === b.tier && a.mediator === b.mediator;

export const sameRow = (a: CountRow, b: CountRow): boolean =>
  sameCells(a, b) &&
  a.days === b.days &&
  a.fen === b.fen &&
  a.flags.length === b.flags.length &&
  a.flags.every((flag, index) => flag === b.flags[index]);
