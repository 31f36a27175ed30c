import { type Connection, type Model, Schema } from 'mongoose';

/** A draft at rest: everything typed is sealed. */
export interface StoredDraft {
  /** Account and form, `<account>:<act>:<dispute>`: nobody can ask for another's. */
  readonly _id: string;
  readonly accountId: string;
  readonly of: string;
  readonly device: string;
  readonly sealed: string;
  readonly revision: number;
  readonly savedAt: Date;
  readonly expiresAt: Date;
}

const required = <T>(type: T) => ({ type, required: true as const });

const schema = new Schema<StoredDraft>(
  {
    _id: required(String),
    accountId: required(String),
    of: { type: String, default: '' },
    device: required(String),
    sealed: required(String),
    revision: required(Number),
    savedAt: required(Date),
    expiresAt: required(Date),
  },
  { collection: 'drafts', versionKey: false, strict: 'throw' },
);
schema.index({ accountId: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const draftModel = (connection: Connection): Model<StoredDraft> =>
  (connection.models['Draft'] as Model<StoredDraft> | undefined) ?? connection.model<StoredDraft>('Draft', schema);
