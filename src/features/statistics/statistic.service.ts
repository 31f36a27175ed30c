import { type CalendarDay, dayOfInstant, endOfDayInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import {
  denominatorOf,
  type IndicatorId,
  indicatorOf,
  inputsOf,
  isRecorded,
  numeratorOf,
} from '../../domain/indicator.ts';
import { type Actor, hasRight, type Role } from '../../domain/permission.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { yearEarlier } from '../../domain/statistic-input.ts';
import { depth, type Tier, TIERS } from '../../domain/tier.ts';
import { type Clock } from '../../platform/clock.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type UnitRecord, type UnitsService } from '../units/index.ts';
import { mediatorsOf, placeOf } from './statistic.cell.ts';
import { type InputRepository } from './input.repository.ts';
import {
  coverColumn,
  type Cut,
  countOf,
  denominatorCut,
  type Facts,
  monthsIn,
  narrowed,
  recordParts,
  type Span,
  spanOf,
  type Value,
  valueOf,
} from './statistic.report.ts';
import { type FigureList, type MediatorLine, type ReadRow } from './statistic.list.ts';
import { type ListedRow, type RowsRequest, type StatisticRepository } from './statistic.repository.ts';
import {
  codesBelow,
  type Line,
  listedPlaces,
  placesOf,
  type Row,
  type Scope,
  spanPeriod,
  unitLines,
} from './statistic.scope.ts';
import { type StatisticStore } from './statistic.store.ts';
import {
  daysOfMonth,
  type Division,
  type ListQuery,
  monthsOf,
  periodOf,
  type StatisticsQuery,
} from './statistic.schema.ts';

export interface StatisticsDeps {
  readonly repository: StatisticRepository;
  readonly inputs: Pick<InputRepository, 'values'>;
  readonly store: Pick<StatisticStore, 'waitingSince' | 'status'>;
  readonly units: UnitsService;
  readonly disputes: Pick<DisputeService, 'readings'>;
  /** Names of people by account. */
  readonly mediatorNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly clock: Clock;
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
    const { clock, store } = this.#deps;
    const now = clock.now();
    const [waiting, status] = await Promise.all([store.waitingSince(), store.status()]);
    const today = dayOfInstant(now);
    const knownOn = query.asOf !== undefined && query.asOf < today ? query.asOf : undefined;
    const directory = await this.#deps.units.directory();
    const unit = directory.get(query.unit ?? actor.unit.code);
    if (!unit) throw invalidField('unit', 'unit.unknown');
    if (!unit.path.includes(actor.unit.code)) throw forbidden('statistics.outsideArea', 'readStatistics');
    const tiers = query.tier && query.tier.length > 0 ? query.tier : undefined;
    return {
      unit,
      directory,
      period: periodOf(query, knownOn ?? today),
      basis: query.basis,
      cut: {
        ...(query.mediator
          ? { units: new Set([`${unit.code}:${query.mediator}`]) }
          : { unit: unit.code, ...(unit.tier === 'court' ? {} : { units: codesBelow(directory, unit.code) }) }),
        ...(tiers ? { tiers } : {}),
        ...(query.type ? { type: query.type } : {}),
      },
      shielded: OUTSIDE.includes(actor.role),
      asOf: knownOn ? endOfDayInstant(knownOn) : (waiting ?? now),
      today,
      ...(knownOn ? { knownOn } : {}),
      ...(query.since ? { since: query.since } : {}),
      ...(query.mediator ? { mediator: query.mediator } : {}),
      ...(status.phase === 'live' ? {} : { counting: status.total === 0 ? 0 : status.disputes / status.total }),
    };
  }

  /**
   * Everything the figures are summed from, read once.
   * @param by what the sums will be divided by: units and types are read apart only when asked for
   * @param given places of sums, where they are known already
   */
  async facts(
    scope: Scope,
    ids: readonly IndicatorId[],
    by?: Division | 'unitAndType',
    level?: Tier,
    given?: readonly string[],
  ): Promise<Facts> {
    const { repository, inputs } = this.#deps;
    const { cut, basis, today, knownOn, directory, asOf } = scope;
    const spans = new Map<Span, IndicatorId[]>();
    for (const id of ids) spans.set(spanOf(id), [...(spans.get(spanOf(id)) ?? []), id]);
    const read = async ([span, counted]: [Span, readonly IndicatorId[]]) => {
      const period = spanPeriod(scope, span);
      const parts = counted.flatMap((id) => recordParts(id, basis));
      const lengths = counted.some((id) => !UNMEASURED.includes(indicatorOf(id).kind));
      const type = cut.type ?? (by === 'type' || by === 'unitAndType' ? 'each' : 'all');
      const scopes = given ?? placesOf(scope, by === 'unit' || by === 'unitAndType', level);
      const tallies =
        parts.length === 0 || period.to < period.from
          ? {}
          : await repository.tallies({ parts, lengths, period, scopes, type, today, knownOn });
      return [span, { period, tallies }] as const;
    };
    const months = monthsIn(spanPeriod(scope, 'whole'));
    const periods = new Set([...months, ...yearEarlier(months)].flatMap((month) => [month, month.slice(0, 4)]));
    const [found, entered] = await Promise.all([
      Promise.all([...spans].map(read)),
      inputs.values([...new Set(ids.flatMap(inputsOf))], [...periods], knownOn ? asOf : this.#deps.clock.now()),
    ]);
    return {
      spans: Object.fromEntries(found),
      entered,
      parts: (unit) =>
        directory
          .children(unit)
          .filter(({ tier }) => tier !== 'village')
          .map(({ code }) => code),
    };
  }

  values(
    { cut, basis, shielded }: Scope,
    facts: Facts,
    ids: readonly IndicatorId[],
    narrower: Cut = {},
  ): readonly Value[] {
    return ids.map((id) => valueOf(id, facts, { ...cut, ...narrower }, basis, shielded));
  }

  /** `YYYY-MM` of the first thing recorded; undefined when nothing is. */
  firstMonth(): Promise<string | undefined> {
    return this.#deps.repository.firstMonth();
  }

  /** Whether everything recorded until the end of a day is counted. */
  async knows(day: CalendarDay): Promise<boolean> {
    const waiting = await this.#deps.store.waitingSince();
    return waiting === undefined || waiting > endOfDayInstant(day);
  }

  /** A table of figures; a number hidden from the reader cannot be told from the rest of its column. */
  table(scope: Scope, facts: Facts, ids: readonly IndicatorId[], lines: readonly Line[]): readonly Row[] {
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
  async list(actor: Actor, id: IndicatorId, query: ListQuery): Promise<{ scope: Scope; list: FigureList }> {
    const scope = await this.scope(actor, query);
    const { basis, cut } = scope;
    const isBelow = query.part === 'denominator' && denominatorOf(id).length > 0;
    const [part] = (isBelow ? denominatorOf(id) : numeratorOf(id, basis)).filter(isRecorded);
    const within = isBelow ? denominatorCut(id, cut) : cut;
    const facts = await this.facts(scope, [id]);
    const figure = valueOf(id, facts, cut, basis, scope.shielded);
    const counted = spanPeriod(scope, spanOf(id));
    if (!part) return { scope, list: { figure, total: null, counted, entered: true, closed: 0, rows: [] } };
    const total = countOf(id, facts, part, within);
    const request: RowsRequest = {
      ...part,
      period: counted,
      scopes: listedPlaces(scope, within),
      type: cut.type,
      knownOn: scope.knownOn,
    };
    const found = await this.#readable(actor, request, query);
    const listed = found.rows.slice(0, query.limit);
    const last = listed.at(-1);
    const readings = await this.#deps.disputes.readings(actor, [...new Set(listed.map((row) => row.disputeId))]);
    const rows = listed.flatMap(({ _id: key, disputeId, unit }): readonly ReadRow[] => {
      const read = readings.get(disputeId);
      return read && read.reading !== 'none' ? [{ key, unit, dispute: read.dispute, reading: read.reading }] : [];
    });
    return {
      scope,
      list: {
        figure,
        total: figure.hidden ? null : total,
        counted,
        entered: false,
        closed: found.closed(total),
        rows,
        ...(last && found.rows.length > listed.length ? { next: last._id } : {}),
      },
    };
  }

  /** Rows the person may open, one more than asked for when there are more, and how many there are that they may not. */
  async #readable(
    actor: Actor,
    request: RowsRequest,
    { limit, cursor }: ListQuery,
  ): Promise<{ readonly rows: readonly ListedRow[]; readonly closed: (total: number) => number }> {
    const { repository } = this.#deps;
    if (!hasRight(actor.role, 'readCases')) return { rows: [], closed: (total) => total };
    // The court stands above every dispute; others no longer see what has gone elsewhere.
    if (actor.unit.tier === 'court')
      return { rows: await repository.list(request, limit + 1, cursor), closed: () => 0 };
    const all = await repository.list(request, Number.MAX_SAFE_INTEGER);
    const readable = new Set<string>();
    for (let first = 0; first < all.length; first += ASKED_AT_ONCE) {
      const ids = new Set(all.slice(first, first + ASKED_AT_ONCE).map(({ disputeId }) => disputeId));
      for (const id of await repository.visible([...ids], actor.unit.code)) readable.add(id);
    }
    const open = all.filter(({ disputeId }) => readable.has(disputeId));
    const start = cursor === undefined ? 0 : open.findIndex(({ _id }) => _id === cursor) + 1;
    return { rows: open.slice(start, start + limit + 1), closed: (total) => total - open.length };
  }

  /** The people who mediated in a unit and below it, with what is summed of each. Of the court only its own and tribunals'. */
  async byMediator(
    scope: Scope,
    ids: readonly IndicatorId[],
  ): Promise<{ readonly facts: Facts; readonly mediators: readonly MediatorLine[] }> {
    const { repository, mediatorNames } = this.#deps;
    const { unit, directory } = scope;
    const below = directory
      .find({})
      .filter(
        ({ path, tier }) => path.includes(unit.code) && (unit.tier !== 'court' || depth(tier) < depth('township')),
      )
      .map(({ code, tier }) => mediatorsOf(tier, code));
    const scopes = await repository.mediatorScopes(below, scope.period);
    const names = await mediatorNames(scopes.map((each) => each.slice(each.lastIndexOf(':') + 1)));
    return {
      facts: await this.facts(scope, ids, undefined, undefined, scopes),
      mediators: scopes.map((each) => {
        const { unit: key } = placeOf(each);
        const [code = '', account = ''] = key.split(':');
        return { key, unit: code, name: names.get(account) ?? account };
      }),
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

/** Kinds that are made of counts alone. */
const UNMEASURED: readonly string[] = ['count', 'share', 'quotient', 'rate', 'growth'];

/** Disputes asked for at once. */
const ASKED_AT_ONCE = 1_000;
