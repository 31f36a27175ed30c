// Every row of the catalogue from every day of 2004–2026 with random pauses and extensions, against the reference. The
// suite takes every start day with the rows in turn; `JIEFEN_ALL_CLOCKS=1 npx mocha test/properties/clock-rows.test.ts`
// compares every day with every row.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { dayOfInstant, startOfDayInstant, type CalendarDay } from '../../src/domain/calendar-day.ts';
import { type ClockRecord, dueAt, extendClock, startClock, withDue } from '../../src/domain/clock.ts';
import { type ClockRule } from '../../src/domain/clock-catalogue.ts';
import { shippedHolidays as holidays } from '../domain/holidays.ts';
import { dayOf, lastDay, ROWS, serialOf } from './clock-reference.ts';

const FIRST = serialOf('2004-01-01');
const LAST = serialOf('2026-12-31');
const HOUR = 3_600_000;
const whole = process.env['JIEFEN_ALL_CLOCKS'] === '1';

/** Numbers that look random and are the same at every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const noon = (serial: number): Date => new Date(startOfDayInstant(dayOf(serial) as CalendarDay).getTime() + 12 * HOUR);

interface Course {
  readonly start: number;
  readonly pauses: readonly { readonly from: number; readonly until: number }[];
  readonly extension: number;
}

/** A row of before its first day in force is judged as if it had been: its arithmetic is the same on every day. */
function engineDay(rule: ClockRule, variant: string, { start, pauses, extension }: Course): string {
  const term = rule.terms[variant];
  if (!term) throw new Error(`${rule.id} has no ${variant}`);
  const record: ClockRecord = {
    rule: rule.id,
    variant,
    baseStart: noon(start),
    termDays: term.amount,
    unit: term.unit,
    pauses: pauses.map(({ from, until }) => ({ from: noon(from), until: noon(until), cause: 'expert' as const })),
    extensions: extension > 0 ? [{ amount: extension, agreedAt: noon(start) }] : [],
    dueAt: null,
  };
  const due = dueAt(record, holidays);
  if (due === null) throw new Error('no due date');
  return term.unit === 'hours' ? String(due.getTime()) : dayOfInstant(due);
}

function referenceDay(rule: ClockRule, variant: string, course: Course): string {
  const { amount, unit } = rule.terms[variant] ?? { amount: 0, unit: 'cd' as const };
  if (unit === 'hours') return String(noon(course.start).getTime() + amount * HOUR);
  return dayOf(lastDay({ ...course, amount, unit, extension: unit === 'wd' ? 0 : course.extension }));
}

/** Up to two pauses after the start, in order, and an extension every third time, where the row knows them. */
function courseOf(rule: ClockRule, start: number, below: (limit: number) => number): Course {
  const pauses: { from: number; until: number }[] = [];
  let from = start;
  for (let count = rule.pausedBy.length > 0 ? below(3) : 0; count > 0; count -= 1) {
    from += below(20) + (pauses.length === 0 ? 0 : 1);
    const until = from + below(70);
    pauses.push({ from, until });
    from = until;
  }
  return { start, pauses, extension: rule.extension && below(3) === 0 ? 1 + below(30) : 0 };
}

describe('every clock of the catalogue against an independent reference', () => {
  it('When a clock starts on any day of 2004–2026, paused and extended at random, then its last day is the reference’s', function () {
    this.timeout(whole ? 600_000 : 60_000);
    const below = randomFrom(20_040_101);
    let compared = 0;
    for (let start = FIRST; start <= LAST; start += 1) {
      const rows = whole ? ROWS : ROWS.filter((_row, index) => index % 4 === start % 4);
      for (const { rule, variant } of rows) {
        const course = courseOf(rule, start, below);
        const [engine, reference] = [engineDay(rule, variant, course), referenceDay(rule, variant, course)];
        if (engine !== reference) {
          expect(engine, `${rule.id} ${variant} from ${dayOf(start)}: ${JSON.stringify(course)}`).to.equal(reference);
        }
        compared += 1;
      }
    }
    expect(compared).to.be.at.least((LAST - FIRST + 1) * Math.floor(ROWS.length / (whole ? 1 : 4)));
  });

  it('When any course is drawn, then engine and reference agree; a course that fails is shown at its smallest', () => {
    const row = fc.constantFrom(...ROWS);
    const stretch = fc.tuple(fc.nat(40), fc.nat(90));
    fc.assert(
      fc.property(
        row,
        fc.integer({ min: FIRST, max: LAST }),
        fc.array(stretch, { maxLength: 3 }),
        fc.nat(60),
        ({ rule, variant }, start, gaps, days) => {
          let from = start;
          const pauses = (rule.pausedBy.length > 0 ? gaps : []).map(([gap, length], index) => {
            from += gap + (index === 0 ? 0 : 1);
            const pause = { from, until: from + length };
            from = pause.until;
            return pause;
          });
          const course = { start, pauses, extension: rule.extension ? days : 0 };
          expect(engineDay(rule, variant, course)).to.equal(referenceDay(rule, variant, course));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('When a T3 term is extended, then once, by thirty days at most, whatever is tried', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CL08' as const, 'CL09' as const),
        fc.integer({ min: serialOf('2025-01-01'), max: LAST }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
        (id, start, tries) => {
          let clock = startClock(id, noon(start), holidays);
          for (const days of tries) {
            try {
              clock = extendClock(clock, days, noon(start), holidays);
            } catch {
              // Refused; the clock stays as it was.
            }
          }
          expect(clock.extensions.length).to.be.at.most(1);
          expect(clock.extensions.every(({ amount }) => amount <= 30)).to.equal(true);
          expect(withDue(clock, holidays).dueAt).to.deep.equal(clock.dueAt);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
