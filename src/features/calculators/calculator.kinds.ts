// The calculators as a table: what each asks for, and which rule of the domain answers. Page and API read the same rows.

import Joi from 'joi';
import { courtFee, FEE_MATTERS, FEE_REDUCTIONS, type FeeMatter, type FeeReduction } from '../../domain/court-fee.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { DomainError, type FieldError, invalid } from '../../domain/errors.ts';
import {
  type BaseFigure,
  type BaseFigureKind,
  missingFigures,
  missingWorkFigures,
  trafficDamages,
  workInjuryBenefits,
} from '../../domain/injury.ts';
import {
  delayedPerformance,
  type Period,
  periodErrors,
  primeRateInterest,
  type PrimeRate,
  simpleInterest,
} from '../../domain/interest.ts';
import { type Fen, parseMoney } from '../../domain/money.ts';
import { type Working } from '../../domain/working.ts';
import { choice, day, flag } from '../disputes/index.ts';

/** The published figures the court has entered. */
export interface Tables {
  readonly rates: readonly PrimeRate[];
  readonly figures: Readonly<Partial<Record<BaseFigureKind, BaseFigure>>>;
}

export interface CalculatorField {
  readonly name: string;
  readonly kind: 'money' | 'date' | 'number' | 'text' | 'radios' | 'checkboxes';
  readonly required?: true;
  readonly hint?: true;
  readonly options?: readonly string[];
  readonly value?: string;
}

export interface Calculator<Input = never> {
  readonly kind: CalculatorKind;
  readonly icon: string;
  readonly schema: Joi.ObjectSchema<Input>;
  readonly fields: readonly CalculatorField[];
  /** @throws DomainError when a figure it needs has not been entered */
  readonly compute: (input: Input, tables: Tables) => Working;
}

export const CALCULATOR_KINDS = [
  'courtFee',
  'primeInterest',
  'agreedInterest',
  'delayedPerformance',
  'traffic',
  'workInjury',
] as const;
export type CalculatorKind = (typeof CALCULATOR_KINDS)[number];

/** An amount as people type it, in fen. */
const money = () =>
  Joi.any()
    .empty('')
    .custom((value: unknown, helpers) => {
      try {
        const fen = parseMoney(String(value));
        return fen < 0 ? helpers.error('law.money.invalid') : fen;
      } catch (error) {
        if (error instanceof DomainError) return helpers.error(error.code);
        throw error;
      }
    })
    .messages(Object.fromEntries(['invalid', 'tooFine', 'tooLarge'].map((code) => [`law.money.${code}`, code])));

/** A yearly rate in percent with at most two decimals, in hundredths of a percent. */
const percent = () =>
  Joi.string()
    .trim()
    .empty('')
    .custom((value: string, helpers) => {
      const match = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(value);
      return match
        ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
        : helpers.error('calculators.rate');
    })
    .messages({ 'calculators.rate': 'rate' });

const count = (max: number) => Joi.number().integer().empty('').min(0).max(max);

const demandPeriod = (period: Period): void => {
  const errors = periodErrors(period);
  if (errors.length > 0) throw invalid('validation', errors);
};

/** @throws DomainError `validation` naming each figure that is missing */
const demandFigures = (missing: readonly BaseFigureKind[]): void => {
  if (missing.length === 0) return;
  const errors: readonly FieldError[] = missing.map((kind) => ({
    field: '',
    code: `calculators.figureMissing.${kind}`,
  }));
  throw invalid('validation', errors);
};

interface FeeInput {
  readonly matter: FeeMatter;
  readonly amount?: Fen;
  readonly reduction: FeeReduction;
}
const fee: Calculator<FeeInput> = {
  kind: 'courtFee',
  icon: 'court',
  schema: Joi.object<FeeInput>({
    matter: choice(FEE_MATTERS).required(),
    amount: money(),
    reduction: choice(FEE_REDUCTIONS).default('none'),
  }),
  fields: [
    { name: 'matter', kind: 'radios', required: true, options: FEE_MATTERS, value: 'property' },
    { name: 'amount', kind: 'money', hint: true },
    { name: 'reduction', kind: 'radios', options: FEE_REDUCTIONS, value: 'none' },
  ],
  compute: ({ matter, amount, reduction }) => {
    if (matter === 'property' && amount === undefined)
      throw invalid('validation', [{ field: 'amount', code: 'any.required' }]);
    return courtFee({ matter, amountFen: amount, reduction });
  },
};

interface InterestInput {
  readonly principal: Fen;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}
const interestShape = { principal: money().required(), from: day().required(), to: day().required() };
const interestFields: readonly CalculatorField[] = [
  { name: 'principal', kind: 'money', required: true },
  { name: 'from', kind: 'date', required: true, hint: true },
  { name: 'to', kind: 'date', required: true, hint: true },
];

interface PrimeInput extends InterestInput {
  readonly term: 'oneYear' | 'fiveYears';
  readonly multiple: number;
}
const prime: Calculator<PrimeInput> = {
  kind: 'primeInterest',
  icon: 'chart',
  schema: Joi.object<PrimeInput>({
    ...interestShape,
    term: choice(['oneYear', 'fiveYears']).default('oneYear'),
    multiple: Joi.number().empty('').min(0.1).max(4).default(1),
  }),
  fields: [
    ...interestFields,
    { name: 'term', kind: 'radios', options: ['oneYear', 'fiveYears'], value: 'oneYear' },
    { name: 'multiple', kind: 'number', hint: true, value: '1' },
  ],
  compute: ({ principal, term, multiple, ...period }, { rates }) => {
    demandPeriod(period);
    return primeRateInterest(principal, rates, term, period, multiple);
  },
};

interface AgreedInput extends InterestInput {
  readonly rate: number;
}
const agreed: Calculator<AgreedInput> = {
  kind: 'agreedInterest',
  icon: 'handshake',
  schema: Joi.object<AgreedInput>({ ...interestShape, rate: percent().required() }),
  fields: [...interestFields, { name: 'rate', kind: 'text', required: true, hint: true }],
  compute: ({ principal, rate, ...period }) => {
    demandPeriod(period);
    return simpleInterest(principal, rate, period);
  },
};

const delayed: Calculator<InterestInput> = {
  kind: 'delayedPerformance',
  icon: 'hourglass',
  schema: Joi.object<InterestInput>(interestShape),
  fields: interestFields,
  compute: ({ principal, ...period }) => {
    demandPeriod(period);
    return delayedPerformance(principal, period);
  },
};

interface TrafficInput {
  readonly death: boolean;
  readonly age: number;
  readonly grade?: number;
  readonly share: number;
  readonly medical: Fen;
  readonly lostDays: number;
  readonly dailyIncome: Fen;
  readonly careDays: number;
  readonly dailyCare: Fen;
  readonly hospitalDays: number;
  readonly dailyMeal: Fen;
  readonly dependantAge?: number;
  readonly keepers: number;
}
const WORST_GRADE = 11;
const traffic: Calculator<TrafficInput> = {
  kind: 'traffic',
  icon: 'flag',
  schema: Joi.object<TrafficInput>({
    death: flag(),
    age: count(130).required(),
    grade: Joi.number().integer().empty('').min(1).max(10),
    share: Joi.number().empty('').min(0).max(100).default(100),
    medical: money().default(0),
    lostDays: count(5000).default(0),
    dailyIncome: money().default(0),
    careDays: count(20_000).default(0),
    dailyCare: money().default(0),
    hospitalDays: count(5000).default(0),
    dailyMeal: money().default(0),
    dependantAge: count(130),
    keepers: Joi.number().integer().empty('').min(1).max(20).default(1),
  }),
  fields: [
    { name: 'age', kind: 'number', required: true },
    { name: 'death', kind: 'checkboxes' },
    { name: 'grade', kind: 'number', hint: true },
    { name: 'share', kind: 'number', hint: true, value: '100' },
    { name: 'medical', kind: 'money', hint: true },
    { name: 'lostDays', kind: 'number' },
    { name: 'dailyIncome', kind: 'money' },
    { name: 'careDays', kind: 'number' },
    { name: 'dailyCare', kind: 'money' },
    { name: 'hospitalDays', kind: 'number' },
    { name: 'dailyMeal', kind: 'money', hint: true },
    { name: 'dependantAge', kind: 'number', hint: true },
    { name: 'keepers', kind: 'number', value: '1' },
  ],
  compute: (input, { figures }) => {
    const question = {
      death: input.death,
      age: input.age,
      disabilityPercent: input.grade === undefined ? undefined : (WORST_GRADE - input.grade) * 10,
      sharePercent: input.share,
      medicalFen: input.medical,
      lostDays: input.lostDays,
      dailyIncomeFen: input.dailyIncome,
      careDays: input.careDays,
      dailyCareFen: input.dailyCare,
      hospitalDays: input.hospitalDays,
      dailyMealFen: input.dailyMeal,
      dependantAge: input.dependantAge,
      keepers: input.keepers,
      figures,
    };
    demandFigures(missingFigures(question));
    return trafficDamages(question);
  },
};

interface WorkInput {
  readonly death: boolean;
  readonly grade?: number;
  readonly monthlyWage: Fen;
}
const work: Calculator<WorkInput> = {
  kind: 'workInjury',
  icon: 'building',
  schema: Joi.object<WorkInput>({
    death: flag(),
    grade: Joi.number().integer().empty('').min(1).max(10),
    monthlyWage: money().default(0),
  }),
  fields: [
    { name: 'death', kind: 'checkboxes' },
    { name: 'grade', kind: 'number', hint: true },
    { name: 'monthlyWage', kind: 'money', hint: true },
  ],
  compute: (input, { figures }) => {
    if (!input.death && input.grade === undefined)
      throw invalid('validation', [{ field: 'grade', code: 'any.required' }]);
    if (!input.death && input.monthlyWage === 0) {
      throw invalid('validation', [{ field: 'monthlyWage', code: 'any.required' }]);
    }
    const question = { death: input.death, grade: input.grade, monthlyWageFen: input.monthlyWage, figures };
    demandFigures(missingWorkFigures(question));
    return workInjuryBenefits(question);
  },
};

/** Calculators of different inputs in one table. */
// eslint-disable-next-line typescript/no-explicit-any -- the schema guarantees the input's type at run time
export type AnyCalculator = Calculator<any>;
export const CALCULATORS: Readonly<Record<CalculatorKind, AnyCalculator>> = {
  courtFee: fee,
  primeInterest: prime,
  agreedInterest: agreed,
  delayedPerformance: delayed,
  traffic,
  workInjury: work,
};
