import { type Connection, type Model, Schema } from 'mongoose';
import { type Dossier, type FilingPackage } from './filing.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const person = new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' });

const packages = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    builtAt: required(Date),
    builtBy: required(person),
    number: required(String),
    materials: [String],
    complaint: required(Schema.Types.Mixed),
    evidence: [String],
    serviceAddresses: [Schema.Types.Mixed],
    undisputedFacts: [String],
    failure: Schema.Types.Mixed,
    termination: Schema.Types.Mixed,
    agreement: Schema.Types.Mixed,
  },
  { collection: 'filingPackages', versionKey: false, strict: 'throw', minimize: false },
);
packages.index({ disputeId: 1, builtAt: 1 });

const dossiers = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    summary: required(String),
    satisfactionInvited: required(Boolean),
    closedAt: required(Date),
    closedBy: required(person),
    parts: { type: [String], default: undefined },
    retention: String,
    pages: Number,
    archivedAt: Date,
    archivedBy: person,
  },
  { collection: 'dossiers', versionKey: false, strict: 'throw' },
);
dossiers.index({ disputeId: 1, round: 1 }, { unique: true });

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const packageModel = (connection: Connection) => make<FilingPackage>(connection, 'FilingPackage', packages);
export const dossierModel = (connection: Connection) => make<Dossier>(connection, 'Dossier', dossiers);
