// A party's no on random walks: disputes are lodged, sent about, mediated, paused, extended and agreed on at random, with
// the real acts of consent and the real clocks. At whatever moment a yes is taken back, somebody at hand can record it,
// the mediation is over in the same minute, and the same day a filing clerk can file what is there.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { dayOfInstant, endOfDayInstant } from '../../src/domain/calendar-day.ts';
import { extendClock, pauseClock, resumeClock } from '../../src/domain/clock.ts';
import {
  type Act,
  type Article,
  ARTICLES,
  judge,
  type Judgement,
  STATE_CODES,
  type State,
} from '../../src/domain/lifecycle.ts';
import { type Actor, type Role } from '../../src/domain/permission.ts';
import { type UnitPosition } from '../../src/domain/tier.ts';
import {
  caseInLaw,
  type DisputeRecord,
  type Effect,
  isRunning,
  runningTerm,
  systemActor,
} from '../../src/features/disputes/index.ts';
import { advance } from '../../src/features/disputes/dispute.advance.ts';
import { withStanding } from '../../src/features/disputes/dispute.clocks.ts';
import { consentActs } from '../../src/features/mediation/consent.acts.ts';
import { type MediationRepository } from '../../src/features/mediation/index.ts';
import { refusalActs } from '../../src/features/mediation/refusal.acts.ts';
import { at, shippedHolidays as holidays } from '../domain/holidays.ts';
import { actorAt, court, network } from '../domain/units.ts';

const HOUR = 3_600_000;
const START = at('2026-03-02 09:00');
const SYSTEM = systemActor(court.code);
const MEDIATOR = 'mediator';

const repository = { addConsents: async () => undefined } as unknown as MediationRepository;
const [recordConsent] = consentActs(repository, async () => []);
const endOnRefusal = refusalActs().find(({ act }) => act === 'endOnRefusal');

/** Where mediation has not come to an end; an agreement nobody is bound by yet is no end. */
const isUnderWay = ({ state, agreement }: DisputeRecord): boolean =>
  ['S01', 'S02', 'S03', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S11'].includes(state) ||
  (state === 'S12' && agreement?.effectiveOn === undefined);

/** Acts of the walk; those that end mediation by themselves are not its business. */
const WALKED: readonly Act[] = [
  'screen',
  'returnForCorrection',
  'correct',
  'takeUp',
  'pushDown',
  'escalate',
  'transferLaterally',
  'requestAssistance',
  'acceptHandOver',
  'declineHandOver',
  'recallHandOver',
  'timeOutHandOver',
  'ruleHandOver',
  'appointMediator',
  'acceptAppointment',
  'declineAppointment',
  'replaceMediator',
  'recordContact',
  'recordConsent',
  'beginMediation',
  'recordSession',
  'pause',
  'resume',
  'extendTerm',
  'updateBoard',
  'recordAgreement',
  'resumeNegotiation',
  'assessRisk',
  'raiseRecusal',
  'decideRecusal',
];

const lodged = (owner: UnitPosition, track: DisputeRecord['track']): DisputeRecord => ({
  id: '0'.repeat(24),
  number: 'TZ-1',
  version: 1,
  eventCount: 1,
  state: 'S01',
  track,
  round: 1,
  source: 'I01',
  type: '02',
  title: '张与王',
  facts: '屋檐滴水',
  claims: ['修复'],
  place: { unitCode: '110112104201', townshipCode: '110112104', text: '' },
  requestedOn: dayOfInstant(START),
  lodgedAt: START,
  parties: (['applicant', 'respondent'] as const).map((side, index) => ({
    id: `p${index + 1}`,
    side,
    kind: 'natural' as const,
    name: `当事人${index + 1}`,
    agents: [],
    consent: { state: 'none' as const },
  })),
  owner,
  origin: { unitCode: owner.code, tier: owner.tier, accountId: 'a' },
  custody: [{ unitCode: owner.code, tier: owner.tier, from: START, by: 'lodged' }],
  bounces: 0,
  pushedDown: false,
  sessions: 0,
  contactAttempts: 0,
  extensions: 0,
  failures: 0,
  risk: 'yellow',
  riskTriggers: [],
  // A registered suit has its docket before it is mediated (2024-12-27意见(2)).
  ...(track === 'T3'
    ? { filing: { transferredAt: START, court: court.code, docket: '（2026）京0112民初1号', materials: [] } }
    : {}),
  clocks: withStanding({ state: 'S01', type: '02' }, START, holidays, []),
  nextDueAt: START,
  nextSweepAt: START,
  visibleTo: [],
  terms: [],
  updatedAt: START,
});

/** What an act leaves behind, as far as the law asks for it later. */
function effectOf(dispute: DisputeRecord, { act }: Article, actor: Actor, now: Date, pick: number): Effect {
  const kinds: Readonly<Partial<Record<Act, 'push-down' | 'escalate' | 'lateral'>>> = {
    pushDown: 'push-down',
    escalate: 'escalate',
    transferLaterally: 'lateral',
  };
  const kind = kinds[act];
  const mediator = { accountId: MEDIATOR, name: MEDIATOR, unitCode: dispute.owner.code, appointedAt: now };
  const term = runningTerm(dispute);
  const onTerm = (change: typeof resumeClock): Effect =>
    term
      ? {
          clocks: (all) =>
            all.map((one) => (one.rule === term.rule && isRunning(one) ? change(one, now, holidays) : one)),
        }
      : {};
  if (kind) {
    const to = network.filter(({ code }) => code !== dispute.owner.code)[pick % (network.length - 1)] ?? court;
    const handOver = { id: 'h', kind, from: dispute.owner, to, sentAt: now, dueAt: new Date(now.getTime() + HOUR) };
    return { set: { handOver: { ...handOver, reason: '就近', brief: '滴水' }, mediator: undefined } };
  }
  switch (act) {
    case 'takeUp':
      return { set: { acceptedAt: now } };
    case 'acceptHandOver': {
      const { handOver } = dispute;
      if (!handOver) throw new Error('nothing was sent');
      const by = handOver.kind;
      return { set: { acceptedAt: now, handOver: undefined, bounces: 0 }, custody: { to: handOver.to, by } };
    }
    case 'declineHandOver':
    case 'timeOutHandOver': {
      const bounces = dispute.bounces + 1;
      return { set: { handOver: undefined, bounces, ...(bounces > 1 ? { rulingUnit: court.code } : {}) } };
    }
    case 'recallHandOver':
      return { set: { handOver: undefined } };
    case 'ruleHandOver':
      return { set: { acceptedAt: now, bounces: 0, rulingUnit: undefined, boundUnit: dispute.owner.code } };
    case 'requestAssistance': {
      const asked = { id: 'a', to: court, question: '适用法律', askedAt: now, dueAt: new Date(now.getTime() + HOUR) };
      return { set: { assists: [asked] } };
    }
    case 'appointMediator':
    case 'replaceMediator':
      return { set: { mediator, recusal: undefined } };
    case 'acceptAppointment':
      return { set: { mediator: { ...mediator, acceptedAt: now } } };
    case 'declineAppointment':
      return { set: { mediator: undefined, recusal: undefined } };
    case 'recordContact':
      return { set: { contactAttempts: dispute.contactAttempts + 1 } };
    case 'recordConsent': {
      const parties = dispute.parties.map((party) => ({ ...party, consent: { state: 'given' as const } }));
      return { set: { parties, rightsToldOn: dayOfInstant(now) } };
    }
    case 'recordSession':
      return { set: { sessions: dispute.sessions + 1 } };
    case 'pause':
      return onTerm((clock, on, table) => pauseClock(clock, on, table));
    case 'resume':
      return term?.dueAt === null ? onTerm(resumeClock) : {};
    case 'extendTerm':
      return {
        ...onTerm((clock, on, table) => extendClock(clock, 5, on, table)),
        set: { extensions: dispute.extensions + 1 },
      };
    case 'recordAgreement': {
      const agreed = { form: 'written' as const, partial: false, facts: '', responsibility: '', terms: [], items: [] };
      return { set: { agreement: { ...agreed, reachedOn: dayOfInstant(now), confirmable: true } } };
    }
    case 'resumeNegotiation':
      return { set: { agreement: undefined } };
    case 'raiseRecusal':
      return { set: { recusal: { by: 'p1', ground: 'other', note: '相识', raisedAt: now } } };
    case 'decideRecusal': {
      const by = { accountId: actor.accountId, name: actor.name, unitCode: actor.unit.code };
      const { recusal } = dispute;
      if (!recusal) throw new Error('nothing was raised');
      return { set: { recusal: { ...recusal, decision: { result: 'stays', reason: '无碍', by, at: now } } } };
    }
    default:
      return {};
  }
}

const HANDS: readonly Role[] = [
  'villageMediator',
  'townshipClerk',
  'townshipHead',
  'tribunalClerk',
  'tribunalJudge',
  'courtFilingClerk',
];

/** Everybody who may have to do with the dispute now: its units' people, the mediator and the system. */
function peopleAt({ owner, handOver, rulingUnit }: DisputeRecord): readonly Actor[] {
  const units = new Map(
    [
      owner,
      ...(handOver ? [handOver.to] : []),
      ...network.filter(({ code }) => owner.path.includes(code) || code === rulingUnit),
    ].map((unit) => [unit.code, unit] as const),
  );
  const posts = [...units.values()].flatMap((unit) => HANDS.map((role): readonly [Role, UnitPosition] => [role, unit]));
  return [...posts.map(([role, unit]) => actorAt(role, unit)), actorAt('villageMediator', owner, MEDIATOR), SYSTEM];
}

/** What the walk may try in each state, in the order of the table. */
const TRIED: ReadonlyMap<State, readonly Article[]> = new Map(
  STATE_CODES.map((state) => [state, ARTICLES.filter(({ act, from }) => WALKED.includes(act) && from.includes(state))]),
);

/** The way of a dispute that is settled; most steps go on it, or no walk would get far. */
const ONWARD: readonly Act[] = [
  'screen',
  'correct',
  'takeUp',
  'acceptHandOver',
  'ruleHandOver',
  'acceptAppointment',
  'appointMediator',
  'beginMediation',
  'recordAgreement',
  'recordSession',
  'recordConsent',
];

/** The articles of a state in the order in which this step tries them. */
function triedIn(state: State, pick: number, onward: boolean): readonly Article[] {
  const all = TRIED.get(state) ?? [];
  const turned = all.map((_, index) => all[(pick + index) % all.length] as Article);
  return onward ? [...ONWARD.flatMap((act) => turned.filter((article) => article.act === act)), ...turned] : turned;
}

/** One random act that the law allows somebody, or none. */
function step(dispute: DisputeRecord, now: Date, { pick, onward }: Move): DisputeRecord {
  const subject = caseInLaw(dispute, now);
  const people = peopleAt(dispute);
  for (const article of triedIn(dispute.state, pick, onward)) {
    const actor = people.find((person) => permits(article, judge(article.act, subject, person)));
    if (!actor) continue;
    return advance(dispute, article, effectOf(dispute, article, actor, now, pick), { actor, now, holidays }).record;
  }
  return dispute;
}

const permits = (article: Article, judgement: Judgement): boolean => judgement.allowed && judgement.article === article;

const aMove = fc.record({
  pick: fc.nat(10_000),
  onward: fc.constantFrom(true, true, true, false),
  hours: fc.integer({ min: 0, max: 12 }),
});
type Move = typeof aMove extends fc.Arbitrary<infer T> ? T : never;

const INPUT = { scope: 'mediation', channel: 'phone', evidence: '通话录音', rightsToldHow: 'phone' } as const;

/** Takes the yes of a party back at this moment, by whoever at hand may record it, and what follows from it. */
async function takeBack(dispute: DisputeRecord, now: Date, party: string, answer: 'revoked' | 'refused') {
  const subject = caseInLaw(dispute, now);
  const hands = peopleAt(dispute).filter((actor) => judge('recordConsent', subject, actor).allowed);
  expect(
    hands.map(({ role }) => role),
    `somebody records a no in ${dispute.state}`,
  ).to.not.deep.equal([]);
  const [actor] = hands;
  const judged = actor && judge('recordConsent', subject, actor);
  if (!judged?.allowed || !actor || !recordConsent || !endOnRefusal) throw new Error('the act is missing');
  const context = { actor, now, dispute, article: judged.article, holidays };
  const recorded = await recordConsent.prepare(context, { ...INPUT, parties: [party], answer });
  expect(recorded.follow).to.equal('endOnRefusal');
  const said = advance(dispute, judged.article, recorded, { actor, now, holidays }).record;
  const end = judge('endOnRefusal', caseInLaw(said, now), SYSTEM);
  expect(end.allowed, `ends in ${said.state}`).to.equal(true);
  if (!end.allowed) throw new Error('unreachable');
  const effect = await endOnRefusal.prepare({ ...context, dispute: said, actor: SYSTEM, article: end.article }, {});
  return advance(said, end.article, effect, { actor: SYSTEM, now, holidays }).record;
}

const MEDIATING: readonly Act[] = [
  'takeUp',
  'acceptHandOver',
  'beginMediation',
  'planSession',
  'recordSession',
  'pause',
  'extendTerm',
  'updateBoard',
  'recordAgreement',
];
/** The term, contact, hand-over, screening, correction and pause: nothing is waited for that mediation waited for. */
const OF_MEDIATION = ['CL02', 'CL03', 'CL04', 'CL05', 'CL06', 'CL07', 'CL08', 'CL09', 'CL12', 'CL24', 'CL25', 'CL26'];

const aWalk = fc.record({
  owner: fc.constantFrom(...network),
  track: fc.constantFrom('T1' as const, 'T2' as const, 'T3' as const),
  moves: fc.array(aMove, { maxLength: 25, size: 'max' }),
  party: fc.constantFrom('p1', 'p2'),
  answer: fc.constantFrom('revoked' as const, 'refused' as const),
});

/** The yes is taken back now: nothing of the mediation goes on, and what is there can be filed on the same day. */
async function endsAtOnce(
  dispute: DisputeRecord,
  now: Date,
  party: string,
  answer: 'revoked' | 'refused',
): Promise<void> {
  const ended = await takeBack(dispute, now, party, answer);
  expect([ended.state, ended.failure?.ending, ended.outcome?.code]).to.deep.equal(['S17', 'O31', 'O31']);
  expect(ended.endedAt).to.equal(now);
  expect(ended.handOver, 'nothing stays on its way').to.equal(undefined);
  expect(ended.custody.filter(({ until }) => until === undefined)).to.have.lengthOf(1);
  const running = ended.clocks.filter(isRunning).map(({ rule }) => rule);
  expect(running.filter((rule) => OF_MEDIATION.includes(rule))).to.deep.equal([]);
  expect(running).to.include('CL14');

  const subject = caseInLaw(ended, endOfDayInstant(dayOfInstant(now)));
  const everybody = peopleAt(ended);
  const filing = everybody.filter((actor) => judge('fileCase', subject, actor).allowed);
  expect(
    filing.map(({ role }) => role),
    'somebody can file',
  ).to.include('courtFilingClerk');
  for (const act of MEDIATING) {
    expect(
      everybody.filter((actor) => judge(act, subject, actor).allowed),
      act,
    ).to.deep.equal([]);
  }
}

describe('a no on random walks', function () {
  this.timeout(120_000);

  it('When a party takes its yes back at any moment of any walk, then mediation ends in that minute and the case can be filed that day', async () => {
    const seen = new Set<State>();
    await fc.assert(
      fc.asyncProperty(aWalk, async ({ owner, track, moves, party, answer }) => {
        let now = START;
        let dispute = lodged(owner, track);
        await endsAtOnce(dispute, now, party, answer);
        for (const move of moves) {
          const later = new Date(now.getTime() + move.hours * HOUR);
          const next = step(dispute, later, move);
          if (!isUnderWay(next)) break;
          if (next.state !== dispute.state) await endsAtOnce(next, later, party, answer);
          seen.add(next.state);
          now = later;
          dispute = next;
        }
      }),
      { numRuns: 1000 },
    );
    const all = ['S02', 'S03', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S11', 'S12'];
    expect([...seen].toSorted(), 'the walks have been everywhere').to.include.members(all);
  });
});
