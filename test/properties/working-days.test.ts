import calendar from 'chinese-days';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, daysBetween, parseDay } from '../../src/domain/calendar-day.ts';
import { addWorkdays, isWorkday, rollForward, workdaysBetween } from '../../src/domain/working-days.ts';
import { shippedHolidays as table } from '../domain/holidays.ts';

// oxlint-disable-next-line import/no-named-as-default-member -- at run time the package has a default export only
const { findWorkday, isWorkday: worksElsewhere } = calendar;

const FIRST = parseDay('2004-01-01');
const LAST = parseDay('2026-12-31');
const aDay = fc.integer({ min: 0, max: daysBetween(FIRST, LAST) }).map((count) => addDays(FIRST, count));

describe('working days against the calendar of chinese-days', () => {
  it('When every day of 2004–2026 is asked, then both agree', () => {
    let compared = 0;
    for (let day = FIRST; day <= LAST; day = addDays(day, 1)) {
      if (isWorkday(day, table) !== worksElsewhere(day)) expect.fail(`${day} differs`);
      compared += 1;
    }
    expect(compared).to.equal(8401);
  });

  it('When working days are added, then chinese-days finds the same day', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 60 }), (day, count) => {
        fc.pre(addDays(day, count * 2 + 20) <= LAST);
        const start = rollForward(day, table);
        expect(addWorkdays(start, count, table)).to.equal(findWorkday(count, start));
      }),
      { numRuns: 1000 },
    );
  });

  it('When a day is rolled forward, then the result works and every day skipped rests', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const rolled = rollForward(day, table);
        expect(isWorkday(rolled, table)).to.equal(true);
        for (let skipped = day; skipped < rolled; skipped = addDays(skipped, 1)) {
          expect(worksElsewhere(skipped)).to.equal(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When working days are added and counted back, then the count returns', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 0, max: 250 }), (day, count) => {
        expect(workdaysBetween(day, addWorkdays(day, count, table), table)).to.equal(count);
      }),
      { numRuns: 1000 },
    );
  });
});
