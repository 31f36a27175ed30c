import { expect } from 'chai';
import * as fc from 'fast-check';
import { type Absence, absenceErrors, actingFor, isAbsent, standInsOf } from '../../src/domain/absence.ts';
import { addDays, type CalendarDay, parseDay } from '../../src/domain/calendar-day.ts';
import { firstChoice, rankMediators, type SuggestionCandidate } from '../../src/domain/suggestion.ts';

const START = parseDay('2026-01-01');
const PEOPLE = ['a', 'b', 'c', 'd', 'e'] as const;
const aDay = fc.nat(20).map((n): CalendarDay => addDays(START, n));
const anAbsence = fc.record({
  accountId: fc.constantFrom(...PEOPLE),
  from: aDay,
  length: fc.nat(8),
  substituteId: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
});
const anyTable = fc
  .array(anAbsence, { maxLength: 12 })
  .map((rows) =>
    rows.map(({ length, ...row }, index): Absence => ({ ...row, id: String(index), to: addDays(row.from, length) })),
  );
/** Absences as they would have been entered: each checked against those before it. */
const entered = (rows: readonly Absence[]): readonly Absence[] =>
  rows.reduce<readonly Absence[]>(
    (table, row) => (absenceErrors(row, table, START).length === 0 ? [...table, row] : table),
    [],
  );

const aCandidate = fc.record({
  accountId: fc.uuid(),
  unitCode: fc.constantFrom('110112104', '110112104201', '110112-F01'),
  tier: fc.constant('township' as const),
  skills: fc.subarray(['01', '02', '13']),
  languages: fc.subarray(['sign', 'english']),
  openCases: fc.nat(30),
  maximumOpen: fc.nat(30),
  absent: fc.boolean(),
  ended: fc.nat(50),
  succeeded: fc.nat(50),
  declined: fc.nat(20),
});
const aCase = fc.record({
  ownerUnit: fc.constantFrom('110112104', '110112-F01'),
  placeUnit: fc.constantFrom('110112104201', '110112104'),
  disputeType: fc.constantFrom('01', '02', '13'),
  languages: fc.subarray(['sign']),
});

describe('staffing under random absences and candidates', () => {
  it('When anybody is asked for, then looking for who acts ends, with somebody who is there or with nobody', () => {
    fc.assert(
      fc.property(anyTable, aDay, (table, on) => {
        for (const person of PEOPLE) {
          const acting = actingFor(person, on, table);
          if (acting !== undefined) expect(isAbsent(acting, on, table)).to.equal(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When absences are entered under the rules, then no circle exists and everybody’s work falls to one person at most', () => {
    fc.assert(
      fc.property(anyTable, aDay, (rows, on) => {
        const table = entered(rows);
        for (const person of PEOPLE) {
          const holders = PEOPLE.filter((other) => standInsOf(other, on, table).includes(person));
          expect(holders.length).to.be.at.most(1);
          const away = isAbsent(person, on, table);
          if (!away) expect(holders).to.deep.equal([]);
          let next: string | undefined = person;
          for (let steps = 0; next !== undefined; steps += 1) {
            expect(steps, 'a chain of substitutes comes to its end').to.be.at.most(PEOPLE.length);
            const at: string = next;
            next = table.find((row) => row.accountId === at && row.from <= on && on <= row.to)?.substituteId;
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When candidates are ranked, then nobody absent or full is first or chosen by itself while another could be', () => {
    fc.assert(
      fc.property(fc.array(aCandidate, { maxLength: 12 }), aCase, (candidates, dispute) => {
        const ranking = rankMediators(candidates, dispute);
        const able = (one: SuggestionCandidate): boolean => !one.absent && one.openCases < one.maximumOpen;
        const chosen = firstChoice(ranking);
        expect(chosen === undefined).to.equal(!candidates.some(able));
        if (chosen) {
          expect(able(chosen)).to.equal(true);
          expect(ranking[0]?.candidate).to.equal(chosen);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('When the same candidates are asked in another order, then the ranking is the same', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(aCandidate, { selector: ({ accountId }) => accountId, maxLength: 10 }),
        aCase,
        (candidates, dispute) => {
          const ids = (list: readonly SuggestionCandidate[]) =>
            rankMediators(list, dispute).map(({ candidate }) => candidate.accountId);
          expect(ids(candidates.toReversed())).to.deep.equal(ids(candidates));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('When somebody declines once more, then they never rank higher than before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(aCandidate, { selector: ({ accountId }) => accountId, minLength: 2, maxLength: 8 }),
        aCase,
        fc.nat(7),
        (candidates, dispute, pick) => {
          const who = candidates[pick % candidates.length]!;
          const place = (list: readonly SuggestionCandidate[]) =>
            rankMediators(list, dispute).findIndex(({ candidate }) => candidate.accountId === who.accountId);
          const declined = candidates.map((one) => (one === who ? { ...one, declined: one.declined + 1 } : one));
          expect(place(declined)).to.be.at.least(place(candidates));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
