import { expect } from 'chai';
import { actsOf, type Followed, type Journey, startJourney, UNITS } from '../../support/journey.ts';

describe('help, a day’s lodgings, the brief and what came back', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  const sweep = async (): Promise<void> => {
    const job = journey.composition.jobDefinitions.find(({ name }) => name === 'assistance-sweep');
    expect(job?.everySeconds, 'it runs by itself').to.be.greaterThan(0);
    await job?.perform(null);
  };
  const asked = async (dispute: Followed): Promise<string> => {
    const { handOvers } = await journey.stored(dispute.id);
    return handOvers.filter(({ kind }) => kind === 'assist').at(-1)?.id ?? '';
  };

  it('When a day’s lodgings are pushed, then the preview says where each goes and the result what became of it', async () => {
    const { tribunalClerk } = journey.people;
    const lodged = [
      await journey.register(tribunalClerk, { source: 'I09' }),
      await journey.register(tribunalClerk, { source: 'I09' }),
    ];
    const [, second] = lodged;
    const browser = await tribunalClerk.browser();
    const choose = await browser.get('/hand-overs/push');
    for (const { number } of lodged) expect(choose.text).to.include(number);
    const rows = Object.fromEntries(
      lodged.flatMap(({ id, version }, index) => [
        [`rows[${index}][dispute]`, id],
        [`rows[${index}][pick]`, 'true'],
        [`rows[${index}][version]`, String(version)],
      ]),
    );
    const form = { reason: '就近先行调解', ...rows };
    const nothing = await browser.post('/hand-overs/push', {
      ...form,
      step: 'preview',
      'rows[0][pick]': '',
      'rows[1][pick]': '',
    });
    expect(nothing.status).to.equal(422);
    const preview = await browser.post('/hand-overs/push', { ...form, step: 'preview' });
    expect(preview.status, preview.text).to.equal(200);
    for (const { number } of lodged) expect(preview.text).to.include(number);
    expect((await journey.stored(lodged[0]?.id ?? '')).dispute.state, 'a preview sends nothing').to.equal('S02');

    const elsewhere = { ...form, step: 'push', 'rows[1][toUnit]': UNITS.township };
    const unexplained = await browser.post('/hand-overs/push', elsewhere);
    expect(unexplained.status).to.equal(422);
    expect(unexplained.text).to.include('请逐件说明理由').and.include('name="rows.1.reason"');
    const batch = { reason: '就近', rows: [{ dispute: second?.id, toUnit: UNITS.township }] };
    const told = await tribunalClerk.call('post', '/hand-overs/batches', batch, { 'Idempotency-Key': 'elsewhere' });
    const [refused] = (told.body as { items: { error: { code: string } }[] }).items;
    expect(refused?.error.code).to.equal('handOvers.overrideReason');

    const once = {
      ...elsewhere,
      'rows[1][reason]': '该户由街乡跟办',
      _once: 'push-of-the-day',
    };
    const pushed = await browser.post('/hand-overs/push', once);
    expect(pushed.status, pushed.text).to.equal(200);
    await browser.post('/hand-overs/push', once);
    for (const { id } of lodged) {
      const { dispute, handOvers } = await journey.stored(id);
      expect([dispute.state, handOvers.length, dispute.owner.code]).to.deep.equal(['S05', 1, UNITS.tribunal]);
    }
    const [overriding] = (await journey.stored(second?.id ?? '')).handOvers;
    expect([overriding?.reason, overriding?.overrode?.unit]).to.deep.equal(['该户由街乡跟办', UNITS.village]);
  });

  it('When a village gets a dispute, then one page tells it all, one tap sends it back up, and the table counts it', async () => {
    const { clerk, mediator, head } = journey.people;
    const dispute = await journey.register(clerk);
    await journey.act(clerk, dispute, 'pushDown', { toUnit: UNITS.village, reason: '村里熟悉情况', brief: '先看院墙' });
    const browser = await mediator.browser();
    const brief = await browser.get(`/disputes/${dispute.id}/brief`);
    expect(brief.text)
      .to.include('村里熟悉情况')
      .and.include('先看院墙')
      .and.include('王秀英')
      .and.include(clerk.name)
      .and.include(`/disputes/${dispute.id}/acts/declineHandOver`);
    const form = await browser.get(`/disputes/${dispute.id}/acts/declineHandOver`);
    expect(form.text).to.include('name="code" value="B8"');
    const sentBack = await browser.post(`/disputes/${dispute.id}/acts/declineHandOver`, {
      version: String(dispute.version),
      code: 'B8',
      note: '',
      proposedUnit: UNITS.township,
    });
    expect(sentBack.status, sentBack.text).to.equal(303);
    expect((await journey.stored(dispute.id)).dispute.state).to.equal('S06');

    const answer = await head.call('get', '/hand-overs/bounces');
    const table = answer.body as { rows?: unknown; items: { unit: string; total: number }[] };
    expect(JSON.stringify(table)).to.include(UNITS.village).and.include('B8');
    const page = await (await head.browser()).get('/hand-overs/bounces');
    expect(page.text).to.include('宋庄村').and.include(`unit=${UNITS.village}`);
    const list = await (await head.browser()).get(`/hand-overs/bounces/list?unit=${UNITS.village}&reason=B8`);
    expect(list.text).to.include(dispute.number);
    expect((await (await clerk.browser()).get('/hand-overs/bounces')).status, 'for those who supervise').to.equal(403);
  });

  it('When help is asked for, then the owner keeps the dispute whether it is answered, declined or left lying', async () => {
    const { mediator, tribunalClerk, judge } = journey.people;
    const dispute = await journey.register(mediator);
    await journey.act(mediator, dispute, 'takeUp');
    const question = { toUnit: UNITS.tribunal, question: '滴水造成的损失由谁举证？' };
    const helpOf = async () => {
      await journey.act(mediator, dispute, 'requestAssistance', question);
      return asked(dispute);
    };

    await journey.act(judge, dispute, 'answerAssistance', { request: await helpOf(), answer: '由主张者举证。' });
    const page = await (await mediator.browser()).get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('由主张者举证。');
    await journey.act(tribunalClerk, dispute, 'declineAssistance', {
      request: await helpOf(),
      code: 'B2',
      note: '不属本庭指导范围',
    });
    await helpOf();
    journey.clock.advance({ days: 7 });
    await sweep();

    const stored = await journey.stored(dispute.id);
    expect(stored.handOvers.map(({ state }) => state)).to.deep.equal(['answered', 'declined', 'timed-out']);
    expect(actsOf(stored).slice(-1)).to.deep.equal(['timeOutAssistance']);
    expect([stored.dispute.owner.code, stored.dispute.assists ?? []]).to.deep.equal([UNITS.village, []]);
  });
});
