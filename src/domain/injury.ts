// What an injury costs: the heads of damages of a traffic accident (法释〔2022〕14号) and the benefits of a work injury
// (工伤保险条例). The yearly figures they multiply are published by the statistics offices; the court enters them.

import { type Fen } from './money.ts';
import { type Working, workingOf, type WorkingLine } from './working.ts';

/** Yearly figures the court enters for these calculations alone. */
export const ENTERED_FIGURES = ['urbanIncome', 'urbanSpending', 'nationalIncome'] as const;
export type EnteredFigureKind = (typeof ENTERED_FIGURES)[number];
/** A yearly base figure; the average wage is the one the rules of small claims use as well. */
export type BaseFigureKind = EnteredFigureKind | 'averageWage';

export interface BaseFigure {
  readonly kind: BaseFigureKind;
  readonly year: number;
  readonly amountFen: Fen;
  readonly source: string;
}

const YEARS = 20;
const AGE_FROM = 60;
const AGE_OLD = 75;
const YEARS_OLD = 5;
const FUNERAL_MONTHS = 6;
const MONTHS_A_YEAR = 12;
const ADULT = 18;

/** The year of a figure and who published it. */
const published = ({ source, year }: BaseFigure): string => `${source} ${year}`.trim();

/** Twenty years; from sixty on one less for each year of age; five from seventy-five (法释〔2022〕14号12、15、17). */
export const compensatedYears = (age: number): number =>
  age >= AGE_OLD ? YEARS_OLD : age >= AGE_FROM ? YEARS - (age - AGE_FROM) : YEARS;

/** A dependant is kept until of age, afterwards as an adult without means. */
export const dependantYears = (age: number): number => (age < ADULT ? ADULT - age : compensatedYears(age));

export interface TrafficQuestion {
  readonly death: boolean;
  readonly age: number;
  /** Degree of disability in percent: 100 for the first grade, 10 for the tenth. */
  readonly disabilityPercent?: number | undefined;
  /** Share of the responsibility the other side bears, in percent. */
  readonly sharePercent: number;
  readonly medicalFen: Fen;
  readonly lostDays: number;
  readonly dailyIncomeFen: Fen;
  readonly careDays: number;
  readonly dailyCareFen: Fen;
  readonly hospitalDays: number;
  readonly dailyMealFen: Fen;
  readonly dependantAge?: number | undefined;
  /** How many persons keep the dependant together. */
  readonly keepers: number;
  readonly figures: Readonly<Partial<Record<BaseFigureKind, BaseFigure>>>;
}

const PERCENT = 100;
const INJURY = '法释〔2022〕14号';

/** The figures a question needs that the court has not entered. */
export function missingFigures(question: TrafficQuestion): readonly BaseFigureKind[] {
  const needed: readonly BaseFigureKind[] = [
    ...(question.death || question.disabilityPercent ? (['urbanIncome'] as const) : []),
    ...(question.death ? (['averageWage'] as const) : []),
    ...(question.dependantAge === undefined ? [] : (['urbanSpending'] as const)),
  ];
  return needed.filter((kind) => question.figures[kind] === undefined);
}

/** The heads of damages, then the other side's share of them. The caller has asked `missingFigures`. */
export function trafficDamages(question: TrafficQuestion): Working {
  const { figures, age } = question;
  const of = (kind: BaseFigureKind): BaseFigure => {
    const figure = figures[kind];
    if (!figure) throw new Error(`the figure ${kind} is missing`);
    return figure;
  };

  const lines: WorkingLine[] = [
    ...paid('medical', question.medicalFen, 1, `${INJURY}6`),
    ...paid('lostIncome', question.dailyIncomeFen, question.lostDays, `${INJURY}7`),
    ...paid('care', question.dailyCareFen, question.careDays, `${INJURY}8`),
    ...paid('meals', question.dailyMealFen, question.hospitalDays, `${INJURY}10`),
  ];
  if (question.death) {
    const income = of('urbanIncome');
    const wage = of('averageWage');
    const years = compensatedYears(age);
    lines.push(
      {
        key: 'funeral',
        toFen: wage.amountFen,
        factor: FUNERAL_MONTHS,
        resultFen: Math.round((wage.amountFen * FUNERAL_MONTHS) / MONTHS_A_YEAR),
        basis: `${INJURY}14`,
        source: published(wage),
      },
      {
        key: 'death',
        toFen: income.amountFen,
        factor: years,
        resultFen: income.amountFen * years,
        basis: `${INJURY}15`,
        source: published(income),
      },
    );
  } else if (question.disabilityPercent) {
    const income = of('urbanIncome');
    const years = compensatedYears(age);
    lines.push({
      key: 'disability',
      toFen: income.amountFen,
      factor: years,
      rate: question.disabilityPercent * PERCENT,
      resultFen: Math.round((income.amountFen * years * question.disabilityPercent) / PERCENT),
      basis: `${INJURY}12`,
      source: published(income),
    });
  }
  if (question.dependantAge !== undefined) {
    const spending = of('urbanSpending');
    const years = dependantYears(question.dependantAge);
    const degree = question.death ? PERCENT : (question.disabilityPercent ?? 0);
    lines.push({
      key: 'dependant',
      toFen: spending.amountFen,
      factor: years,
      days: question.keepers,
      rate: degree * PERCENT,
      resultFen: Math.round((spending.amountFen * years * degree) / PERCENT / question.keepers),
      basis: `${INJURY}16、17`,
      source: published(spending),
    });
  }
  const total = lines.reduce((sum, line) => sum + line.resultFen, 0);
  const resultFen = Math.round((total * question.sharePercent) / PERCENT);
  return workingOf(
    question.sharePercent === PERCENT
      ? lines
      : [
          ...lines,
          { key: 'share', toFen: total, rate: question.sharePercent * PERCENT, resultFen, basis: '道路交通安全法76' },
        ],
    resultFen,
  );
}

const paid = (key: string, fen: Fen, times: number, basis: string): readonly WorkingLine[] =>
  fen > 0 && times > 0 ? [{ key, toFen: fen, factor: times, resultFen: fen * times, basis }] : [];

/** Months of own wages paid once, by the grade of disability one to ten (工伤保险条例35–37). */
export const DISABILITY_MONTHS: readonly number[] = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7];
const DEATH_MULTIPLE = 20;

export interface WorkInjuryQuestion {
  readonly death: boolean;
  /** One to ten. */
  readonly grade?: number | undefined;
  readonly monthlyWageFen: Fen;
  readonly figures: Readonly<Partial<Record<BaseFigureKind, BaseFigure>>>;
}

export const missingWorkFigures = ({ death, figures }: WorkInjuryQuestion): readonly BaseFigureKind[] =>
  death ? (['averageWage', 'nationalIncome'] as const).filter((kind) => figures[kind] === undefined) : [];

/** The single payments of a work injury that national law sets; what the province sets is not among them. */
export function workInjuryBenefits(question: WorkInjuryQuestion): Working {
  const lines: WorkingLine[] = [];
  if (question.death) {
    const { averageWage, nationalIncome } = question.figures;
    if (!averageWage || !nationalIncome) throw new Error('figures are missing');
    lines.push(
      {
        key: 'funeral',
        toFen: averageWage.amountFen,
        factor: FUNERAL_MONTHS,
        resultFen: Math.round((averageWage.amountFen * FUNERAL_MONTHS) / MONTHS_A_YEAR),
        basis: '工伤保险条例39(1)',
        source: published(averageWage),
      },
      {
        key: 'workDeath',
        toFen: nationalIncome.amountFen,
        factor: DEATH_MULTIPLE,
        resultFen: nationalIncome.amountFen * DEATH_MULTIPLE,
        basis: '工伤保险条例39(3)',
        source: published(nationalIncome),
      },
    );
  } else if (question.grade !== undefined) {
    const months = DISABILITY_MONTHS[question.grade - 1] ?? 0;
    lines.push({
      key: 'workDisability',
      toFen: question.monthlyWageFen,
      factor: months,
      resultFen: question.monthlyWageFen * months,
      basis: '工伤保险条例35-37',
    });
  }
  return workingOf(
    lines,
    lines.reduce((sum, line) => sum + line.resultFen, 0),
  );
}
