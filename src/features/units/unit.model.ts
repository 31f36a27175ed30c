import { Schema, type Connection, type Model } from 'mongoose';
import { TIERS } from '../../domain/tier.ts';
import { type JurisdictionRule, type UnitRecord } from './unit.record.ts';

const text = { type: String, required: true } as const;
const names = new Schema({ zh: text, en: text }, { _id: false });

const unitSchema = new Schema(
  {
    code: text,
    tier: { ...text, enum: TIERS },
    kind: text,
    name: { type: names, required: true },
    fullName: { type: names, required: true },
    parent: String,
    path: { type: [String], required: true },
    validFrom: text,
    validTo: String,
    predecessors: [String],
    formerNames: [
      new Schema(
        { name: { type: names, required: true }, fullName: { type: names, required: true }, until: text },
        { _id: false },
      ),
    ],
    docketWord: String,
  },
  { collection: 'units', versionKey: false, strict: 'throw' },
);
unitSchema.index({ code: 1 }, { unique: true });
unitSchema.index({ tier: 1, code: 1 });
unitSchema.index({ parent: 1, code: 1 });
unitSchema.index({ path: 1, code: 1 });

const ruleSchema = new Schema(
  {
    township: text,
    village: String,
    tribunal: text,
    validFrom: text,
    validTo: String,
    example: { type: Boolean, required: true },
    reason: String,
    setAt: { type: Date, required: true },
    setBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
    supersededAt: Date,
  },
  { collection: 'jurisdictionRules', versionKey: false, strict: 'throw' },
);
ruleSchema.index({ township: 1, validFrom: 1 });
ruleSchema.index({ tribunal: 1, validFrom: 1 });

export type StoredRule = Omit<JurisdictionRule, 'id'>;

export const unitModel = (connection: Connection): Model<UnitRecord> =>
  (connection.models['Unit'] as Model<UnitRecord> | undefined) ??
  connection.model<UnitRecord>('Unit', unitSchema as unknown as Schema<UnitRecord>);

export const ruleModel = (connection: Connection): Model<StoredRule> =>
  (connection.models['JurisdictionRule'] as Model<StoredRule> | undefined) ??
  connection.model<StoredRule>('JurisdictionRule', ruleSchema as unknown as Schema<StoredRule>);

/** One document: how often the network was changed. Every process compares it with what it holds in memory. */
export interface UnitRevision {
  readonly _id: string;
  readonly revision: number;
}

const revisionSchema = new Schema(
  { _id: text, revision: { type: Number, required: true } },
  { collection: 'unitRevisions', versionKey: false, strict: 'throw' },
);

export const revisionModel = (connection: Connection): Model<UnitRevision> =>
  (connection.models['UnitRevision'] as Model<UnitRevision> | undefined) ??
  connection.model<UnitRevision>('UnitRevision', revisionSchema as unknown as Schema<UnitRevision>);
