import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, type CalendarDay, daysBetween } from '../../src/domain/calendar-day.ts';
import { courtFee } from '../../src/domain/court-fee.ts';
import {
  type BaseFigure,
  compensatedYears,
  dependantYears,
  missingFigures,
  trafficDamages,
  workInjuryBenefits,
} from '../../src/domain/injury.ts';
import { delayedPerformance, type PrimeRate, primeRateInterest, simpleInterest } from '../../src/domain/interest.ts';

const day = (text: string) => text as CalendarDay;
const yuan = (amount: number) => Math.round(amount * 100);

describe('the court’s fee', () => {
  // The quick table every court prints: rate and sum to add or take off (诉讼费用交纳办法13).
  const QUICK: readonly (readonly [number, number])[] = [
    [3_000, 50],
    [10_000, 50],
    [50_000, 50_000 * 0.025 - 200],
    [100_000, 2_300],
    [150_000, 150_000 * 0.02 + 300],
    [200_000, 4_300],
    [400_000, 400_000 * 0.015 + 1_300],
    [1_000_000, 13_800],
    [1_500_000, 1_500_000 * 0.009 + 4_800],
    [4_000_000, 4_000_000 * 0.008 + 6_800],
    [9_000_000, 9_000_000 * 0.007 + 11_800],
    [15_000_000, 15_000_000 * 0.006 + 21_800],
    [30_000_000, 30_000_000 * 0.005 + 41_800],
  ];
  for (const [amount, expected] of QUICK) {
    it(`When ${amount} yuan are in dispute, then the fee is ${expected}`, () => {
      const fee = courtFee({ matter: 'property', amountFen: yuan(amount), reduction: 'none' });
      expect(fee.resultFen).to.equal(yuan(expected));
      expect(fee.lines.reduce((sum, line) => sum + line.resultFen, 0)).to.equal(fee.resultFen);
    });
  }

  it('When the case is settled, withdrawn or simple, then the fee is halved once', () => {
    for (const reduction of ['settled', 'simple'] as const) {
      expect(courtFee({ matter: 'property', amountFen: yuan(100_000), reduction }).resultFen).to.equal(yuan(1_150));
    }
  });

  it('When the law gives a range, then both ends are told and halved alike', () => {
    const plain = courtFee({ matter: 'divorce', amountFen: yuan(300_000), reduction: 'none' });
    expect([plain.resultFen, plain.upperFen]).to.deep.equal([yuan(550), yuan(800)]);
    const halved = courtFee({ matter: 'divorce', amountFen: yuan(300_000), reduction: 'settled' });
    expect([halved.resultFen, halved.upperFen]).to.deep.equal([yuan(275), yuan(400)]);
    const injury = courtFee({ matter: 'personality', amountFen: yuan(150_000), reduction: 'none' });
    expect([injury.resultFen, injury.upperFen]).to.deep.equal([yuan(100 + 500 + 250), yuan(500 + 500 + 250)]);
  });

  it('When more is in dispute, then the fee is never less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5e11 }), fc.integer({ min: 0, max: 1e9 }), (amount, more) => {
        const of = (amountFen: number) => courtFee({ matter: 'property', amountFen, reduction: 'none' }).resultFen;
        expect(of(amount + more)).to.be.at.least(of(amount));
      }),
    );
  });
});

describe('interest', () => {
  const rates: readonly PrimeRate[] = [
    { publishedOn: day('2025-01-20'), oneYear: 300, fiveYears: 350, source: 'A' },
    { publishedOn: day('2025-02-20'), oneYear: 300, fiveYears: 340, source: 'B' },
    { publishedOn: day('2025-03-20'), oneYear: 200, fiveYears: 330, source: 'C' },
  ];

  it('When the rate changes, then the period is cut there and every stretch names its source', () => {
    const working = primeRateInterest(yuan(36_500), rates, 'oneYear', {
      from: day('2025-03-10'),
      to: day('2025-03-30'),
    });
    expect(working.lines.map(({ days, rate, source }) => [days, rate, source])).to.deep.equal([
      [10, 300, 'B 2025-02-20'],
      [10, 200, 'C 2025-03-20'],
    ]);
    expect(working.resultFen).to.equal(yuan(30 + 20));
  });

  it('When the table does not reach back, then it says so', () => {
    expect(() => primeRateInterest(100, rates, 'oneYear', { from: day('2025-01-01'), to: day('2025-02-01') })).to.throw(
      'calculators.rateUnknown',
    );
  });

  it('When a period is cut anywhere, then the days of its stretches add up', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('oneYear' as const, 'fiveYears' as const),
        (start, length, term) => {
          const from = addDays(day('2025-01-20'), start);
          const to = addDays(from, length);
          const { lines } = primeRateInterest(yuan(1000), rates, term, { from, to });
          expect(lines.reduce((sum, line) => sum + (line.days ?? 0), 0)).to.equal(daysBetween(from, to));
          expect([lines[0]?.from, lines.at(-1)?.to]).to.deep.equal([from, to]);
        },
      ),
    );
  });

  it('When a yearly rate is agreed, then a year has 365 days', () => {
    const period = { from: day('2025-01-01'), to: day('2026-01-01') };
    expect(simpleInterest(yuan(10_000), 365, period).resultFen).to.equal(yuan(365));
  });

  it('When a judgment is not obeyed, then the doubled part is 1.75 in ten thousand a day', () => {
    expect(delayedPerformance(yuan(10_000), { from: day('2025-01-01'), to: day('2025-01-11') }).resultFen).to.equal(
      yuan(17.5),
    );
  });
});

describe('injuries', () => {
  const figure = (kind: BaseFigure['kind'], amount: number): BaseFigure => ({
    kind,
    year: 2024,
    amountFen: yuan(amount),
    source: '统计局',
  });
  const figures = {
    urbanIncome: figure('urbanIncome', 90_000),
    urbanSpending: figure('urbanSpending', 50_000),
    averageWage: figure('averageWage', 120_000),
    nationalIncome: figure('nationalIncome', 54_000),
  };
  const plain = {
    death: false,
    age: 40,
    sharePercent: 100,
    medicalFen: 0,
    lostDays: 0,
    dailyIncomeFen: 0,
    careDays: 0,
    dailyCareFen: 0,
    hospitalDays: 0,
    dailyMealFen: 0,
    keepers: 1,
    figures,
  };

  it('When the injured is old, then fewer years count', () => {
    expect([30, 59, 60, 61, 74, 75, 90].map(compensatedYears)).to.deep.equal([20, 20, 20, 19, 6, 5, 5]);
    expect([0, 10, 17, 18, 65].map(dependantYears)).to.deep.equal([18, 8, 1, 20, 15]);
  });

  it('When there is a disability, then its degree counts, and the share of the other side at the end', () => {
    const working = trafficDamages({
      ...plain,
      disabilityPercent: 10,
      medicalFen: yuan(20_000),
      lostDays: 30,
      dailyIncomeFen: yuan(200),
      sharePercent: 70,
    });
    expect(working.lines.map(({ key, resultFen }) => [key, resultFen])).to.deep.equal([
      ['medical', yuan(20_000)],
      ['lostIncome', yuan(6_000)],
      ['disability', yuan(180_000)],
      ['share', yuan(144_200)],
    ]);
  });

  it('When somebody died, then funeral, death and dependants are counted', () => {
    const working = trafficDamages({ ...plain, death: true, age: 65, dependantAge: 8, keepers: 2 });
    expect(working.lines.map(({ key, resultFen }) => [key, resultFen])).to.deep.equal([
      ['funeral', yuan(60_000)],
      ['death', yuan(90_000 * 15)],
      ['dependant', yuan((50_000 * 10) / 2)],
    ]);
  });

  it('When a figure has not been entered, then it is named', () => {
    expect(missingFigures({ ...plain, death: true, figures: {} })).to.deep.equal(['urbanIncome', 'averageWage']);
  });

  it('When the injury happened at work, then the grade sets the months', () => {
    const of = (grade: number) =>
      workInjuryBenefits({ death: false, grade, monthlyWageFen: yuan(6000), figures }).resultFen;
    expect([1, 5, 10].map(of)).to.deep.equal([yuan(162_000), yuan(108_000), yuan(42_000)]);
    expect(workInjuryBenefits({ death: true, monthlyWageFen: 0, figures }).resultFen).to.equal(
      yuan(60_000 + 54_000 * 20),
    );
  });
});
