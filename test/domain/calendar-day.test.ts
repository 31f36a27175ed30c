import { expect } from 'chai';
import {
  addDays,
  addMonths,
  compareDays,
  dayOfInstant,
  daysBetween,
  endOfDayInstant,
  isDay,
  parseDay,
  startOfDayInstant,
  weekdayOf,
} from '../../src/domain/calendar-day.ts';
import { refusal } from './refusals.ts';

const day = parseDay;

describe('calendar day', () => {
  for (const text of [
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '',
    '1799-12-31',
  ]) {
    it(`When "${text}" is read, then it is refused`, () => {
      expect(isDay(text)).to.equal(false);
      expect(refusal(() => day(text)).code).to.equal('law.day.invalid');
    });
  }

  for (const text of ['2024-02-29', '2000-02-29', '2026-12-31']) {
    it(`When "${text}" is read, then it is a day`, () => expect(day(text)).to.equal(text));
  }

  const instants = [
    ['2026-02-13T15:59:59.999Z', '2026-02-13'],
    ['2026-02-13T16:00:00.000Z', '2026-02-14'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ] as const;
  for (const [instant, expected] of instants) {
    it(`When it is ${instant}, then the day in Beijing is ${expected}`, () =>
      expect(dayOfInstant(new Date(instant))).to.equal(expected));
  }

  const months = [
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-08-15', 6, '2027-02-15'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2024-02-29', 24, '2026-02-28'],
  ] as const;
  for (const [from, count, expected] of months) {
    it(`When ${count} months are added to ${from}, then it is ${expected}`, () =>
      expect(addMonths(day(from), count)).to.equal(expected));
  }

  it('When days are counted across a leap day, then it is counted', () => {
    expect(addDays(day('2024-02-28'), 2)).to.equal('2024-03-01');
    expect(daysBetween(day('2024-02-28'), day('2024-03-01'))).to.equal(2);
    expect(daysBetween(day('2024-03-01'), day('2024-02-28'))).to.equal(-2);
  });

  it('When days are compared, then the earlier comes first', () => {
    expect([day('2026-02-01'), day('2025-12-31'), day('2026-02-01')].toSorted(compareDays)).to.deep.equal([
      '2025-12-31',
      '2026-02-01',
      '2026-02-01',
    ]);
  });

  it('When the weekday is asked, then it is right before and after 1970', () => {
    expect(weekdayOf(day('2026-11-22'))).to.equal(0);
    expect(weekdayOf(day('1949-10-01'))).to.equal(6);
  });

  it('When a day is bounded, then it runs from midnight to the last millisecond in Beijing', () => {
    expect(startOfDayInstant(day('2026-02-13')).toISOString()).to.equal('2026-02-12T16:00:00.000Z');
    expect(endOfDayInstant(day('2026-02-13')).toISOString()).to.equal('2026-02-13T15:59:59.999Z');
  });
});
