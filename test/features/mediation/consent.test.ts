import { expect } from 'chai';
import { disputeWorld, people, type World } from '../../support/disputes.ts';
import { fieldsOf, refused } from '../../support/refusal.ts';
import { CONSENTS, type Journey, mediate, type Person, running, startJourney } from '../../support/journey.ts';

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
      evidence: '录音7号',
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
      evidence: '通话录音',
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

describe('what proves a consent, and when it may be taken back', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const paperOf = async (person: Person, id: string): Promise<string> => {
    const sent = await person
      .call('post', `/disputes/${id}/documents`, undefined, { 'Idempotency-Key': id })
      .field('part', 'rightsNotice')
      .attach('file', Buffer.from('本人同意调解。王秀英'), { filename: '同意书.txt' });
    expect(sent.status, JSON.stringify(sent.body)).to.equal(201);
    return (sent.body as { items: { id: string }[] }).items[0]?.id ?? '';
  };

  it('When an answer is recorded, then words or a paper of the dispute must prove it', async () => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    const { evidence: _none, ...unproved } = CONSENTS;
    const send = (body: object) =>
      mediator.call('post', `/disputes/${dispute.id}/consents`, body, { 'If-Match': `"${dispute.version}"` });
    const errors = async (body: object) =>
      ((await send(body)).body as { errors: { field: string; code: string }[] }).errors.map(({ field }) => field);

    expect(await errors(unproved)).to.deep.equal(['evidence']);
    expect(await errors({ ...unproved, evidenceFile: '0'.repeat(24) })).to.deep.equal(['evidenceFile']);
    const evidenceFile = await paperOf(mediator, dispute.id);
    const browser = await mediator.browser();
    const form = await browser.get(`/disputes/${dispute.id}/acts/recordConsent`);
    expect(form.text).to.include(`<option value="${evidenceFile}">同意书`);
    expect((await send({ ...unproved, evidenceFile })).status).to.equal(201);

    const kept = await mediator.call('get', `/disputes/${dispute.id}/consents`);
    const [answer] = (kept.body as { items: { channel: string; evidenceFile: { id: string; title: string } }[] }).items;
    expect([answer?.channel, answer?.evidenceFile.id]).to.deep.equal(['inPerson', evidenceFile]);
    const page = await browser.get(`/disputes/${dispute.id}`);
    expect(page.text).to.include(`href="/disputes/${dispute.id}/files/${evidenceFile}"`);
  });

  it('When a party says no while papers are being corrected, then it has ended, and it is filed the same day', async () => {
    const { clerk, tribunalClerk } = journey.people;
    const dispute = await journey.register(clerk);
    await journey.act(clerk, dispute, 'returnForCorrection', { missing: ['身份证复印件'], days: 5 });
    await journey.act(clerk, dispute, 'recordConsent', {
      parties: ['p2'],
      answer: 'refused',
      channel: 'phone',
      evidence: '通话录音8号',
    });
    expect(dispute.state).to.equal('S17');
    expect(running(await journey.stored(dispute.id))).to.deep.equal(['CL14']);
    await journey.act(tribunalClerk, dispute, 'fileCase', {
      docket: '（2026）京0112民初8号',
      procedure: 'simple',
      filedOn: '2026-03-02',
    });
    expect(dispute.state).to.equal('S19');
  });

  it('When one party has agreed to an extension, then the form shows who has and asks only the others', async () => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
    await journey.act(mediator, dispute, 'recordConsent', {
      parties: ['p1'],
      scope: 'extension',
      answer: 'given',
      channel: 'phone',
      evidence: '录音7号',
    });
    const { text } = await (await mediator.browser()).get(`/disputes/${dispute.id}/acts/extendTerm`);
    expect(text)
      .to.match(/张建国<\/strong>\s*<span[^>]*>.*?已同意/s)
      .and.include('录音7号')
      .and.include('尚未表示');
    expect(text).to.include('name="signedBy" type="checkbox" value="p2"').and.not.include('type="checkbox" value="p1"');
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

    const browser = await clerk.browser();
    const closed = /value="B6" class="jf-reason" disabled/;
    expect((await browser.get(`/disputes/${dispute.id}/acts/declineHandOver`)).text).to.match(closed);

    journey.clock.advance({ minutes: 60 });
    await journey.act(clerk, dispute, 'recordContact', { party: 'p2', channel: 'visit', result: 'notAtAddress' });
    expect((await browser.get(`/disputes/${dispute.id}/acts/declineHandOver`)).text).to.not.match(closed);
    await journey.act(clerk, dispute, 'declineHandOver', decline);
    expect(dispute.state).to.equal('S06');
  });
});
