import { expect } from 'chai';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { GUARDS, type CaseFacts, type GuardId } from '../../src/domain/guard.ts';
import {
  ARTICLES,
  CLOSED_STATES,
  demand,
  judge,
  judgeAll,
  roleMayEver,
  STATE_CODES,
  stateAfter,
  type Article,
  type CaseInLaw,
  type State,
} from '../../src/domain/lifecycle.ts';
import { CAPACITIES, holds, ROLES, type Actor, type Capacity, type Role } from '../../src/domain/permission.ts';
import { at } from './holidays.ts';
import { refusal } from './refusals.ts';
import { actorAt, court, lucheng, songzhuang, songzhuangTribunal, taihuVillage, xiaopu } from './units.ts';

const now = at('2026-11-20 10:00');
const today = dayOfInstant(now);
const handOver = {
  from: songzhuangTribunal,
  to: xiaopu,
  kind: 'push-down' as const,
  dueAt: at('2026-11-24 23:59'),
};
const item = (dueOn: typeof today, settled: boolean) => ({ dueOn, settled });
const agreement = (more: Partial<NonNullable<CaseFacts['agreement']>>) => ({
  effectiveOn: today,
  confirmable: true,
  confirmationDueOn: addDays(today, 30),
  items: [],
  ...more,
});

/** A case of a township in mediation, about which nothing stands in the way. */
const plainCase: CaseInLaw = {
  state: 'S10',
  today,
  now,
  track: 'T1',
  owner: songzhuang,
  origin: { unitCode: songzhuang.code },
  custodyUnits: [songzhuang.code],
  mediatorId: 'mediator',
  bounces: 0,
  consents: ['given', 'given'],
  rightsToldOn: today,
  sessions: 1,
  termDueAt: at('2026-12-20 23:59'),
  termPaused: false,
  extensions: 0,
  failures: 1,
  failureRecordOpen: false,
};

/** How the facts must be changed so that one guard says yes, or no. */
const SATISFIED: Readonly<Record<GuardId, Partial<CaseInLaw>>> = {
  unitMediates: {},
  lowerUnitExists: {},
  upperUnitExists: {},
  notBoundByRuling: {},
  handOverPending: { handOver },
  mayStillDecline: { bounces: 1 },
  rulingDue: { bounces: 2, rulingUnit: songzhuangTribunal.code },
  rulingNotDue: { bounces: 1 },
  answerOverdue: { handOver: { ...handOver, dueAt: at('2026-11-19 23:59') } },
  everyPartyConsents: {},
  mediable: {},
  consentRefused: { consents: ['given', 'revoked'] },
  failureRecordOpen: { failureRecordOpen: true },
  rightsTold: {},
  sessionHeld: {},
  termOpen: {},
  termExpired: { termDueAt: at('2026-11-19 23:59') },
  mayExtend: {},
  awaitsSignatures: { agreement: agreement({ effectiveOn: undefined }) },
  agreementEffective: { agreement: agreement({}) },
  itemsOutstanding: { agreement: agreement({ items: [item(addDays(today, 5), false)] }) },
  nothingOutstanding: { agreement: agreement({ items: [item(today, true)] }) },
  itemOverdue: { agreement: agreement({ items: [item(addDays(today, -1), false)] }) },
  confirmable: { agreement: agreement({}) },
  withinConfirmationTerm: { agreement: agreement({}) },
  firstFailure: {},
  hasMediator: {},
  assistanceOpen: { assistsOpen: 1, helpers: [lucheng.code] },
  mediatorDisclosed: {},
  disclosureDue: { disclosureDue: true },
  graceOver: { agreement: agreement({ items: [item(addDays(today, -8), false)] }) },
  rightLapsed: { expired: ['CL13'] },
  correctionOver: { expired: ['CL26'] },
  redispatchOver: { expired: ['CL24'] },
  suitRegistered: { track: 'T3' },
  docketKnown: { docketKnown: true },
  notEntrusted: { track: 'T1' },
  factsRecorded: { factsRecorded: 1 },
  feeNotified: { feeNotified: true },
  feeOverdue: { expired: ['CL27'] },
  courtResultOpen: {},
  riskReported: { risk: 'red' },
  mediatorMayGoOn: {},
  recusalOpen: { recusal: 'open' },
  writtenAgreement: {},
  registerUnsigned: { registerUnsigned: true },
  partiesVerified: { verification: { everyParty: true, voluntary: true } },
  willVerified: {},
  enforceable: { enforceable: true },
  notEnforceable: {},
  enforcementOpen: {},
  enforcementApplied: { enforcement: 'applied' },
};
const BROKEN: Readonly<Record<GuardId, Partial<CaseInLaw>>> = {
  unitMediates: { owner: court },
  lowerUnitExists: { owner: xiaopu },
  upperUnitExists: { owner: court },
  notBoundByRuling: { boundUnit: songzhuang.code },
  handOverPending: { handOver: undefined },
  mayStillDecline: { bounces: 2 },
  rulingDue: { bounces: 1 },
  rulingNotDue: { bounces: 2 },
  answerOverdue: { handOver },
  everyPartyConsents: { consents: ['given', 'refused'] },
  mediable: { cause: 'C1103' },
  consentRefused: { consents: ['given', 'given'] },
  failureRecordOpen: { failureRecordOpen: false },
  rightsTold: { rightsToldOn: undefined },
  sessionHeld: { sessions: 0 },
  termOpen: { termDueAt: at('2026-11-19 23:59') },
  termExpired: { termPaused: true },
  mayExtend: { track: 'T3', extensions: 1 },
  awaitsSignatures: { agreement: agreement({}) },
  agreementEffective: { agreement: agreement({ effectiveOn: undefined }) },
  itemsOutstanding: { agreement: agreement({}) },
  nothingOutstanding: { agreement: agreement({ items: [item(today, false)] }) },
  itemOverdue: { agreement: agreement({ items: [item(today, false)] }) },
  confirmable: { agreement: agreement({ confirmable: false }) },
  withinConfirmationTerm: { agreement: agreement({ confirmationDueOn: addDays(today, -1) }) },
  firstFailure: { failures: 2 },
  hasMediator: { mediatorId: undefined },
  assistanceOpen: { assistsOpen: 0 },
  mediatorDisclosed: { disclosureDue: true },
  disclosureDue: { disclosureDue: false },
  graceOver: { agreement: agreement({ items: [item(addDays(today, -7), false)] }) },
  rightLapsed: { expired: ['CL15'] },
  correctionOver: { expired: [] },
  redispatchOver: { expired: ['CL03'] },
  suitRegistered: { track: 'T2' },
  docketKnown: { docketKnown: false },
  notEntrusted: { track: 'T3' },
  factsRecorded: { factsRecorded: 0 },
  feeNotified: { feeNotified: false },
  feeOverdue: { expired: ['CL26'] },
  courtResultOpen: { courtResult: 'judgment' },
  riskReported: { risk: 'blue' },
  mediatorMayGoOn: { recusal: 'stepsAside' },
  recusalOpen: { recusal: undefined },
  writtenAgreement: { spokenAgreement: true },
  registerUnsigned: { registerUnsigned: false, agreement: agreement({ effectiveOn: undefined }) },
  partiesVerified: { verification: { everyParty: false, voluntary: true } },
  willVerified: { verification: { everyParty: true, voluntary: false } },
  enforceable: { enforceable: false },
  notEnforceable: { enforceable: true },
  enforcementOpen: { enforcement: 'filed' },
  enforcementApplied: { enforcement: 'filed' },
};

/** The case as one article needs it. */
const caseFor = (article: Article, from: State): CaseInLaw => ({
  ...article.guards.reduce<CaseInLaw>((subject, guard) => ({ ...subject, ...SATISFIED[guard] }), plainCase),
  state: from,
});

/** Everybody in the small network whom a role could be, the case’s own mediator among them. */
function peopleOf(role: Role): readonly Actor[] {
  const units = [court, songzhuangTribunal, songzhuang, lucheng, xiaopu, taihuVillage];
  return units.flatMap((unit) => [actorAt(role, unit), actorAt(role, unit, 'mediator')]);
}

/** A case in which somebody of the role can stand in the capacity: the owner is moved to where such people work. */
function holderOf(
  role: Role,
  capacity: Capacity,
  subject: CaseInLaw,
): { subject: CaseInLaw; actor: Actor } | undefined {
  for (const owner of [subject.owner, songzhuang, songzhuangTribunal, xiaopu, court]) {
    for (const target of [subject.handOver?.to, songzhuang, songzhuangTribunal, court, xiaopu]) {
      for (const sender of [songzhuang, songzhuangTribunal, xiaopu, court]) {
        const moved: CaseInLaw = {
          ...subject,
          owner,
          rulingUnit: target?.code,
          ...(subject.handOver && target ? { handOver: { ...subject.handOver, from: sender, to: target } } : {}),
        };
        const actor = peopleOf(role).find((person) => holds(person, capacity, moved));
        if (actor !== undefined) return { subject: moved, actor };
      }
    }
  }
  return undefined;
}

describe('lifecycle: every article, every role', () => {
  for (const article of ARTICLES) {
    const from = article.from[0] ?? 'S00';
    for (const role of ROLES) {
      const capacities = article.by.filter((capacity) =>
        CAPACITIES[capacity].some((grant) => (grant.roles as readonly Role[]).includes(role)),
      );
      if (capacities.length > 0) {
        it(`When a ${role} stands as ${capacities.join(' or ')}, then ${article.id} ${article.act} is allowed`, () => {
          const found = capacities
            .map((capacity) => holderOf(role, capacity, caseFor(article, from)))
            .find((each) => each !== undefined && article.guards.every((guard) => GUARDS[guard](each.subject)));

          expect(found && demand(article.act, found.subject, found.actor).act).to.equal(article.act);
        });
      } else {
        it(`When a ${role} would ${article.act} under ${article.id}, then it is denied with a rule`, () => {
          const subject = caseFor(article, from);
          for (const actor of peopleOf(role)) {
            const others = ARTICLES.filter(
              (row) => row !== article && row.act === article.act && row.from.includes(from),
            );
            if (others.some((row) => row.by.some((capacity) => holds(actor, capacity, subject)))) continue;
            const error = refusal(() => demand(article.act, subject, actor));
            expect(error.kind).to.equal('forbidden');
            expect(error.code).to.equal('law.notYours');
            expect(error.rule).to.match(/^L\d+$/);
          }
        });
      }
    }
  }
});

describe('lifecycle: guards', () => {
  for (const guard of Object.keys(GUARDS) as GuardId[]) {
    it(`When the facts change, then ${guard} says yes or no`, () => {
      expect(GUARDS[guard]({ ...plainCase, ...SATISFIED[guard] })).to.equal(true);
      expect(GUARDS[guard]({ ...plainCase, ...BROKEN[guard] })).to.equal(false);
    });
  }

  for (const article of ARTICLES) {
    for (const guard of article.guards) {
      it(`When ${guard} is not met, then ${article.id} ${article.act} is refused for that reason`, () => {
        const from = article.from[0] ?? 'S00';
        const subject = { ...caseFor(article, from), ...BROKEN[guard] };
        const found = article.by
          .flatMap((capacity) =>
            ROLES.flatMap((role) => peopleOf(role).filter((actor) => holds(actor, capacity, subject))),
          )
          .at(0);
        if (found === undefined) {
          expect(guard, 'without a hand-over nobody is its receiver or sender').to.equal('handOverPending');
          return;
        }
        const judgement = judge(article.act, subject, found);
        // Another article may permit the same act; this one never does.
        if (judgement.allowed) expect(judgement.article.id).to.not.equal(article.id);
        else expect(article.guards).to.include(judgement.reason);
      });
    }
  }
});

describe('lifecycle: the table as a whole', () => {
  const reachable = new Set<State>(['S00']);
  for (let grown = true; grown;) {
    const before = reachable.size;
    for (const article of ARTICLES) {
      for (const from of article.from.filter((state) => reachable.has(state))) {
        reachable.add(stateAfter(article, from));
        if (article.via) reachable.add(article.via);
      }
    }
    grown = reachable.size > before;
  }

  for (const state of STATE_CODES) {
    it(`When a dispute is drafted, then ${state} can be reached`, () => expect(reachable.has(state)).to.equal(true));

    it(`When a dispute is in ${state}, then ${CLOSED_STATES.includes(state) ? 'it may rest' : 'some act leads out'}`, () => {
      const out = ARTICLES.some((article) => article.from.includes(state) && stateAfter(article, state) !== state);
      expect(out || CLOSED_STATES.includes(state)).to.equal(true);
    });

    it(`When a dispute is in ${state}, then it can still come to an end`, () => {
      const seen = new Set<State>([state]);
      for (const each of seen) {
        for (const article of ARTICLES.filter((row) => row.from.includes(each))) seen.add(stateAfter(article, each));
      }
      expect([...seen].some((each) => CLOSED_STATES.includes(each))).to.equal(true);
    });
  }

  it('When articles are listed, then each has its own id and a basis', () => {
    expect(new Set(ARTICLES.map((article) => article.id)).size).to.equal(ARTICLES.length);
    for (const article of ARTICLES) expect(article.basis).to.not.equal('');
  });

  it('When an act is not known in a state, then the refusal names the state', () => {
    const error = refusal(() => demand('archive', plainCase, actorAt('townshipHead', songzhuang)));
    expect([error.kind, error.code, error.params.state]).to.deep.equal(['conflict', 'law.wrongState', 'S10']);
  });

  it('When all acts are judged for a person, then only acts the role may ever do are listed', () => {
    const clerk = actorAt('townshipClerk', songzhuang);
    const acts = judgeAll(plainCase, clerk).map((judgement) => judgement.act);
    expect(acts).to.not.have.lengthOf(0);
    for (const act of acts) expect(roleMayEver('townshipClerk', act)).to.equal(true);
    expect(judgeAll(plainCase, actorAt('auditAdmin', court))).to.have.lengthOf(0);
  });
});
