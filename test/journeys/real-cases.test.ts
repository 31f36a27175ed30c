import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { type DossierPart } from '../../src/domain/dossier.ts';
import { requiredParts } from '../../src/features/filing/closing.acts.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { type Followed, type Journey, startJourney } from '../support/journey.ts';

/** Real mediation cases that are no part of the project; without them there is nothing to run on. */
const CASES = resolve(
  process.env['JIEFEN_SHARED_DATA'] ?? join(projectRoot, '../shared/data'),
  'mediation-cases.jsonl',
);

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

/** The last words of the mediator before everybody agrees; without them the talk led to nothing. */
function outcomeOf({ dialog }: RealCase): { readonly agreed: boolean; readonly terms: readonly string[] } {
  const reached = dialog.findLast(({ speaker, strategy }) => speaker === 'sys' && strategy === '达成调解协议');
  const lastWords = dialog
    .filter(({ speaker }) => speaker !== 'sys')
    .slice(-2)
    .map(({ text }) => text)
    .join('');
  const agreed = reached !== undefined || /同意|接受|没有异议|愿意|好的|可以|执行|遵守/.test(lastWords);
  const words = plain(reached?.text ?? dialog.findLast(({ speaker }) => speaker === 'sys')?.text ?? '');
  const terms = words
    .split(/[。；]/)
    .map((term) => term.trim())
    .filter((term) => term.length > 3 && !/[?？]$/.test(term));
  return { agreed, terms: terms.length > 0 ? terms.slice(0, 20) : ['双方互谅互让，就本次纠纷再无其他争议'] };
}

/** The first sum of money that is to be paid, in yuan. */
function sumIn(text: string): number | undefined {
  const match = /(\d+(?:\.\d+)?)\s*(万)?余?元/.exec(text);
  return match ? Math.round(Number(match[1]) * (match[2] ? 10_000 : 1)) : undefined;
}

describe('the real mediation cases run the whole way', function () {
  this.timeout(300_000);
  const cases: readonly RealCase[] = existsSync(CASES)
    ? readFileSync(CASES, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as RealCase)
    : [];
  let journey: Journey;

  before(async function () {
    if (cases.length === 0) {
      // oxlint-disable-next-line no-console -- says why nothing ran
      console.warn(
        `      the real cases are not here (${CASES}); put them there, or name their folder in JIEFEN_SHARED_DATA`,
      );
      this.skip();
    }
    journey = await startJourney();
  });
  after(() => journey?.close());

  const today = () => dayOfInstant(journey.clock.now());

  /** From the first request to the archive, over the API as a mediator does it. */
  async function run(real: RealCase): Promise<Followed> {
    const { mediator } = journey.people;
    const [applicant, respondent] = sidesOf(real);
    const { agreed, terms } = outcomeOf(real);
    const kindOf = (name: string) => (BODY.test(name) ? 'organisation' : 'natural');
    const began = today();
    const dispute = await journey.register(mediator, {
      type: TYPES[real.type] ?? '99',
      facts: real.description,
      claims: [`请求调解：${real.type}`],
      amount: undefined,
      parties: [
        { side: 'applicant', kind: kindOf(applicant), name: applicant, phone: '13800000001' },
        { side: 'respondent', kind: kindOf(respondent), name: respondent, phone: '13800000002' },
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
    const { dispute: closed } = await journey.stored(dispute.id);
    await act('archive', { parts: requiredParts(closed) as DossierPart[], retention: 'long', pages: 20 });
    return dispute;
  }

  async function agree(dispute: Followed, real: RealCase, payee: string, payer: string, terms: readonly string[]) {
    const { mediator } = journey.people;
    const sum = sumIn(terms.join('。'));
    const dueOn = addDays(today(), 10);
    const item =
      sum === undefined || sum === 0
        ? { payer, payee, what: '履行协议约定的事项', dueOn, manner: 'conduct' }
        : { payer, payee, what: `给付${sum}元`, amount: String(sum), dueOn, manner: 'once' };
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

  it('When all of them are taken from the request to the archive, then every dossier is complete', async () => {
    const faults: string[] = [];
    const ends: Record<string, number> = {};
    for (const real of cases) {
      try {
        const dispute = await run(real);
        const { dispute: stored, events } = await journey.stored(dispute.id);
        const outcome = stored.outcome?.code ?? 'none';
        ends[outcome] = (ends[outcome] ?? 0) + 1;
        const dossiers = journey.composition.database.connection.collection('dossiers');
        const dossier = await dossiers.findOne<{ parts: readonly string[] }>({ disputeId: stored.id });
        const lacking = requiredParts(stored).filter((part) => !dossier?.parts.includes(part));
        if (stored.state !== 'S23' || lacking.length > 0) faults.push(`${real.id}: ${stored.state} ${lacking.join()}`);
        if (stored.sessions !== 2 || events.length < 15) faults.push(`${real.id}: ${events.length} events`);
      } catch (error) {
        faults.push(`${real.id}: ${(error as Error).message.slice(0, 300)}`);
      }
    }
    expect(faults).to.deep.equal([]);
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).to.equal(cases.length);
  });
});
