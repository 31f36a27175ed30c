import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import {
  ACTS,
  ARTICLES,
  CLOSED_STATES,
  judge,
  judgeAll,
  OPEN_STATES,
  STATE_CODES,
  stateAfter,
  type CaseInLaw,
  type State,
} from '../../src/domain/lifecycle.ts';
import { ROLES, type Actor } from '../../src/domain/permission.ts';
import { at } from '../domain/holidays.ts';
import { actorAt, network } from '../domain/units.ts';

const now = at('2026-11-20 10:00');
const today = dayOfInstant(now);
const aUnit = fc.constantFrom(...network);
const anInstant = fc.integer({ min: -30, max: 30 }).map((days) => new Date(now.getTime() + days * 86_400_000));

/** Facts of every kind, whether or not they fit together. */
const facts = fc.record({
  owner: aUnit,
  track: fc.constantFrom('T1' as const, 'T2' as const, 'T3' as const),
  mediatorId: fc.constantFrom(undefined, 'mediator', 'mediator', 'mediator'),
  bounces: fc.nat(3),
  bound: fc.boolean(),
  handOver: fc.option(
    fc.record({ from: aUnit, to: aUnit, kind: fc.constant('push-down' as const), dueAt: anInstant }),
    {
      nil: undefined,
    },
  ),
  consents: fc.oneof(
    fc.constant(['given' as const, 'given' as const]),
    fc.array(fc.constantFrom('none' as const, 'given' as const, 'refused' as const, 'revoked' as const), {
      maxLength: 3,
    }),
  ),
  rightsToldOn: fc.constantFrom(undefined, today),
  sessions: fc.nat(2),
  termDueAt: fc.option(anInstant, { nil: undefined }),
  termPaused: fc.boolean(),
  extensions: fc.nat(2),
  failures: fc.nat(3),
  failureRecordOpen: fc.boolean(),
  rulingUnit: fc.option(
    aUnit.map((unit) => unit.code),
    { nil: undefined },
  ),
  agreement: fc.option(
    fc.record({
      effectiveOn: fc.constantFrom(undefined, today),
      confirmable: fc.boolean(),
      confirmationDueOn: fc.constantFrom(undefined, addDays(today, -1), today),
      items: fc.array(fc.record({ dueOn: fc.constantFrom(addDays(today, -1), today), settled: fc.boolean() }), {
        maxLength: 2,
      }),
    }),
    { nil: undefined },
  ),
});
const aPerson: fc.Arbitrary<Actor> = fc
  .tuple(fc.constantFrom(...ROLES), aUnit, fc.constantFrom('mediator', 'somebody'))
  .map(([role, unit, accountId]) => actorAt(role, unit, accountId));
/** Ways out that would end most stories early; they are taken now and then. */
const ENDS_EARLY: ReadonlySet<string> = new Set(['withdraw', 'merge', 'close', 'refuseAcceptance']);
const aMove = fc.record({
  facts,
  person: aPerson,
  act: fc.constantFrom(...ACTS),
  pick: fc.nat(50),
  atHome: fc.boolean(),
});
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const caseOf = (state: State, { bound, ...known }: Facts): CaseInLaw => ({
  ...known,
  state,
  today,
  now,
  origin: { unitCode: known.owner.code },
  custodyUnits: [known.owner.code],
  boundUnit: bound ? known.owner.code : undefined,
});

describe('lifecycle under random acts', function () {
  this.timeout(60_000);
  it('When random people do whatever they are allowed to, then no step leaves the table', () => {
    fc.assert(
      fc.property(fc.array(aMove, { minLength: 20, maxLength: 120, size: 'max' }), (moves) => {
        let state: State = 'S00';
        for (const move of moves) {
          const subject = caseOf(state, move.facts);
          const people = move.atHome
            ? [actorAt(move.person.role, subject.owner, 'mediator'), actorAt('system', subject.owner)]
            : [move.person];
          const judged = people.flatMap((person) => [judge('lodge', subject, person), ...judgeAll(subject, person)]);
          const allowed = judged.filter((judgement) => judgement.allowed);
          const lively = allowed.filter((judgement) => move.pick < 3 || !ENDS_EARLY.has(judgement.act));
          const chosen = lively[move.pick % Math.max(1, lively.length)];
          if (chosen === undefined) continue;
          const { article } = chosen;
          expect(ARTICLES.includes(article), article.id).to.equal(true);
          expect(article.from.includes(state), `${article.id} from ${state}`).to.equal(true);
          state = stateAfter(article, state);
          expect(STATE_CODES.includes(state), state).to.equal(true);
        }
        expect([...OPEN_STATES, ...CLOSED_STATES]).to.include(state);
      }),
      { numRuns: 1000 },
    );
  });

  it('When any act is judged on any facts, then it is allowed by an article or refused with a reason', () => {
    fc.assert(
      fc.property(aMove, fc.constantFrom(...STATE_CODES), (move, state) => {
        const judgement = judge(move.act, caseOf(state, move.facts), move.person);
        expect(judgement.act).to.equal(move.act);
        if (judgement.allowed) expect(judgement.article.from).to.include(state);
        else expect(judgement.reason).to.be.a('string');
      }),
      { numRuns: 1000 },
    );
  });

  it('When a viewer or an administrator tries anything in any state, then nothing is allowed', () => {
    const idle = ['justiceViewer', 'committeeViewer', 'systemAdmin', 'auditAdmin', 'courtAdmin', 'party'] as const;
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom(...STATE_CODES),
        fc.constantFrom(...idle),
        aUnit,
        fc.constantFrom(...ACTS),
        (known, state, role, unit, act) => {
          expect(judge(act, caseOf(state, known), actorAt(role, unit, 'mediator')).allowed).to.equal(false);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
