import { type Connection, type Model, Schema } from 'mongoose';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type CountFlag, type CountSource } from '../../domain/count-flag.ts';
import { type Tale } from '../../domain/counted.ts';
import { type Tier } from '../../domain/tier.ts';
import { type CellKind } from './statistic.cell.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const mixed = { type: Schema.Types.Mixed };

/** How far a dispute's events have been folded, and what they amount to. */
export interface Fact {
  /** Id of the dispute. */
  readonly _id: string;
  /** Number of the last event folded. */
  readonly seq: number;
  readonly tale: Tale;
  /** `source:day` of every row it ever had: who might have counted then. */
  readonly seen: readonly string[];
}

const facts = new Schema<Fact>(
  { _id: required(String), seq: required(Number), tale: required(Schema.Types.Mixed), seen: [String] },
  { collection: 'facts', versionKey: false, strict: 'throw', minimize: false },
);
facts.index({ seen: 1 });

/** A countable row as it stands today: what the list behind a figure shows. */
export interface FactRow {
  readonly _id: string;
  readonly disputeId: string;
  readonly source: CountSource;
  readonly on: CalendarDay;
  readonly unit: string;
  readonly tier: Tier;
  readonly type: string;
  readonly scopes: readonly string[];
  readonly flags: readonly CountFlag[];
  readonly days?: number;
  readonly fen?: number;
  readonly mediator?: string;
}

const factRows = new Schema<FactRow>(
  {
    _id: required(String),
    disputeId: required(String),
    source: required(String),
    on: required(String),
    unit: required(String),
    tier: required(String),
    type: required(String),
    scopes: [String],
    flags: [String],
    days: Number,
    fen: Number,
    mediator: String,
  },
  { collection: 'factRows', versionKey: false, strict: 'throw' },
);
factRows.index({ source: 1, on: -1, _id: -1 });
factRows.index({ source: 1, scopes: 1, on: -1, _id: -1 });
factRows.index({ disputeId: 1 });

/** Sums of one cell; see `statistic.cell`. */
export interface Cell {
  readonly _id: string;
  readonly kind: CellKind;
  readonly scope: string;
  readonly type: string;
  readonly period: string;
  readonly known: string;
  readonly n?: Readonly<Record<string, number>>;
  readonly s?: Readonly<Record<string, number>>;
  /** By source, then by length in days. */
  readonly h?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By month, then by type: what the day taught of it. */
  readonly l?: Readonly<Record<string, Readonly<Record<string, Pick<Cell, 'n' | 's' | 'h'>>>>>;
}

const cells = new Schema<Cell>(
  {
    _id: required(String),
    kind: required(String),
    scope: required(String),
    type: required(String),
    period: required(String),
    known: { type: String, default: '' },
    n: mixed,
    s: mixed,
    h: mixed,
    l: mixed,
  },
  { collection: 'cells', versionKey: false, strict: 'throw', minimize: false },
);
cells.index({ kind: 1, scope: 1, period: 1, type: 1 });

/** How the projection stands. live: events are folded as they come; clearing and counting: it is being counted anew. */
export interface Projection {
  readonly _id: string;
  readonly phase: 'live' | 'clearing' | 'counting';
  /** While counting anew: the last dispute that is counted. */
  readonly last: string;
  readonly disputes: number;
  readonly events: number;
  /** Disputes there were when it began. */
  readonly total: number;
  readonly changedAt: Date;
}

const projections = new Schema<Projection>(
  {
    _id: required(String),
    phase: required(String),
    last: { type: String, default: '' },
    disputes: required(Number),
    events: required(Number),
    total: required(Number),
    changedAt: required(Date),
  },
  { collection: 'projections', versionKey: false, strict: 'throw' },
);

const model = <T>(connection: Connection, name: string, schema: Schema<T>): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema);

export const factModel = (connection: Connection): Model<Fact> => model(connection, 'Fact', facts);
export const factRowModel = (connection: Connection): Model<FactRow> => model(connection, 'FactRow', factRows);
export const cellModel = (connection: Connection): Model<Cell> => model(connection, 'Cell', cells);
export const projectionModel = (connection: Connection): Model<Projection> =>
  model(connection, 'Projection', projections);
