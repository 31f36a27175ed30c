import { type Connection, type Model, Schema } from 'mongoose';
import { type IntegrityRow, type ProofRequest } from './proof.record.ts';

type Stored<T> = Omit<T, 'id'> & { readonly _id: string };

const required = <T>(type: T) => ({ type, required: true as const });
const options = (collection: string) => ({ collection, versionKey: false, strict: 'throw' }) as const;

const requests = new Schema(
  {
    _id: required(String),
    short: required(String),
    disputeId: required(String),
    round: required(Number),
    partyId: required(String),
    subject: required(String),
    no: Number,
    codeHash: required(String),
    askedAt: required(Date),
    askedBy: required(
      new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' }),
    ),
    expiresAt: required(Date),
    tries: required(Number),
    answer: String,
    answeredAt: Date,
    note: String,
  },
  options('proofs'),
);
requests.index({ short: 1 }, { unique: true });
requests.index({ disputeId: 1, askedAt: 1 });

const integrity = new Schema(
  {
    _id: required(String),
    number: required(String),
    path: [String],
    mediator: String,
    flags: [String],
    flagged: required(Boolean),
    marks: [String],
    asked: required(Number),
    confirmed: required(Number),
    at: required(Date),
  },
  options('integrity'),
);
integrity.index({ path: 1, flagged: 1, at: -1, _id: -1 });
integrity.index({ marks: 1 });

const sweeps = new Schema(
  { _id: required(String), at: required(Date), last: required(String) },
  options('integritySweeps'),
);

export interface SweepMark {
  readonly _id: string;
  readonly at: Date;
  readonly last: string;
}

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const proofModel = (connection: Connection) => make<Stored<ProofRequest>>(connection, 'Proof', requests);
export const integrityModel = (connection: Connection) =>
  make<Stored<IntegrityRow>>(connection, 'Integrity', integrity);
export const sweepMarkModel = (connection: Connection) => make<SweepMark>(connection, 'IntegritySweep', sweeps);
