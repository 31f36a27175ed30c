import { type Connection, type Model, Schema } from 'mongoose';
import { type UrgingRecord } from './urging.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: object) => new Schema(definition, { _id: false, strict: 'throw' });
const person = nested({
  accountId: required(String),
  name: required(String),
  role: required(String),
  unitCode: required(String),
});

const schema = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    number: required(String),
    clock: required(String),
    dueAt: required(Date),
    by: person,
    to: nested({ code: required(String), tier: required(String), path: [String] }),
    recipients: [String],
    note: required(String),
    answerBy: required(String),
    urgedAt: required(Date),
    state: required(String),
    replies: [nested({ at: required(Date), by: person, text: required(String) })],
    closedAt: Date,
  },
  { collection: 'urgings', versionKey: false, strict: 'throw' },
);
schema.index({ recipients: 1, state: 1, answerBy: 1 });
schema.index({ 'by.unitCode': 1, urgedAt: -1, _id: -1 });
schema.index({ 'to.path': 1, urgedAt: -1, _id: -1 });
schema.index({ disputeId: 1, urgedAt: -1 });
// One question at a time: a second one waits until the first is answered.
schema.index({ disputeId: 1, clock: 1 }, { unique: true, partialFilterExpression: { state: 'open' } });

type Stored = Omit<UrgingRecord, 'id'> & { _id: string };

export const urgingModel = (connection: Connection): Model<Stored> =>
  connection.model<Stored>('Urging', schema as unknown as Schema<Stored>);
