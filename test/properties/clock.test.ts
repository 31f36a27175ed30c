import calendar from 'chinese-days';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  addDays,
  dayOfInstant,
  endOfDayInstant,
  parseDay,
  startOfDayInstant,
  type CalendarDay,
} from '../../src/domain/calendar-day.ts';
import { dueAtOf, extendClock, pauseClock, remaining, resumeClock, startClock } from '../../src/domain/clock.ts';
import { shippedHolidays as holidays } from '../domain/holidays.ts';

// oxlint-disable-next-line import/no-named-as-default-member -- at run time the package has a default export only
const { isWorkday: worksElsewhere } = calendar;

const MS_PER_DAY = 86_400_000;
/** An independent reference on plain UTC dates and the calendar of chinese-days. */
const next = (day: string, count = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10);
const rolled = (day: string): string => (worksElsewhere(day) ? day : rolled(next(day)));
function workdaysAfter(day: string, count: number): string {
  return count === 0 ? day : workdaysAfter(next(day), worksElsewhere(next(day)) ? count - 1 : count);
}

const noonOf = (day: string): Date => new Date(startOfDayInstant(parseDay(day)).getTime() + MS_PER_DAY / 2);

describe('clocks against an independent reference', () => {
  it('When every clock of days starts on every day of 2022–2026, then its due day is the reference’s', () => {
    let compared = 0;
    for (let day: string = '2022-01-01'; day <= '2026-10-31'; day = next(day)) {
      const due = (id: 'CL02' | 'CL04' | 'CL07' | 'CL08' | 'CL09' | 'CL13') =>
        dayOfInstant(dueAtOf(startClock(id, noonOf(day), holidays)));
      expect(due('CL02')).to.equal(workdaysAfter(day, 2));
      expect(due('CL04')).to.equal(workdaysAfter(day, 3));
      expect(due('CL07')).to.equal(rolled(next(day, 30)));
      expect(due('CL08')).to.equal(rolled(next(day, 15)));
      expect(due('CL09')).to.equal(rolled(next(day, 7)));
      expect(due('CL13')).to.equal(rolled(next(day, 30)));
      compared += 1;
    }
    expect(compared).to.equal(1765);
  });

  it('When CL06 starts on every day of 2011–2026, then it is due on the reference’s day', () => {
    for (let day: string = '2011-01-01'; day <= '2026-10-31'; day = next(day)) {
      expect(dayOfInstant(dueAtOf(startClock('CL06', noonOf(day), holidays)))).to.equal(rolled(next(day, 30)));
    }
  });

  const aStart = fc.integer({ min: 0, max: 1500 }).map((count) => addDays(parseDay('2022-01-01'), count));

  it('When a clock is paused, then its end moves by exactly the paused days, before the roll', () => {
    fc.assert(
      fc.property(aStart, fc.integer({ min: 0, max: 29 }), fc.integer({ min: 0, max: 80 }), (start, before, length) => {
        const clock = startClock('CL07', noonOf(start), holidays);
        const from = noonOf(addDays(start, before));
        const until = noonOf(addDays(start, before + length));
        const resumed = resumeClock(pauseClock(clock, from, holidays, 'expert'), until, holidays);

        const paused = before === 0 && length > 0 ? length - 1 : length;
        expect(dayOfInstant(dueAtOf(resumed))).to.equal(rolled(next(start, 30 + paused)));
      }),
      { numRuns: 1000 },
    );
  });

  it('When a clock is extended, then it is one longer term that rolls once', () => {
    fc.assert(
      fc.property(aStart, fc.integer({ min: 1, max: 90 }), (start, days) => {
        const clock = extendClock(
          startClock('CL07', noonOf(start), holidays),
          days,
          noonOf(addDays(start, 3)),
          holidays,
        );
        expect(dayOfInstant(dueAtOf(clock))).to.equal(rolled(next(start, 30 + days)));
      }),
      { numRuns: 1000 },
    );
  });

  it('When time passes, then the level never goes back', () => {
    const order = ['ok', 'warning', 'urgent', 'due', 'overdue'];
    fc.assert(
      fc.property(aStart, fc.constantFrom('CL04' as const, 'CL07' as const, 'CL09' as const), (start, id) => {
        const clock = startClock(id, noonOf(start), holidays);
        const end: CalendarDay = addDays(dayOfInstant(dueAtOf(clock)), 2);
        let before = 0;
        for (let now = clock.baseStart.getTime(); now < endOfDayInstant(end).getTime(); now += MS_PER_DAY / 5) {
          const level = order.indexOf(remaining(clock, new Date(now)).level);
          expect(level).to.be.at.least(before);
          before = level;
        }
        expect(before).to.equal(order.indexOf('overdue'));
      }),
      { numRuns: 1000 },
    );
  });
});
