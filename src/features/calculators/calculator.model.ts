import { type Connection, type Model, Schema } from 'mongoose';
import { type Calculation, type StoredFigure, type StoredRate } from './calculator.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const entered = {
  enteredAt: required(Date),
  enteredBy: required(
    new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' }),
  ),
};
const options = (collection: string) => ({ collection, versionKey: false, strict: 'throw', minimize: false }) as const;

const rates = new Schema(
  {
    publishedOn: required(String),
    oneYear: required(Number),
    fiveYears: required(Number),
    source: required(String),
    ...entered,
  },
  options('primeRates'),
);
rates.index({ publishedOn: 1 }, { unique: true });

const figures = new Schema(
  { kind: required(String), year: required(Number), amountFen: required(Number), source: required(String), ...entered },
  options('baseFigures'),
);
figures.index({ kind: 1, year: 1 }, { unique: true });

const calculations = new Schema(
  {
    disputeId: required(String),
    kind: required(String),
    question: required(Schema.Types.Mixed),
    working: required(Schema.Types.Mixed),
    ...entered,
  },
  options('calculations'),
);
calculations.index({ disputeId: 1, enteredAt: 1 });

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const rateModel = (connection: Connection) => make<StoredRate>(connection, 'PrimeRate', rates);
export const figureModel = (connection: Connection) => make<StoredFigure>(connection, 'BaseFigure', figures);
export const calculationModel = (connection: Connection) =>
  make<Omit<Calculation, 'id'>>(connection, 'Calculation', calculations);
