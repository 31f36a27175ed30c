import { expect } from 'chai';
import supertest from 'supertest';
import {
  actsOf,
  CONSENTS,
  custodyOf,
  FAILURE,
  FAILURE_RECORD,
  type Followed,
  type Journey,
  mediate,
  running,
  startJourney,
  UNITS,
} from '../support/journey.ts';

describe('a mediation that fails is filed in one step', () => {
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
    dispute = await journey.register(journey.people.mediator);
    await journey.act(journey.people.mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
  });
  after(() => journey.close());

  const file = (of: Followed, changes: object = {}) =>
    journey.people.tribunalClerk.call(
      'post',
      `/disputes/${of.id}/actions/fileCase`,
      { docket: '（2026）京0112民初101号', procedure: 'fastTrack', filedOn: '2026-03-02', ...changes },
      { 'If-Match': `"${of.version}"` },
    );

  /** Another dispute of the village that failed in the same way. */
  const another = async (): Promise<Followed> => {
    const { mediator } = journey.people;
    const next = await journey.register(mediator);
    await journey.act(mediator, next, 'takeUp');
    await mediate(journey, next);
    await journey.act(mediator, next, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'refused' });
    await journey.act(mediator, next, 'completeFailureRecord', FAILURE_RECORD);
    return next;
  };

  it('When no refusal is on record, then the ending "refused" is not open', async () => {
    const { mediator } = journey.people;
    const answer = await mediator.call('post', `/disputes/${dispute.id}/actions/failMediation`, FAILURE, {
      'If-Match': `"${dispute.version}"`,
    });

    expect([answer.status, answer.body.errors]).to.deep.equal([
      422,
      [{ field: 'ending', code: 'mediation.proof.refusal', detail: answer.body.errors?.[0]?.detail }],
    ]);
    expect(answer.body.errors[0].detail).to.match(/[\u4e00-\u9fa5]/);
  });

  it('When the four parts are not all written, then each is asked for on its own field', async () => {
    const { mediator } = journey.people;
    const { course, hints, ...rest } = FAILURE;
    const answer = await mediator.call('post', `/disputes/${dispute.id}/actions/failMediation`, rest, {
      'If-Match': `"${dispute.version}"`,
    });

    expect(answer.status).to.equal(422);
    expect((answer.body.errors as { field: string }[]).map(({ field }) => field)).to.deep.equal(['course', 'hints']);
    expect([course, hints]).to.have.length(2);
  });

  it('When a party takes its consent back, then the mediation ends with the four-part record', async () => {
    const { mediator } = journey.people;
    await journey.act(mediator, dispute, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'revoked' });
    await journey.act(mediator, dispute, 'completeFailureRecord', FAILURE_RECORD);

    const stored = await journey.stored(dispute.id);

    expect(dispute.state).to.equal('S17');
    expect(stored.dispute.failure).to.include({ ending: 'O31', reason: FAILURE.reason, on: '2026-03-02' });
    expect(stored.dispute.undisputedFacts).to.deep.equal([
      {
        id: 'f1',
        text: '屋檐滴水属实',
        recordedOn: '2026-03-02',
        answers: ['p1', 'p2'].map((partyId) => ({
          partyId,
          answer: 'confirmed',
          on: '2026-03-02',
          channel: 'inPerson',
        })),
      },
    ]);
    expect(stored.dispute.outcome?.code).to.equal('O31');
    expect(running(stored)).to.deep.equal(['CL14']);
  });

  it('When the tribunal opens its desk, then the failed case waits there and the form shows the package', async () => {
    const browser = await journey.people.tribunalClerk.browser();

    const desk = await browser.get('/desk');
    const form = await browser.get(`/disputes/${dispute.id}/acts/fileCase`);

    expect(desk.text).to.include(`/disputes/${dispute.id}`);
    expect(form.status).to.equal(200);
    expect(form.text).to.include('（2026）京0112民初').and.include('屋檐滴水属实');
    expect(form.text, 'concessions stay with the mediation').not.to.include('王某一次给付三千元');
  });

  it('When the mediator opens the failed case, then sending it to filing comes first, before closing it', async () => {
    const page = await (await journey.people.mediator.browser()).get(`/disputes/${dispute.id}`);

    expect(/jf-act--primary[^>]*href="([^"]+)"/.exec(page.text)?.[1]).to.equal(
      `/disputes/${dispute.id}/acts/transferToFiling`,
    );
  });

  it('When the court word is another court’s, then the docket is refused on its field and nothing is written', async () => {
    const before = await journey.stored(dispute.id);
    const answers = [
      await file(dispute, { docket: '（2026）京0105民初101号' }),
      await file(dispute, { docket: '（2025）京0112民初101号' }),
      await file(dispute, { docket: '（2026）京0112刑初101号' }),
      await file(dispute, { docket: '民初101' }),
    ];

    expect(answers.map(({ status, body }) => [status, body.errors?.[0]?.field, body.errors?.[0]?.code])).to.deep.equal([
      [422, 'docket', 'docket.otherCourt'],
      [422, 'docket', 'docket.otherYear'],
      [422, 'docket', 'docket.otherType'],
      [422, 'docket', 'docket.unrecognised'],
    ]);
    expect(await journey.stored(dispute.id)).to.deep.equal(before);
  });

  it('When the clerk files it in one step, then the tribunal holds it and two events tell the way', async () => {
    const answer = await file(dispute, { docket: '(2026)京0112民初101号' });
    const stored = await journey.stored(dispute.id);
    const last = stored.events.slice(-2);

    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(stored.dispute.filing).to.include({ docket: '（2026）京0112民初101号', procedure: 'fastTrack' });
    expect(custodyOf(stored)).to.deep.equal([UNITS.village, UNITS.tribunal]);
    expect(stored.dispute.custody.at(-1)?.by).to.equal('filing');
    expect(last.map(({ act, from, to }) => [act, from, to])).to.deep.equal([
      ['fileCase', 'S17', 'S18'],
      ['fileCase', 'S18', 'S19'],
    ]);
    expect(stored.events.map(({ seq }) => seq)).to.deep.equal(stored.events.map((_event, index) => index + 1));
    expect(running(stored)).to.deep.equal([]);
  });

  it('When a second case is filed under the same docket, then it is refused on its field', async () => {
    const next = await another();
    const refused = await file(next);
    const taken = await journey.stored(next.id);
    const filed = await file(next, { docket: '（2026）京0112民初102号', procedure: 'smallClaim' });

    expect([refused.status, refused.body.errors?.[0]?.field, refused.body.errors?.[0]?.code]).to.deep.equal([
      422,
      'docket',
      'docket.taken',
    ]);
    expect(taken.dispute.state).to.equal('S17');
    expect(actsOf(taken)).not.to.include('fileCase');
    expect([filed.status, filed.body.state]).to.deep.equal([200, 'S19']);
  });

  it('When the mediator sends the case on first, then the clerk only adds the docket', async () => {
    const { mediator } = journey.people;
    const next = await another();
    await journey.act(mediator, next, 'transferToFiling', { evidence: ['照片三张', '录音一段'] });
    const between = await journey.stored(next.id);
    const filed = await file(next, { docket: '（2026）京0112民初103号' });
    const stored = await journey.stored(next.id);

    expect(custodyOf(between)).to.deep.equal([UNITS.village, UNITS.tribunal]);
    expect(running(between)).to.deep.equal(['CL01']);
    expect(between.dispute.filing?.materials).to.include('evidence').and.include('undisputedFacts');
    expect([filed.status, stored.dispute.state]).to.deep.equal([200, 'S19']);
    expect(running(stored)).to.deep.equal([]);
  });

  it('When evidence lies among the papers, then the package lists it without anybody typing it again', async () => {
    const { mediator, tribunalClerk } = journey.people;
    const next = await another();
    const kept = await supertest(journey.app)
      .post(`/api/v1/disputes/${next.id}/documents`)
      .set('Authorization', `Bearer ${mediator.token}`)
      .attach('file', Buffer.from('#!AMR\n000000000000'), { filename: '通话.amr' })
      .field('part', 'evidence')
      .field('title', '催款录音')
      .field('copy', 'original');
    const form = await (await mediator.browser()).get(`/disputes/${next.id}/acts/transferToFiling`);
    const seen = await (await tribunalClerk.browser()).get(`/disputes/${next.id}/acts/fileCase`);
    await file(next, { docket: '（2026）京0112民初104号' });
    const packages = journey.composition.database.connection.collection('filingPackages');
    const sent = await packages.findOne<{ evidence: string[]; materials: string[] }>({ disputeId: next.id });

    expect(kept.status, JSON.stringify(kept.body)).to.equal(201);
    expect(form.text).to.include('催款录音（原件）</textarea>');
    expect(seen.text).to.include('催款录音（原件）');
    expect(sent?.evidence).to.deep.equal(['催款录音（原件）']);
    expect(sent?.materials).to.include('evidence');
  });

  it('When the village looks at the filed case, then it sees the result and no more of the parties', async () => {
    const answer = await journey.people.colleague.call('get', `/disputes/${dispute.id}`);

    expect([answer.status, answer.body.state, answer.body.number]).to.deep.equal([200, 'S19', dispute.number]);
    expect(JSON.stringify(answer.body)).not.to.match(/王秀英|13800000002|滴水/);
  });
});
