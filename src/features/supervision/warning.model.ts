import { type Connection, type Model, Schema } from 'mongoose';
import { type WarningRecord } from './warning.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: object) => new Schema(definition, { _id: false, strict: 'throw' });

const schema = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    number: required(String),
    clock: required(String),
    level: required(String),
    raisedAt: required(Date),
    dueAt: required(Date),
    provisional: required(Boolean),
    holder: nested({ code: required(String), tier: required(String), path: [String] }),
    person: nested({ accountId: required(String), name: required(String) }),
    recipients: [String],
    scope: [String],
    state: required(String),
    risk: required(String),
    weight: required(Number),
    open: required(Boolean),
    endedAt: Date,
    ended: String,
  },
  { collection: 'warnings', versionKey: false, strict: 'throw' },
);
// Most rows have ended; only the open ones are ever listed.
const whereOpen = { partialFilterExpression: { open: true } };
schema.index({ scope: 1, weight: -1, dueAt: 1, _id: 1 }, whereOpen);
schema.index({ recipients: 1, weight: -1, dueAt: 1, _id: 1 }, whereOpen);
schema.index({ disputeId: 1, raisedAt: 1 });

type Stored = Omit<WarningRecord, 'id'> & { _id: string };

export const warningModel = (connection: Connection): Model<Stored> =>
  connection.model<Stored>('Warning', schema as unknown as Schema<Stored>);
