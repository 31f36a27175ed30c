import { type Connection, type Model, Schema } from 'mongoose';
import { ALERT_RULES, AUDIT_KINDS, type AuditAlert, type AuditLine } from '../../domain/audit.ts';
import { ROLES } from '../../domain/permission.ts';

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const moment = { type: Date, required: true } as const;
const person = new Schema(
  { accountId: text, name: text, role: { ...text, enum: ROLES }, unitCode: text },
  { _id: false, strict: 'throw' },
);

const lineSchema = new Schema(
  {
    chain: text,
    seq: number,
    at: moment,
    kind: { ...text, enum: AUDIT_KINDS },
    method: text,
    path: text,
    status: number,
    person,
    username: String,
    ip: String,
    requestId: text,
    disputeId: String,
    basis: String,
    people: { type: [String], default: undefined },
    count: Number,
    text: String,
    reason: String,
    hash: text,
  },
  { collection: 'auditLines', versionKey: false, strict: 'throw' },
);
lineSchema.index({ chain: 1, seq: 1 }, { unique: true });
lineSchema.index({ at: -1, _id: -1 });
// One for each filter of the page: a rare kind among millions of lines must not be looked for one by one.
lineSchema.index({ kind: 1, at: -1, _id: -1 });
lineSchema.index({ disputeId: 1, at: -1, _id: -1 });
lineSchema.index({ 'person.accountId': 1, at: -1, _id: -1 });

/** How far a chain has come; `mac` proves that the trail itself wrote it. */
export interface AuditHead {
  readonly _id: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: Date;
  readonly mac: string;
}

const headSchema = new Schema(
  { _id: text, seq: number, hash: text, at: moment, mac: text },
  { collection: 'auditHeads', versionKey: false, strict: 'throw' },
);
headSchema.index({ at: 1 });

/** Heads as they stood at a moment, numbered and chained, so that no chain can vanish as a whole. */
export interface AuditSeal {
  readonly _id: number;
  readonly at: Date;
  readonly heads: readonly { readonly chain: string; readonly seq: number; readonly hash: string }[];
  readonly previous: string;
  readonly mac: string;
}

const sealSchema = new Schema(
  {
    _id: number,
    at: moment,
    heads: [new Schema({ chain: text, seq: number, hash: text }, { _id: false })],
    previous: { type: String },
    mac: text,
  },
  { collection: 'auditSeals', versionKey: false, strict: 'throw' },
);

/** Where an archive took the beginning of a chain: its lines up to `seq` are in a file. */
export interface AuditArchive {
  readonly _id: string;
  readonly seq: number;
  readonly hash: string;
  readonly mac: string;
}

const archiveSchema = new Schema(
  { _id: text, seq: number, hash: text, mac: text },
  { collection: 'auditArchives', versionKey: false, strict: 'throw' },
);

const alertSchema = new Schema(
  {
    _id: text,
    rule: { ...text, enum: ALERT_RULES },
    day: text,
    person: { type: person, required: true },
    count: number,
    firstAt: moment,
    lastAt: moment,
  },
  { collection: 'auditAlerts', versionKey: false, strict: 'throw' },
);
alertSchema.index({ day: -1, rule: 1 });

const modelOf = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export type AlertDocument = Omit<AuditAlert, 'id'> & { readonly _id: string };

export const auditLineModel = (connection: Connection): Model<AuditLine> =>
  modelOf<AuditLine>(connection, 'AuditLine', lineSchema);
export const auditHeadModel = (connection: Connection): Model<AuditHead> =>
  modelOf<AuditHead>(connection, 'AuditHead', headSchema);
export const auditSealModel = (connection: Connection): Model<AuditSeal> =>
  modelOf<AuditSeal>(connection, 'AuditSeal', sealSchema);
export const auditArchiveModel = (connection: Connection): Model<AuditArchive> =>
  modelOf<AuditArchive>(connection, 'AuditArchive', archiveSchema);
export const auditAlertModel = (connection: Connection): Model<AlertDocument> =>
  modelOf<AlertDocument>(connection, 'AuditAlert', alertSchema);
