import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import {
  addWorkdays,
  holidayTable,
  isProvisional,
  isWorkday,
  rollForward,
  workdaysBetween,
} from '../../src/domain/working-days.ts';
import { shippedHolidays as table } from './holidays.ts';
import { refusal } from './refusals.ts';

const day = parseDay;

describe('working days', () => {
  const workdays = [
    ['2026-02-13', true, 'a Friday'],
    ['2026-02-14', true, 'a make-up Saturday'],
    ['2026-02-15', false, 'the Spring Festival'],
    ['2026-02-28', true, 'a make-up Saturday'],
    ['2026-03-01', false, 'a Sunday'],
  ] as const;
  for (const [text, expected, why] of workdays) {
    it(`When it is ${text}, ${why}, then offices ${expected ? 'work' : 'rest'}`, () =>
      expect(isWorkday(day(text), table)).to.equal(expected));
  }

  it('When a term ends on a rest day, then it ends on the first workday after', () => {
    expect(rollForward(day('2026-02-15'), table)).to.equal('2026-02-24');
    expect(rollForward(day('2026-02-14'), table)).to.equal('2026-02-14');
  });

  it('When thirty working days are counted over the Spring Festival, then make-up days count', () => {
    expect(addWorkdays(day('2026-02-13'), 30, table)).to.equal('2026-04-02');
    expect(addWorkdays(day('2026-02-13'), 0, table)).to.equal('2026-02-13');
    expect(workdaysBetween(day('2026-02-13'), day('2026-04-02'), table)).to.equal(30);
  });

  it('When a day lies beyond the announced calendar, then it is provisional', () => {
    expect(isProvisional(day('2026-12-31'), table)).to.equal(false);
    expect(isProvisional(day('2027-01-01'), table)).to.equal(true);
  });

  it('When a stored calendar names a day twice or an unreal day, then it is refused', () => {
    const record = {
      knownUntil: '2026-12-31',
      holidays: { '2026-02-30': '春节', '2026-01-01': '元旦' },
      makeUpWorkdays: { '2026-01-01': '元旦' },
    };

    expect(refusal(() => holidayTable(record)).errors.map((error) => error.field)).to.deep.equal([
      '2026-02-30',
      '2026-01-01',
    ]);
  });
});
