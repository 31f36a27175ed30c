// A promise of the law on any facts: a case that was declined twice is ruled on, and nobody can do anything else with it.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { dayOfInstant } from '../../src/domain/calendar-day.ts';
import { type Act, type CaseInLaw, judge, type State } from '../../src/domain/lifecycle.ts';
import { type Actor, ROLES } from '../../src/domain/permission.ts';
import { type UnitPosition } from '../../src/domain/tier.ts';
import { at } from '../domain/holidays.ts';
import { actorAt, network } from '../domain/units.ts';

const now = at('2026-11-20 10:00');
const aUnit = fc.constantFrom(...network);
const aCase = fc.record({
  owner: aUnit,
  track: fc.constantFrom('T1' as const, 'T2' as const, 'T3' as const),
  mediatorId: fc.constantFrom(undefined, 'mediator'),
  rightsToldOn: fc.constantFrom(undefined, '2026-11-20'),
  sessions: fc.nat(3),
  termDueAt: fc.integer({ min: -20, max: 20 }).map((days) => new Date(now.getTime() + days * 86_400_000)),
  termPaused: fc.boolean(),
  extensions: fc.nat(2),
  failures: fc.nat(2),
  bounces: fc.nat(2),
  assistsOpen: fc.nat(2),
});
type Known = typeof aCase extends fc.Arbitrary<infer T> ? T : never;

const caseOf = (state: State, known: Known, more: Partial<CaseInLaw>): CaseInLaw => ({
  ...known,
  state,
  now,
  today: dayOfInstant(now),
  origin: { unitCode: known.owner.code },
  custodyUnits: [known.owner.code],
  consents: ['given', 'given'],
  failureRecordOpen: false,
  ...more,
});
const courtOf = ({ path }: UnitPosition): UnitPosition => network.find(({ code }) => code === path[0]) ?? network[0]!;
const everybody = (owner: UnitPosition): readonly Actor[] =>
  ROLES.flatMap((role) => [owner, courtOf(owner), ...network].map((unit) => actorAt(role, unit)));

describe('a promise of the law on any facts', function () {
  this.timeout(60_000);

  it('When two units have declined, then nobody can send it on, and the unit called to rule always can rule', () => {
    const SENDING: readonly Act[] = ['pushDown', 'escalate', 'transferLaterally', 'declineHandOver', 'acceptHandOver'];
    fc.assert(
      fc.property(aCase, (known) => {
        const ruling = network.find(({ code }) => code === known.owner.path.at(-2)) ?? courtOf(known.owner);
        const subject = caseOf('S06', known, { bounces: 2, rulingUnit: ruling.code });
        for (const actor of everybody(known.owner)) {
          for (const act of SENDING)
            expect(judge(act, subject, actor).allowed, `${act} by ${actor.role}`).to.equal(false);
        }
        const rulers = ROLES.map((role) => actorAt(role, ruling)).filter(
          (actor) => judge('ruleHandOver', subject, actor).allowed,
        );
        expect(rulers, 'somebody of the unit called to rule').to.not.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
  });
});
