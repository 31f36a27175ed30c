// Mediation itself: a mediator is found, the parties are reached and asked, and they meet.

import { addDays, dayOfInstant } from '../domain/calendar-day.ts';
import { type EndingCode } from '../domain/ending.ts';
import { type Party, runningTerm } from '../features/disputes/index.ts';
import { samplePhone } from './people.ts';
import { EndOfStory, type Teller, TermRanOut } from './teller.ts';
import {
  FAIL_COURSE,
  FAIL_REASONS,
  HINT,
  NOTHING,
  OVERRIDE_NOTE,
  RECUSAL_REASON,
  RELATION_NOTE,
  STATEMENTS,
  WAIVER_EVIDENCE,
} from './words.ts';

const HOUR = 3_600_000;

/** How the mediation went: to an agreement, or to an end without one. */
export type MediationEnd = 'agreement' | 'failed' | 'withdrawn';

const disputants = (teller: Teller): readonly Party[] =>
  teller.dispute.parties.filter((party) => party.side !== 'third');
const today = (teller: Teller) => dayOfInstant(teller.now);

/** Mediates until there is an end; when the term runs out first, that is one. */
export async function mediate(teller: Teller): Promise<MediationEnd> {
  return untilTermEnds(() => wholeMediation(teller));
}

/** Meets again after a confirmation was refused. */
export async function meetAgain(teller: Teller): Promise<MediationEnd> {
  return untilTermEnds(async () => {
    await teller.later(20, 120);
    return meet(teller);
  });
}

async function untilTermEnds(work: () => Promise<MediationEnd>): Promise<MediationEnd> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TermRanOut) return 'failed';
    throw error;
  }
}

async function wholeMediation(teller: Teller): Promise<MediationEnd> {
  const { plan } = teller;
  await appoint(teller);
  if (!(await reach(teller))) return fail(teller, 'O32');
  if (!(await agreeToMediate(teller))) return refused(teller);
  await teller.later(4, 40);
  await teller.act(teller.mediator, 'beginMediation', {
    mode: teller.scene.random.weighted({ inPerson: 7, telephone: 1, video: 1, mixed: 1 }),
    addressConfirmed: disputants(teller).map((party) => party.id),
    electronicService: disputants(teller)
      .filter((party) => party.phone)
      .map((party) => party.id),
  });
  await confirmAddresses(teller);
  await teller.later(8, 80);
  if (plan.takes('settleThemselves')) {
    await teller.act(teller.mediator, 'withdraw', { settled: true, note: '双方自行和解，申请人撤回申请。' });
    return 'withdrawn';
  }
  return meet(teller);
}

async function appoint(teller: Teller): Promise<void> {
  const { plan, scene } = teller;
  const { random, staff } = scene;
  const choose = async () => {
    const known = staff.mediator(teller.dispute.owner.code, random).accountId;
    const ranking = await scene.casework.mediatorsOf(teller.dispute.owner.code, teller.dispute);
    const best = ranking.find(({ rank }) => rank?.unavailable === undefined);
    const first = best?.unitCode === teller.dispute.owner.code ? best.accountId : known;
    const choice = random.chance(0.25) ? 'parties' : 'appointed';
    const mediator = choice === 'parties' || random.chance(0.12) ? known : first;
    await teller.act(teller.clerk, 'appointMediator', {
      mediator,
      choice,
      ...(choice === 'appointed' && mediator !== best?.accountId ? { note: OVERRIDE_NOTE } : {}),
    });
  };
  await teller.later(0.3, 16);
  await choose();
  await teller.later(0.5, 18);
  if (plan.takes('declineAppointment') && teller.dispute.owner.tier !== 'village') {
    await teller.act(teller.mediator, 'declineAppointment', {
      reason: 'overloaded',
      note: '手头在办纠纷较多，建议另行指派。',
    });
    await teller.later(1, 10);
    await choose();
    await teller.later(0.5, 10);
  }
  await disclose(teller);
}

/** As a rule there is no relation; now and then everybody knows of one and agrees, and now and then a party asks again. */
async function disclose(teller: Teller): Promise<void> {
  const { random } = teller.scene;
  const related = random.chance(0.04);
  await teller.act(teller.mediator, 'acceptAppointment', {
    relations: [related ? 'other' : 'none'],
    ...(related
      ? {
          note: RELATION_NOTE,
          waivedBy: disputants(teller).map((party) => party.id),
          waivedOn: today(teller),
          waiverEvidence: WAIVER_EVIDENCE,
        }
      : {}),
  });
  if (teller.dispute.owner.tier === 'village' || !random.chance(0.06)) return;
  const asking = disputants(teller)[0]?.id ?? 'unit';
  await teller.act(teller.mediator, 'raiseRecusal', { by: asking, ground: 'other', note: RELATION_NOTE });
  await teller.later(1, 6);
  const tribunal = teller.dispute.owner.path[1] ?? teller.dispute.owner.code;
  await teller.act(teller.scene.staff.judge(tribunal), 'decideRecusal', { result: 'stays', reason: RECUSAL_REASON });
}

async function reach(teller: Teller): Promise<boolean> {
  const { plan, scene } = teller;
  const respondent = disputants(teller).find((party) => party.side === 'respondent');
  if (!respondent) return false;
  const contact = (channel: string, result: string) =>
    teller.act(teller.mediator, 'recordContact', { party: respondent.id, channel, result });
  await teller.later(1, 40);
  if (plan.takes('unreachable')) {
    await contact('phone', 'noAnswer');
    await teller.later(20, 30);
    await contact('visit', 'notAtAddress');
    await teller.later(20, 40);
    await contact('viaVillage', 'noAnswer');
    return false;
  }
  if (scene.random.chance(0.2)) {
    await contact('phone', 'noAnswer');
    await teller.later(2, 20);
  }
  await contact(scene.random.weighted({ phone: 6, visit: 3, message: 1 }), 'reached');
  return true;
}

async function agreeToMediate(teller: Teller): Promise<boolean> {
  const { plan } = teller;
  const both = disputants(teller);
  const refuses = plan.takes('refuseConsent');
  const willing = refuses ? both.filter((party) => party.side === 'applicant') : both;
  await teller.act(teller.mediator, 'recordConsent', {
    parties: willing.map((party) => party.id),
    answer: 'given',
    channel: 'phone',
    evidence: `通话录音，${today(teller)}`,
    rightsToldOn: today(teller),
  });
  if (!refuses) return true;
  await teller.later(1, 20);
  await teller.act(teller.mediator, 'recordConsent', {
    parties: both.filter((party) => party.side === 'respondent').map((party) => party.id),
    answer: 'refused',
    channel: 'phone',
    evidence: `通话录音，${today(teller)}`,
  });
  return false;
}

async function meet(teller: Teller): Promise<MediationEnd> {
  const { plan } = teller;
  const agrees = plan.takes('agree');
  const twice = plan.takes('secondSession');
  if (twice) {
    await session(teller, 'continue');
    if (plan.takes('pause')) await pause(teller);
    if (plan.takes('extend')) await extend(teller);
    await teller.later(30, 130);
  } else if (plan.takes('pause')) {
    await pause(teller);
  }
  await session(teller, agrees ? 'agreed' : 'failed');
  if (agrees) return 'agreement';
  await teller.later(0.5, 20);
  return fail(teller, teller.scene.random.chance(0.88) ? 'O33' : 'O37');
}

async function session(teller: Teller, result: 'continue' | 'agreed' | 'failed'): Promise<void> {
  const { random, staff } = teller.scene;
  const { owner, mediator } = teller.dispute;
  const minutes = random.whole(35, 130);
  await teller.moveTo(new Date(teller.now.getTime() + minutes * 60_000));
  const from = new Date(teller.now.getTime() - minutes * 60_000 + 60_000);
  const clockTime = (instant: Date) => new Date(instant.getTime() + 8 * HOUR).toISOString().slice(11, 16);
  const recorder = staff.clerk(owner.code).name;
  await teller.act(teller.mediator, 'recordSession', {
    on: dayOfInstant(from),
    from: clockTime(from),
    until: clockTime(new Date(Math.max(teller.now.getTime() - 60_000, from.getTime() + 60_000))),
    mode: 'inPerson',
    place: `${staff.unit(owner.code).fullName.zh}调解室`,
    host: mediator?.name ?? recorder,
    recorder: recorder === mediator?.name ? '村居书记员' : recorder,
    attendance: disputants(teller).map((party) => ({ party: party.id, presence: 'present' })),
    identityChecked: true,
    rightsTold: true,
    disclosed: true,
    statements: `申请人陈述：${teller.dispute.facts.slice(0, 160)}${random.pick(STATEMENTS)}`,
    issues: ['责任如何划分', '如何履行'],
    proposals: result === 'failed' ? [] : ['被申请人限期履行，申请人不再主张其他费用'],
    result,
    ...(result === 'continue'
      ? { nextStep: '一周内再次组织调解，双方补充证据。', nextOn: addDays(today(teller), 7) }
      : {}),
  });
}

async function pause(teller: Teller): Promise<void> {
  const expert = teller.scene.random.chance(0.5);
  await teller.act(teller.mediator, 'pause', {
    cause: expert ? 'expert' : 'partiesAsk',
    reason: expert ? '双方同意委托鉴定，等待鉴定意见。' : '双方请求给予自行协商的时间。',
    ...(expert ? { courtConsentOn: today(teller) } : { partiesAgree: true }),
  });
  await teller.later(60, 500);
  await teller.act(teller.mediator, 'resume', { note: expert ? '鉴定意见已送达双方。' : '双方请求继续调解。' });
}

/** Those at the table say where papers reach them; somebody always has to be asked later. */
async function confirmAddresses(teller: Teller): Promise<void> {
  const { random, courtCode } = teller.scene;
  const unit = teller.dispute.place.text;
  for (const party of disputants(teller)) {
    if (!random.chance(0.8)) continue;
    await teller.act(teller.mediator, 'confirmServiceAddress', {
      party: party.id,
      postcode: `${courtCode.slice(0, 3)}${random.whole(100, 199)}`,
      address: `${unit || '通州区'}${random.whole(1, 240)}号`,
      phone: samplePhone(random),
      electronic: random.chance(0.6) ? 'phone' : 'none',
      consequencesTold: true,
    });
  }
}

async function extend(teller: Teller): Promise<void> {
  if (!runningTerm(teller.dispute)?.dueAt) return;
  await teller.later(4, 30);
  await teller.act(teller.mediator, 'extendTerm', {
    days: teller.dispute.track === 'T3' ? 15 : 30,
    signedOn: today(teller),
    signedBy: disputants(teller).map((party) => party.id),
    reason: '双方仍有调解意愿，需要补充证据。',
  });
}

/** The four parts of a failure record. */
export const failureRecord = (teller: Teller, ending: keyof typeof FAIL_REASONS): object => ({
  course: FAIL_COURSE,
  reason: FAIL_REASONS[ending],
  costConduct: NOTHING,
  hints: teller.scene.random.chance(0.3) ? HINT : NOTHING,
  undisputedFacts: teller.scene.random.chance(0.3) ? ['双方对纠纷发生的时间、地点没有争议'] : [],
  factsConfirmedBy: disputants(teller).map((party) => party.id),
  factsConfirmedOn: today(teller),
  remediesToldOn: today(teller),
});

/** The mediation has ended with the refusal; the mediator writes what the record still lacks. */
async function refused(teller: Teller): Promise<'failed'> {
  await teller.act(teller.mediator, 'completeFailureRecord', failureRecord(teller, 'O31'));
  return 'failed';
}

async function fail(teller: Teller, ending: EndingCode & keyof typeof FAIL_REASONS): Promise<'failed'> {
  if (!['S09', 'S10'].includes(teller.dispute.state)) throw new EndOfStory();
  await teller.act(teller.mediator, 'failMediation', { ending, ...failureRecord(teller, ending) });
  return 'failed';
}
