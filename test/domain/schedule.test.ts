import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { bookingKey, quartersOf, timeErrors } from '../../src/domain/schedule.ts';

const at = (text: string): Date => new Date(`${text}:00+08:00`);
const NOW = at('2026-03-02T09:00');
const time = (from: string, until: string) => ({ startsAt: at(from), endsAt: at(until) });

describe('the time of a session', () => {
  const CASES = [
    ['2026-03-03T09:00', '2026-03-03T10:00', []],
    ['2026-03-03T10:00', '2026-03-03T10:00', ['until law.session.endBeforeStart']],
    ['2026-03-02T09:00', '2026-03-02T10:00', ['on schedule.inPast']],
    ['2026-06-30T09:00', '2026-06-30T10:00', []],
    ['2026-07-01T09:00', '2026-07-01T10:00', ['on schedule.tooFar']],
    ['2026-03-03T08:00', '2026-03-03T16:00', []],
    ['2026-03-03T08:00', '2026-03-03T16:01', ['until schedule.tooLong']],
    ['2026-03-03T23:00', '2026-03-04T00:30', ['until schedule.tooLong']],
  ] as const;
  for (const [from, until, expected] of CASES) {
    it(`When it is ${from} to ${until}, then ${expected.join(', ') || 'it may be planned'}`, () => {
      expect(timeErrors(time(from, until), NOW).map(({ field, code }) => `${field} ${code}`)).to.deep.equal(expected);
    });
  }

  it('When one session begins where another ends, then they share no quarter; one minute earlier and they do', () => {
    const names = (from: string, until: string) =>
      quartersOf(time(from, until)).map((quarter) => bookingKey({ kind: 'room', key: 'r' }, quarter));
    const first = names('2026-03-03T09:00', '2026-03-03T10:00');
    const after = names('2026-03-03T10:00', '2026-03-03T11:00');
    const sooner = names('2026-03-03T09:59', '2026-03-03T11:00');

    expect(first).to.have.length(4);
    expect(after.filter((name) => first.includes(name))).to.deep.equal([]);
    expect(sooner.filter((name) => first.includes(name))).to.have.length(1);
  });

  it('When any two times overlap, then they share a quarter', () => {
    const minute = integer({ min: 0, max: 24 * 60 });
    const length = integer({ min: 1, max: 8 * 60 });
    assert(
      property(minute, length, minute, length, (a, long, b, wide) => {
        const span = (start: number, minutes: number) => ({
          startsAt: new Date(NOW.getTime() + start * 60_000),
          endsAt: new Date(NOW.getTime() + (start + minutes) * 60_000),
        });
        const own = new Set(quartersOf(span(a, long)).map((quarter) => quarter.getTime()));
        const shared = quartersOf(span(b, wide)).some((quarter) => own.has(quarter.getTime()));
        const overlap = a < b + wide && b < a + long;
        return !overlap || shared;
      }),
      { numRuns: 1_000 },
    );
  });
});
