import { expect } from 'chai';
import { type Journey, startJourney, UNITS } from '../../support/journey.ts';

describe('assessment of townships', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
    for (let count = 0; count < 5; count += 1) {
      const taken = await journey.register(journey.people.mediator);
      await journey.act(journey.people.mediator, taken, 'takeUp');
    }
    await journey.composition.services.statisticStore.catchUp();
  });
  after(() => journey.close());

  const card = { from: '2026-03-02', K02b: '60', K05: '40', reason: '2026年考核方案', step: 'preview' };

  it('When the court proposes other weights, then it sees what they would do, and nothing applies before it is saved', async () => {
    const browser = await journey.people.courtAdmin.browser();
    expect((await browser.get('/statistics/assessment')).text).to.include('示例');
    expect((await browser.get('/statistics/assessment/card')).status).to.equal(200);
    const preview = await browser.post('/statistics/assessment/card', card);
    expect(preview.status).to.equal(200);
    expect(preview.text).to.include('拟').and.include('宋庄镇');
    expect(
      (await journey.people.courtAdmin.call('get', '/statistics/assessment')).body.card.weights,
    ).to.not.have.property('K10');

    expect((await browser.post('/statistics/assessment/card', { ...card, step: 'save' })).status).to.equal(303);
    const { body } = await journey.people.courtAdmin.call('get', '/statistics/assessment');
    expect(body.card.weights).to.deep.equal({ K02b: 60, K05: 40 });
    const own = (body.rows as { unit: string; total: number; place: number; flagged: number }[]).find(
      ({ unit }) => unit === UNITS.township,
    );
    expect(own).to.include({ total: 0, place: 1, flagged: 0 });
  });

  it('When weights are not a hundred, the day is past, or somebody else changes them, then it is refused', async () => {
    const browser = await journey.people.courtAdmin.browser();
    await browser.get('/statistics/assessment/card');
    expect((await browser.post('/statistics/assessment/card', { ...card, K05: '30' })).status).to.equal(422);
    expect((await browser.post('/statistics/assessment/card', { ...card, from: '2026-03-01' })).status).to.equal(422);
    expect((await (await journey.people.clerk.browser()).get('/statistics/assessment/card')).status).to.equal(403);
    expect((await journey.people.justiceViewer.call('get', '/statistics/assessment')).status).to.equal(403);
  });
});
