import { type Connection, type Model, Schema } from 'mongoose';
import { type AgreementDocument, type Receipt, type Revisit } from './agreement.document.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const person = required(
  new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' }),
);

const drawn = new Schema(
  { path: required(String), at: required(Date), device: required(String) },
  { _id: false, strict: 'throw' },
);
const signature = new Schema(
  { signer: required(String), by: String, on: required(String), drawn, fileId: String },
  { _id: false, strict: 'throw' },
);

const agreements = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    version: required(Number),
    text: required(Schema.Types.Mixed),
    medium: required(String),
    breachTerm: String,
    remainder: String,
    exclusions: [String],
    signers: [String],
    signatures: [signature],
    refusedBy: String,
    refusedOn: String,
    recordedAt: required(Date),
    recordedBy: person,
  },
  { collection: 'agreements', versionKey: false, strict: 'throw', minimize: false },
);
agreements.index({ disputeId: 1, round: 1, version: 1 }, { unique: true });

const receipts = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    itemId: required(String),
    on: required(String),
    amountFen: Number,
    voucher: String,
    fileId: String,
    recordedAt: required(Date),
    recordedBy: person,
  },
  { collection: 'receipts', versionKey: false, strict: 'throw' },
);
receipts.index({ disputeId: 1, round: 1, recordedAt: 1 });

const revisits = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    on: required(String),
    parties: [String],
    way: required(String),
    performance: required(String),
    satisfaction: Number,
    signs: [String],
    situation: required(String),
    measures: String,
    recordedAt: required(Date),
    recordedBy: person,
  },
  { collection: 'revisits', versionKey: false, strict: 'throw' },
);
revisits.index({ disputeId: 1, recordedAt: 1 });

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const agreementModel = (connection: Connection) => make<AgreementDocument>(connection, 'Agreement', agreements);
export const receiptModel = (connection: Connection) => make<Receipt>(connection, 'Receipt', receipts);
export const revisitModel = (connection: Connection) => make<Revisit>(connection, 'Revisit', revisits);
