import { dayOfInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor, hasRight, type Reading, type Role } from '../../domain/permission.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { depth, type Tier, TIERS } from '../../domain/tier.ts';
import { type Clock } from '../../platform/clock.ts';
import { type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { type UnitDirectory, type UnitRecord, type UnitsService } from '../units/index.ts';
import { type Cut, type Fact } from './statistic.fact.ts';
import { type Basis, type FigureId, figureOf } from './statistic.figure.ts';
import {
  coverColumn,
  denominatorCut,
  type Facts,
  factsOf,
  narrowed,
  sourcesOf,
  type Value,
  valueOf,
} from './statistic.report.ts';
import { type StatisticRepository } from './statistic.repository.ts';
import {
  type ChosenPeriod,
  daysOfMonth,
  type Division,
  type ListQuery,
  monthsOf,
  periodOf,
  type StatisticsQuery,
} from './statistic.schema.ts';

export interface StatisticsDeps {
  readonly repository: StatisticRepository;
  readonly units: UnitsService;
  readonly disputes: Pick<DisputeService, 'readings'>;
  readonly clock: Clock;
}

/** What figures are asked for: a unit with all below it, a period, and what narrows them further. */
export interface Scope {
  readonly unit: UnitRecord;
  readonly directory: UnitDirectory;
  readonly period: ChosenPeriod;
  readonly basis: Basis;
  readonly cut: Cut;
  readonly shielded: boolean;
  /** The instant at which the figures were counted. */
  readonly asOf: Date;
}

/** One line of a table: which cells it sums, and how an address says so. */
export interface Line {
  readonly key: string;
  readonly cut: Cut;
  readonly unit?: UnitRecord;
  /** The line is the unit itself without those below it. */
  readonly own?: true;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

export interface Row extends Line {
  readonly values: readonly Value[];
}

export interface ReadRow {
  readonly key: string;
  readonly unit: string;
  readonly dispute: DisputeRecord;
  readonly reading: Exclude<Reading, 'none'>;
}

export interface FigureList {
  readonly figure: Value;
  /** Null when the number itself is hidden. */
  readonly total: number | null;
  /** How many of them the reader may not open. */
  readonly closed: number;
  readonly rows: readonly ReadRow[];
  readonly next?: string;
}

/** Roles that read figures of units they do not belong to. */
const OUTSIDE: readonly Role[] = ['justiceViewer', 'committeeViewer'];

/** Counts what became of disputes, for a unit and everything below it, and lists what was counted. */
export class StatisticsService {
  readonly #deps: StatisticsDeps;

  constructor(deps: StatisticsDeps) {
    this.#deps = deps;
  }

  /**
   * Who asks for what. A person sees the own unit and what lies below it, never another branch.
   * @throws DomainError `validation` for an unknown unit or a period that ends before it begins, `statistics.outsideArea`
   */
  async scope(actor: Actor, query: StatisticsQuery): Promise<Scope> {
    const asOf = this.#deps.clock.now();
    const directory = await this.#deps.units.directory();
    const unit = directory.get(query.unit ?? actor.unit.code);
    if (!unit) throw invalidField('unit', 'unit.unknown');
    if (!unit.path.includes(actor.unit.code)) throw forbidden('statistics.outsideArea', 'readStatistics');
    const tiers = query.tier && query.tier.length > 0 ? query.tier : undefined;
    return {
      unit,
      directory,
      period: periodOf(query, dayOfInstant(asOf)),
      basis: query.basis,
      cut: {
        ...(unit.tier === 'court' ? {} : { units: codesBelow(directory, unit.code) }),
        ...(tiers ? { tiers } : {}),
        ...(query.type ? { type: query.type } : {}),
      },
      shielded: OUTSIDE.includes(actor.role),
      asOf,
    };
  }

  /** Everything the figures are summed from, read once. */
  async facts({ period, cut, basis }: Scope, ids: readonly FigureId[], by?: Division): Promise<Facts> {
    const typed = cut.type !== undefined || by === 'type';
    return this.#deps.repository.facts(sourcesOf(ids, basis), period, { units: cut.units, typed });
  }

  values(
    { cut, basis, shielded }: Scope,
    facts: Facts,
    ids: readonly FigureId[],
    narrower: Cut = {},
  ): readonly Value[] {
    return ids.map((id) => valueOf(id, facts, { ...cut, ...narrower }, basis, shielded));
  }

  /** A table of figures; a number hidden from the reader cannot be told from the rest of its column. */
  table(scope: Scope, facts: Facts, ids: readonly FigureId[], lines: readonly Line[]): readonly Row[] {
    const rows = lines.map(({ cut }) => {
      // Shares look across tiers, so a line of one tier is not cut off from the others yet.
      const { tiers: _tiers, ...wide } = cut;
      return this.values(scope, narrowed(facts, wide), ids, cut);
    });
    const columns = ids.map((_id, column) => {
      const values = rows.flatMap((row) => row[column] ?? []);
      return scope.shielded ? coverColumn(values) : values;
    });
    return lines.map((line, index) => ({ ...line, values: columns.flatMap((column) => column[index] ?? []) }));
  }

  /** The lines of a division; `level` chooses the tier of the units, else it is the one below. */
  lines(scope: Scope, by: Division, level?: Tier): readonly Line[] {
    const { period } = scope;
    switch (by) {
      case 'tier':
        return TIERS.filter((tier) => scope.cut.tiers?.includes(tier) ?? depth(tier) >= depth(scope.unit.tier)).map(
          (tier) => ({ key: tier, cut: { tiers: [tier] }, query: { tier } }),
        );
      case 'type':
        return DISPUTE_TYPE_CODES.filter((type) => scope.cut.type === undefined || scope.cut.type === type).map(
          (type) => ({ key: type, cut: { type }, query: { type } }),
        );
      case 'month':
        return monthsOf(period.from, period.to).map((month) => ({
          key: month,
          cut: { month },
          query: { ...daysOfMonth(month, period.from, period.to), period: '' },
        }));
      case 'unit':
        return unitLines(scope, level);
    }
  }

  /**
   * Exactly the disputes a figure counts, as far as the person may read them.
   * @throws DomainError as `scope`
   */
  async list(actor: Actor, id: FigureId, query: ListQuery): Promise<{ scope: Scope; list: FigureList }> {
    const scope = await this.scope(actor, query);
    const { basis, cut } = scope;
    const definition = figureOf(id);
    const below = query.part === 'denominator' ? definition.denominator : undefined;
    const facts = await this.facts(scope, [id]);
    const figure = valueOf(id, facts, cut, basis, scope.shielded);
    const counted = factsOf(facts, (below ?? definition.numerator)(basis), below ? denominatorCut(id, cut) : cut);
    const mayRead = hasRight(actor.role, 'readCases');
    const readable = mayRead
      ? await this.#deps.repository.visible([...new Set(counted.map((fact) => fact.disputeId))], actor.unit.code)
      : new Set<string>();
    const open = counted.filter((fact) => readable.has(fact.disputeId)).toSorted(newestFirst);
    const rest = query.cursor === undefined ? open : open.slice(open.findIndex(({ key }) => key === query.cursor) + 1);
    const listed = rest.slice(0, query.limit);
    const last = listed.at(-1);
    const readings = await this.#deps.disputes.readings(actor, [...new Set(listed.map((fact) => fact.disputeId))]);
    const rows = listed.flatMap(({ key, disputeId, unit }): readonly ReadRow[] => {
      const found = readings.get(disputeId);
      return found && found.reading !== 'none' ? [{ key, unit, dispute: found.dispute, reading: found.reading }] : [];
    });
    return {
      scope,
      list: {
        figure,
        total: figure.hidden ? null : counted.length,
        closed: counted.length - open.length,
        rows,
        ...(last && rest.length > listed.length ? { next: last.key } : {}),
      },
    };
  }

  /** Units a person may choose from: the own one, and tribunals, townships and villages below it. */
  async choices(actor: Actor): Promise<readonly UnitRecord[]> {
    const directory = await this.#deps.units.directory();
    return directory
      .find({})
      .filter(
        (unit) =>
          unit.path.includes(actor.unit.code) &&
          (unit.tier !== 'village' || depth(actor.unit.tier) >= depth('township')),
      );
  }
}

const newestFirst = (a: Fact, b: Fact): number => (a.on === b.on ? (a.key < b.key ? 1 : -1) : a.on < b.on ? 1 : -1);

const codesBelow = (directory: UnitDirectory, code: string): ReadonlySet<string> =>
  new Set([
    code,
    ...directory
      .find({})
      .filter((unit) => unit.path.includes(code))
      .map((unit) => unit.code),
  ]);

/** The units below, each with all below it, and last the unit itself, so that the lines add up to the whole. */
function unitLines({ unit, directory, cut }: Scope, level?: Tier): readonly Line[] {
  const below = TIERS[depth(unit.tier) + 1];
  if (below === undefined) return [{ key: unit.code, unit, cut: {}, query: { unit: unit.code } }];
  const tier = level !== undefined && depth(level) > depth(unit.tier) ? level : below;
  const lines = directory
    .find({ tier })
    .filter((found) => found.path.includes(unit.code))
    .map((found): Line => ({
      key: found.code,
      unit: found,
      cut: { units: codesBelow(directory, found.code) },
      query: { unit: found.code },
    }));
  const above = TIERS.filter(
    (other) => depth(other) >= depth(unit.tier) && depth(other) < depth(tier) && (cut.tiers?.includes(other) ?? true),
  );
  if (above.length === 0) return lines;
  return [...lines, { key: `${unit.code}*`, unit, own: true, cut: { tiers: above }, query: { tier: above } }];
}
