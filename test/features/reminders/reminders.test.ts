// Parties hear of what falls due and of sessions to come, each step once, on their own phones.

import { expect } from 'chai';
import { messageModel } from '../../../src/features/messages/message.model.ts';
import { AGREEMENT, type Followed, type Journey, mediate, startJourney } from '../../support/journey.ts';

describe('reminders to the parties', () => {
  let journey: Journey;
  beforeEach(async () => {
    journey = await startJourney();
  });
  afterEach(() => journey.close());

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
    ]);
    expect(new Set(messages.map(({ to }) => to))).to.deep.equal(new Set(['13800000002']));
    expect(messages[0]?.text).to.include('2,000.00元').and.include('2026-03-12').and.not.include('张建国');

    const { body } = await mediator.call('get', `/disputes/${dispute.id}/reminders`);
    expect(body.items[0]).to.include({ name: '王秀英', step: 'lastCall', what: '院墙修复款' });
    const page = await (await mediator.browser()).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('逾期第七天');
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

  it('When a session is planned for tomorrow, then both sides hear of it by day, and of its being called off', async () => {
    const { mediator } = journey.people;
    const dispute = await mediated();
    const plan = { on: '2026-03-05', from: '09:30', until: '10:30', mode: 'inPerson', place: '宋庄村调解室' };
    await journey.act(mediator, dispute, 'planSession', { ...plan, parties: ['p1', 'p2'] });
    await remind();
    expect(await written(dispute), 'three days before').to.deep.equal([]);
    // 4 March, 01:00.
    journey.clock.advance({ days: 1, minutes: 16 * 60 });
    await remind();
    expect(await written(dispute), 'at night').to.deep.equal([]);
    journey.clock.advance({ minutes: 8 * 60 });
    await remind();
    await remind();
    const told = await written(dispute);
    expect(told.map(({ step }) => step)).to.have.members(['session ahead p1', 'session ahead p2']);
    expect(told[0]?.text).to.include('3月5日').and.include('09:30').and.include('宋庄村调解室');

    const { items } = (await mediator.call('get', `/disputes/${dispute.id}/sessions`)).body as { items?: unknown[] };
    expect(items).to.not.equal(undefined);
    const page = await (await mediator.browser()).get(`/disputes/${dispute.id}/acts/cancelSession`);
    const session = /name="session"[^>]*value="([0-9a-f]{24})"/.exec(page.text)?.[1];
    await journey.act(mediator, dispute, 'cancelSession', { session, reason: 'partyAsked' });
    await remind();
    await remind();
    expect((await written(dispute)).map(({ step }) => step)).to.have.members([
      'session ahead p1',
      'session ahead p2',
      'session calledOff p1',
      'session calledOff p2',
    ]);
  });
});
