import { type Connection, type Model, Schema, trusted } from 'mongoose';
import { type EnteredValues, type InputKey, type StatisticInput, valueKey } from '../../domain/statistic-input.ts';
import { type Tx } from '../../platform/transaction.ts';

/** A value with who entered it and when. Rows are added and never changed: they are their own audit. */
export interface SetInput extends StatisticInput {
  readonly setAt: Date;
  readonly setBy: { readonly accountId: string; readonly name: string };
}

const text = { type: String, required: true } as const;
const schema = new Schema<SetInput>(
  {
    key: text,
    unit: text,
    period: text,
    value: { type: Number, required: true },
    origin: text,
    setAt: { type: Date, required: true },
    setBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
  },
  { collection: 'statisticInputs', versionKey: false, strict: 'throw' },
);
schema.index({ key: 1, period: 1, setAt: 1 });
schema.index({ setAt: -1 });

const inputModel = (connection: Connection): Model<SetInput> =>
  (connection.models['StatisticInput'] as Model<SetInput> | undefined) ??
  connection.model<SetInput>('StatisticInput', schema);

/** The numbers the court has entered. */
export class InputRepository {
  readonly #inputs: Model<SetInput>;

  constructor(connection: Connection) {
    this.#inputs = inputModel(connection);
  }

  /** What held at an instant; of two values of the same thing the one entered later. */
  async values(keys: readonly InputKey[], periods: readonly string[], at: Date): Promise<EnteredValues> {
    if (keys.length === 0 || periods.length === 0) return new Map();
    const found = await this.#inputs
      .find({ key: trusted({ $in: [...keys] }), period: trusted({ $in: [...periods] }), setAt: trusted({ $lte: at }) })
      .sort({ setAt: 1, _id: 1 })
      .select('-_id key unit period value')
      .lean<StatisticInput[]>();
    return new Map(found.map(({ key, unit, period, value }) => [valueKey(key, unit, period), value]));
  }

  /** The rows entered last, newest first. */
  async latest(limit: number): Promise<readonly SetInput[]> {
    return this.#inputs.find().sort({ setAt: -1, _id: -1 }).limit(limit).select('-_id').lean<SetInput[]>();
  }

  async add(rows: readonly SetInput[], tx: Tx): Promise<void> {
    await this.#inputs.insertMany(rows, { session: tx.session });
  }
}
