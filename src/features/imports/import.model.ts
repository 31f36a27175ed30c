import { type Connection, type Model, Schema } from 'mongoose';
import { type ImportRecord, type ImportRow } from './import.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const text = { type: String, default: '' };
const nested = (definition: Record<string, unknown>) => new Schema(definition, { _id: false, strict: 'throw' });

const imports = new Schema(
  {
    _id: required(String),
    state: required(String),
    fileName: required(String),
    digest: required(String),
    encoding: required(String),
    actor: nested({
      accountId: required(String),
      name: required(String),
      role: required(String),
      unit: nested({ code: required(String), tier: required(String), path: [String], name: required(String) }),
    }),
    defaultUnit: required(String),
    columns: Schema.Types.Mixed,
    counts: nested({ ready: Number, done: Number, known: Number, faulty: Number }),
    createdAt: required(Date),
    startedAt: Date,
    endedAt: Date,
  },
  { collection: 'imports', versionKey: false, strict: 'throw', minimize: false },
);
imports.index({ 'actor.unit.code': 1, createdAt: -1 });

const rows = new Schema(
  {
    importId: required(String),
    line: required(Number),
    state: required(String),
    values: nested({ number: text, user: text, subject: text, time: text, text, unit: text, village: text }),
    errors: [nested({ field: required(String), code: required(String), params: Schema.Types.Mixed })],
    disputeId: String,
  },
  { collection: 'importRows', versionKey: false, strict: 'throw', suppressReservedKeysWarning: true },
);
rows.index({ importId: 1, line: 1 }, { unique: true });
rows.index({ importId: 1, state: 1, line: 1 });

export type StoredImport = Omit<ImportRecord, 'id'> & { readonly _id: string };

export const importModel = (connection: Connection): Model<StoredImport> =>
  connection.model<StoredImport>('Import', imports as unknown as Schema<StoredImport>);
export const importRowModel = (connection: Connection): Model<ImportRow> =>
  connection.model<ImportRow>('ImportRow', rows as unknown as Schema<ImportRow>);
