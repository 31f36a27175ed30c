import { type Connection, type Model, Schema, Types } from 'mongoose';
import { notFound } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type BoundDossier } from './dossier.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: Record<string, unknown>) => new Schema(definition, { _id: false, strict: 'throw' });

const bound = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    round: required(Number),
    state: required(String),
    progress: required(nested({ done: required(Number), of: required(Number) })),
    requestedAt: required(Date),
    requestedBy: required(nested({ accountId: required(String), name: required(String) })),
    finishedAt: Date,
    contentId: String,
    bytes: Number,
    pages: Number,
    leftOut: [String],
    problem: String,
  },
  { collection: 'boundDossiers', versionKey: false, strict: 'throw' },
);
bound.index({ disputeId: 1, requestedAt: -1 });
bound.index({ contentId: 1 });

type Stored = Omit<BoundDossier, 'id'> & { readonly _id: string };
const toRecord = ({ _id, ...record }: Stored): BoundDossier => ({ id: _id, ...record });

export class DossierRepository {
  readonly #bound: Model<Stored>;

  constructor(connection: Connection) {
    this.#bound = connection.model<Stored>('BoundDossier', bound as unknown as Schema<Stored>);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `dossiers.notFound` */
  async get(id: string): Promise<BoundDossier> {
    const found = await this.#bound.findById(id).lean<Stored>();
    if (!found) throw notFound('dossiers.notFound');
    return toRecord(found);
  }

  /** The dossier last asked for. */
  async latest(disputeId: string): Promise<BoundDossier | undefined> {
    const found = await this.#bound.findOne({ disputeId }).sort({ requestedAt: -1 }).lean<Stored>();
    return found ? toRecord(found) : undefined;
  }

  async insert({ id, ...stored }: BoundDossier, tx: Tx): Promise<void> {
    await this.#bound.insertMany([{ _id: id, ...stored }], { session: tx.session });
  }

  async update(id: string, change: Partial<Omit<BoundDossier, 'id'>>): Promise<void> {
    await this.#bound.updateOne({ _id: id }, { $set: { ...change } });
  }

  /** Those of the contents that a dossier names. */
  async names(contentId: string): Promise<boolean> {
    return (await this.#bound.exists({ contentId })) !== null;
  }
}
