import { expect } from 'chai';
import { nextActs } from '../../../src/features/disputes/next-acts.presenter.ts';
import { disputeWorld, people, SESSION, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';

const { mediator, judge } = people;
const NAME = 'M20 30L60 90L100 40L140 95L180 50L220 120L260 60L300 100';
const TEXT = {
  form: 'written',
  medium: 'platform',
  facts: '滴水属实。',
  responsibility: '王秀英担责。',
  items: [{ payer: '王秀英', payee: '张建国', what: '院墙修复费', amount: '2000', dueOn: '2026-03-16' }],
};

describe('signing and after', function () {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  beforeEach(() => world.clock.set('2026-03-02T09:00'));
  after(() => world.drop());

  const agreed = async () => {
    const { id } = await world.dispute('session');
    return world.act(mediator, id, 'recordAgreement', TEXT);
  };
  const sign = (id: string, signer: string, more: object = { path: NAME, device: 'touch' }) =>
    world.act(mediator, id, 'recordSignatures', { signers: signer, ...more });

  it('When the parties sign on the screen one after the other, then it takes effect with the last', async () => {
    const { id } = await agreed();
    const half = await sign(id, 'p1');
    expect(half.agreement?.effectiveOn).to.equal(undefined);
    const done = await sign(id, 'p2');
    expect([done.state, done.agreement?.effectiveOn]).to.deep.equal(['S13', '2026-03-02']);
    const view = await world.agreements.section(done);
    expect(view?.signatures.map(({ path }) => path)).to.deep.equal([NAME, NAME]);
    expect(JSON.stringify(await world.disputes.history(id))).not.to.include(NAME);
  });

  it('When the agreement awaits signatures, then signing is the next step and not writing it anew', async () => {
    const dispute = await agreed();
    const { allowed } = nextActs(dispute, world.disputes.judgements(mediator, dispute));
    expect(allowed.find(({ primary }) => primary)?.act).to.equal('recordSignatures');
    expect(allowed.map(({ act }) => act)).to.include('recordAgreement');
  });

  it('When a drawing is no signature, or stands for two people, then it is refused', async () => {
    const { id } = await agreed();
    expect(fieldsOf(await refused(sign(id, 'p1', { path: 'M1 1' })))).to.deep.equal(['path law.signature.tooSmall']);
    expect(fieldsOf(await refused(sign(id, 'p1', { onScreen: 'true' })))).to.deep.equal(['path law.signature.empty']);
    const both = world.act(mediator, id, 'recordSignatures', { signers: ['p1', 'p2'], path: NAME });
    expect(fieldsOf(await refused(both))).to.deep.equal(['path law.signature.onePerson']);
  });

  it('When an agent signs, then only with special authority, and the record names who signed for whom', async () => {
    const agents = [
      { name: '李律师', authority: 'special' },
      { name: '张小明', authority: 'general' },
    ];
    const { id } = await world.dispute('session', {
      parties: [
        { side: 'applicant', name: '张建国', phone: '13800000001', agents },
        { side: 'respondent', name: '王秀英', phone: '13800000002' },
      ],
    });
    await world.act(mediator, id, 'recordAgreement', TEXT);
    expect(fieldsOf(await refused(sign(id, 'p1/a2')))).to.deep.equal(['signers agreements.agentNotAuthorised']);
    expect(fieldsOf(await refused(sign(id, 'p1/a3')))).to.deep.equal(['signers agreements.signerUnknown']);
    await sign(id, 'p1/a1');
    expect(fieldsOf(await refused(sign(id, 'p1')))).to.deep.equal(['signers agreements.signedBefore']);
    const view = await world.agreements.section(await sign(id, 'p2'));
    expect(view?.effectiveOn).to.equal('2026-03-02');
    expect(view?.signatures.map(({ name, by }) => `${name} ${by}`)).to.deep.equal(['张建国 李律师', '王秀英 null']);
  });

  it('When an agent without special authority stood for a party, then nothing can be agreed for it', async () => {
    const { id } = await world.dispute('S10', {
      parties: [
        { side: 'applicant', name: '张建国', phone: '13800000001' },
        { side: 'respondent', name: '王秀英', phone: '13800000002', agents: [{ name: '王强', authority: 'general' }] },
      ],
    });
    const attendance = [
      { party: 'p1', presence: 'present' },
      { party: 'p2', presence: 'present', as: '王强' },
    ];
    await world.act(mediator, id, 'recordSession', { ...SESSION, attendance });
    const agree = world.act(mediator, id, 'recordAgreement', { ...TEXT, form: 'oral' });
    expect(fieldsOf(await refused(agree))).to.deep.equal(['form agreements.agentNotAuthorised']);
  });

  it('When an agreement is spoken, then it binds at once, and the parties sign its register one after the other', async () => {
    const { id } = await world.dispute('session');
    const spoken = await world.act(mediator, id, 'recordAgreement', { ...TEXT, form: 'oral' });
    expect([spoken.state, spoken.agreement?.effectiveOn, spoken.agreement?.unsigned]).to.deep.equal([
      'S13',
      '2026-03-02',
      true,
    ]);
    const { allowed } = nextActs(spoken, world.disputes.judgements(mediator, spoken));
    expect(allowed[0]?.act).to.equal('recordSignatures');
    const half = await sign(id, 'p1');
    const done = await sign(id, 'p2');
    expect([half.agreement?.unsigned, done.agreement?.unsigned, done.state]).to.deep.equal([true, undefined, 'S13']);
    expect(done.agreement?.effectiveOn).to.equal('2026-03-02');
    expect((await refused(sign(id, 'p2'))).code).to.equal('law.registerUnsigned');
    expect((await world.agreements.section(done))?.signatures.every(({ path }) => path === NAME)).to.equal(true);
  });

  it('When performance is due, then a visit falls due seven days after it and ends once made', async () => {
    const { id } = await agreed();
    await sign(id, 'p1');
    const done = await sign(id, 'p2');
    const visit = done.clocks.find(({ rule }) => rule === 'CL18');
    expect(visit?.dueAt?.toISOString()).to.equal('2026-03-23T15:59:59.999Z');
    world.clock.set('2026-03-18T09:00');
    const found = { parties: ['p1', 'p2'], way: 'phone', performance: 'notPerformed', situation: '王秀英称下月支付。' };
    const silent = world.act(mediator, id, 'recordRevisit', { ...found, signs: 'escalation' });
    expect(fieldsOf(await refused(silent))).to.deep.equal(['measures any.required']);
    const visited = await world.act(mediator, id, 'recordRevisit', found);
    expect(visited.clocks.find(({ rule }) => rule === 'CL18')?.stoppedAt).to.not.equal(undefined);
    expect((await world.agreements.section(visited))?.revisits[0]).to.deep.include({ performance: 'notPerformed' });
  });

  it('When a confirmation docket has been given, then no other agreement gets it', async () => {
    const confirm = async (docket: string) => {
      const { id } = await agreed();
      await sign(id, 'p1');
      await sign(id, 'p2');
      await world.act(mediator, id, 'applyConfirmation', { jointly: 'true', certified: 'true' });
      await world.act(judge, id, 'recordVerification', {
        on: '2026-03-02',
        place: '宋庄法庭',
        present: ['p1', 'p2'],
        voluntary: true,
        findings: '双方自愿。',
      });
      return world.act(judge, id, 'confirmAgreement', { docket, ruledOn: '2026-03-02' });
    };
    await confirm('(2026)京0112民特7号');
    expect(fieldsOf(await refused(confirm('（2026）京0112民特7号')))).to.deep.equal(['docket docket.taken']);
  });
});
