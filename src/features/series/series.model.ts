import { type Connection, type Model, Schema } from 'mongoose';
import { type SeriesOrder, type SeriesRecord, type SeriesRow } from './series.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const options = (collection: string) => ({ collection, versionKey: false, strict: 'throw', minimize: false }) as const;

const series = new Schema(
  {
    _id: required(String),
    title: required(String),
    state: required(String),
    actor: required(Schema.Types.Mixed),
    unitPath: [String],
    source: required(String),
    type: required(String),
    placeUnit: required(String),
    commonSide: required(String),
    common: required(String),
    commonName: required(String),
    facts: required(String),
    claims: [String],
    counts: required(Schema.Types.Mixed),
    version: required(Number),
    createdAt: required(Date),
  },
  options('series'),
);
series.index({ unitPath: 1, createdAt: -1 });

const rows = new Schema(
  {
    seriesId: required(String),
    line: required(Number),
    state: required(String),
    sealed: String,
    errors: { type: [Schema.Types.Mixed], required: true },
    disputeId: String,
  },
  { ...options('seriesRows'), suppressReservedKeysWarning: true },
);
rows.index({ seriesId: 1, line: 1 }, { unique: true });
rows.index({ seriesId: 1, state: 1, line: 1 });
rows.index({ disputeId: 1 });

const orders = new Schema(
  {
    _id: required(String),
    seriesId: required(String),
    kind: required(String),
    state: required(String),
    actor: required(Schema.Types.Mixed),
    createdAt: required(Date),
    endedAt: Date,
    steps: [Schema.Types.Mixed],
    results: [Schema.Types.Mixed],
  },
  options('seriesOrders'),
);
orders.index({ seriesId: 1, createdAt: -1 });

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export type Stored<T extends { readonly id: string }> = Omit<T, 'id'> & { readonly _id: string };
export const seriesModel = (connection: Connection) => make<Stored<SeriesRecord>>(connection, 'Series', series);
export const seriesRowModel = (connection: Connection) => make<SeriesRow>(connection, 'SeriesRow', rows);
export const seriesOrderModel = (connection: Connection) =>
  make<Stored<SeriesOrder>>(connection, 'SeriesOrder', orders);
