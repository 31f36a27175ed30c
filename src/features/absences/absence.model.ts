import { type Connection, type Model, Schema } from 'mongoose';
import { type AbsenceRecord } from './absence.record.ts';

const text = { type: String, required: true } as const;
const person = new Schema({ accountId: text, name: text }, { _id: false });

const schema = new Schema(
  {
    accountId: text,
    name: text,
    unitCode: text,
    from: text,
    to: text,
    reason: text,
    substituteId: String,
    substituteName: String,
    enteredAt: { type: Date, required: true },
    enteredBy: { type: person, required: true },
    cancelledAt: Date,
    cancelledBy: person,
  },
  { collection: 'absences', versionKey: false, strict: 'throw' },
);
schema.index({ to: 1 });
schema.index({ accountId: 1, from: -1 });
schema.index({ unitCode: 1, from: -1 });

/** One document: how often absences were changed, so that two entered at once are checked one after the other. */
const revisionSchema = new Schema(
  { _id: text, revision: { type: Number, required: true } },
  { collection: 'absenceRevisions', versionKey: false },
);

export type StoredAbsence = Omit<AbsenceRecord, 'id'>;

export const absenceModel = (connection: Connection): Model<StoredAbsence> =>
  (connection.models['Absence'] as Model<StoredAbsence> | undefined) ??
  connection.model<StoredAbsence>('Absence', schema as unknown as Schema<StoredAbsence>);

export const absenceRevisionModel = (connection: Connection): Model<{ _id: string; revision: number }> =>
  (connection.models['AbsenceRevision'] as Model<{ _id: string; revision: number }> | undefined) ??
  connection.model<{ _id: string; revision: number }>(
    'AbsenceRevision',
    revisionSchema as unknown as Schema<{ _id: string; revision: number }>,
  );
