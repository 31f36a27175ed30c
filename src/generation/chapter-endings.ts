// What comes after mediation: signatures, performance, confirmation, or the way to the court; then the archive.

import { addDays, type CalendarDay, dayOfInstant, startOfDayInstant } from '../domain/calendar-day.ts';
import { demandsOf } from '../domain/demand.ts';
import { isLabour } from '../domain/dispute-type.ts';
import { barring } from '../domain/suitability.ts';
import { settle } from './chapter-custody.ts';
import { failureRecord, mediate, meetAgain, type MediationEnd } from './chapter-mediation.ts';
import { EndOfStory, type Teller } from './teller.ts';
import { ARBITRATION, BREACH_TERM, CLOSE_SUMMARY, NAMESAKE, TRIAL_LAY_JUDGE } from './words.ts';

const today = (teller: Teller): CalendarDay => dayOfInstant(teller.now);
const TERMS = [7, 10, 15, 30] as const;
const DAY = 24;

/** What follows from the end of a mediation. */
export async function follow(teller: Teller, end: MediationEnd): Promise<void> {
  if (end === 'agreement') return agree(teller);
  if (end === 'failed') return goOn(teller);
  await teller.later(2, 60);
  await shut(teller, 'withdrawn');
}

async function agree(teller: Teller): Promise<void> {
  const { plan } = teller;
  const signLater = plan.takes('signLater');
  await conclude(teller, signLater);
  if (teller.dispute.state === 'S12' && !teller.dispute.agreement?.effectiveOn) {
    await teller.later(8, 120);
    if (plan.takes('refuseSign')) {
      const respondent = teller.dispute.parties.find((party) => party.side === 'respondent');
      await teller.act(teller.mediator, 'refuseToSign', {
        party: respondent?.id ?? 'p1',
        ...failureRecord(teller, 'O33'),
      });
      return goOn(teller);
    }
    const signers = [...teller.dispute.parties.map((party) => party.id), 'mediator', 'seal'];
    await teller.act(teller.mediator, 'recordSignatures', { signers, on: today(teller) });
  }
  if (teller.dispute.agreement?.unsigned && teller.scene.random.chance(0.85)) {
    const signers = teller.dispute.parties.filter(({ side }) => side !== 'third').map(({ id }) => id);
    await teller.act(teller.mediator, 'recordSignatures', { signers, on: today(teller) });
  }
  const { agreement } = teller.dispute;
  if (agreement?.confirmable && plan.takes('confirm')) return confirm(teller);
  if (teller.dispute.state === 'S13') return perform(teller);
  await teller.later(4, 90);
  await shut(teller, 'agreed');
}

async function conclude(teller: Teller, signLater: boolean): Promise<void> {
  const { plan, matter } = teller;
  const onTheSpot = plan.takes('onTheSpot');
  const oral = !onTheSpot && plan.takes('oral');
  const form = onTheSpot ? 'onTheSpot' : oral ? 'oral' : 'written';
  const items = onTheSpot || !plan.takes('nothingDue') ? itemsOf(teller, onTheSpot) : [];
  const partial = form === 'written' && plan.takes('partial');
  const fromBoard = form !== 'onTheSpot' && teller.scene.random.chance(0.4);
  const clauses = fromBoard ? await bargain(teller, items) : items;
  const names = namesIn(teller);
  await teller.act(teller.mediator, 'recordAgreement', {
    form,
    partial,
    medium: 'paper',
    facts: teller.dispute.facts.slice(0, 300),
    responsibility: names(matter.responsibility),
    terms: [
      ...(items.length === 0 ? [`${names('{b}')}承诺今后不再发生类似情形，双方互谅互让。`] : []),
      '双方就本次纠纷再无其他争议。',
    ],
    items: clauses,
    breachTerm: BREACH_TERM,
    ...(partial ? { remainder: '其余事项双方另行协商或者通过诉讼解决。' } : {}),
    ...(form === 'written' && !signLater ? { signedOn: today(teller) } : {}),
  });
}

/** What was agreed was first asked for, bargained over and accepted by both sides on the session board. */
async function bargain(teller: Teller, items: readonly Item[]): Promise<readonly Item[]> {
  const { dispute, matter } = teller;
  const of = (side: string) => dispute.parties.find((party) => party.side === side)?.id ?? 'p1';
  const write = (change: object) => teller.act(teller.mediator, 'updateBoard', change);
  await write({ change: 'addIssue', text: matter.yuan ? '责任划分和给付数额' : '责任和处理办法' });
  for (const [index, { payer, payee, what, amount, dueOn, manner }] of items.entries()) {
    const id = `k${index + 1}`;
    const asked = amount === undefined ? undefined : String(Math.round(Number(amount) * 1.25));
    const clause = { payer, payee, text: what, dueOn, manner };
    await write({ change: 'propose', by: of('applicant'), ...clause, ...(asked ? { amount: asked } : {}) });
    if (asked) await write({ change: 'counter', id, by: of('respondent'), text: what, amount, dueOn });
    await write({
      change: 'accept',
      id,
      parties: dispute.parties.filter(({ side }) => side !== 'third').map((one) => one.id),
    });
  }
  return items.map((item, index) => ({ ...item, clause: `k${index + 1}` }));
}

function namesIn(teller: Teller): (text: string) => string {
  const { parties } = teller.dispute;
  const of = (side: string) => parties.find((party) => party.side === side)?.name ?? '';
  return (text) => text.replaceAll('{a}', of('applicant')).replaceAll('{b}', of('respondent'));
}

interface Item {
  readonly clause?: string;
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  readonly amount?: string;
  readonly dueOn: CalendarDay;
  readonly manner: string;
  readonly voucher?: string;
}

function itemsOf(teller: Teller, onTheSpot: boolean): readonly Item[] {
  const { random } = teller.scene;
  const { matter, dispute } = teller;
  const names = namesIn(teller);
  const [payer, payee] = [names('{b}'), names('{a}')];
  const due = (days: number): CalendarDay => (onTheSpot ? today(teller) : addDays(today(teller), days));
  const voucher = onTheSpot ? { voucher: '当场履行，双方签收' } : {};
  const deed = matter.deed ?? (matter.yuan ? undefined : '履行承诺事项');
  if (deed) {
    return [{ payer, payee, what: names(deed), dueOn: due(random.pick(TERMS)), manner: 'conduct', ...voucher }];
  }
  const asked = Math.round((dispute.amountFen ?? 100_000) / 100);
  const agreed = Math.max(100, Math.round((asked * random.whole(55, 95)) / 100 / 50) * 50);
  const times = !onTheSpot && agreed > 10_000 && random.chance(0.45) ? random.whole(2, 4) : 1;
  return Array.from({ length: times }, (_, index): Item => {
    const share = Math.floor(agreed / times) + (index === times - 1 ? agreed % times : 0);
    return {
      payer,
      payee,
      what: times > 1 ? `第${index + 1}期款` : '一次性给付款项',
      amount: String(share),
      dueOn: due((times > 1 ? 15 : random.pick(TERMS)) * (index + 1)),
      manner: times > 1 ? 'instalments' : 'once',
      ...voucher,
    };
  });
}

async function confirm(teller: Teller): Promise<void> {
  const { plan, scene } = teller;
  await teller.later(12, 8 * DAY);
  await teller.act(teller.clerk, 'applyConfirmation', { jointly: true, certified: true });
  await teller.later(4 * DAY, 18 * DAY);
  const tribunal = teller.dispute.owner.path[1] ?? scene.courtCode;
  const judge = scene.staff.judge(tribunal);
  const ruledOn = today(teller);
  const heard = teller.dispute.parties.filter(({ side }) => side !== 'third').map(({ id }) => id);
  await teller.act(judge, 'recordVerification', {
    on: ruledOn,
    place: `${scene.staff.unit(tribunal).fullName.zh}调解室`,
    present: heard,
    voluntary: true,
    findings: '已分别询问双方，确认自愿达成协议，了解确认裁定的效力。',
  });
  if (plan.takes('reject')) {
    await teller.act(judge, 'rejectConfirmation', {
      because: 'unclear',
      note: '协议履行内容不明确，无法执行。',
      ruledOn,
    });
    await teller.later(DAY, 9 * DAY);
    if (scene.random.chance(0.5)) {
      await teller.act(teller.clerk, 'transferToFiling', { evidence: ['调解协议书', '驳回确认裁定书'] });
      return file(teller);
    }
    await teller.act(teller.clerk, 'remediate', { consentedOn: today(teller), note: '双方同意就履行内容重新调解。' });
    return follow(teller, await meetAgain(teller));
  }
  await teller.act(judge, 'confirmAgreement', { docket: scene.dockets.next('民特', ruledOn), ruledOn });
  if (teller.dispute.state === 'S13') return perform(teller);
  await teller.later(DAY, 5 * DAY);
  await shut(teller, 'agreed');
}

async function perform(teller: Teller): Promise<void> {
  const { plan, scene } = teller;
  const breach = plan.takes('breach');
  const items = teller.dispute.agreement?.items ?? [];
  for (const [index, item] of items.entries()) {
    if (breach && index === items.length - 1) {
      await onDay(teller, addDays(item.dueOn, 8));
      await teller.act(teller.mediator, 'recordBreach', {
        item: item.id,
        remedyToldOn: today(teller),
        note: '经电话催告仍未履行，已告知救济途径。',
      });
      return goOn(teller);
    }
    await onDay(teller, addDays(item.dueOn, -scene.random.whole(0, 4)));
    await teller.act(teller.mediator, 'recordReceipt', {
      item: item.id,
      ...(item.amountFen === undefined ? {} : { amount: String(item.amountFen / 100) }),
      on: today(teller),
      voucher: scene.random.pick(['转账截图', '收条', '现场查看并拍照']),
    });
  }
  await teller.later(1, 30);
  await teller.act(teller.mediator, 'recordPerformed');
  await teller.later(4, 70);
  if (scene.random.chance(0.75)) {
    await teller.act(teller.mediator, 'recordRevisit', {
      parties: teller.dispute.parties.filter(({ side }) => side !== 'third').map(({ id }) => id),
      way: scene.random.pick(['phone', 'visit']),
      performance: 'performed',
      satisfaction: scene.random.whole(4, 5),
      situation: '电话回访双方，约定事项均已履行，双方没有新的争议。',
    });
  }
  await shut(teller, 'agreed');
}

async function onDay(teller: Teller, day: CalendarDay): Promise<void> {
  const morning = new Date(startOfDayInstant(day).getTime() + (9 + teller.scene.random.next() * 7) * 3_600_000);
  await teller.moveTo(new Date(Math.max(morning.getTime(), teller.now.getTime() + 20 * 60_000)));
}

/** After a failure or a breach: a second mediation, the court, or an end. */
async function goOn(teller: Teller): Promise<void> {
  const { plan } = teller;
  await teller.later(1, 20);
  if (teller.dispute.state === 'S17' && teller.dispute.failures < 2 && plan.takes('again')) {
    await teller.act(teller.clerk, 'mediateAgain', { reason: '双方请求由其他组织再次主持调解。' });
    await teller.later(1, 12);
    await settle(teller);
    return follow(teller, await mediate(teller));
  }
  if (teller.dispute.state === 'S21' && teller.dispute.agreement?.confirmation?.result === 'confirmed') {
    return enforce(teller);
  }
  const missing = teller.dispute.failure && !teller.dispute.failure.course;
  // A registered suit has gone back to its court by itself.
  if (teller.dispute.state === 'S18') {
    if (missing) await teller.act(teller.clerk, 'completeFailureRecord', failureRecord(teller, 'O34'));
    return file(teller);
  }
  if (plan.takes('goToCourt') || (teller.dispute.track === 'T3' && teller.dispute.state === 'S17')) {
    await teller.act(teller.clerk, 'transferToFiling', {
      evidence: ['身份证明复印件', '现场照片'],
      ...(missing ? failureRecord(teller, 'O34') : {}),
    });
    return file(teller);
  }
  await teller.later(10, 60);
  await shut(teller, 'failed');
}

/** A confirmed agreement that was not kept is enforced. */
async function enforce(teller: Teller): Promise<void> {
  const { dockets } = teller.scene;
  const today = dayOfInstant(teller.now);
  const { claims, creditors } = demandsOf(teller.dispute.agreement?.items ?? [], today);
  const applicants = teller.dispute.parties.filter(({ name }) => creditors.includes(name)).map(({ id }) => id);
  await teller.act(teller.clerk, 'applyEnforcement', { applicants, claims });
  await teller.later(DAY, 6 * DAY);
  const filedOn = dayOfInstant(teller.now);
  await teller.note(teller.clerk, 'fileEnforcement', { docket: dockets.next('执', filedOn), filedOn });
  if (teller.dispute.state === teller.plan.restAt) throw new EndOfStory();
  await teller.later(10 * DAY, 60 * DAY);
  await shut(teller, 'failed');
}

async function file(teller: Teller): Promise<void> {
  const { random, dockets, casework } = teller.scene;
  if (teller.dispute.termination === undefined && teller.dispute.failure) {
    await teller.act(teller.clerk, 'serveTermination', {
      remedies: isLabour(teller.dispute.type) ? ['arbitration', 'litigation'] : ['litigation'],
      parties: teller.dispute.parties.flatMap(({ id, side }) => (side === 'third' ? [] : [id])),
      how: random.pick(['inPerson', 'writing', 'message']),
    });
  }
  await teller.later(4, 5 * DAY);
  const filedOn = today(teller);
  const findings = await casework.intake.suitability(teller.dispute);
  const small = findings.some(({ effect }) => effect === 'smallClaim') ? 3 : 0;
  const filed = await teller.note(teller.clerk, 'fileCase', {
    docket: dockets.next('民初', filedOn),
    procedure: random.weighted({ fastTrack: 4, smallClaim: small, simple: 4, ordinary: 1 }),
    filedOn,
    feeNotifiedOn: filedOn,
    explained: NAMESAKE,
    ...(barring(findings, 'arbitrationFirst') ? { arbitration: ARBITRATION } : {}),
  });
  await atCourt(teller, filedOn);
  if (filed.state === teller.plan.restAt) throw new EndOfStory();
  await teller.later(DAY, 9 * DAY);
  await shut(teller, 'filed');
}

/** The fee is paid as a rule, and most suits have ended. */
async function atCourt(teller: Teller, filedOn: CalendarDay): Promise<void> {
  const { random } = teller.scene;
  if (random.chance(0.06)) {
    // Seven days, and the longest holiday they may end in.
    await onDay(teller, addDays(filedOn, 18));
    await teller.note(teller.clerk, 'deemWithdrawn');
    return;
  }
  await teller.later(DAY, 5 * DAY);
  if (random.chance(0.5)) await teller.note(teller.clerk, 'recordTrialRoles', { layJudge: [TRIAL_LAY_JUDGE] });
  await teller.note(teller.clerk, 'recordFee', { how: random.weighted({ paid: 20, deferred: 1, exempt: 1 }) });
  if (!random.chance(0.7)) return;
  await teller.later(20 * DAY, 75 * DAY);
  await teller.note(teller.clerk, 'recordCourtResult', {
    result: random.weighted({ judgment: 5, courtMediation: 4, withdrawn: 3, dismissed: 1 }),
  });
}

/** Closes, and archives when everything is in the file. */
async function shut(teller: Teller, how: keyof typeof CLOSE_SUMMARY): Promise<void> {
  const { plan, scene } = teller;
  await teller.act(teller.clerk, 'close', { summary: CLOSE_SUMMARY[how], satisfactionInvited: true });
  if (teller.dispute.owner.tier === 'court' || !plan.takes('archive')) return;
  await teller.later(2 * DAY, 26 * DAY);
  scene.papers.fileRequired(teller.dispute, teller.clerk, teller.now);
  await teller.act(teller.clerk, 'archive', {
    retention: scene.random.chance(0.9) ? 'long' : 'permanent',
  });
}
