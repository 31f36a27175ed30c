import { type Connection, type Model, Schema } from 'mongoose';
import { type HandOverRecord } from './hand-over.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const unit = new Schema(
  { code: required(String), tier: required(String), path: [String] },
  { _id: false, strict: 'throw' },
);

const schema = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    disputeNumber: required(String),
    title: required(String),
    kind: required(String),
    state: required(String),
    from: unit,
    to: unit,
    sentAt: required(Date),
    dueAt: required(Date),
    sentBy: new Schema({ accountId: required(String), name: required(String) }, { _id: false }),
    reason: required(String),
    reasonCode: String,
    brief: required(String),
    overrode: new Schema({ unit: required(String), because: required(String) }, { _id: false }),
    answeredAt: Date,
    answeredBy: new Schema({ accountId: required(String), name: required(String) }, { _id: false }),
    decline: new Schema(
      { code: required(String), note: required(String), proposedUnit: String, proposedBody: String },
      { _id: false },
    ),
    answer: String,
    ruling: new Schema({ by: required(String), unit, reason: required(String) }, { _id: false }),
  },
  { collection: 'handOvers', versionKey: false, strict: 'throw' },
);
schema.index({ disputeId: 1, sentAt: 1 });
schema.index({ 'to.code': 1, state: 1, sentAt: -1 });
schema.index({ 'from.code': 1, state: 1, sentAt: -1 });

schema.index({ sentAt: 1 });
schema.index({ kind: 1, state: 1, dueAt: 1 });
schema.index({ 'to.path': 1, sentAt: -1 });
schema.index({ 'from.path': 1, kind: 1, sentAt: -1 });

type Stored = Omit<HandOverRecord, 'id'> & { _id: string };

export const handOverModel = (connection: Connection): Model<Stored> =>
  connection.model<Stored>('HandOver', schema as unknown as Schema<Stored>);
