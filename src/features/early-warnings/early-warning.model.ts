import { type Connection, type Model, Schema } from 'mongoose';
import { type EarlyWarningRecord, type WarningRun } from './early-warning.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: object) => new Schema(definition, { _id: false, strict: 'throw' });
const person = nested({ accountId: required(String), name: required(String), unitCode: required(String) });

const schema = new Schema(
  {
    _id: required(String),
    kind: required(String),
    subject: required(String),
    owner: nested({ code: required(String), tier: required(String), path: [String] }),
    state: required(String),
    open: required(Boolean),
    version: required(Number),
    raisedAt: required(Date),
    facts: nested({
      disputes: [String],
      count: required(Number),
      newest: required(String),
      from: String,
      to: String,
      applicants: Number,
      type: { type: String },
      township: String,
      expected: Number,
      p: Number,
      references: String,
      windows: Number,
      tested: Number,
      festival: String,
      festivalOn: String,
    }),
    holder: person,
    endedAt: Date,
    end: String,
    steps: [
      nested({
        at: required(Date),
        what: required(String),
        by: person,
        count: Number,
        end: String,
        note: String,
      }),
    ],
  },
  { collection: 'earlyWarnings', versionKey: false, strict: 'throw' },
);
schema.index({ 'owner.path': 1, open: 1, raisedAt: -1, _id: -1 });
schema.index({ 'owner.code': 1, open: 1, raisedAt: -1 });
// Whoever searches at the same time finds the warning raised already.
schema.index({ kind: 1, subject: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ kind: 1, subject: 1, raisedAt: -1 });

export type StoredWarning = Omit<EarlyWarningRecord, 'id'> & { _id: string };

export const earlyWarningModel = (connection: Connection): Model<StoredWarning> =>
  (connection.models['EarlyWarning'] as Model<StoredWarning> | undefined) ??
  connection.model<StoredWarning>('EarlyWarning', schema as unknown as Schema<StoredWarning>);

const runs = new Schema(
  {
    _id: required(String),
    at: required(Date),
    raised: required(Number),
    tested: required(Number),
    windows: required(Number),
    references: { type: String, default: null },
  },
  { collection: 'earlyWarningRuns', versionKey: false, strict: 'throw' },
);
runs.index({ at: -1 });

export type StoredRun = Omit<WarningRun, 'id'> & { _id: string };

export const warningRunModel = (connection: Connection): Model<StoredRun> =>
  (connection.models['EarlyWarningRun'] as Model<StoredRun> | undefined) ??
  connection.model<StoredRun>('EarlyWarningRun', runs as unknown as Schema<StoredRun>);
