// Reads what statistics are made of: sums where they are kept, rows where they are few, and the events of single
// disputes where somebody asks what was known in the middle of a month.

import { type Connection, trusted, Types } from 'mongoose';
import { addDays, addMonths, type CalendarDay, endOfDayInstant } from '../../domain/calendar-day.ts';
import { type CountFlag, type CountSource } from '../../domain/count-flag.ts';
import { type CountRow, rowsOf } from '../../domain/count-row.ts';
import { type Tale, tell } from '../../domain/counted.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type RecordPart } from '../../domain/indicator.ts';
import { TIERS } from '../../domain/tier.ts';
import { disputeModel, eventModel } from '../disputes/index.ts';
import { ALL_TYPES, isMediatorScope, isSmallScope, scopesOf, tierScope } from './statistic.cell.ts';
import { type Cell, cellModel, type Fact, factModel, type FactRow, factRowModel } from './statistic.model.ts';
import { type Period, type Tallies } from './statistic.report.ts';
import { Sums } from './statistic.sums.ts';

/** Which sums: of these places, of all types or each or one, by month. */
export interface FactsRequest {
  readonly parts: readonly RecordPart[];
  /** Lengths and amounts are wanted too. */
  readonly lengths: boolean;
  readonly period: Period;
  /** Scopes of cells; absent for the whole court by tier. */
  readonly scopes?: readonly string[] | undefined;
  /** `all`: types together; `each`: type by type; else one type. */
  readonly type: 'all' | 'each' | (string & {});
  readonly today: CalendarDay;
  /** What was known at the end of this day; absent for what is known now. */
  readonly knownOn?: CalendarDay | undefined;
}

/** Which rows stand behind a figure. */
export interface RowsRequest {
  readonly source: CountSource;
  readonly flag: CountFlag;
  readonly period: Period;
  readonly scopes?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly knownOn?: CalendarDay | undefined;
}

export type ListedRow = Pick<FactRow, '_id' | 'disputeId' | 'on' | 'unit'>;

/** Later than any day. */
const NEVER = '9999-12-31' as CalendarDay;
const lastDayOf = (month: string): CalendarDay => addDays(addMonths(`${month}-01` as CalendarDay, 1), -1);
const firstDayOf = (month: string): CalendarDay => `${month}-01` as CalendarDay;
const monthOf = (day: CalendarDay): string => day.slice(0, 7);

/** A period as whole months and what is left of it at either end. Nothing that has happened lies after today. */
export function split(
  { from, to }: Period,
  today: CalendarDay,
): { months: readonly string[]; rest: readonly Period[] } {
  const months: string[] = [];
  const rest: Period[] = [];
  for (let first = firstDayOf(monthOf(from)); first <= to; first = addMonths(first, 1)) {
    const month = monthOf(first);
    const last = lastDayOf(month);
    const begins = first < from ? from : first;
    const ends = last > to ? to : last;
    if (begins === first && (ends === last || to >= today)) months.push(month);
    else rest.push({ from: begins, to: ends });
  }
  return { months, rest };
}

export class StatisticRepository {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async tallies(request: FactsRequest): Promise<Tallies> {
    const { knownOn, today } = request;
    const sources = sourcesOf(request);
    const isPast = knownOn !== undefined && knownOn < today;
    // What is to be done lies ahead: the end of its month counts only once it has come.
    const { months, rest } = split(request.period, sources.includes('due') ? NEVER : today);
    const sums = new Sums();
    await Promise.all([
      isPast ? this.#knownMonths(request, months, knownOn, sums) : this.#months(request, months, sums),
      ...rest.map((days) => (isPast ? this.#retold(request, days, knownOn, sums) : this.#days(request, days, sums))),
    ]);
    return sums.facts(sources);
  }

  async #months(request: FactsRequest, months: readonly string[], sums: Sums): Promise<void> {
    if (months.length === 0) return;
    if (needsRows(request)) {
      const [first = '', last = ''] = [months[0], months.at(-1)];
      return this.#days(request, { from: firstDayOf(first), to: lastDayOf(last) }, sums);
    }
    const found = await cellModel(this.#connection)
      .find({ kind: 'month', ...placed(request), period: trusted({ $in: [...months] }) })
      .select(wantedOf(request))
      .lean<Cell[]>();
    for (const cell of found) sums.add(cell.scope, cell.type, cell.period, cell);
  }

  async #days(request: FactsRequest, { from, to }: Period, sums: Sums): Promise<void> {
    // Days are kept of all types together, and not of single villages.
    if (request.type !== 'all' || request.scopes?.some(isSmallScope)) {
      const found = await factRowModel(this.#connection)
        .find({
          source: trusted({ $in: [...sourcesOf(request)] }),
          on: trusted({ $gte: from, $lte: to }),
          ...(request.scopes ? { scopes: trusted({ $in: [...request.scopes] }) } : {}),
          ...typeOf(request.type),
        })
        .lean<FactRow[]>();
      for (const { type, ...row } of found) sums.addRow({ key: row._id, ...row }, type, request);
      return;
    }
    const found = await cellModel(this.#connection)
      .find({ kind: 'day', ...placed(request), period: trusted({ $gte: from, $lte: to }) })
      .select(wantedOf(request))
      .lean<Cell[]>();
    for (const cell of found) sums.add(cell.scope, cell.type, cell.period, cell);
  }

  /** Whole months as they were known at the end of a day: by months of recording, and the days since the last of them. */
  async #knownMonths(
    request: FactsRequest,
    months: readonly string[],
    knownOn: CalendarDay,
    sums: Sums,
  ): Promise<void> {
    if (months.length === 0) return;
    const isMonthEnd = knownOn === lastDayOf(monthOf(knownOn));
    const { scopes = [] } = request;
    if (needsRows(request) || scopes.some(isMediatorScope) || (!isMonthEnd && scopes.some(isSmallScope))) {
      const [first = '', last = ''] = [months[0], months.at(-1)];
      return this.#retold(request, { from: firstDayOf(first), to: lastDayOf(last) }, knownOn, sums);
    }
    const until = isMonthEnd ? monthOf(knownOn) : monthOf(addDays(firstDayOf(monthOf(knownOn)), -1));
    const found = await cellModel(this.#connection)
      .find({
        kind: 'known',
        ...placed(request),
        period: trusted({ $in: [...months] }),
        known: trusted({ $lte: until }),
      })
      .select(wantedOf(request))
      .lean<Cell[]>();
    for (const cell of found) sums.add(cell.scope, cell.type, cell.period, cell);
    if (isMonthEnd) return;
    const learned = await cellModel(this.#connection)
      .find({
        kind: 'learned',
        type: ALL_TYPES,
        ...(request.scopes ? { scope: trusted({ $in: [...request.scopes] }) } : {}),
        period: trusted({ $gte: firstDayOf(monthOf(knownOn)), $lte: knownOn }),
      })
      .lean<Cell[]>();
    for (const { scope, l = {} } of learned) {
      for (const month of months) {
        for (const [type, numbers] of Object.entries(l[month] ?? {})) {
          const wanted =
            request.type === 'all'
              ? type === ALL_TYPES
              : request.type === 'each'
                ? type !== ALL_TYPES
                : type === request.type;
          if (wanted) sums.add(scope, type, month, numbers);
        }
      }
    }
  }

  /** The rows that may have counted on these days, retold from their events as far as they were known. */
  async #retold(request: FactsRequest, { from, to }: Period, knownOn: CalendarDay, sums: Sums): Promise<void> {
    for (const source of sourcesOf(request)) {
      for await (const { rows, tale } of this.#talesThen(source, { from, to }, knownOn)) {
        const type = tale.counted.type;
        if (request.type !== 'all' && request.type !== 'each' && request.type !== type) continue;
        for (const row of rows) sums.addRow(row, type, request);
      }
    }
  }

  /** Disputes with rows of the source on these days, as they were known at the end of a day. */
  async *#talesThen(
    source: CountSource,
    { from, to }: Period,
    knownOn: CalendarDay,
  ): AsyncGenerator<{ readonly id: string; readonly tale: Tale; readonly rows: readonly CountRow[] }> {
    const known = await factModel(this.#connection)
      .find({ seen: trusted({ $gte: `${source}:${from}`, $lte: `${source}:${to}` }) })
      .select('_id')
      .lean<Pick<Fact, '_id'>[]>();
    const until = endOfDayInstant(knownOn);
    for (let first = 0; first < known.length; first += RETOLD) {
      const ids = known.slice(first, first + RETOLD).map(({ _id }) => _id);
      const events = await eventModel(this.#connection)
        .find({ disputeId: trusted({ $in: ids }), recordedAt: trusted({ $lte: until }) })
        .sort({ disputeId: 1, seq: 1 })
        .select('-_id disputeId seq act recordedAt counted')
        .lean<Pick<DisputeEvent, 'disputeId' | 'seq' | 'act' | 'recordedAt' | 'counted'>[]>();
      const tales = new Map<string, Tale>();
      for (const event of events) tales.set(event.disputeId, tell(tales.get(event.disputeId), event));
      for (const [id, tale] of tales) {
        const rows = rowsOf(tale).filter((row) => row.source === source && row.on >= from && row.on <= to);
        if (rows.length > 0) yield { id, tale, rows };
      }
    }
  }

  /** The rows behind a figure, newest first, after the one seen last. */
  async list(request: RowsRequest, limit: number, after?: string): Promise<readonly ListedRow[]> {
    const { source, flag, period, scopes, type, knownOn } = request;
    if (knownOn !== undefined) {
      const then = await this.#listThen(request, knownOn);
      const start = after === undefined ? 0 : then.findIndex(({ _id }) => _id === after) + 1;
      return then.slice(start, start + limit);
    }
    const last =
      after === undefined ? null : await factRowModel(this.#connection).findById(after).select('on').lean<ListedRow>();
    const beyond = last && {
      $or: [{ on: trusted({ $lt: last.on }) }, { on: last.on, _id: trusted({ $lt: after ?? '' }) }],
    };
    const within = {
      source,
      ...(scopes ? { scopes: trusted({ $in: [...scopes] }) } : {}),
      on: trusted({ $gte: period.from, $lte: period.to }),
      flags: flag,
      ...(type === undefined ? {} : { type }),
    };
    return factRowModel(this.#connection)
      .find(beyond ? { $and: [within, beyond] } : within)
      .sort({ on: -1, _id: -1 })
      .limit(limit)
      .select('disputeId on unit')
      .lean<ListedRow[]>();
  }

  async #listThen({ source, flag, period, scopes, type }: RowsRequest, knownOn: CalendarDay): Promise<ListedRow[]> {
    const found: ListedRow[] = [];
    for await (const { id, tale, rows } of this.#talesThen(source, period, knownOn)) {
      if (type !== undefined && tale.counted.type !== type) continue;
      for (const row of rows) {
        if (!row.flags.includes(flag)) continue;
        if (scopes && !scopesOf(row).some((scope) => scopes.includes(scope))) continue;
        found.push({ _id: `${id}:${row.key}`, disputeId: id, on: row.on, unit: row.unit });
      }
    }
    return found.toSorted((a, b) => (a.on === b.on ? (a._id < b._id ? 1 : -1) : a.on < b.on ? 1 : -1));
  }

  /** Places of the mediators of units who had anything in the months of a period. */
  async mediatorScopes(units: readonly string[], { from, to }: Period): Promise<readonly string[]> {
    if (units.length === 0) return [];
    const found = await cellModel(this.#connection)
      .find({
        kind: 'month',
        type: ALL_TYPES,
        $or: units.map((unit) => ({ scope: trusted({ $gte: unit, $lt: `${unit}~` }) })),
        period: trusted({ $gte: monthOf(from), $lte: monthOf(to) }),
      })
      .select('scope')
      .lean<Pick<Cell, 'scope'>[]>();
    return [...new Set(found.map(({ scope }) => scope))].toSorted();
  }

  /** `YYYY-MM` of the first thing recorded; undefined when nothing is. */
  async firstMonth(): Promise<string | undefined> {
    const [first] = await cellModel(this.#connection)
      .find({ kind: 'known', type: ALL_TYPES, scope: trusted({ $in: TIERS.map(tierScope) }) })
      .sort({ known: 1 })
      .limit(1)
      .select('known')
      .lean<Pick<Cell, 'known'>[]>();
    return first?.known;
  }

  /** How many of the rows belong to disputes the staff of a unit may find in a list. */
  async visible(ids: readonly string[], unitCode: string): Promise<ReadonlySet<string>> {
    const found = await disputeModel(this.#connection)
      .find({ _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }), visibleTo: unitCode })
      .select('_id')
      .lean<{ _id: Types.ObjectId }[]>();
    return new Set(found.map(({ _id }) => _id.toHexString()));
  }
}

const sourcesOf = ({ parts }: FactsRequest): readonly CountSource[] => [...new Set(parts.map(({ source }) => source))];

/** Single villages and mediators have no sums by type. */
const needsRows = ({ scopes, type }: FactsRequest): boolean => type !== 'all' && (scopes?.some(isSmallScope) ?? false);

/** What is read of a cell: a cell holds many numbers, a page needs few. */
function wantedOf({ parts, lengths, ...request }: FactsRequest): Readonly<Record<string, 1>> {
  const sources = lengths ? sourcesOf({ parts, lengths, ...request }) : [];
  const paths = [
    ...parts.map(({ source, flag }) => `n.${source}:${flag}`),
    ...sources.flatMap((source) => [`s.${source}:days`, `s.${source}:fen`, `h.${source}`]),
  ];
  return Object.fromEntries(['scope', 'type', 'period', ...paths].map((path) => [path, 1]));
}

/** Disputes retold at a time. */
const RETOLD = 1_000;

const typeOf = (type: FactsRequest['type']) => (type === 'all' || type === 'each' ? {} : { type });

const placed = ({ scopes, type }: FactsRequest) => ({
  type: type === 'each' ? trusted({ $in: [...DISPUTE_TYPE_CODES] }) : type === 'all' ? ALL_TYPES : type,
  scope: trusted({ $in: [...(scopes ?? TIERS.map(tierScope))] }),
});
