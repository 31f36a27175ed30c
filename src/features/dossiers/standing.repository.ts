// Which closed disputes wait to be put away and what each lacks: one row a dispute, kept in step in the transaction of
// whatever changes it, so that lists are exact, paged and as fast for a district as for a village.

import { type Connection, type Model, Schema } from 'mongoose';
import { type DossierPart } from '../../domain/dossier.ts';
import { type Tx } from '../../platform/transaction.ts';

/** A closed dispute whose dossier is not put away; it names nobody. */
export interface DossierStanding {
  /** The dispute's. */
  readonly id: string;
  readonly unitCode: string;
  /** The owner and the units above it. */
  readonly path: readonly string[];
  /** When the dossier has to be put away. */
  readonly dueAt: Date;
  readonly missing: readonly DossierPart[];
  readonly incomplete: boolean;
}

/** How a unit stands. */
export interface UnitStanding {
  readonly unitCode: string;
  readonly closed: number;
  readonly incomplete: number;
  readonly overdue: number;
}

type Stored = Omit<DossierStanding, 'id'> & { readonly _id: string };

const required = <T>(type: T) => ({ type, required: true as const });

const standings = new Schema(
  {
    _id: required(String),
    unitCode: required(String),
    path: [String],
    dueAt: required(Date),
    missing: [String],
    incomplete: required(Boolean),
  },
  { collection: 'dossierStandings', versionKey: false, strict: 'throw' },
);
standings.index({ unitCode: 1, dueAt: 1, _id: 1 });
standings.index({ path: 1, unitCode: 1 });

const standingModel = (connection: Connection): Model<Stored> =>
  (connection.models['DossierStanding'] as Model<Stored> | undefined) ??
  connection.model<Stored>('DossierStanding', standings as unknown as Schema<Stored>);

export class StandingRepository {
  readonly #standings;

  constructor(connection: Connection) {
    this.#standings = standingModel(connection);
  }

  async has(id: string, tx: Tx): Promise<boolean> {
    return (await this.#standings.exists({ _id: id }).session(tx.session)) !== null;
  }

  /** Writes the row anew; without a transaction for a migration, when nobody works. */
  async put({ id, ...row }: DossierStanding, tx?: Tx): Promise<void> {
    await this.#standings.replaceOne({ _id: id }, row, { upsert: true, ...(tx ? { session: tx.session } : {}) });
  }

  async remove(id: string, tx: Tx): Promise<void> {
    await this.#standings.deleteOne({ _id: id }, { session: tx.session });
  }

  /** Rows of a unit that lies in `area`, what is due first above. */
  async ofUnit(
    { unitCode, area }: { readonly unitCode: string; readonly area: string },
    { skip, limit }: { readonly skip: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly DossierStanding[]; readonly total: number }> {
    const filter = { unitCode, path: area };
    const [found, total] = await Promise.all([
      this.#standings.find(filter).sort({ dueAt: 1, _id: 1 }).skip(skip).limit(limit).lean(),
      this.#standings.countDocuments(filter),
    ]);
    return { rows: found.map(({ _id, ...row }) => ({ id: _id, ...row })), total };
  }

  /** Every unit of an area that has something to put away, the most incomplete first. */
  async units(area: string, now: Date): Promise<readonly UnitStanding[]> {
    const found = await this.#standings.aggregate<Omit<UnitStanding, 'unitCode'> & { readonly _id: string }>([
      { $match: { path: area } },
      {
        $group: {
          _id: '$unitCode',
          closed: { $sum: 1 },
          incomplete: { $sum: { $cond: ['$incomplete', 1, 0] } },
          overdue: { $sum: { $cond: [{ $lt: ['$dueAt', now] }, 1, 0] } },
        },
      },
      { $sort: { incomplete: -1, closed: -1, _id: 1 } },
    ]);
    return found.map(({ _id, ...counts }) => ({ unitCode: _id, ...counts }));
  }
}
