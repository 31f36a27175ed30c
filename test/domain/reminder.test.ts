import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { addDays, parseDay } from '../../src/domain/calendar-day.ts';
import { isDaytime, isSessionNear, lastDayOf, paymentStep } from '../../src/domain/reminder.ts';
import { at, shippedHolidays } from './holidays.ts';

describe('reminders', () => {
  const DUE = parseDay('2026-03-16');

  it('When days pass around a last day, then each step holds until the next, and nothing is said before or after', () => {
    const steps = [-4, -3, -1, 0, 1, 6, 7, 8].map((days) => paymentStep(DUE, addDays(DUE, days)));
    expect(steps).to.deep.equal([undefined, 'before', 'before', 'due', 'late', 'late', 'lastCall', undefined]);
  });

  it('When the agreed day is a rest day, then the day it rolls to is reminded of', () => {
    expect(lastDayOf(parseDay('2026-11-22'), shippedHolidays)).to.equal('2026-11-23');
    expect(lastDayOf(parseDay('2026-10-01'), shippedHolidays)).to.equal('2026-10-08');
  });

  it('When days go by, then steps come in their order and never twice', () => {
    assert(
      property(integer({ min: -30, max: 30 }), (first) => {
        const seen = Array.from({ length: 30 }, (_, day) => paymentStep(DUE, addDays(DUE, first + day)) ?? 'none');
        const turns = seen.filter((step, index) => step !== seen[index - 1]);
        const order = ['none', 'before', 'due', 'late', 'lastCall', 'none'];
        const from = turns[0] === 'none' && first > 0 ? 5 : order.indexOf(turns[0] ?? '');
        expect(turns).to.deep.equal(order.slice(from, from + turns.length));
      }),
    );
  });

  it('When a session is tomorrow, then it is near until it begins; at night nobody is disturbed', () => {
    const starts = at('2026-03-05 09:00');
    const near = ['2026-03-03 23:59', '2026-03-04 00:00', '2026-03-05 08:59', '2026-03-05 09:00'];
    expect(near.map((now) => isSessionNear(starts, at(now)))).to.deep.equal([false, true, true, false]);
    const hours = ['07:59', '08:00', '19:59', '20:00'].map((hour) => isDaytime(at(`2026-03-05 ${hour}`)));
    expect(hours).to.deep.equal([false, true, true, false]);
  });
});
