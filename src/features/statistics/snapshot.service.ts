// The monthly table, frozen: what was known at the end of the month's last day, as text that is printed again unchanged.
// What was recorded later stands beside it as a correction.

import { createHash } from 'node:crypto';
import { addDays, addMonths, type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { notFound } from '../../domain/errors.ts';
import { type IndicatorId } from '../../domain/indicator.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { systemActor } from '../disputes/index.ts';
import { type UnitsService } from '../units/index.ts';
import { type Snapshot, snapshotId, type SnapshotRepository } from './snapshot.repository.ts';
import { coverColumn, shield, type Value } from './statistic.report.ts';
import { type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';
import { MONTHLY_FIGURES } from './statistic.tables.ts';

export interface SnapshotDeps {
  readonly repository: SnapshotRepository;
  readonly statistics: StatisticsService;
  readonly units: Pick<UnitsService, 'directory'>;
  readonly clock: Clock;
  readonly courtCode: string;
}

/** Numerator, denominator and value, as they are stored. */
type Cell = readonly [number | null, number | null, number | null];
type Division = 'tier' | 'unit' | 'type';
const DIVISIONS: readonly Division[] = ['tier', 'unit', 'type'];

interface Printed {
  readonly unit: string;
  readonly month: string;
  readonly knownOn: CalendarDay;
  readonly indicators: readonly IndicatorId[];
  readonly whole: readonly Cell[];
  readonly by: Readonly<Record<Division, Readonly<Record<string, readonly Cell[]>>>>;
}

export interface MonthLine {
  readonly key: string;
  readonly frozen: readonly Value[];
  readonly now: readonly Value[];
}
export interface MonthTable {
  readonly month: string;
  readonly scope: Scope;
  readonly indicators: readonly IndicatorId[];
  readonly snapshot: Omit<Snapshot, '_id'>;
  readonly whole: MonthLine;
  readonly by: Readonly<Record<Division, readonly MonthLine[]>>;
  /** How many numbers are different today. */
  readonly corrections: number;
}

/** Months kept frozen from the beginning: a year back. */
const MONTHS_BACK = 12;
const MOST_MONTHS = 120;

export class SnapshotService {
  readonly #deps: SnapshotDeps;

  constructor(deps: SnapshotDeps) {
    this.#deps = deps;
  }

  /** Freezes every month that is over and not frozen, for every unit above the villages. @returns how many tables */
  async freezeDue(): Promise<number> {
    const { repository, statistics, units, clock, courtCode } = this.#deps;
    const today = dayOfInstant(clock.now());
    const first = await statistics.firstMonth();
    if (first === undefined) return 0;
    const months = Array.from({ length: MONTHS_BACK }, (_, back) =>
      addMonths(firstOf(today), -1 - back).slice(0, 7),
    ).filter((month) => month >= first);
    const wanted = (await units.directory())
      .find({})
      .filter(({ tier }) => tier !== 'village')
      .flatMap(({ code }) => months.map((month) => ({ unit: code, month })));
    const known = await repository.known(wanted.map(({ unit, month }) => snapshotId(unit, month)));
    const missing = wanted.filter(({ unit, month }) => !known.has(snapshotId(unit, month)));
    const actor = systemActor(courtCode);
    let frozen = 0;
    for (const { unit, month } of missing) {
      const { knownOn, scope } = await this.#scope(actor, unit, month, true);
      // What is still being counted is not frozen half done.
      if (scope.counting !== undefined || !(await statistics.knows(knownOn))) return frozen;
      const printed = await this.#table(scope, unit, month, knownOn);
      const text = JSON.stringify(printed);
      const digest = createHash('sha256').update(text).digest('hex');
      await repository.freeze({ _id: snapshotId(unit, month), unit, month, text, digest, frozenAt: clock.now() });
      frozen += 1;
    }
    return frozen;
  }

  /** Months of a unit that are frozen, newest first. @throws DomainError as `StatisticsService.scope` */
  async months(actor: Actor, unit: string | undefined) {
    const scope = await this.#deps.statistics.scope(actor, { basis: 'closing', ...(unit ? { unit } : {}) });
    return { scope, months: await this.#deps.repository.months(scope.unit.code, MOST_MONTHS) };
  }

  /**
   * A frozen table with what the same numbers are today.
   * @throws DomainError `statistics.notFrozen`, and as `StatisticsService.scope`
   */
  async show(actor: Actor, unit: string | undefined, month: string): Promise<MonthTable> {
    const code = unit ?? actor.unit.code;
    const { scope } = await this.#scope(actor, code, month, false);
    const snapshot = await this.#deps.repository.find(code, month);
    if (!snapshot) throw notFound('statistics.notFrozen');
    const { _id, ...kept } = snapshot;
    const printed = JSON.parse(snapshot.text) as Printed;
    const today = await this.#table(scope, code, month, printed.knownOn, printed.indicators);
    const line = (key: string, frozen: readonly Cell[], now: readonly Cell[] | undefined): MonthLine => ({
      key,
      frozen: valuesOf(printed.indicators, frozen, scope.shielded),
      now: valuesOf(printed.indicators, now ?? frozen.map((): Cell => [0, 0, 0]), scope.shielded),
    });
    const by = Object.fromEntries(
      DIVISIONS.map((division) => {
        const keys = [...new Set([...Object.keys(printed.by[division]), ...Object.keys(today.by[division])])];
        const none = printed.indicators.map((): Cell => [0, null, null]);
        const lines = keys.map((key) => line(key, printed.by[division][key] ?? none, today.by[division][key]));
        return [division, scope.shielded ? covered(lines, printed.indicators.length) : lines];
      }),
    ) as unknown as MonthTable['by'];
    const whole = line('', printed.whole, today.whole);
    return {
      month,
      scope,
      indicators: printed.indicators,
      snapshot: kept,
      whole,
      by,
      corrections: [whole, ...Object.values(by).flat()].reduce(
        (sum, { frozen, now }) => sum + frozen.filter((value, index) => isCorrected(value, now[index])).length,
        0,
      ),
    };
  }

  async #scope(actor: Actor, unit: string, month: string, then: boolean) {
    const from = `${month}-01` as CalendarDay;
    const knownOn = addDays(addMonths(from, 1), -1);
    const query = { unit, from, to: knownOn, basis: 'closing' as const, ...(then ? { asOf: knownOn } : {}) };
    return { knownOn, scope: await this.#deps.statistics.scope(actor, query) };
  }

  async #table(
    scope: Scope,
    unit: string,
    month: string,
    knownOn: CalendarDay,
    indicators: readonly IndicatorId[] = MONTHLY_FIGURES,
  ): Promise<Printed> {
    const { statistics } = this.#deps;
    const open = { ...scope, shielded: false };
    const facts = await statistics.facts(open, indicators);
    const by = await Promise.all(
      DIVISIONS.map(async (division) => {
        const read = division === 'tier' ? facts : await statistics.facts(open, indicators, division);
        const rows = statistics.table(open, read, indicators, statistics.lines(open, division));
        const lines = rows.map(({ key, values }) => [key, values.map(cellOf)] as const);
        return [division, Object.fromEntries(lines.filter(([, cells]) => cells.some(([n]) => n !== 0 && n !== null)))];
      }),
    );
    return {
      unit,
      month,
      knownOn,
      indicators,
      whole: statistics.values(open, facts, indicators).map(cellOf),
      by: Object.fromEntries(by) as Printed['by'],
    };
  }
}

const firstOf = (day: CalendarDay): CalendarDay => `${day.slice(0, 7)}-01` as CalendarDay;
const cellOf = ({ numerator, denominator, value }: Value): Cell => [numerator, denominator, value];

const valuesOf = (ids: readonly IndicatorId[], cells: readonly Cell[], shielded: boolean): readonly Value[] =>
  ids.map((figure, index) => {
    const [numerator = null, denominator = null, value = null] = cells[index] ?? [];
    const known = { figure, numerator, denominator, value, small: false, hidden: false, missing: false, broken: false };
    return shielded ? shield(known) : known;
  });

/** Whether a number that may be seen is another one today. */
export const isCorrected = (then: Value, now: Value | undefined): boolean =>
  now !== undefined &&
  !then.hidden &&
  !now.hidden &&
  (then.numerator !== now.numerator || (then.denominator ?? 0) !== (now.denominator ?? 0));

/** A hidden number cannot be told from the rest of its column, then or now. */
function covered(lines: readonly MonthLine[], width: number): readonly MonthLine[] {
  const columns = (side: 'frozen' | 'now') =>
    Array.from({ length: width }, (_, column) => coverColumn(lines.flatMap((line) => line[side][column] ?? [])));
  const [frozen, now] = [columns('frozen'), columns('now')];
  return lines.map((line, row) => ({
    ...line,
    frozen: frozen.flatMap((column) => column[row] ?? []),
    now: now.flatMap((column) => column[row] ?? []),
  }));
}
