import { expect } from 'chai';
import { addDays, type CalendarDay } from '../../src/domain/calendar-day.ts';
import { calibrated } from '../../src/domain/calibration.ts';
import { simulate, type Work } from '../../src/domain/simulation.ts';
import { actualYear, type ObservedDispute, yearBefore } from '../../src/domain/observed-year.ts';
import { bandOf, drawYear, estimate } from '../../src/domain/what-if.ts';
import { draws } from '../support/draws.ts';
import { packageTable } from '../../src/features/holidays/index.ts';

const day = (text: string): CalendarDay => text as CalendarDay;

/** Erlang's formula: the mean wait with Poisson arrivals, exponential service and so many places. */
function erlangWait(arrivals: number, service: number, places: number): number {
  const offered = arrivals * service;
  let [term, sum] = [1, 1];
  for (let count = 1; count < places; count += 1) {
    term *= offered / count;
    sum += term;
  }
  const all = (term * offered) / (places - offered);
  return ((all / (sum + all)) * service) / (places - offered);
}

describe('waiting lines', () => {
  for (const [places, arrivals] of [
    [1, 0.7],
    [3, 2.4],
    [8, 7],
  ] as const) {
    it(`When ${arrivals} come a day and ${places} can be done at once, then the wait is Erlang's`, () => {
      const random = draws(places + 77);
      const work: Work[] = [];
      for (let at = 0; work.length < 120_000;) {
        at += random.wait(1 / arrivals);
        work.push({ at, station: 0, service: random.wait(1) });
      }
      const { courses, loads } = simulate([{ places }], work, [0, work.at(-1)!.at]);
      const waited = courses.reduce((sum, course) => sum + course.waited, 0) / courses.length;
      const expected = erlangWait(arrivals, 1, places);
      expect(waited / expected).to.be.within(0.92, 1.08);
      expect(loads[0]?.taken).to.be.closeTo(arrivals / places, 0.02);
      // Little's law: present = arrivals × days spent.
      expect(loads[0]?.present).to.be.closeTo(arrivals * (waited + 1), 0.25);
    });
  }

  it('When somebody has no more time, then they leave the line, or the work unfinished, and the next goes on', () => {
    const work = [
      { at: 0, station: 0, service: 10 },
      { at: 1, station: 0, service: 1, patience: 5 },
      { at: 2, station: 0, service: 10, patience: 12 },
      { at: 3, station: 1, service: 1 },
    ];
    const { courses } = simulate([{ places: 1 }, { places: 1 }], work, [0, 20]);
    expect(courses.map(({ waited, left, expired }) => [waited, left, expired])).to.deep.equal([
      [0, 10, false],
      [5, 6, true],
      [8, 14, true],
      [0, 4, false],
    ]);
  });
});

describe('what if more were pushed down', () => {
  const YEAR = yearBefore(day('2026-03-02'));
  const holidays = packageTable();

  /** A tribunal with many neighbours' disputes above a township that has few. */
  const district = (): readonly ObservedDispute[] => {
    const random = draws(3);
    const disputes: ObservedDispute[] = [];
    for (let on = day('2024-11-01'); on <= '2026-02-28'; on = addDays(on, 1)) {
      const come = (unit: 'F1' | 'T1', mean: number, service: number, success: number) => {
        for (let left = random.poisson(mean); left > 0; left -= 1) {
          const days = Math.round(random.wait(service));
          const won = random.even() < success;
          disputes.push({
            tier: unit === 'F1' ? 'tribunal' : 'township',
            unit,
            township: 'T1',
            type: '02',
            track: 'T1',
            acceptedOn: on,
            endedOn: addDays(on, days),
            won,
            overdue: days > 30,
            extended: false,
            filed: !won && random.even() < 0.5,
          });
        }
      };
      come('F1', 2, 12, 0.5);
      come('T1', 1, 8, 0.7);
    }
    return disputes;
  };
  const observed = district();
  const model = estimate(observed, YEAR);

  it('When the year is asked for, then it is the twelve whole months before', () => {
    expect(YEAR).to.deep.equal({ from: '2025-03-01', to: '2026-02-28' });
    expect(model.stations.map(({ tier, unit }) => `${tier} ${unit}`)).to.deep.equal(['township T1', 'tribunal F1']);
    expect(model.stations[0]?.places).to.be.within(8, 20);
  });

  it('When last year is simulated, then what happened lies within the bands', () => {
    const years = Array.from({ length: 15 }, (_, seed) => drawYear(model, holidays, seed + 1).base);
    const actual = actualYear(observed, YEAR);
    for (const key of ['accepted', 'won', 'toCourt', 'expired', 'meanDays', 'inHand'] as const) {
      const { low, high } = bandOf(years.map(({ whole }) => whole[key]));
      const room = (high - low) / 2;
      expect(actual['whole']?.[key], `${key} ${low}–${high}`).to.be.within(low - room, high + room);
    }
  });

  it('When places are fitted, then the year as it was hardly waits, and no station has fewer than before', () => {
    const fitted = calibrated(model, holidays, 1);
    const { base } = drawYear(fitted, holidays, 77);
    expect(base.whole.meanWait).to.be.lessThan(0.3);
    fitted.stations.forEach(({ places }, place) => expect(places).to.be.at.least(model.stations[place]!.places));
  });

  it('When all is pushed down, then the township takes it, waits and lets terms run out, and the tribunal is empty', () => {
    const { base, pushed } = drawYear(model, holidays, 5, { type: '02', to: 'township', share: 1 });
    const [before, after] = [base.tiers['township']!, pushed!.tiers['township']!];
    expect(pushed!.tiers['tribunal']!.accepted).to.equal(0);
    expect(after.accepted).to.equal(base.whole.accepted);
    expect(after.meanWait).to.be.greaterThan(before.meanWait + 2);
    expect(after.expired / after.accepted).to.be.greaterThan(before.expired / before.accepted);
    expect(after.taken).to.be.within(0.9, 1);
  });

  it('When nothing is pushed, or of another type, then nothing changes; and the same seed draws the same year', () => {
    const other = drawYear(model, holidays, 5, { type: '13', to: 'township', share: 1 });
    expect(other.pushed).to.deep.equal(other.base);
    expect(drawYear(model, holidays, 5).base).to.deep.equal(other.base);
    expect(drawYear(model, holidays, 6).base).not.to.deep.equal(other.base);
  });
});
