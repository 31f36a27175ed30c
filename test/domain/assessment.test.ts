import { expect } from 'chai';
import {
  cardOn,
  EXAMPLE_CARD,
  FULL_WEIGHT,
  ranked,
  scoreOf,
  weightOf,
  ASSESSED_IDS,
} from '../../src/domain/assessment.ts';
import { type CalendarDay } from '../../src/domain/calendar-day.ts';
import { denominatorOf, isRecorded, numeratorOf } from '../../src/domain/indicator.ts';

const day = (text: string) => text as CalendarDay;
const measured = (value: number, denominator = 40) => ({ value, denominator });

describe('assessment', () => {
  it('When the example is weighed, then it is a hundred, and a later card takes its place from its day on', () => {
    expect(weightOf(EXAMPLE_CARD.weights)).to.equal(FULL_WEIGHT);
    const own = { from: day('2026-03-01'), weights: { K02b: 100 } };
    expect(cardOn([own], day('2026-02-28'))).to.equal(EXAMPLE_CARD);
    expect(cardOn([own], day('2026-03-01'))).to.equal(own);
  });

  it('When figures lie between worst and best, then they earn in proportion, either way round', () => {
    const { items, total } = scoreOf({ K02b: 50, K12m: 50 }, { K02b: measured(0.4), K12m: measured(5) });
    expect(items.map(({ score }) => score)).to.deep.equal([50, 100]);
    expect(total).to.equal(75);
  });

  it('When a figure rests on fewer than five cases, then it is not scored; without half of the weight there is no place', () => {
    const few = scoreOf({ K02b: 60, K14: 40 }, { K02b: measured(1, 4), K14: measured(1) });
    expect(few).to.deep.include({ total: null, covered: 0.4 });
    const rows = ranked([
      { name: 'few', score: few },
      { name: 'b', score: scoreOf({ K14: 100 }, { K14: measured(0.7) }) },
    ]);
    expect(rows.map(({ name, place }) => [name, place])).to.deep.equal([
      ['b', 1],
      ['few', null],
    ]);
  });

  it('When failures are not told of, then no success rate on a card rises, for what was accepted stays below the line', () => {
    for (const id of ASSESSED_IDS) {
      const above = numeratorOf(id, 'closing').filter(isRecorded);
      const below = denominatorOf(id).filter(isRecorded);
      const countsSuccess = above.some(({ flag }) => flag === 'success' || flag === 'settled');
      if (countsSuccess)
        expect(
          below.map(({ source }) => source),
          id,
        ).to.deep.equal(['accepted']);
    }
  });
});
