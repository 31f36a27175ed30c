import { type Connection, type Types } from 'mongoose';
import { repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { calculationModel, figureModel, rateModel } from './calculator.model.ts';
import { type Calculation, type StoredFigure, type StoredRate } from './calculator.record.ts';

/** Stores the published figures and the calculations kept with disputes. */
export class CalculatorRepository {
  readonly #rates;
  readonly #figures;
  readonly #calculations;

  constructor(connection: Connection) {
    this.#rates = rateModel(connection);
    this.#figures = figureModel(connection);
    this.#calculations = calculationModel(connection);
  }

  /** Newest first. */
  rates(): Promise<readonly StoredRate[]> {
    return this.#rates.find().sort({ publishedOn: -1 }).select('-_id').lean<StoredRate[]>();
  }

  /** Newest year first within each kind. */
  figures(): Promise<readonly StoredFigure[]> {
    return this.#figures.find().sort({ kind: 1, year: -1 }).select('-_id').lean<StoredFigure[]>();
  }

  /** A day already known is corrected. */
  async saveRates(rates: readonly StoredRate[], tx: Tx): Promise<void> {
    for (const rate of rates) {
      await repeatOnDuplicate(() =>
        this.#rates.replaceOne({ publishedOn: rate.publishedOn }, rate, { upsert: true, session: tx.session }),
      );
    }
  }

  async saveFigure(figure: StoredFigure, tx: Tx): Promise<void> {
    const { kind, year } = figure;
    await repeatOnDuplicate(() =>
      this.#figures.replaceOne({ kind, year }, figure, { upsert: true, session: tx.session }),
    );
  }

  async keep(calculation: Omit<Calculation, 'id'>, tx: Tx): Promise<void> {
    await this.#calculations.insertMany([calculation], { session: tx.session });
  }

  /** Oldest first. */
  async ofDispute(disputeId: string): Promise<readonly Calculation[]> {
    const found = await this.#calculations
      .find({ disputeId })
      .sort({ enteredAt: 1 })
      .lean<(Omit<Calculation, 'id'> & { _id: Types.ObjectId })[]>();
    return found.map(({ _id, ...rest }) => ({ id: _id.toHexString(), ...rest }));
  }
}
