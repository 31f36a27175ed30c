import { expect } from 'chai';
import { type Browser } from '../support/app.ts';
import { submit, type Typed } from '../support/form.ts';
import { PASSWORD } from '../support/people.ts';
import {
  actsOf,
  custodyOf,
  fileMissing,
  type Journey,
  running,
  type Stored,
  startJourney,
  UNITS,
} from '../support/journey.ts';

describe('a village mediator settles a neighbours’ dispute at the window', function () {
  this.bail(true);
  let journey: Journey;
  let browser: Browser;
  let id: string;

  before(async () => {
    journey = await startJourney();
    browser = await journey.people.mediator.browser();
  });
  after(() => journey.close());

  /** Does an act on its page, as it is shown and with what is typed; answers what is stored then. */
  const does = async (act: string, typed: Typed = {}): Promise<Stored> => {
    const answer = await submit(browser, `/disputes/${id}/acts/${act}`, typed);
    expect(answer.status, `${act}: ${/error-summary[\s\S]{0,900}/.exec(answer.text)?.[0] ?? ''}`).to.equal(303);
    expect(answer.headers['location']).to.equal(`/disputes/${id}`);
    const page = await browser.get(`/disputes/${id}`);
    expect(page.status, act).to.equal(200);
    return journey.stored(id);
  };

  it('When the mediator fills in what a neighbour says, then the dispute is registered, numbered and screened', async () => {
    const answer = await submit(
      browser,
      '/disputes/new',
      {
        type: '02',
        facts: '王某家屋檐滴水损坏张某家院墙。',
        claims: '修复院墙\n赔偿三千元',
        'parties.0.name': '张建国',
        'parties.0.phone': '138 0000 0001',
        'parties.1.name': '王秀英',
        'parties.1.phone': '13800000002',
      },
      '/disputes',
    );
    expect(answer.status, answer.text.slice(0, 2000)).to.equal(303);
    id = answer.headers['location']?.split('/').at(-1) ?? '';
    const page = await browser.get(`/disputes/${id}`);
    const stored = await journey.stored(id);

    expect(page.text).to.include('TZ-110112104201-2026-000001').and.include('张建国与王秀英');
    expect(stored.dispute).to.include({ state: 'S02', source: 'I01', requestedOn: '2026-03-02' });
    expect(stored.dispute.claims).to.deep.equal(['修复院墙', '赔偿三千元']);
    expect(JSON.stringify(stored.dispute), 'phones are sealed').not.to.include('13800000001');
    expect(actsOf(stored)).to.deep.equal(['lodge', 'screen']);
  });

  it('When the mediator takes it up and appoints herself, then the term runs and her own name stands first', async () => {
    const taken = await does('takeUp');
    expect(taken.dispute.state).to.equal('S07');
    expect(running(taken)).to.include('CL05');

    const appointed = await does('appointMediator', { mediator: journey.people.mediator.id, choice: 'parties' });
    expect([appointed.dispute.state, appointed.dispute.mediator?.accountId]).to.deep.equal([
      'S08',
      journey.people.mediator.id,
    ]);
  });

  it('When she hides whether she is related, then the form comes back; with the disclosure she is in charge', async () => {
    const silent = await submit(browser, `/disputes/${id}/acts/acceptAppointment`, { relations: [] });
    const contradicting = await submit(browser, `/disputes/${id}/acts/acceptAppointment`, {
      relations: ['none', 'relative'],
    });
    const accepted = await does('acceptAppointment', { relations: ['none'] });

    expect([silent.status, contradicting.status]).to.deep.equal([422, 422]);
    expect(silent.text).to.include('error-summary');
    expect(accepted.dispute.state).to.equal('S09');
    expect(accepted.dispute.mediator?.disclosure?.relations).to.deep.equal(['none']);
  });

  it('When she opens the case now, then she may dial the phone', async () => {
    const page = await browser.get(`/disputes/${id}`);

    expect(page.text).to.include('tel:13800000002');
  });

  it('When the other side is reached, then the contact clock stops at that time', async () => {
    journey.clock.advance({ minutes: 90 });
    const stored = await does('recordContact', {
      party: 'p2',
      at: '2026-03-02T09:40',
      channel: 'phone',
      result: 'reached',
      note: '约好下午面谈',
    });
    const clock = stored.dispute.clocks.find((one) => one.rule === 'CL05');

    expect(stored.dispute.contactAttempts).to.equal(1);
    expect(clock?.stoppedAt?.toISOString()).to.equal('2026-03-02T01:40:00.000Z');
  });

  it('When not everybody has agreed yet, then mediation cannot begin and the page says why', async () => {
    await does('recordConsent', {
      parties: ['p1'],
      answer: 'given',
      channel: 'inPerson',
      evidence: '当面表示',
      rightsToldOn: '2026-03-02',
    });
    const refused = await browser.get(`/disputes/${id}/acts/beginMediation`);

    expect(refused.status).to.equal(409);
    expect(refused.text).to.include('同意');
  });

  it('When both have agreed and know their rights, then mediation begins', async () => {
    const consented = await does('recordConsent', {
      parties: ['p2'],
      answer: 'given',
      channel: 'phone',
      evidence: '通话录音3号',
      rightsToldOn: '2026-03-02',
    });
    const begun = await does('beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });

    expect(consented.dispute.parties.map((party) => party.consent.state)).to.deep.equal(['given', 'given']);
    expect(begun.dispute.state).to.equal('S10');
  });

  it('When nothing has been said yet, then no agreement can be recorded', async () => {
    const refused = await browser.get(`/disputes/${id}/acts/recordAgreement`);

    expect(refused.status).to.equal(409);
  });

  it('When she records the session, then one that ends before it begins comes back with every word', async () => {
    const said: Typed = {
      from: '09:50',
      until: '09:20',
      place: '宋庄村调解室',
      recorder: '李会计',
      identityChecked: 'true',
      rightsTold: 'true',
      disclosed: 'true',
      statements: '双方陈述滴水经过，<b>王某</b>愿意出钱。',
      proposals: '王某一次给付三千元',
      result: 'agreed',
    };
    const wrong = await submit(browser, `/disputes/${id}/acts/recordSession`, said);
    const stored = await does('recordSession', { ...said, until: '10:20' });
    const page = await browser.get(`/disputes/${id}`);

    expect(wrong.status).to.equal(422);
    expect(wrong.text)
      .to.include('&lt;b&gt;王某&lt;/b&gt;愿意出钱')
      .and.include('李会计')
      .and.include('href="#f-until"');
    expect([stored.dispute.state, stored.dispute.sessions]).to.deep.equal(['S10', 1]);
    expect(stored.events.at(-1)?.at.toISOString()).to.equal('2026-03-02T01:50:00.000Z');
    expect(page.text).to.include('&lt;b&gt;王某&lt;/b&gt;愿意出钱');
  });

  it('When they agree orally on one payment, then the case goes into performance with its due day', async () => {
    const stored = await does('recordAgreement', {
      form: 'oral',
      terms: '王秀英赔偿张建国三千元\n双方今后互不追究',
      'items[0][payer]': '王秀英',
      'items[0][payee]': '张建国',
      'items[0][what]': '院墙修复款',
      'items[0][amount]': '3000',
      'items[0][dueOn]': '2026-03-12',
      'items[0][manner]': 'once',
    });

    expect([stored.dispute.state, stored.dispute.outcome?.code]).to.deep.equal(['S13', 'O12']);
    expect(stored.dispute.agreement).to.include({ form: 'oral', effectiveOn: '2026-03-02', confirmable: false });
    expect(stored.dispute.agreement?.items.map((item) => [item.amountFen, item.dueOn])).to.deep.equal([
      [300_000, '2026-03-12'],
    ]);
    expect(running(stored)).to.deep.equal(['CL17', 'CL18']);
  });

  it('When the payment comes in two parts, then each has a receipt and too much is refused', async () => {
    journey.clock.advance({ days: 2 });
    browser = await journey.signIn(journey.people.mediator.username, PASSWORD);
    const first = await does('recordReceipt', { amount: '1000.50', voucher: '微信转账截图' });
    const tooMuch = await submit(browser, `/disputes/${id}/acts/recordReceipt`, { amount: '2000', voucher: '现金' });
    const early = await browser.get(`/disputes/${id}/acts/recordPerformed`);
    const second = await does('recordReceipt', { amount: '1999.50', voucher: '收条' });

    expect(first.dispute.agreement?.items[0]).to.include({ paidFen: 100_050 });
    expect(tooMuch.status).to.equal(422);
    expect(tooMuch.text).to.include('1,999.50').and.include('value="2000"');
    expect(early.status).to.equal(409);
    expect(second.dispute.agreement?.items[0]).to.include({ paidFen: 300_000, settledOn: '2026-03-04' });
  });

  it('When all is paid, then the case is performed, closed and put away with a complete dossier', async () => {
    const performed = await does('recordPerformed');
    const closed = await does('close', { summary: '双方和好，款已付清。' });
    const incomplete = await submit(browser, `/disputes/${id}/acts/archive`, {});
    const lacked = await fileMissing(journey, journey.people.mediator, id);
    const archived = await does('archive');

    expect([performed.dispute.state, closed.dispute.state]).to.deep.equal(['S20', 'S22']);
    expect(running(closed)).to.deep.equal(['CL18', 'CL23']);
    expect(incomplete.status).to.equal(422);
    expect(incomplete.text).to.include('缺少当事人身份证明。').and.include('缺少履行凭证。');
    expect(lacked).to.deep.equal(['application', 'rightsNotice', 'identity', 'sessionRecord', 'agreement', 'receipts']);
    expect(archived.dispute.state).to.equal('S23');
    expect(running(archived)).to.deep.equal([]);
    expect(custodyOf(archived)).to.deep.equal([UNITS.village]);
    expect(actsOf(archived)).to.deep.equal([
      'lodge',
      'screen',
      'takeUp',
      'appointMediator',
      'acceptAppointment',
      'recordContact',
      'recordConsent',
      'recordConsent',
      'beginMediation',
      'recordSession',
      'recordAgreement',
      'beginPerformance',
      'recordReceipt',
      'recordReceipt',
      'recordPerformed',
      'close',
      'archive',
    ]);
    expect(archived.dispute.version).to.equal(15);
  });

  it('When the case is put away, then its page offers nothing that would change it', async () => {
    const page = await browser.get(`/disputes/${id}`);

    expect(page.text).not.to.include(`/disputes/${id}/acts/recordSession`);
    expect((await browser.get(`/disputes/${id}/acts/recordSession`)).status).to.equal(409);
  });
});
