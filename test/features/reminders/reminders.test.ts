// Parties hear of what falls due and of sessions to come, each step once, on their own phones.

import { expect } from 'chai';
import { accountModel } from '../../../src/features/accounts/account.model.ts';
import { messageModel } from '../../../src/features/messages/message.model.ts';
import { AGREEMENT, type Followed, type Journey, mediate, startJourney } from '../../support/journey.ts';

const MEDIATOR_PHONE = '13900000009';

describe('reminders to the parties', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
    const { database, personalData } = journey.composition;
    const phone = personalData.seal(MEDIATOR_PHONE);
    await accountModel(database.connection).updateOne({ _id: journey.people.mediator.id }, { $set: { phone } });
  });
  beforeEach(() => journey.clock.begin());
  after(() => journey.close());

  const remind = async (): Promise<void> => {
    await journey.composition.jobDefinitions.find(({ name }) => name === 'send-reminders')?.perform(null);
  };
  const written = async (dispute: Followed) => {
    const { database, personalData } = journey.composition;
    const rows = await messageModel(database.connection).find({ disputeId: dispute.id }).sort({ createdAt: 1 }).lean();
    return rows.map(({ reason, to, text }) => ({
      step: reason ? `${reason.kind} ${reason.step} ${reason.partyId}` : 'other',
      to: personalData.open(to),
      text: personalData.open(text),
    }));
  };
  /** The session of the dispute that is still to come. */
  const sessionOf = async (dispute: Followed): Promise<string | undefined> => {
    const { body } = await journey.people.mediator.call('get', `/disputes/${dispute.id}/planned-sessions`);
    return (body as { items: { id: string }[] }).items[0]?.id;
  };
  const mediated = async (changes: object = {}): Promise<Followed> => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator, changes);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    return dispute;
  };

  it('When a payment falls due, then the payer hears of it three days before, on the day, the day after and after a week, once each', async () => {
    const { mediator } = journey.people;
    const dispute = await mediated();
    await journey.act(mediator, dispute, 'recordAgreement', AGREEMENT);
    await journey.act(mediator, dispute, 'recordReceipt', { item: 'i1', amount: '1000', voucher: '收条' });
    // 2 March … 20 March; the agreed day is the 12th.
    for (let day = 2; day <= 20; day += 1) {
      await remind();
      await remind();
      journey.clock.advance({ days: 1 });
    }
    const messages = await written(dispute);
    expect(messages.map(({ step }) => step)).to.deep.equal([
      'payment before p2',
      'payment due p2',
      'payment late p2',
      'payment lastCall p2',
      `toMediator lastCall ${mediator.id}`,
    ]);
    expect(messages.map(({ to }) => to)).to.deep.equal([...Array(4).fill('13800000002'), MEDIATOR_PHONE]);
    expect(messages[4]?.text).to.include('王秀英').and.include('2,000.00元').and.include(dispute.number);
    expect(messages[0]?.text).to.include('2,000.00元').and.include('2026-03-12').and.not.include('张建国');

    const { body } = await mediator.call('get', `/disputes/${dispute.id}/reminders`);
    expect(
      body.items.map(({ name, step, what }: Record<string, string>) => [name, step, what]),
    ).to.deep.include.members([
      ['王秀英', 'lastCall', '院墙修复款'],
      ['宋春和', 'lastCall', '院墙修复款'],
    ]);
    const page = await (await mediator.browser()).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('逾期第七天').and.include('逾期第七天，提醒调解员');
  });

  it('When a breach comes on the record, then whoever is owed hears of it on their own phone, once, with the way that is open', async () => {
    const { mediator } = journey.people;
    const dispute = await mediated();
    await journey.act(mediator, dispute, 'recordAgreement', AGREEMENT);
    journey.clock.advance({ days: 20 });
    await journey.act(mediator, dispute, 'recordBreach', { item: 'i1', remedyToldOn: '2026-03-22', note: '拒不支付' });
    const [message, ...others] = (await written(dispute)).filter(({ step }) => step.startsWith('breach'));
    expect(others).to.deep.equal([]);
    expect(message).to.include({ step: 'breach sue p1', to: '13800000001' });
    expect(message?.text)
      .to.include('3,000.00元')
      .and.include('2026-03-12')
      .and.include('起诉')
      .and.not.include('王秀英');
  });

  it('When the worker slept through the steps, or everything is paid, then nothing is made up for', async () => {
    const { mediator } = journey.people;
    const late = await mediated();
    await journey.act(mediator, late, 'recordAgreement', AGREEMENT);
    const paid = await mediated();
    await journey.act(mediator, paid, 'recordAgreement', AGREEMENT);
    await journey.act(mediator, paid, 'recordReceipt', { item: 'i1', amount: '3000', voucher: '收条' });
    journey.clock.advance({ days: 12 });
    await remind();
    expect((await written(late)).map(({ step }) => step)).to.deep.equal(['payment late p2']);
    expect(await written(paid)).to.deep.equal([]);
  });

  it('When who owes gave no phone, then the dispute says so instead', async () => {
    const { mediator } = journey.people;
    const parties = [
      { side: 'applicant', name: '张建国', phone: '13800000001' },
      { side: 'respondent', name: '王秀英' },
    ];
    const dispute = await mediated({ parties });
    await journey.act(mediator, dispute, 'recordAgreement', AGREEMENT);
    journey.clock.advance({ days: 8 });
    await remind();
    expect(await written(dispute)).to.deep.equal([]);
    const page = await (await mediator.browser()).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('王秀英没有留电话');
  });

  it('When a party gave no phone and somebody acts for it, then that person hears of the session', async () => {
    const { mediator } = journey.people;
    const agents = [{ name: '刘律师', phone: '13811112222', authority: 'special' }];
    const dispute = await mediated({
      parties: [
        { side: 'applicant', name: '张建国', phone: '13800000001' },
        { side: 'respondent', name: '王秀英', agents },
      ],
    });
    const plan = { on: '2026-03-05', from: '14:30', until: '15:30', mode: 'inPerson', place: '宋庄村调解室' };
    await journey.act(mediator, dispute, 'planSession', { ...plan, parties: ['p1', 'p2'] });

    expect((await written(dispute)).map(({ step, to }) => `${step} ${to}`)).to.have.members([
      'session planned p1 13800000001',
      'session planned p2 13811112222',
    ]);
    expect((await mediator.call('get', `/disputes/${dispute.id}/reminders`)).body.unreachable).to.deep.equal([]);
  });

  it('When a session is planned, moved and called off, then whoever was asked hears of each on their own phone, by day, and is reminded the day before', async () => {
    const { mediator } = journey.people;
    const dispute = await mediated();
    const plan = { on: '2026-03-05', from: '09:30', until: '10:30', mode: 'inPerson', place: '宋庄村调解室' };
    await journey.act(mediator, dispute, 'planSession', { ...plan, parties: ['p1', 'p2'] });
    const asked = await written(dispute);
    expect(asked.map(({ step, to }) => `${step} ${to}`)).to.have.members([
      'session planned p1 13800000001',
      'session planned p2 13800000002',
    ]);
    expect(asked[0]?.text).to.include('3月5日').and.include('09:30').and.include('宋庄村调解室');
    expect(asked[0]?.text).to.not.match(/张建国|王秀英/);
    // 4 March, 01:00.
    journey.clock.advance({ days: 1, minutes: 16 * 60 });
    await remind();
    expect(await written(dispute), 'at night').to.have.length(2);
    const session = await sessionOf(dispute);
    const later = { ...plan, on: '2026-03-06', replaces: session, parties: ['p1'] };
    await journey.act(mediator, dispute, 'planSession', later);
    const { database } = journey.composition;
    const held = await messageModel(database.connection)
      .findOne({ disputeId: dispute.id, 'reason.step': 'moved' })
      .lean();
    expect(held?.nextAt.toISOString(), 'nobody is woken').to.equal('2026-03-04T00:00:00.000Z');
    expect((await written(dispute)).slice(2).map(({ step }) => step)).to.have.members([
      'session moved p1',
      'session calledOff p2',
    ]);
    // 5 March, 09:00.
    journey.clock.advance({ days: 1, minutes: 8 * 60 });
    await remind();
    await remind();
    expect((await written(dispute)).slice(4).map(({ step }) => step)).to.deep.equal(['session ahead p1']);
    await journey.act(mediator, dispute, 'cancelSession', { session: await sessionOf(dispute), reason: 'partyAsked' });
    await remind();
    expect((await written(dispute)).slice(5).map(({ step }) => step)).to.deep.equal(['session calledOff p1']);
  });

  it('When a session is planned for tomorrow and overtaken by the end of mediation, then nobody is reminded twice and everybody hears that it is off', async () => {
    const { mediator } = journey.people;
    const dispute = await mediated();
    const plan = { on: '2026-03-03', from: '09:30', until: '10:30', mode: 'inPerson', place: '宋庄村调解室' };
    await journey.act(mediator, dispute, 'planSession', { ...plan, parties: ['p1', 'p2'] });
    await remind();
    await journey.act(mediator, dispute, 'recordAgreement', AGREEMENT);
    expect((await written(dispute)).map(({ step }) => step)).to.have.members([
      'session planned p1',
      'session planned p2',
      'session calledOff p1',
      'session calledOff p2',
    ]);
  });
});
