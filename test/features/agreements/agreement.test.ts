import { expect } from 'chai';
import { disputeWorld, FAILURE, people, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, judge } = people;

const ITEM = { payer: '王秀英', payee: '张建国', what: '院墙修复费', amount: '2,000', dueOn: '2026-03-16' };
const ORAL = { form: 'oral', facts: '滴水损坏院墙属实。', terms: '王秀英赔偿二千元', items: [ITEM] };
const WRITTEN = { ...ORAL, form: 'written', responsibility: '王秀英承担主要责任。', breachTerm: '逾期加付一百元。' };

describe('agreements', function () {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const agreed = async (input: object, changes: object = {}) => {
    const { id } = await world.dispute('session', changes);
    return world.act(mediator, id, 'recordAgreement', input);
  };
  const running = (record: { clocks: readonly { rule: string; stoppedAt?: Date }[] }) =>
    record.clocks.filter((clock) => !clock.stoppedAt).map((clock) => clock.rule);
  const signed = async () => {
    const { id } = await agreed(WRITTEN);
    return world.act(mediator, id, 'recordSignatures', { signers: ['p1', 'p2', 'mediator', 'seal'] });
  };

  it('oral, paid in two parts, is performed and closed', async () => {
    const begun = await agreed(ORAL);
    expect([begun.state, begun.outcome?.code, begun.agreement?.effectiveOn]).to.deep.equal([
      'S13',
      'O12',
      '2026-03-02',
    ]);
    expect(begun.agreement?.items[0]?.amountFen).to.equal(200_000);
    expect(begun.clocks.findLast((clock) => clock.rule === 'CL17')?.dueAt?.toISOString()).to.equal(
      '2026-03-16T15:59:59.999Z',
    );
    const pay = (amount: string) =>
      world.act(mediator, begun.id, 'recordReceipt', { item: 'i1', amount, voucher: '微信转账截图' });
    await pay('800.50');
    expect(fieldsOf(await refused(pay('1,500')))).to.deep.equal(['amount agreements.overpaid']);
    const paid = await pay('1199.5');
    expect(paid.agreement?.items[0]?.settledOn).to.equal('2026-03-02');
    const performed = await world.act(mediator, begun.id, 'recordPerformed', {});
    expect(performed.state).to.equal('S20');
    const section = await world.agreements.section(performed);
    expect([section?.paidFen, section?.items[0]?.receipts.length]).to.deep.equal([200_000, 2]);
    const closed = await world.act(mediator, begun.id, 'close', { summary: '已履行', satisfactionInvited: 'true' });
    expect([closed.state, closed.outcome?.code]).to.deep.equal(['S22', 'O12']);
    const acts = (await world.disputes.history(begun.id)).map((event) => event.act);
    expect(acts.slice(-6)).to.deep.equal([
      'recordAgreement',
      'beginPerformance',
      'recordReceipt',
      'recordReceipt',
      'recordPerformed',
      'close',
    ]);
  });

  it('on the spot needs a receipt and leaves nothing to perform', async () => {
    const { id } = await world.dispute('session');
    const spot = { ...ORAL, form: 'onTheSpot', items: [{ ...ITEM, dueOn: '' }] };
    expect(fieldsOf(await refused(world.act(mediator, id, 'recordAgreement', spot)))).to.deep.equal([
      'items.0.voucher any.required',
    ]);
    const done = await world.act(mediator, id, 'recordAgreement', {
      ...spot,
      items: { 0: { ...spot.items[0], voucher: '当面清点收条' }, 1: { payer: '', payee: '', what: '', amount: '' } },
    });
    expect([done.state, done.outcome?.code, done.agreement?.items[0]?.settledOn]).to.deep.equal([
      'S12',
      'O14',
      '2026-03-02',
    ]);
    expect((await world.act(mediator, id, 'close', { summary: '当场结清' })).state).to.equal('S22');
  });

  it('partial says what stays open', async () => {
    const { id } = await world.dispute('session');
    const partial = { ...WRITTEN, partial: 'on' };
    expect(fieldsOf(await refused(world.act(mediator, id, 'recordAgreement', partial)))).to.deep.equal([
      'remainder law.agreement.remainderMissing',
    ]);
    const done = await world.act(mediator, id, 'recordAgreement', { ...partial, remainder: '精神损害另行解决' });
    expect(done.outcome?.code).to.equal('O13');
  });

  it('is checked clause by clause before anybody signs', async () => {
    const { id } = await world.dispute('session');
    const error = await refused(
      world.act(mediator, id, 'recordAgreement', {
        ...WRITTEN,
        responsibility: '',
        items: [{ payer: '王秀英', payee: '王秀英', what: '修墙', amount: '一千', dueOn: '2026-02-01' }],
      }),
    );
    expect(fieldsOf(error)).to.have.members([
      'items.0.amount money.invalid',
      'items.0.amount law.clause.amountMissing',
      'items.0.payee law.clause.paysItself',
      'items.0.dueOn law.clause.dueBeforeAgreement',
      'responsibility law.agreement.responsibilityMissing',
    ]);
  });

  it('written waits for every signature and takes effect with the last', async () => {
    const waiting = await agreed(WRITTEN);
    expect([waiting.state, waiting.agreement?.effectiveOn, running(waiting)]).to.deep.equal(['S12', undefined, []]);
    world.clock.set('2026-03-03T10:00');
    const sign = (signers: readonly string[] | string) =>
      world.act(mediator, waiting.id, 'recordSignatures', { signers });
    const half = await sign(['p1', 'mediator', 'seal']);
    expect([half.state, half.agreement?.effectiveOn, running(half)]).to.deep.equal(['S12', undefined, []]);
    expect(fieldsOf(await refused(sign('p1')))).to.deep.equal(['signers agreements.signedBefore']);
    world.clock.set('2026-03-05T10:00');
    const done = await sign('p2');
    expect([done.state, done.agreement?.effectiveOn, done.agreement?.confirmationDueOn]).to.deep.equal([
      'S13',
      '2026-03-05',
      '2026-04-07',
    ]);
    expect(running(done)).to.have.members(['CL13', 'CL17', 'CL18']);
  });

  it('that a party refuses to sign fails, and its text leaves the dispute', async () => {
    const { id } = await agreed(WRITTEN);
    const failed = await world.act(mediator, id, 'refuseToSign', { party: 'p2', ...FAILURE });
    expect([failed.state, failed.outcome?.code, failed.agreement]).to.deep.equal(['S17', 'O35', undefined]);
  });

  it('that nobody signs yet gives way to further talks inside the term, which runs on', async () => {
    const { id, clocks } = await agreed(WRITTEN);
    const before = clocks.find((clock) => clock.rule === 'CL06')?.dueAt;
    const resumed = await world.act(mediator, id, 'resumeNegotiation', { note: '双方愿意再谈付款日期' });
    const term = resumed.clocks.find((clock) => clock.rule === 'CL06');
    expect([resumed.state, resumed.agreement, resumed.outcome]).to.deep.equal(['S10', undefined, undefined]);
    expect([term?.dueAt, term?.stoppedAt]).to.deep.equal([before, undefined]);

    const again = await world.act(mediator, id, 'recordAgreement', WRITTEN);
    expect(again.state).to.equal('S12');
    world.clock.set('2026-06-05T10:00');
    expect((await refused(world.act(mediator, id, 'resumeNegotiation', { note: '再谈' }))).code).to.equal(
      'law.termOpen',
    );
  });

  describe('judicial confirmation', () => {
    const APPLICATION = { jointly: 'true', certified: 'true' };
    const VERIFIED = {
      on: '2026-03-02',
      place: '宋庄法庭第一调解室',
      present: ['p1', 'p2'],
      voluntary: true,
      findings: '双方自愿，内容明确。',
    };

    it('is open on the thirtieth day and closed on the day after', async () => {
      const { id, agreement } = await signed();
      expect(agreement?.confirmationDueOn).to.equal('2026-04-01');
      world.clock.set('2026-04-02T09:00');
      const late = await refused(world.act(mediator, id, 'applyConfirmation', APPLICATION));
      expect(late.code).to.equal('law.withinConfirmationTerm');
      world.clock.set('2026-04-01T17:00');
      expect((await world.act(mediator, id, 'applyConfirmation', APPLICATION)).state).to.equal('S14');
    });

    it('shows every reason against it', async () => {
      const { id } = await signed();
      const error = await refused(world.act(mediator, id, 'applyConfirmation', { exclusions: 'ownership' }));
      expect(fieldsOf(error)).to.have.members([
        'exclusions agreements.eligibility.ownership',
        'jointly agreements.eligibility.notJoint',
        'certified agreements.eligibility.notCertified',
      ]);
    });

    it('is closed to a cause outside it and to what is only spoken', async () => {
      const status = await agreed({ ...WRITTEN, signedOn: '2026-03-02' }, { cause: 'C0301' });
      expect(status.agreement?.confirmable).to.equal(false);
      expect(running(status)).to.deep.equal(['CL17', 'CL18']);
      const spoken = await agreed(ORAL);
      for (const { id } of [status, spoken]) {
        expect((await refused(world.act(mediator, id, 'applyConfirmation', APPLICATION))).code).to.equal(
          'law.confirmable',
        );
      }
    });

    it('granted makes the agreement enforceable and performance go on', async () => {
      const { id } = await signed();
      await world.act(mediator, id, 'applyConfirmation', APPLICATION);
      world.clock.set('2026-03-10T09:00');
      const none = await refused(
        world.act(judge, id, 'confirmAgreement', { docket: '(2026)京0112民特5号', ruledOn: '2026-03-10' }),
      );
      expect([none.code, none.rule]).to.deep.equal(['law.partiesVerified', 'L36']);
      await world.act(judge, id, 'recordVerification', { ...VERIFIED, on: '2026-03-10', voluntary: false });
      const unwanted = await refused(
        world.act(judge, id, 'confirmAgreement', { docket: '(2026)京0112民特5号', ruledOn: '2026-03-10' }),
      );
      expect([unwanted.code, unwanted.rule]).to.deep.equal(['law.willVerified', 'L36']);
      await world.act(judge, id, 'recordVerification', { ...VERIFIED, on: '2026-03-10' });
      const confirm = (docket: string) => world.act(judge, id, 'confirmAgreement', { docket, ruledOn: '2026-03-10' });
      expect(fieldsOf(await refused(confirm('(2026)京0112民初5号')))).to.deep.equal(['docket docket.otherType']);
      const confirmed = await confirm('(2026)京0112民特5号');
      expect([confirmed.state, confirmed.outcome?.code]).to.deep.equal(['S13', 'O15']);
      expect(confirmed.agreement?.confirmation).to.include({ docket: '（2026）京0112民特5号', result: 'confirmed' });
    });

    const breach = { item: 'i1', remedyToldOn: '2026-03-17', note: '被申请人称无力支付' };
    const broken = async () => {
      const { id } = await signed();
      world.clock.set('2026-03-17T09:00');
      return world.act(mediator, id, 'recordBreach', breach);
    };

    it('stays open inside its term to both sides of a broken agreement, and is given once', async () => {
      const { id, state, clocks } = await broken();
      expect([state, running({ clocks }).includes('CL13')]).to.deep.equal(['S21', true]);
      expect((await world.act(mediator, id, 'applyConfirmation', APPLICATION)).state).to.equal('S14');
      await world.act(judge, id, 'recordVerification', { ...VERIFIED, on: '2026-03-17' });
      const ruling = { docket: '(2026)京0112民特6号', ruledOn: '2026-03-17' };
      expect((await world.act(judge, id, 'confirmAgreement', ruling)).state).to.equal('S13');
      expect((await refused(world.act(mediator, id, 'applyConfirmation', APPLICATION))).code).to.equal(
        'law.notEnforceable',
      );
      expect((await world.act(mediator, id, 'recordBreach', breach)).state).to.equal('S21');
      expect(running(await world.repository.get(id)))
        .to.include('CL19')
        .and.to.not.include('CL13');
    });

    it('is no longer counted down once the agreement is performed, or sued on', async () => {
      const { id } = await signed();
      await world.act(mediator, id, 'recordReceipt', { item: 'i1', amount: '2000', voucher: '收条' });
      expect(running(await world.act(mediator, id, 'recordPerformed', {}))).to.not.include('CL13');
      const sued = await world.act(people.tribunalClerk, (await broken()).id, 'fileCase', {
        docket: '(2026)京0112民初96号',
        procedure: 'simple',
      });
      expect(running(sued)).to.not.include('CL13');
    });

    it('refused may lead to a new round, which keeps the old one', async () => {
      const { id } = await signed();
      await world.act(mediator, id, 'applyConfirmation', APPLICATION);
      const refusal = { because: 'unclear', note: '履行方式不明确', ruledOn: '2026-03-02' };
      expect(fieldsOf(await refused(world.act(judge, id, 'rejectConfirmation', refusal)))).to.deep.equal([
        'because agreements.notVerified',
      ]);
      await world.act(judge, id, 'recordVerification', VERIFIED);
      expect((await world.act(judge, id, 'rejectConfirmation', refusal)).state).to.equal('S16');
      const again = await world.act(mediator, id, 'remediate', { consentedOn: '2026-03-02' });
      expect([again.state, again.round, again.agreement, again.sessions]).to.deep.equal(['S10', 2, undefined, 0]);
      const [first] = await world.mediationRepository.rounds(id);
      expect(first?.agreement?.confirmation?.result).to.equal('rejected');
    });
  });

  it('broken is recorded once the day has passed, with the remedy told', async () => {
    const { id } = await agreed(ORAL);
    const breach = { item: 'i1', remedyToldOn: '2026-03-17', note: '被申请人称无力支付' };
    expect((await refused(world.act(mediator, id, 'recordBreach', breach))).code).to.equal('law.itemOverdue');
    world.clock.set('2026-03-17T09:00');
    expect((await world.act(mediator, id, 'recordBreach', breach)).state).to.equal('S21');
    expect((await world.disputes.history(id)).at(-1)?.data).to.include({ remedy: 'suit', openFen: 200_000 });
  });
});
