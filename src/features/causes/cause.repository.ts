import { type Connection, type Model, Schema } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { type Cause, type CauseEdition } from './cause.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const options = (collection: string) => ({ collection, versionKey: false, strict: 'throw' }) as const;

const editions = new Schema(
  {
    edition: required(String),
    from: required(String),
    causes: required(Number),
    fileName: required(String),
    importedAt: required(Date),
    importedBy: required(
      new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' }),
    ),
  },
  options('causeEditions'),
);
editions.index({ edition: 1 }, { unique: true });

const causes = new Schema(
  {
    edition: required(String),
    code: required(String),
    level: required(Number),
    name: required(String),
    parent: String,
    path: required(String),
    aliases: [String],
    pinyin: required(String),
    initials: required(String),
  },
  options('causes'),
);
causes.index({ edition: 1, code: 1 }, { unique: true });

/** Keeps the editions of the catalogue of causes. */
export class CauseRepository {
  readonly #editions: Model<CauseEdition>;
  readonly #causes: Model<Cause>;

  constructor(connection: Connection) {
    this.#editions = connection.model<CauseEdition>('CauseEdition', editions as unknown as Schema<CauseEdition>);
    this.#causes = connection.model<Cause>('Cause', causes as unknown as Schema<Cause>);
  }

  /** Every edition, the first in force first. */
  editions(): Promise<readonly CauseEdition[]> {
    return this.#editions.find().sort({ from: 1, edition: 1 }).select('-_id').lean<CauseEdition[]>();
  }

  causes(edition: string): Promise<readonly Cause[]> {
    return this.#causes.find({ edition }).sort({ code: 1 }).select('-_id').lean<Cause[]>();
  }

  /** Puts an edition in the place of what was imported under its name before. */
  async replace(edition: CauseEdition, causes: readonly Cause[], tx: Tx): Promise<void> {
    const { session } = tx;
    await this.#causes.deleteMany({ edition: edition.edition }, { session });
    await this.#editions.deleteMany({ edition: edition.edition }, { session });
    await this.#causes.insertMany([...causes], { session, ordered: true });
    await this.#editions.insertMany([edition], { session });
  }
}
