import { Schema, type Connection, type Model } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { type SetPolicy } from './policy.record.ts';

const text = { type: String, required: true } as const;
const names = { type: new Schema({ zh: text, en: text }, { _id: false }), required: true };
const schema = new Schema(
  {
    court: text,
    from: text,
    lodged: text,
    words: { type: new Schema({ T1: names, T2: names, T3: names }, { _id: false }), required: true },
    referral: new Schema({ T2: text, T3: text }, { _id: false }),
    reason: text,
    setAt: { type: Date, required: true },
    setBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
  },
  { collection: 'trackPolicies', versionKey: false, strict: 'throw' },
);
schema.index({ court: 1, setAt: 1 });

export const policyModel = (connection: Connection): Model<SetPolicy> =>
  (connection.models['TrackPolicy'] as Model<SetPolicy> | undefined) ??
  connection.model<SetPolicy>('TrackPolicy', schema as unknown as Schema<SetPolicy>);

/** The policies a court has set, oldest first. */
export class PolicyRepository {
  readonly #policies: Model<SetPolicy>;

  constructor(connection: Connection) {
    this.#policies = policyModel(connection);
  }

  async of(court: string): Promise<readonly SetPolicy[]> {
    return this.#policies.find({ court }).sort({ setAt: 1, _id: 1 }).select('-_id').lean<SetPolicy[]>();
  }

  async add(policy: SetPolicy, tx: Tx): Promise<void> {
    await this.#policies.create([policy], { session: tx.session });
  }
}
