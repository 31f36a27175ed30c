import { type Connection, type Model, Schema } from 'mongoose';
import { type NewSetting } from './setting.record.ts';

const text = { type: String, required: true } as const;

const schema = new Schema(
  {
    kind: { ...text, enum: ['villageMatters', 'averageWage'] },
    validFrom: text,
    source: text,
    types: { type: [String], default: undefined },
    year: Number,
    amountFen: Number,
    setAt: { type: Date, required: true },
    setBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
  },
  { collection: 'suitabilitySettings', versionKey: false, strict: 'throw' },
);
schema.index({ kind: 1, validFrom: -1, setAt: -1 });

export const settingModel = (connection: Connection): Model<NewSetting> =>
  (connection.models['SuitabilitySetting'] as Model<NewSetting> | undefined) ??
  connection.model<NewSetting>('SuitabilitySetting', schema as unknown as Schema<NewSetting>);
