import { type Connection, type Model, Schema, Types } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type PaperBatch, type PaperResult } from './paper.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });

const batches = new Schema(
  {
    _id: required(String),
    seriesId: required(String),
    kind: required(String),
    state: required(String),
    actor: required(Schema.Types.Mixed),
    createdAt: required(Date),
    endedAt: Date,
    members: [String],
    results: [Schema.Types.Mixed],
    contentId: String,
    pages: Number,
  },
  { collection: 'seriesPapers', versionKey: false, strict: 'throw', minimize: false },
);
batches.index({ seriesId: 1, createdAt: -1 });

type Stored = Omit<PaperBatch, 'id'> & { readonly _id: string };
const toRecord = ({ _id, ...record }: Stored): PaperBatch => ({ id: _id, ...record });

/** Keeps what papers were asked for a series at once. */
export class PaperBatchRepository {
  readonly #batches: Model<Stored>;

  constructor(connection: Connection) {
    this.#batches =
      (connection.models['SeriesPapers'] as Model<Stored> | undefined) ??
      connection.model<Stored>('SeriesPapers', batches as unknown as Schema<Stored>);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `series.notFound` */
  async get(id: string): Promise<PaperBatch> {
    const found = await this.#batches.findById(id).lean<Stored>();
    if (!found) throw notFound('series.notFound');
    return toRecord(found);
  }

  /** The last ones of a series. */
  async ofSeries(seriesId: string, limit: number): Promise<readonly PaperBatch[]> {
    const found = await this.#batches.find({ seriesId }).sort({ createdAt: -1 }).limit(limit).lean<Stored[]>();
    return found.map(toRecord);
  }

  async insert({ id, ...record }: PaperBatch, tx: Tx): Promise<void> {
    await this.#batches.insertMany([{ _id: id, ...record }], { session: tx.session });
  }

  async note(id: string, result: PaperResult): Promise<void> {
    await this.#batches.updateOne({ _id: id }, { $push: { results: result } });
  }

  async end(id: string, change: Pick<PaperBatch, 'endedAt' | 'contentId' | 'pages'>): Promise<void> {
    await this.#batches.updateOne({ _id: id }, { $set: { state: 'done', ...change } });
  }
}
