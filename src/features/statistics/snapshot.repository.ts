import { type Connection, type Model, Schema, trusted } from 'mongoose';

/** A month's table of one unit as it was when the month ended: written once, never changed. */
export interface Snapshot {
  /** `unit|YYYY-MM` */
  readonly _id: string;
  readonly unit: string;
  readonly month: string;
  /** The table as it is printed, and its SHA-256. */
  readonly text: string;
  readonly digest: string;
  readonly frozenAt: Date;
}

const text = { type: String, required: true } as const;
const schema = new Schema<Snapshot>(
  { _id: text, unit: text, month: text, text, digest: text, frozenAt: { type: Date, required: true } },
  { collection: 'snapshots', versionKey: false, strict: 'throw' },
);
schema.index({ unit: 1, month: -1 });
schema.index({ month: 1 });

const snapshotModel = (connection: Connection): Model<Snapshot> =>
  (connection.models['Snapshot'] as Model<Snapshot> | undefined) ?? connection.model<Snapshot>('Snapshot', schema);

export const snapshotId = (unit: string, month: string): string => `${unit}|${month}`;

export class SnapshotRepository {
  readonly #snapshots: Model<Snapshot>;

  constructor(connection: Connection) {
    this.#snapshots = snapshotModel(connection);
  }

  async find(unit: string, month: string): Promise<Snapshot | undefined> {
    return (await this.#snapshots.findById(snapshotId(unit, month)).lean<Snapshot>()) ?? undefined;
  }

  /** Months of a unit, newest first. */
  async months(unit: string, limit: number): Promise<readonly Pick<Snapshot, 'month' | 'digest' | 'frozenAt'>[]> {
    return this.#snapshots
      .find({ unit })
      .sort({ month: -1 })
      .limit(limit)
      .select('-_id month digest frozenAt')
      .lean<Pick<Snapshot, 'month' | 'digest' | 'frozenAt'>[]>();
  }

  /** Which of these are there already. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#snapshots
      .find({ _id: trusted({ $in: [...ids] }) })
      .select('_id')
      .lean<Pick<Snapshot, '_id'>[]>();
    return new Set(found.map(({ _id }) => _id));
  }

  /** Writes a table unless there is one: whoever freezes first has frozen. */
  async freeze(snapshot: Snapshot): Promise<void> {
    const { _id, ...rest } = snapshot;
    await this.#snapshots.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
  }
}
