import { type Connection } from 'mongoose';
import { type Tx } from '../../platform/transaction.ts';
import { type AgreementDocument, type Receipt, type Revisit, type Signature } from './agreement.document.ts';
import { agreementModel, receiptModel, revisitModel } from './agreement.model.ts';

interface RoundKey {
  readonly id: string;
  readonly round: number;
}

/** Stores agreements with their signatures, and receipts. */
export class AgreementRepository {
  readonly #agreements;
  readonly #receipts;
  readonly #revisits;

  constructor(connection: Connection) {
    this.#agreements = agreementModel(connection);
    this.#receipts = receiptModel(connection);
    this.#revisits = revisitModel(connection);
  }

  /** The latest agreement of the round, signed or not. */
  async latest(key: RoundKey): Promise<AgreementDocument | undefined> {
    return (await this.versions(key)).at(-1);
  }

  /** Every text of the round's agreement, oldest first. */
  versions({ id, round }: RoundKey): Promise<readonly AgreementDocument[]> {
    return this.#agreements
      .find({ disputeId: id, round })
      .sort({ version: 1 })
      .select('-_id')
      .lean<AgreementDocument[]>();
  }

  /** Receipts of the round in the order of recording. */
  receipts({ id, round }: RoundKey): Promise<readonly Receipt[]> {
    return this.#receipts.find({ disputeId: id, round }).sort({ recordedAt: 1 }).select('-_id').lean<Receipt[]>();
  }

  /** Visits after the agreement, of every round, oldest first. */
  revisits(disputeId: string): Promise<readonly Revisit[]> {
    return this.#revisits.find({ disputeId }).sort({ recordedAt: 1 }).select('-_id').lean<Revisit[]>();
  }

  async addRevisit(revisit: Revisit, tx: Tx): Promise<void> {
    await this.#revisits.insertMany([revisit], { session: tx.session });
  }

  async insert(document: AgreementDocument, tx: Tx): Promise<void> {
    await this.#agreements.insertMany([document], { session: tx.session });
  }

  /** Adds what happened to the agreement since: signatures, or that a party refused to sign. */
  async complete(
    document: AgreementDocument,
    change: {
      readonly signatures?: readonly Signature[];
      readonly text?: AgreementDocument['text'];
      readonly refusedBy?: string;
      readonly refusedOn?: string;
    },
    tx: Tx,
  ): Promise<void> {
    await this.#agreements.updateOne(
      { disputeId: document.disputeId, round: document.round, version: document.version },
      { $set: change },
      { session: tx.session },
    );
  }

  async addReceipts(receipts: readonly Receipt[], tx: Tx): Promise<void> {
    if (receipts.length > 0) await this.#receipts.insertMany(receipts, { session: tx.session, ordered: true });
  }
}
