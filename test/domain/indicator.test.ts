import { expect } from 'chai';
import { type CalendarDay } from '../../src/domain/calendar-day.ts';
import { COUNT_FLAGS } from '../../src/domain/count-flag.ts';
import {
  CARD_IDS,
  denominatorOf,
  INDICATOR_IDS,
  indicatorOf,
  isRecorded,
  needsEntry,
  numeratorOf,
  percentile,
  SERIES_BREAK,
} from '../../src/domain/indicator.ts';
import { enteredOver, isBroken, valueKey, yearEarlier } from '../../src/domain/statistic-input.ts';
import { periodOfSpan } from '../../src/features/statistics/statistic.report.ts';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';

const i18n = createI18n({ strict: true });
const day = (text: string) => text as CalendarDay;

describe('indicators', () => {
  it('When the table is read, then K01 to K30 are all there, each made of parts that can be counted or entered', () => {
    const numbers = new Set(CARD_IDS.flatMap((id) => /^K(\d\d)/.exec(id)?.[1] ?? []));
    expect(numbers.size).to.equal(30);
    for (const id of INDICATOR_IDS) {
      const { kind } = indicatorOf(id);
      const parts = [...numeratorOf(id, 'intake'), ...numeratorOf(id, 'closing'), ...denominatorOf(id)];
      expect(parts.length, id).to.be.greaterThan(0);
      for (const part of parts.filter(isRecorded)) expect(COUNT_FLAGS, id).to.include(part.flag);
      expect(denominatorOf(id).length > 0, id).to.equal(kind !== 'count' && kind !== 'sum');
    }
  });

  for (const language of LANGUAGES) {
    it(`When an indicator is shown, then its name and formula can be said in ${language}`, () => {
      for (const id of INDICATOR_IDS) {
        expect(i18n.has(language, `statistics:figure.${id}.name`), id).to.equal(true);
        expect(i18n.has(language, `statistics:figure.${id}.formula`), id).to.equal(true);
      }
    });
  }

  const asked = { from: day('2026-01-15'), to: day('2026-11-25') };
  const SPANS = [
    ['asked', '2026-11-25', false, ['2026-01-15', '2026-11-25']],
    ['whole', '2026-11-25', false, ['2026-02-01', '2026-10-31']],
    ['whole', '2026-09-30', true, ['2026-02-01', '2026-09-30']],
    ['whole', '2026-09-29', true, ['2026-02-01', '2026-08-31']],
    ['stock', '2026-11-25', false, ['1990-01-01', '2026-11-25']],
    ['ripe6', '2026-11-25', false, ['2026-01-15', '2026-05-25']],
    ['ripe12', '2026-11-25', false, ['2026-01-15', '2025-11-25']],
  ] as const;
  for (const [span, known, isPast, [from, to]] of SPANS) {
    it(`When ${span} days are asked for on ${known}, then they run from ${from} to ${to}`, () => {
      expect(periodOfSpan(span, asked, day(known), isPast)).to.deep.equal({ from, to });
    });
  }
});

describe('numbers the court enters', () => {
  const parts = (unit: string) => (unit === 'court' ? ['a', 'b'] : []);
  const values = (rows: Readonly<Record<string, number>>) =>
    new Map(
      Object.entries(rows).map(([key, value]) => {
        const [unit = '', period = ''] = key.split(' ');
        return [valueKey('civilSuits', unit, period), value];
      }),
    );

  it('When every part of a unit has a number, then their sum is the number of the unit; its own comes first', () => {
    const over = (rows: Readonly<Record<string, number>>) =>
      enteredOver(values(rows), 'civilSuits', 'court', ['2026-01', '2026-02'], parts);
    expect(over({ 'a 2026-01': 1, 'b 2026-01': 2, 'a 2026-02': 3, 'b 2026-02': 4 })).to.equal(10);
    expect(over({ 'court 2026-01': 20, 'a 2026-02': 3, 'b 2026-02': 4 })).to.equal(27);
  });

  it('When one part or one month is missing, then nothing is assumed', () => {
    const january = values({ 'a 2026-01': 1 });
    expect(enteredOver(january, 'civilSuits', 'court', ['2026-01'], parts)).to.equal(undefined);
    expect(enteredOver(january, 'civilSuits', 'a', ['2026-01', '2026-02'], parts)).to.equal(undefined);
    expect(enteredOver(january, 'civilSuits', 'a', [], parts)).to.equal(undefined);
  });

  it('When last year lies before 2025 and this year after, then the series is broken between', () => {
    expect(isBroken([SERIES_BREAK], yearEarlier(['2025-03'])[0] ?? '', '2025-03')).to.equal(true);
    expect(isBroken([SERIES_BREAK], yearEarlier(['2026-03'])[0] ?? '', '2026-03')).to.equal(false);
    expect(isBroken([SERIES_BREAK], '2023-01', '2024-12')).to.equal(false);
  });

  it('When lengths are divided, then the percentile is one that occurs', () => {
    const lengths = new Map([
      [30, 1],
      [4, 6],
      [9, 3],
    ]);
    expect(percentile(lengths, 0.5)).to.equal(4);
    expect(percentile(lengths, 0.9)).to.equal(9);
    expect(percentile(new Map(), 0.5)).to.equal(null);
  });

  it('When nothing needs entering, then the indicator counts the days asked for', () => {
    expect(needsEntry('K02a')).to.equal(false);
    expect(needsEntry('K03')).to.equal(true);
  });
});
