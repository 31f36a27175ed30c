// Interest on a sum of money: at an agreed yearly rate, at the loan prime rate as it stood when the debt fell due, and the
// doubled interest of whoever is late with a judgment. Rates are data with source and day; none is built in.

import { addDays, type CalendarDay, daysBetween } from './calendar-day.ts';
import { conflict, type FieldError, invalid } from './errors.ts';
import { type Fen } from './money.ts';
import { type Working, workingOf, type WorkingLine } from './working.ts';

/** One publication of the loan prime rate; rates in hundredths of a percent a year (3.10 % is 310). */
export interface PrimeRate {
  readonly publishedOn: CalendarDay;
  readonly oneYear: number;
  readonly fiveYears: number;
  readonly source: string;
}

const PER_WHOLE = 10_000;
const DAYS_A_YEAR = 365;
/** Loans between private persons: no more than four times the one-year rate when the contract was made (法释〔2020〕17号25). */
export const PRIVATE_LOAN_MULTIPLE = 4;
/** 1.75 in ten thousand a day (法释〔2014〕8号1). */
const DOUBLE_RATE_DAY = 1.75;

/** The first day of interest and the last; both count as one day each is told apart by `days`: the last day does not count. */
export interface Period {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

/** @returns a field error when the period is empty or runs backwards */
export const periodErrors = ({ from, to }: Period): readonly FieldError[] =>
  to <= from ? [{ field: 'to', code: 'calculators.periodEmpty' }] : [];

const interestOf = (principal: Fen, rate: number, days: number): Fen =>
  Math.round((principal * rate * days) / (PER_WHOLE * DAYS_A_YEAR));

/** Simple interest between two days at one yearly rate, a year counted as 365 days. */
export function simpleInterest(principal: Fen, rate: number, period: Period): Working {
  const days = daysBetween(period.from, period.to);
  const resultFen = interestOf(principal, rate, days);
  const line: WorkingLine = {
    key: 'interest',
    ...period,
    days,
    rate,
    toFen: principal,
    resultFen,
    basis: '民法典676、680',
  };
  return workingOf([line], resultFen);
}

/** The rate in force on a day: the last one published on or before it. */
export const primeRateOn = (rates: readonly PrimeRate[], on: CalendarDay): PrimeRate | undefined =>
  rates
    .filter(({ publishedOn }) => publishedOn <= on)
    .toSorted((a, b) => (a.publishedOn < b.publishedOn ? -1 : 1))
    .at(-1);

/**
 * Interest by the loan prime rate, in stretches as it changed.
 * @param multiple how often the rate counts, 1 as a rule
 * @throws DomainError `calculators.rateUnknown` when the table does not reach back to the first day
 */
export function primeRateInterest(
  principal: Fen,
  rates: readonly PrimeRate[],
  term: 'oneYear' | 'fiveYears',
  period: Period,
  multiple = 1,
): Working {
  const first = primeRateOn(rates, period.from);
  if (!first) throw conflict('calculators.rateUnknown', undefined, { day: period.from });
  const later = rates
    .filter(({ publishedOn }) => publishedOn > period.from && publishedOn < period.to)
    .toSorted((a, b) => (a.publishedOn < b.publishedOn ? -1 : 1));
  const steps = [first, ...later].reduce<PrimeRate[]>((kept, rate) => {
    const last = kept.at(-1);
    return last && last[term] === rate[term] ? kept : [...kept, rate];
  }, []);
  const lines = steps.map((rate, index): WorkingLine => {
    const from = index === 0 ? period.from : rate.publishedOn;
    const to = steps[index + 1]?.publishedOn ?? period.to;
    const days = daysBetween(from, to);
    const yearly = rate[term] * multiple;
    const resultFen = interestOf(principal, yearly, days);
    return {
      key: 'interest',
      from,
      to,
      days,
      rate: yearly,
      toFen: principal,
      resultFen,
      basis: '法释〔2020〕17号25、28',
      source: `${rate.source} ${rate.publishedOn}`,
    };
  });
  return workingOf(
    lines,
    lines.reduce((sum, line) => sum + line.resultFen, 0),
  );
}

/** The doubled part of the interest for a judgment not obeyed in time, on the sum without ordinary interest. */
export function delayedPerformance(principal: Fen, period: Period): Working {
  const days = daysBetween(period.from, period.to);
  const resultFen = Math.round((principal * DOUBLE_RATE_DAY * days) / PER_WHOLE);
  const line: WorkingLine = {
    key: 'doubled',
    ...period,
    days,
    toFen: principal,
    resultFen,
    basis: '民事诉讼法264；法释〔2014〕8号1',
  };
  return workingOf([line], resultFen);
}

/** The day after the last on which a debt could be paid in time: the first day of interest for delay. */
export const firstDayOfDelay = (dueOn: CalendarDay): CalendarDay => addDays(dueOn, 1);

/** Checks a table of rates before it is kept. @throws DomainError `validation` */
export function demandRates(rates: readonly PrimeRate[]): void {
  const days = rates.map(({ publishedOn }) => publishedOn);
  if (new Set(days).size !== days.length)
    throw invalid('validation', [{ field: 'file', code: 'calculators.sameDayTwice' }]);
}
