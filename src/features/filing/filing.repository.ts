import { type Connection } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { dossierModel, packageModel } from './filing.model.ts';
import { type Dossier, type FilingPackage } from './filing.record.ts';

/** Stores the packages handed to the court and the dossiers of closed rounds. */
export class FilingRepository {
  readonly #packages;
  readonly #dossiers;

  constructor(connection: Connection) {
    this.#packages = packageModel(connection);
    this.#dossiers = dossierModel(connection);
  }

  /** The package last handed over, if any. */
  async latestPackage(disputeId: string): Promise<FilingPackage | undefined> {
    const found = await this.#packages
      .findOne({ disputeId })
      .sort({ builtAt: -1 })
      .select('-_id')
      .lean<FilingPackage>();
    return found ?? undefined;
  }

  async insertPackage(document: FilingPackage, tx: Tx): Promise<void> {
    await this.#packages.insertMany([document], { session: tx.session });
  }

  /** Dossiers of the dispute, first round first. */
  dossiers(disputeId: string): Promise<readonly Dossier[]> {
    return this.#dossiers.find({ disputeId }).sort({ round: 1 }).select('-_id').lean<Dossier[]>();
  }

  async insertDossier(dossier: Dossier, tx: Tx): Promise<void> {
    await this.#dossiers.insertMany([dossier], { session: tx.session });
  }

  async completeDossier(
    { id, round }: { readonly id: string; readonly round: number },
    change: Pick<Dossier, 'parts' | 'retention' | 'pages' | 'archivedAt' | 'archivedBy'>,
    tx: Tx,
  ): Promise<void> {
    await this.#dossiers.updateOne({ disputeId: id, round }, { $set: change }, { session: tx.session });
  }
}
