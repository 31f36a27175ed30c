import {
  ASSESSED_IDS,
  cardOn,
  FULL_WEIGHT,
  ranked,
  type Score,
  type ScoreCard,
  scoreOf,
  type Weights,
  weightOf,
} from '../../domain/assessment.ts';
import { dayOfInstant, isDay } from '../../domain/calendar-day.ts';
import { type FieldError, forbidden, invalid } from '../../domain/errors.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type UnitRecord } from '../units/index.ts';
import { type ScoreCardRepository, type SetCard } from './scorecard.repository.ts';
import { type Value } from './statistic.report.ts';
import { type StatisticsQuery } from './statistic.schema.ts';
import { type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';

export interface AssessmentDeps {
  readonly repository: ScoreCardRepository;
  readonly statistics: StatisticsService;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** How many records below a unit carry a sign that has to be looked at. */
  readonly flagged: (unit: string) => Promise<number>;
}

export interface AssessedUnit {
  readonly unit: UnitRecord;
  readonly score: Score;
  /** What a proposed card would give; the same card where none is proposed. */
  readonly proposed: Score;
  readonly values: readonly Value[];
  readonly flagged: number;
  readonly place: number | null;
}
export interface Assessment {
  readonly scope: Scope;
  readonly card: ScoreCard;
  readonly rows: readonly AssessedUnit[];
}
export interface CardOrder {
  readonly from: string;
  readonly weights: Weights;
  readonly reason: string;
}

/** Scores the townships of an area by the card of the period's last day. */
export class AssessmentService {
  readonly #deps: AssessmentDeps;

  constructor(deps: AssessmentDeps) {
    this.#deps = deps;
  }

  cards(): Promise<readonly SetCard[]> {
    return this.#deps.repository.all();
  }

  /**
   * @param proposal weights to be seen beside those in force
   * @throws DomainError as `StatisticsService.scope`; `statistics.assessmentClosed` for readers from outside
   */
  async assess(actor: Actor, query: StatisticsQuery, proposal?: Weights): Promise<Assessment> {
    const { statistics, flagged } = this.#deps;
    const scope = await statistics.scope(actor, query);
    if (scope.shielded) throw forbidden('statistics.assessmentClosed', 'readStatistics');
    const card = cardOn(await this.cards(), scope.period.to);
    const facts = await statistics.facts(scope, ASSESSED_IDS, 'unit', 'township');
    const lines = statistics.lines(scope, 'unit', 'township').filter(({ own }) => !own);
    const rows = await Promise.all(
      statistics.table(scope, facts, ASSESSED_IDS, lines).flatMap(({ unit, values }) => {
        if (unit?.tier !== 'township') return [];
        const figures = Object.fromEntries(values.map((value) => [value.figure, value]));
        return [
          flagged(unit.code).then((count) => ({
            unit,
            values,
            flagged: count,
            score: scoreOf(card.weights, figures),
            proposed: scoreOf(proposal ?? card.weights, figures),
          })),
        ];
      }),
    );
    return { scope, card, rows: ranked(rows) };
  }

  /** @throws DomainError `statistics.cardCourtOnly`, `validation` */
  check(actor: Actor, { from, weights, reason }: CardOrder): SetCard {
    if (!hasRight(actor.role, 'managePolicies')) throw forbidden('statistics.cardCourtOnly', 'managePolicies');
    const now = this.#deps.clock.now();
    const errors: FieldError[] = [];
    if (!isDay(from)) errors.push({ field: 'from', code: 'day.invalid' });
    else if (from < dayOfInstant(now)) errors.push({ field: 'from', code: 'policies.past' });
    if (weightOf(weights) !== FULL_WEIGHT) {
      errors.push({ field: ASSESSED_IDS[0] ?? '', code: 'statistics.cardWeight', params: { sum: weightOf(weights) } });
    }
    if (errors.length > 0 || !isDay(from)) throw invalid('validation', errors);
    return { from, weights, reason, setAt: now, setBy: { accountId: actor.accountId, name: actor.name } };
  }

  /** Sets the card from a day on. @throws DomainError as `check` */
  async set(actor: Actor, order: CardOrder): Promise<void> {
    const card = this.check(actor, order);
    await this.#deps.transactions.run((tx) => this.#deps.repository.add(card, tx));
  }
}
