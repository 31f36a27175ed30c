import { expect } from 'chai';
import * as fc from 'fast-check';
import { CLOCK_IDS, CLOCK_RULES, type ClockId } from '../../src/domain/clock-catalogue.ts';
import { extendClock, startClock, stopClock, WARNING_LEVELS } from '../../src/domain/clock.ts';
import {
  DEADLINES,
  expiryAt,
  levelInstants,
  levelReached,
  nextLevelAt,
  rankOf,
  SUPERVISORS,
} from '../../src/domain/deadline.ts';
import { ARTICLES, STATE_CODES } from '../../src/domain/lifecycle.ts';
import { at, shippedHolidays as holidays } from './holidays.ts';

/** A clock of the rule in each of its lengths. */
const started = (id: ClockId, from: Date) =>
  Object.keys(CLOCK_RULES.findLast((rule) => rule.id === id)?.terms ?? {}).map((variant) =>
    startClock(id, from, holidays, { variant }),
  );
const aRule = fc.constantFrom(...CLOCK_IDS);
const anInstant = fc
  .integer({ min: at('2025-01-02 00:00').getTime(), max: at('2026-10-31 00:00').getTime() })
  .map((time) => new Date(time));

describe('deadlines: one table', () => {
  for (const id of CLOCK_IDS) {
    const { act, standsIn = [] } = DEADLINES[id];

    it(`When ${id} runs out, then somebody is told, or its right simply ends`, () => {
      const levels = Object.keys(DEADLINES[id].steps);
      expect(levels).to.not.deep.equal([]);
      if (act?.act !== 'lapseRight') expect(levels).to.include('overdue');
    });

    if (act) {
      it(`When ${id} runs out, then the law knows the system's ${act.act} in every state named`, () => {
        for (const state of act.states) {
          const known = ARTICLES.some(
            (article) => article.act === act.act && article.from.includes(state) && article.by.includes('system'),
          );
          expect(known, state).to.equal(true);
        }
        expect(STATE_CODES).to.include.members([...standsIn]);
      });
    }
  }

  it('When a clock comes near its end, then whoever has to act hears strictly before those who supervise', () => {
    fc.assert(
      fc.property(aRule, anInstant, (id, from) => {
        for (const clock of started(id, from)) {
          const instants = levelInstants(clock);
          const firstFor = (who: (audience: string) => boolean) =>
            Math.min(...instants.filter(({ tells }) => tells.some(who)).map(({ at: when }) => when.getTime()));
          const supervises = (audience: string): boolean => (SUPERVISORS as readonly string[]).includes(audience);
          const acting = firstFor((audience) => !supervises(audience));
          const supervising = firstFor(supervises);
          expect(acting, `${id} from ${from.toISOString()}`).to.be.lessThan(supervising);
          const over = clock.dueAt!.getTime() + 1;
          for (const { level, at: when, tells } of instants) {
            expect(when.getTime()).to.be.at.most(over);
            if (level !== 'overdue') expect(tells, 'the courts hear after expiry').to.not.include('supervisor');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When time passes, then levels only rise, and the next instant is exactly when they do', () => {
    fc.assert(
      fc.property(aRule, anInstant, fc.array(fc.nat(40 * 24), { maxLength: 8 }), (id, from, hours) => {
        for (const clock of started(id, from)) {
          let record = clock;
          for (const hour of hours.toSorted((a, b) => a - b)) {
            const now = new Date(from.getTime() + hour * 3_600_000);
            const next = nextLevelAt(record);
            const level = levelReached(record, now);
            expect(rankOf(level)).to.be.at.least(rankOf(record.warned));
            expect(level !== record.warned, `${id} ${hour}h`).to.equal(next !== undefined && next <= now);
            record = level === undefined ? record : { ...record, warned: level };
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When a clock is stopped, then nothing is due any more', () => {
    for (const id of CLOCK_IDS) {
      for (const clock of started(id, at('2026-03-02 09:00'))) {
        const stopped = stopClock(clock, at('2026-03-02 10:00'));
        expect([levelInstants(stopped), nextLevelAt(stopped), expiryAt(stopped, 'S10')]).to.deep.equal([
          [],
          undefined,
          undefined,
        ]);
      }
    }
  });

  it('When a term is extended, then its levels move with its end', () => {
    const term = startClock('CL06', at('2026-03-02 09:00'), holidays);
    const extended = extendClock(term, 30, at('2026-03-30 12:00'), holidays);

    expect([term, extended].map((clock) => levelReached(clock, at('2026-03-30 12:00')))).to.deep.equal([
      'urgent',
      undefined,
    ]);
    expect(WARNING_LEVELS.map(rankOf)).to.deep.equal([0, 1, 2, 3]);
  });

  it('When a grace is given, then the act waits for its end', () => {
    const due = startClock('CL17', at('2026-03-12 00:00'), holidays);

    expect(expiryAt(due, 'S13')?.toISOString()).to.equal('2026-03-19T16:00:00.000Z');
    expect(expiryAt(due, 'S12')).to.equal(undefined);
  });
});
