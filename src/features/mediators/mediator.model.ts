import { type Connection, type Model, Schema } from 'mongoose';
import { type MediatorProfile } from './mediator.record.ts';

const text = { type: String, required: true } as const;

const schema = new Schema(
  {
    _id: text,
    skills: { type: [String], required: true },
    languages: { type: [String], required: true },
    maximumOpen: { type: Number, required: true },
    idNumber: String,
    idIndex: String,
    address: String,
    addressIndex: String,
    updatedAt: { type: Date, required: true },
    updatedBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
    version: { type: Number, required: true },
  },
  { collection: 'mediators', versionKey: false, strict: 'throw' },
);

export type StoredProfile = Omit<MediatorProfile, 'accountId'> & { readonly _id: string };

export const mediatorModel = (connection: Connection): Model<StoredProfile> =>
  (connection.models['Mediator'] as Model<StoredProfile> | undefined) ??
  connection.model<StoredProfile>('Mediator', schema as unknown as Schema<StoredProfile>);
