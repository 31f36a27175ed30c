// Two promises of the law on any facts: a case that was declined twice is ruled on and on nothing else, and a party's no
// ends the mediation at any moment and leaves the file ready for filing on the same day.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { dayOfInstant } from '../../src/domain/calendar-day.ts';
import { type Act, ACTS, type CaseInLaw, judge, stateAfter, type State } from '../../src/domain/lifecycle.ts';
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

describe('promises of the law on any facts', function () {
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

  it('When a party says no at any moment of mediation, then it has ended, and the case can be filed the same day', () => {
    const MOMENTS: readonly State[] = ['S02', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S11'];
    const no = fc.constantFrom('refused' as const, 'revoked' as const);
    fc.assert(
      fc.property(aCase, fc.constantFrom(...MOMENTS), no, fc.boolean(), (known, state, answer, first) => {
        const consents = first ? ([answer, 'given'] as const) : (['given', answer] as const);
        const subject = caseOf(state, known, { consents });
        const end = judge('endOnRefusal', subject, actorAt('system', courtOf(known.owner)));
        expect(end.allowed, state).to.equal(true);
        if (!end.allowed) return;
        const ended = caseOf(stateAfter(end.article, state), known, { consents, failureRecordOpen: true });
        expect(ended.state).to.equal('S17');
        const filed = judge('fileCase', ended, actorAt('courtFilingClerk', courtOf(known.owner)));
        expect(filed.allowed).to.equal(true);
        if (filed.allowed) expect(stateAfter(filed.article, 'S17')).to.equal('S19');
        // Nothing goes on mediating what a party does not want mediated.
        const going: readonly Act[] = ['beginMediation', 'recordSession', 'recordAgreement', 'extendTerm'];
        for (const act of ACTS.filter((each) => going.includes(each))) {
          for (const actor of everybody(known.owner)) expect(judge(act, ended, actor).allowed).to.equal(false);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
