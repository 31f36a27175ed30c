import { Schema, type Connection, type Model } from 'mongoose';
import { ROLES } from '../../domain/permission.ts';
import { LANGUAGES } from '../../platform/i18n.ts';
import { ACCESS_EVENT_KINDS, type AccessEvent, type StoredAccount, type Token } from './account.record.ts';

const text = { type: String, required: true } as const;
const moment = { type: Date, required: true } as const;

const post = new Schema(
  { unitCode: text, role: { ...text, enum: ROLES }, from: text, to: String },
  { _id: false, strict: 'throw' },
);

const accountSchema = new Schema(
  {
    username: text,
    name: text,
    posts: [post],
    language: { type: String, enum: LANGUAGES },
    largeType: { type: Boolean, required: true },
    phone: String,
    passwordHash: text,
    previousHashes: [String],
    passwordChangedAt: moment,
    passwordTemporary: { type: Boolean, required: true },
    credentials: { type: Number, required: true },
    failedLogins: { type: Number, required: true },
    totpSecret: String,
    totpSince: Date,
    totpStep: Number,
    lockedUntil: Date,
    lastLoginAt: Date,
    createdAt: moment,
    disabledAt: Date,
    disabledBecause: { type: String, enum: ['by-admin', 'unused'] },
    version: { type: Number, required: true },
  },
  { collection: 'accounts', versionKey: false, strict: 'throw' },
);
accountSchema.index({ username: 1 }, { unique: true });
accountSchema.index({ 'posts.unitCode': 1, username: 1 });
accountSchema.index({ 'posts.role': 1, username: 1 });

const tokenSchema = new Schema(
  {
    accountId: text,
    name: text,
    hash: text,
    scopes: { type: [String], required: true },
    postId: text,
    hint: text,
    createdAt: moment,
    expiresAt: moment,
    revokedAt: Date,
    lastUsedAt: Date,
  },
  { collection: 'tokens', versionKey: false, strict: 'throw' },
);
tokenSchema.index({ hash: 1 }, { unique: true });
tokenSchema.index({ accountId: 1, createdAt: -1 });

const accessEventSchema = new Schema(
  {
    at: moment,
    kind: { ...text, enum: ACCESS_EVENT_KINDS },
    success: { type: Boolean, required: true },
    subject: { type: new Schema({ accountId: String, username: text }, { _id: false }), required: true },
    actor: new Schema({ accountId: text, name: text, role: text, unitCode: text }, { _id: false }),
    ip: String,
    requestId: String,
    data: Schema.Types.Mixed,
  },
  { collection: 'accessEvents', versionKey: false, strict: 'throw', minimize: false },
);
accessEventSchema.index({ at: -1, _id: -1 });
accessEventSchema.index({ 'subject.username': 1, at: -1 });
accessEventSchema.index({ kind: 1, at: -1 });

export type AccountDocument = Omit<StoredAccount, 'id'>;
export type TokenDocument = Omit<Token, 'id'> & { readonly hash: string };
export type AccessEventDocument = Omit<AccessEvent, 'id'>;

const modelOf = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const accountModel = (connection: Connection): Model<AccountDocument> =>
  modelOf(connection, 'Account', accountSchema);
export const tokenModel = (connection: Connection): Model<TokenDocument> => modelOf(connection, 'Token', tokenSchema);
export const accessEventModel = (connection: Connection): Model<AccessEventDocument> =>
  modelOf(connection, 'AccessEvent', accessEventSchema);
