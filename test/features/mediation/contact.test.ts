import { expect } from 'chai';
import { type Followed, type Journey, startJourney } from '../../support/journey.ts';

describe('reaching the parties over the API', () => {
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
    const { mediator } = journey.people;
    dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await journey.act(mediator, dispute, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
    await journey.act(mediator, dispute, 'acceptAppointment', { relations: ['none'] });
  });
  after(() => journey.close());

  const attempt = async (body: object) => {
    const answer = await journey.people.mediator.call('post', `/disputes/${dispute.id}/contact-attempts`, body, {
      'If-Match': `"${dispute.version}"`,
    });
    if (answer.status === 201) dispute.version = (answer.body as Followed).version;
    return answer;
  };

  it('When an attempt lies in the future, then it is refused on its own field', async () => {
    const answer = await attempt({ party: 'p2', at: '2026-03-09T10:00', channel: 'phone', result: 'noAnswer' });

    expect(answer.status).to.equal(422);
    expect((answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).to.deep.equal(['at']);
  });

  it('When a first attempt fails, then the log and the form say what is still missing', async () => {
    const answer = await attempt({ party: 'p2', channel: 'phone', result: 'noAnswer' });
    const { body } = await journey.people.mediator.call('get', `/disputes/${dispute.id}/contact-attempts`);
    const browser = await journey.people.mediator.browser();
    const form = await browser.get(`/disputes/${dispute.id}/acts/recordContact`);

    expect(answer.status).to.equal(201);
    expect((body as { unreachable: object[] }).unreachable[1]).to.deep.include({
      met: false,
      missing: { attempts: 2, days: 1, channels: 1 },
    });
    expect(form.text).to.include('还差：2次、1种方式、1天');
  });

  it('When an attempt is typed two days later, then it is marked as entered late', async () => {
    journey.clock.advance({ days: 2 });
    await attempt({ party: 'p2', at: '2026-03-02T16:00', channel: 'visit', result: 'notAtAddress' });
    const { body } = await journey.people.mediator.call('get', `/disputes/${dispute.id}/contact-attempts`);

    expect((body as { items: { late: boolean }[] }).items.map(({ late }) => late)).to.deep.equal([true, false]);
    expect((body as { unreachable: { missing: object }[] }).unreachable[1]?.missing).to.deep.equal({
      attempts: 1,
      days: 1,
      channels: 0,
    });
  });

  it('When a party says no, then the mediation has ended and the case can be filed the same day', async () => {
    const { mediator, tribunalClerk } = journey.people;
    const answer = await mediator.call(
      'post',
      `/disputes/${dispute.id}/consents`,
      { parties: ['p2'], answer: 'refused', channel: 'phone', evidence: '通话录音', remediesToldOn: '2026-03-04' },
      { 'If-Match': `"${dispute.version}"` },
    );
    expect([answer.status, (answer.body as Followed).state]).to.deep.equal([201, 'S17']);
    Object.assign(dispute, { version: (answer.body as Followed).version });
    await journey.act(tribunalClerk, dispute, 'fileCase', {
      docket: '（2026）京0112民初7号',
      procedure: 'simple',
      filedOn: '2026-03-04',
    });

    expect(dispute.state).to.equal('S19');
  });
});

describe('a party says no while a hand-over waits', () => {
  it('When the sender records it, then the hand-over is taken back and the case is the sender’s to file', async () => {
    const journey = await startJourney();
    const { clerk, tribunalClerk } = journey.people;
    const dispute = await journey.register(tribunalClerk, { source: 'I09' });
    await journey.act(tribunalClerk, dispute, 'pushDown', { toUnit: clerk.unit, reason: '就近化解' });
    await journey.act(tribunalClerk, dispute, 'recordConsent', {
      parties: ['p1'],
      answer: 'revoked',
      channel: 'phone',
      evidence: '通话录音2号',
    });
    const stored = await journey.stored(dispute.id);

    expect([dispute.state, stored.dispute.owner.code]).to.deep.equal(['S17', tribunalClerk.unit]);
    expect(stored.handOvers.map(({ state }) => state)).to.deep.equal(['recalled']);
    await journey.close();
  });
});
