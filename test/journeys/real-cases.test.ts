import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import supertest from 'supertest';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { createJobRunner } from '../../src/platform/jobs.ts';
import { type Followed, type Journey, startJourney } from '../support/journey.ts';
import { hasPoppler, printedLines, settingFaults } from '../support/pdf.ts';

/** Real mediation cases that are no part of the project; without them there is nothing to run on. */
const CASES = resolve(
  process.env['JIEFEN_SHARED_DATA'] ?? join(projectRoot, '../shared/data'),
  'mediation-cases.jsonl',
);

/** Where the papers are to be kept to be looked at; nowhere otherwise. */
/** All of them take minutes: every sixth is told unless all are asked for. */
const ALL = process.env['JIEFEN_ALL_CASES'] === '1';
const EVERY = 6;
const KEEP = process.env['JIEFEN_KEEP_PAPERS'];

interface Turn {
  readonly text: string;
  readonly speaker: string;
  readonly strategy?: string;
}
interface RealCase {
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly parties: readonly string[];
  readonly dialog: readonly Turn[];
}

const TYPES: Readonly<Record<string, string>> = {
  医疗健康纠纷: '12',
  校园教育纠纷: '06',
  公司经营纠纷: '05',
  环境污染纠纷: '09',
  治安刑事纠纷: '06',
  房产土地纠纷: '03',
  劳资劳动纠纷: '13',
  交通事故纠纷: '10',
  社区邻里纠纷: '02',
  经济债务纠纷: '04',
  家庭婚姻纠纷: '01',
  遗产继承纠纷: '01',
  消费旅游纠纷: '14',
};
const BROKEN = 4;
/** Dossiers whose PDF is waited for; all are ordered. */
const BOUND = 6;
const HOME = '北京市通州区宋庄镇宋庄村东街1号';
const BODY = /公司|医院|学校|小学|中学|幼儿园|厂|合作社|村委会|居委会|物业|酒店|超市|中心|银行/;
const HELPER = /专家|工作人员|调解|委员会|医学会|司法所|律师|民警|派出所|社区|法官|干部|sys/;

const plain = (text: string): string => text.replaceAll(/[“”]/g, '').trim();

/** Whoever speaks for a side, first the one that began; helpers and mediators are no parties. */
function sidesOf({ parties, dialog }: RealCase): readonly [string, string] {
  const named = [...dialog.map(({ speaker }) => speaker), ...parties].map((name) => name.slice(0, 60));
  const own = [...new Set(named)].filter((name) => !HELPER.test(name));
  const [first = '申请人', second = '对方当事人'] = own;
  return [first, second];
}

/** Numbered points, and sums that somebody pays: what an agreement is made of, unlike the thanks that follow it. */
const TERMS_TOLD = /协议[:：]|[1-9一二三][.、．]|\d(?:\.\d+)?万?元/;
const COURTESY = /[?？]$|达成(?:了?一致|.{0,4}协议)|希望|谢谢|感谢|恭喜|圆满|^好的|^很好|是否/;

/** What the mediator last summed up before everybody agreed; without it the talk led to nothing. */
function outcomeOf({ dialog }: RealCase): { readonly agreed: boolean; readonly terms: readonly string[] } {
  const reached = dialog.findLast(({ speaker, strategy }) => speaker === 'sys' && strategy === '达成调解协议');
  const lastWords = dialog
    .filter(({ speaker }) => speaker !== 'sys')
    .slice(-2)
    .map(({ text }) => text)
    .join('');
  const agreed = reached !== undefined || /同意|接受|没有异议|愿意|好的|可以|执行|遵守/.test(lastWords);
  const summed = dialog.findLast(({ speaker, text }) => speaker === 'sys' && TERMS_TOLD.test(text));
  const words = plain((summed ?? reached ?? dialog.findLast(({ speaker }) => speaker === 'sys'))?.text ?? '');
  const terms = words
    .split(/[。；]|(?<=[^\d])(?=[1-9][.、．]\s*[^\d])/)
    .map((term) =>
      term
        .replace(/^.*?协议[:：]/, '')
        .replace(/^\s*\d+[.、．]\s*/, '')
        .trim(),
    )
    .filter((term) => term.length > 5 && !COURTESY.test(term));
  return { agreed, terms: terms.length > 0 ? terms.slice(0, 20) : ['双方互谅互让，就本次纠纷再无其他争议'] };
}

/** The talk without its end. */
const cutShort = (real: RealCase): RealCase => ({
  ...real,
  id: `${real.id}-broken`,
  dialog: real.dialog.slice(0, Math.ceil(real.dialog.length / 2)),
});

/** The first sum of money that is to be paid, in yuan. */
function sumIn(text: string): number | undefined {
  const match = /(\d+(?:\.\d+)?)\s*(万)?余?元/.exec(text);
  return match ? Math.round(Number(match[1]) * (match[2] ? 10_000 : 1)) : undefined;
}

describe('the real mediation cases run the whole way', function () {
  this.timeout(600_000);
  const cases: readonly RealCase[] = existsSync(CASES)
    ? readFileSync(CASES, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as RealCase)
        .filter((_, index) => ALL || index % EVERY === 0)
    : [];
  let journey: Journey;
  /** An identity card as a phone would photograph it. */
  let card: Buffer;

  before(async function () {
    if (cases.length === 0) {
      // oxlint-disable-next-line no-console -- says why nothing ran
      console.warn(
        `      the real cases are not here (${CASES}); put them there, or name their folder in JIEFEN_SHARED_DATA`,
      );
      this.skip();
    }
    card = await sharp({ create: { width: 600, height: 380, channels: 3, background: '#dddddd' } })
      .jpeg()
      .toBuffer();
    journey = await startJourney();
  });
  after(async () => {
    await journey?.composition.threads.close();
    await journey?.close();
  });

  const work = async (): Promise<void> => {
    const { clock, logger, jobDefinitions, database } = journey.composition;
    await createJobRunner({
      connection: database.connection,
      clock,
      log: logger,
      definitions: jobDefinitions,
    }).runDue();
  };
  const handIn = async (dispute: Followed, part: string, filename: string): Promise<void> => {
    const answer = await supertest(journey.app)
      .post(`/api/v1/disputes/${dispute.id}/documents`)
      .set('Authorization', `Bearer ${journey.people.mediator.token}`)
      .attach('file', card, { filename })
      .field('part', part);
    expect(answer.status).to.equal(201);
  };
  const today = () => dayOfInstant(journey.clock.now());

  /** From the first request to the archive, over the API as a mediator does it. */
  async function run(real: RealCase, broken = false): Promise<Followed> {
    const { mediator } = journey.people;
    const [applicant, respondent] = sidesOf(real);
    const { agreed, terms } = broken ? { agreed: false, terms: [] } : outcomeOf(real);
    const kindOf = (name: string) => (BODY.test(name) ? 'organisation' : 'natural');
    const began = today();
    const dispute = await journey.register(mediator, {
      type: TYPES[real.type] ?? '99',
      facts: real.description,
      claims: [`请求调解：${real.type}`],
      amount: undefined,
      parties: [
        { side: 'applicant', kind: kindOf(applicant), name: applicant, phone: '13800000001', address: HOME },
        { side: 'respondent', kind: kindOf(respondent), name: respondent, phone: '13800000002', address: HOME },
      ],
    });
    const act = (name: Parameters<Journey['act']>[2], body: object = {}) => journey.act(mediator, dispute, name, body);
    await act('takeUp');
    await act('appointMediator', { mediator: mediator.id, choice: 'parties' });
    await act('acceptAppointment', { relations: ['none'] });
    await act('recordContact', { party: 'p2', channel: 'phone', result: 'reached' });
    await act('recordConsent', {
      parties: ['p1', 'p2'],
      answer: 'given',
      channel: 'inPerson',
      evidence: '当面表示，记录在卷',
      rightsToldOn: began,
    });
    await act('beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });
    for (const party of ['p1', 'p2']) {
      await act('confirmServiceAddress', {
        party,
        postcode: '101118',
        address: '宋庄村东街1号',
        phone: '13800000001',
        consequencesTold: true,
      });
    }
    // The talk is recorded in two sessions, as it was led: first what happened, then what was proposed.
    const half = Math.ceil(real.dialog.length / 2);
    for (const [index, turns] of [real.dialog.slice(0, half), real.dialog.slice(half)].entries()) {
      journey.clock.advance({ days: 1 });
      const last = index === 1;
      await act('recordSession', {
        on: today(),
        from: '07:00',
        until: '08:30',
        mode: 'inPerson',
        place: '宋庄村调解室',
        host: mediator.name,
        recorder: '李会计',
        attendance: ['p1', 'p2'].map((party) => ({ party, presence: 'present' })),
        identityChecked: true,
        rightsTold: true,
        disclosed: true,
        statements: turns
          .map(({ speaker, text }) => `${speaker === 'sys' ? '调解员' : speaker}：${plain(text)}`)
          .join('\n'),
        issues: [real.type],
        proposals: last ? terms.map((term) => term.slice(0, 400)) : [],
        result: last ? (agreed ? 'agreed' : 'failed') : 'continue',
        ...(last && agreed ? {} : { nextStep: last ? '终结调解，告知其他途径' : '次日继续调解' }),
      });
    }
    await (agreed ? agree(dispute, real, applicant, respondent, terms) : fail(dispute, real));
    await act('close', { summary: `${real.type}已办结。`, satisfactionInvited: true });
    await handIn(dispute, 'identity', '身份证.jpg');
    const made = await mediator.call('post', `/disputes/${dispute.id}/dossier/missing`);
    expect(made.status, JSON.stringify(made.body)).to.equal(202);
    await work();
    await act('archive', { retention: 'long' });
    return dispute;
  }

  async function agree(dispute: Followed, real: RealCase, payee: string, payer: string, terms: readonly string[]) {
    const { mediator } = journey.people;
    const sum = sumIn(terms.join('。'));
    const dueOn = addDays(today(), 10);
    const item =
      sum === undefined || sum === 0
        ? { payer, payee, what: '履行协议约定的事项', dueOn, manner: 'conduct' }
        : { payer, payee, what: '给付约定的款项', amount: String(sum), dueOn, manner: 'once' };
    await journey.act(mediator, dispute, 'recordAgreement', {
      form: 'written',
      medium: 'paper',
      facts: real.description.slice(0, 2000),
      responsibility: '双方按协议承担各自责任。',
      terms,
      items: [item],
      breachTerm: '逾期不履行的，对方可以就协议向人民法院起诉。',
      signedOn: today(),
    });
    const { dispute: stored } = await journey.stored(dispute.id);
    journey.clock.advance({ days: 1 });
    await journey.act(mediator, dispute, 'recordReceipt', {
      item: stored.agreement?.items[0]?.id,
      ...(sum ? { amount: String(sum) } : {}),
      on: today(),
      voucher: '收条一份',
    });
    await journey.act(mediator, dispute, 'recordPerformed');
  }

  async function fail(dispute: Followed, real: RealCase) {
    const { mediator } = journey.people;
    await journey.act(mediator, dispute, 'failMediation', {
      ending: 'O33',
      course: '组织调解两次，双方到场陈述。',
      reason: '双方分歧过大，未能达成一致。',
      costConduct: '无',
      hints: '无',
      remediesToldOn: today(),
    });
    await journey.act(mediator, dispute, 'serveTermination', {
      remedies: TYPES[real.type] === '13' ? ['arbitration', 'litigation'] : ['litigation'],
      parties: ['p1', 'p2'],
      how: 'inPerson',
    });
  }

  it('When they are taken from the request to the archive, then every dossier is complete and reads well', async () => {
    const faults: string[] = [];
    const made: Record<string, number> = {};
    let bound = 0;
    const { connection } = journey.composition.database;
    const readable = hasPoppler();
    // oxlint-disable-next-line no-console -- says what was left out
    if (!readable) console.warn('      pdftotext is missing: the papers are made, their line breaks are not read');
    // All of them ended well; some are told once more as if the talk had broken off before its end.
    const told = [
      ...cases.map((real) => ({ real, broken: false })),
      ...cases.slice(0, BROKEN).map((real) => ({ real: cutShort(real), broken: true })),
    ];
    for (const { real, broken } of told) {
      try {
        const dispute = await run(real, broken);
        const { dispute: stored, events } = await journey.stored(dispute.id);
        if (bound < BOUND) await work();
        const standing = (await journey.people.mediator.call('get', `/disputes/${dispute.id}/dossier`)).body;
        const missing = (standing.parts as { part: string; missing: boolean }[]).filter((part) => part.missing);
        if (stored.state !== 'S23' || missing.length > 0) faults.push(`${real.id}: ${stored.state} ${missing.length}`);
        if (stored.sessions !== 2 || events.length < 15) faults.push(`${real.id}: ${events.length} events`);
        if (standing.bound?.state === 'done') bound += 1;
        else if (bound < BOUND || standing.bound?.state !== 'waiting') faults.push(`${real.id}: not bound`);
        const files = await journey.composition.services.casework.papers.files.ofDispute(dispute.id);
        for (const file of files.filter(({ form }) => form !== undefined)) {
          made[file.form ?? ''] = (made[file.form ?? ''] ?? 0) + 1;
          const [version] = file.versions;
          if (!version) continue;
          const bytes = await journey.composition.services.casework.papers.files.bytes(version);
          if (KEEP) writeFileSync(join(KEEP, `${real.id}-${file.form}-${file.no}.pdf`), bytes);
          if (!readable) continue;
          const found = settingFaults(printedLines(bytes));
          faults.push(...found.map((fault) => `${real.id} ${file.form}: ${fault}`));
        }
      } catch (error) {
        faults.push(`${real.id}: ${(error as Error).message.slice(0, 300)}`);
      }
    }
    const ends = await connection.collection('disputes').distinct('outcome.code');
    expect(faults).to.deep.equal([]);
    expect(made['F07']).to.equal(2 * told.length);
    expect([made['F02'], made['F03']]).to.deep.equal([told.length, told.length]);
    expect([made['F10'], made['F19']]).to.deep.equal([cases.length, BROKEN]);
    expect(ends).to.have.members(['O11', 'O33']);
  });
});
