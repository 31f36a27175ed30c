// Sums kept ready, so that a figure of a year over a district reads some hundred documents however many disputes there
// are. A cell holds the counts of rows of one place, type and time. A row adds to few cells: of its unit, of the villages
// of its township, of its tier in the whole court; each with all types and with its own; by month and by day.
//
// Time has two sides. `period` is when a thing happened, `known` is when it was recorded: cells of kind `known` split a
// month by the month in which it became known, cells of kind `learned` hold what one day's records changed. Together
// they answer what was known at the end of any day.

import { type CalendarDay } from '../../domain/calendar-day.ts';
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

/** Numbers of a cell, by path: `n.source:flag` rows, `s.source:days` and `s.source:fen` sums, `h.source:days` lengths. */
export type CellSums = Map<string, number>;

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

/** What one row adds, by path. */
function pathsOf({ source, flags, days, fen }: CountRow): readonly (readonly [string, number])[] {
  return [
    ...flags.map((flag) => [`n.${source}:${flag}`, 1] as const),
    ...(days === undefined
      ? []
      : ([
          [`s.${source}:days`, days],
          [`h.${source}.${Math.min(Math.max(days, 0), LONGEST)}`, 1],
        ] as const)),
    ...(fen === undefined ? [] : ([[`s.${source}:fen`, fen]] as const)),
  ];
}

/** Changes of cells, summed before they are written. */
export class CellChanges {
  readonly cells = new Map<string, { readonly key: CellKey; readonly sums: CellSums }>();

  /** Adds a row as often as `sign` says, as recorded on a day. */
  add(row: CountRow, type: string, sign: 1 | -1, recordedOn: CalendarDay): void {
    const month = row.on.slice(0, 7);
    const paths = pathsOf(row);
    for (const scope of scopesOf(row)) {
      const isSmall = isSmallScope(scope);
      const types = isSmall ? [ALL_TYPES] : [ALL_TYPES, type];
      for (const of of types) {
        this.#add({ kind: 'month', scope, type: of, period: month, known: '' }, paths, sign);
        if (isMediatorScope(scope)) continue;
        this.#add({ kind: 'known', scope, type: of, period: month, known: recordedOn.slice(0, 7) }, paths, sign);
      }
      if (isSmall) continue;
      this.#add({ kind: 'day', scope, type: ALL_TYPES, period: row.on, known: '' }, paths, sign);
      if (isTierScope(scope)) continue;
      const learned = { kind: 'learned', scope, type: ALL_TYPES, period: recordedOn, known: '' } as const;
      for (const of of types) {
        this.#add(
          learned,
          paths.map(([path, value]) => [learnedPath(path, of, month), value]),
          sign,
        );
      }
    }
  }

  #add(key: CellKey, paths: readonly (readonly [string, number])[], sign: 1 | -1): void {
    const id = cellId(key);
    const cell = this.cells.get(id) ?? { key, sums: new Map<string, number>() };
    this.cells.set(id, cell);
    for (const [path, value] of paths) cell.sums.set(path, (cell.sums.get(path) ?? 0) + sign * value);
  }
}

/** What a day taught of another month is kept under the month and type it is about. */
export const learnedPath = (path: string, type: string, month: string): string => `l.${month}.${type}.${path}`;

/** The cell's numbers that are not zero, as an update adds them. */
export const increments = (sums: CellSums): Record<string, number> =>
  Object.fromEntries([...sums].filter(([, value]) => value !== 0));

/** What changes when the rows of a dispute change: old rows leave, new ones come; the same row twice changes nothing. */
export function changeRows(
  changes: CellChanges,
  before: { readonly rows: readonly CountRow[]; readonly type: string },
  after: { readonly rows: readonly CountRow[]; readonly type: string },
  recordedOn: CalendarDay,
): void {
  const old = new Map(before.rows.map((row) => [row.key, row]));
  for (const row of after.rows) {
    const previous = old.get(row.key);
    old.delete(row.key);
    if (previous && before.type === after.type && sameRow(previous, row)) continue;
    if (previous) changes.add(previous, before.type, -1, recordedOn);
    changes.add(row, after.type, 1, recordedOn);
  }
  for (const row of old.values()) changes.add(row, before.type, -1, recordedOn);
}

export const sameRow = (a: CountRow, b: CountRow): boolean =>
  a.on === b.on &&
  a.unit === b.unit &&
  a.tier === b.tier &&
  a.days === b.days &&
  a.fen === b.fen &&
  a.mediator === b.mediator &&
  a.flags.length === b.flags.length &&
  a.flags.every((flag, index) => flag === b.flags[index]);
