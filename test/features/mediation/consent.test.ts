import { expect } from 'chai';
import { disputeWorld, people, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';
import { type Journey, startJourney } from '../../support/journey.ts';

const { mediator } = people;
const EXTENSION = { days: 10, signedOn: '2026-03-02', reason: '等待鉴定意见' };

describe('consent of each party', () => {
  let world: World;
  before(async () => {
    world = await disputeWorld();
  });
  after(() => world.drop());

  const agrees = (id: string, party: string, answer = 'given') =>
    world.act(mediator, id, 'recordConsent', {
      parties: party,
      scope: 'extension',
      answer,
      channel: 'phone',
      note: '录音7号',
    });

  it('When a third person will not take part, then the answer is kept and the mediation goes on', async () => {
    const { id } = await world.dispute('session', {
      parties: [
        { side: 'applicant', name: '张建国' },
        { side: 'respondent', name: '王秀英' },
        { side: 'third', name: '李保险' },
      ],
    });
    const answered = await world.act(mediator, id, 'recordConsent', {
      parties: 'p3',
      answer: 'refused',
      channel: 'phone',
    });

    expect(answered.state).to.equal('S10');
    expect(answered.parties[2]?.consent.state).to.equal('refused');
  });

  it('When parties agree to an extension one by one, then it is given once the last has agreed, and only once', async () => {
    const { id } = await world.dispute('session');
    const extend = (signedBy: readonly string[]) => world.act(mediator, id, 'extendTerm', { ...EXTENSION, signedBy });
    await agrees(id, 'p1');
    expect(fieldsOf(await refused(extend([])))).to.deep.equal(['signedBy mediation.everyPartyMustSign']);
    expect((await extend(['p2'])).extensions).to.equal(1);

    const entries = await world.mediationRepository.consents(await world.repository.get(id));
    const told = entries.filter(({ scope }) => scope === 'extension');
    expect(told.map(({ partyId, channel, evidence }) => [partyId, channel, evidence])).to.deep.equal([
      ['p1', 'phone', '录音7号'],
      ['p2', 'writing', 'F17'],
    ]);
    expect(fieldsOf(await refused(extend(['p2']))), 'the first yes is used up').to.deep.equal([
      'signedBy mediation.everyPartyMustSign',
    ]);
  });

  it('When a party takes its yes to the extension back, then it counts no longer', async () => {
    const { id } = await world.dispute('session');
    await agrees(id, 'p1');
    await agrees(id, 'p1', 'revoked');
    const error = await refused(world.act(mediator, id, 'extendTerm', { ...EXTENSION, signedBy: ['p2'] }));
    expect(fieldsOf(error)).to.deep.equal(['signedBy mediation.everyPartyMustSign']);
  });

  it('When an extension is signed before acceptance or an attempt made before the request, then it is refused', async () => {
    const { id } = await world.dispute('session');
    const signed = { ...EXTENSION, signedOn: '2026-02-27', signedBy: ['p1', 'p2'] };
    expect(fieldsOf(await refused(world.act(mediator, id, 'extendTerm', signed)))).to.deep.equal([
      'signedOn mediation.signedBeforeTerm',
    ]);
    const attempt = { party: 'p2', at: '2026-02-27T10:00', channel: 'phone', result: 'noAnswer' };
    expect(fieldsOf(await refused(world.act(mediator, id, 'recordContact', attempt)))).to.deep.equal([
      'at mediation.contactBeforeRequest',
    ]);
  });
});

describe('declining because nobody can be reached', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  it('When only the sender has tried, then the receiver may not say so; after its own attempt it may', async () => {
    const { mediator: village, clerk } = journey.people;
    const dispute = await journey.register(village);
    await journey.act(village, dispute, 'takeUp');
    await journey.act(village, dispute, 'appointMediator', { mediator: village.id, choice: 'parties' });
    await journey.act(village, dispute, 'acceptAppointment', { relations: ['none'] });
    await journey.act(village, dispute, 'recordContact', { party: 'p2', channel: 'phone', result: 'noAnswer' });
    journey.clock.advance({ minutes: 60 });
    await journey.act(village, dispute, 'escalate', { toUnit: clerk.unit, reason: '村里联系不上' });
    const decline = { code: 'B6', note: '电话不通', proposedUnit: '110112-F01' };
    const refusal = await clerk.call('post', `/disputes/${dispute.id}/actions/declineHandOver`, decline, {
      'If-Match': `"${dispute.version}"`,
    });
    expect(refusal.status).to.equal(422);
    expect((refusal.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).to.deep.equal(['code']);

    journey.clock.advance({ minutes: 60 });
    await journey.act(clerk, dispute, 'recordContact', { party: 'p2', channel: 'visit', result: 'notAtAddress' });
    await journey.act(clerk, dispute, 'declineHandOver', decline);
    expect(dispute.state).to.equal('S06');
  });
});
