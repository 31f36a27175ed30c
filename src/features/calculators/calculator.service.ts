import { dayOfInstant } from '../../domain/calendar-day.ts';
import { forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type BaseFigure } from '../../domain/injury.ts';
import { type Actor } from '../../domain/permission.ts';
import { type AverageWage } from '../../domain/suitability.ts';
import { type Working } from '../../domain/working.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type AnyCalculator, CALCULATORS, type CalculatorKind, type Tables } from './calculator.kinds.ts';
import { type Calculation, type StoredFigure, type StoredRate } from './calculator.record.ts';
import { type CalculatorRepository } from './calculator.repository.ts';
import { readRates } from './rate.table.ts';

export interface CalculatorDeps {
  readonly repository: CalculatorRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** Last year's average wage, as the court has set it for the rules of small claims. */
  readonly averageWage: () => Promise<AverageWage | undefined>;
}

const EARLIEST_YEAR = 2000;

/** Calculates by published figures, keeps these, and keeps with a dispute what was shown to its parties. */
export class CalculatorService {
  readonly #deps: CalculatorDeps;

  constructor(deps: CalculatorDeps) {
    this.#deps = deps;
  }

  /** @throws DomainError `calculators.unknown` (notFound) */
  calculator(kind: string): AnyCalculator {
    const found = CALCULATORS[kind as CalculatorKind] as AnyCalculator | undefined;
    if (!found || !Object.hasOwn(CALCULATORS, kind)) throw notFound('calculators.unknown');
    return found;
  }

  /** @throws DomainError `calculators.rateUnknown`, `validation` */
  async calculate(kind: string, input: unknown): Promise<Working> {
    return this.calculator(kind).compute(input, await this.#tables());
  }

  async #tables(): Promise<Tables> {
    const { repository, averageWage } = this.#deps;
    const [rates, entered, wage] = await Promise.all([repository.rates(), repository.figures(), averageWage()]);
    // The newest year of each kind counts; the list has it first.
    const figures = Object.fromEntries(entered.toReversed().map((figure) => [figure.kind, figure]));
    return {
      rates,
      figures: wage ? { ...figures, averageWage: { kind: 'averageWage', ...wage, source: '' } } : figures,
    };
  }

  rates(): Promise<readonly StoredRate[]> {
    return this.#deps.repository.rates();
  }

  figures(): Promise<readonly StoredFigure[]> {
    return this.#deps.repository.figures();
  }

  /** @throws DomainError `validation` at `file`, with the line of each row that cannot be read */
  async importRates(actor: Actor, bytes: Buffer): Promise<number> {
    const now = this.#deps.clock.now();
    const rates = readRates(bytes, dayOfInstant(now));
    if (rates.length === 0) throw invalidField('file', 'imports.file.empty');
    const by = entered(actor, now);
    await this.#deps.transactions.run((tx) =>
      this.#deps.repository.saveRates(
        rates.map((rate) => ({ ...rate, ...by })),
        tx,
      ),
    );
    return rates.length;
  }

  /** @throws DomainError `validation` at `year` */
  async enterFigure(actor: Actor, figure: BaseFigure): Promise<void> {
    const now = this.#deps.clock.now();
    const thisYear = Number(dayOfInstant(now).slice(0, 4));
    if (figure.year < EARLIEST_YEAR || figure.year > thisYear) throw invalidField('year', 'calculators.year');
    await this.#deps.transactions.run((tx) =>
      this.#deps.repository.saveFigure({ ...figure, ...entered(actor, now) }, tx),
    );
  }

  /**
   * Keeps a calculation with a dispute, made again from what was asked.
   * @throws DomainError `disputeNotFound`, forbidden `right` when the person may read a summary only
   */
  async attach(
    disputes: Pick<DisputeService, 'read'>,
    actor: Actor,
    disputeId: string,
    asked: { readonly kind: string; readonly input: unknown; readonly question: Readonly<Record<string, string>> },
    once?: Once,
  ): Promise<void> {
    const { reading } = await disputes.read(actor, disputeId);
    if (reading !== 'full') throw forbidden('right', 'workCases');
    const working = await this.calculate(asked.kind, asked.input);
    const { kind } = this.calculator(asked.kind);
    const { question } = asked;
    await runOnce(this.#deps.transactions, once, async (tx) => {
      const now = this.#deps.clock.now();
      await this.#deps.repository.keep({ disputeId, kind, question, working, ...entered(actor, now) }, tx);
      return { disputeId };
    });
  }

  /** The calculations kept with a dispute, oldest first. The caller has read the dispute. */
  ofDispute(disputeId: string): Promise<readonly Calculation[]> {
    return this.#deps.repository.ofDispute(disputeId);
  }
}

const entered = ({ accountId, name }: Actor, enteredAt: Date) => ({ enteredAt, enteredBy: { accountId, name } });
