import { type Connection, type Model, Schema } from 'mongoose';
import { type ScoreCard } from '../../domain/assessment.ts';
import { type Tx } from '../../platform/transaction.ts';

/** A card as the court set it. Rows are added and never changed. */
export interface SetCard extends ScoreCard {
  readonly reason: string;
  readonly setAt: Date;
  readonly setBy: { readonly accountId: string; readonly name: string };
}

const text = { type: String, required: true } as const;
const schema = new Schema(
  {
    from: text,
    weights: { type: Schema.Types.Mixed, required: true },
    reason: text,
    setAt: { type: Date, required: true },
    setBy: { type: new Schema({ accountId: text, name: text }, { _id: false }), required: true },
  },
  { collection: 'scoreCards', versionKey: false, strict: 'throw' },
);
schema.index({ setAt: 1 });

const cardModel = (connection: Connection): Model<SetCard> =>
  (connection.models['ScoreCard'] as Model<SetCard> | undefined) ??
  connection.model<SetCard>('ScoreCard', schema as unknown as Schema<SetCard>);

/** The score cards the court has set, oldest first. */
export class ScoreCardRepository {
  readonly #cards: Model<SetCard>;

  constructor(connection: Connection) {
    this.#cards = cardModel(connection);
  }

  async all(): Promise<readonly SetCard[]> {
    return this.#cards.find().sort({ setAt: 1, _id: 1 }).select('-_id').lean<SetCard[]>();
  }

  async add(card: SetCard, tx: Tx): Promise<void> {
    await this.#cards.create([card], { session: tx.session });
  }
}
