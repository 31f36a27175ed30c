import { expect } from 'chai';
import supertest from 'supertest';
import { type Followed, type Journey, startJourney } from '../../support/journey.ts';

const RATES = '公布日期,一年期,五年期以上,来源\n2025-01-20,3.10,3.60,甲\n2025-06-20,3.00,3.50,乙\n';

describe('calculators', () => {
  let journey: Journey;
  let dispute: Followed;
  before(async () => {
    journey = await startJourney();
    dispute = await journey.register(journey.people.mediator);
  });
  after(() => journey.close());

  const importRates = (text: string, token = journey.people.courtAdmin.token) =>
    supertest(journey.app)
      .put('/api/v1/figures/prime-rates')
      .set({ Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv' })
      .send(text);

  it('When no rate has been imported, then interest at LPR is refused with the reason and the page says so', async () => {
    const { mediator } = journey.people;
    const query = 'principal=1万元&from=2025-02-01&to=2025-03-01';
    const answer = await mediator.call('get', `/calculators/primeInterest?${encodeURI(query)}`);
    expect([answer.status, answer.body.type]).to.satisfy(([status]: [number]) => status === 409);
    const page = await (await mediator.browser()).get(`/calculators/primeInterest?${encodeURI(query)}&go=1`);
    expect(page.status).to.equal(422);
    expect(page.text).to.include('利率表没有');
    const figures = await (await mediator.browser()).get('/calculators/figures');
    expect(figures.text).to.include('系统不编造利率').and.not.to.include('enter-rates');
  });

  it('When somebody other than the court’s administrator imports rates, then it is refused', async () => {
    expect((await importRates(RATES, journey.people.mediator.token)).status).to.equal(403);
  });

  it('When rows cannot be read, then each is named by its line and nothing is kept', async () => {
    const bad =
      '日期,1y,5y,来源\n2025-01-20,3.10,3.60,甲\n2025-13-01,3.10,3.60,甲\n2025-02-20,三,3.6,甲\n2025-03-20,3.1,3.6,\n';
    const answer = await importRates(bad);
    expect(answer.status).to.equal(422);
    const details = (answer.body.errors as { code: string; detail: string }[]).map(
      ({ code, detail }) => `${code} ${/\d/.exec(detail)?.[0]}`,
    );
    expect(details).to.deep.equal(['calculators.rowDay 3', 'calculators.rowRate 4', 'calculators.rowSource 5']);
    const { body } = await journey.people.mediator.call('get', '/figures');
    expect(body.primeRates).to.deep.equal([]);
  });

  it('When the court has imported rates, then interest shows its stretches with source and day', async () => {
    expect((await importRates(RATES)).body).to.deep.equal({ imported: 2 });
    expect((await importRates(RATES)).body, 'again changes nothing').to.deep.equal({ imported: 2 });
    const { mediator } = journey.people;
    const { body } = await mediator.call(
      'get',
      '/calculators/primeInterest?principal=36500&from=2025-06-10&to=2025-06-30',
    );
    expect(body.lines.map(({ days, rate, source }: Record<string, unknown>) => [days, rate, source])).to.deep.equal([
      [10, 310, '甲 2025-01-20'],
      [10, 300, '乙 2025-06-20'],
    ]);
    expect(body.resultFen).to.equal(3100 + 3000);
  });

  it('When an input is wrong, then its field is named on the page and the form keeps what was typed', async () => {
    const browser = await journey.people.mediator.browser();
    const page = await browser.get(
      '/calculators/agreedInterest?principal=abc&from=2025-02-01&to=2025-01-01&rate=3.999&go=1',
    );
    expect(page.status).to.equal(422);
    for (const id of ['f-principal-error', 'f-rate-error']) expect(page.text).to.include(id);
    expect(page.text).to.include('value="3.999"');
    const backwards = await browser.get(
      '/calculators/agreedInterest?principal=100&from=2025-02-01&to=2025-01-01&rate=3&go=1',
    );
    expect(backwards.text).to.include('截止日须晚于起算日');
  });

  it('When a result is kept with a dispute, then its page shows the working to those who read it in full', async () => {
    const { mediator, otherMediator } = journey.people;
    const browser = await mediator.browser();
    const address = `/calculators/courtFee?dispute=${dispute.id}&matter=property&amount=5万元&reduction=simple&go=1`;
    const shown = await browser.get(encodeURI(address));
    expect(shown.text).to.include('¥525.00').and.include(`/disputes/${dispute.id}/calculations`);
    const kept = await browser.post(`/disputes/${dispute.id}/calculations`, {
      kind: 'courtFee',
      matter: 'property',
      amount: '5万元',
      reduction: 'simple',
    });
    expect(kept.status).to.equal(303);
    const page = await browser.get(`/disputes/${dispute.id}`);
    expect(page.text).to.include('id="calculations"').and.include('¥525.00');
    const { body } = await mediator.call('get', `/disputes/${dispute.id}/calculations`);
    expect(body.items[0].question).to.deep.equal({ matter: 'property', amount: '5万元', reduction: 'simple' });
    expect((await otherMediator.call('get', `/disputes/${dispute.id}/calculations`)).status).to.equal(404);
  });

  it('When a yearly figure is missing, then it is named; once the court enters it, the heads are calculated', async () => {
    const { mediator, courtAdmin } = journey.people;
    const address = '/calculators/traffic?age=40&grade=10&share=70';
    const missing = await mediator.call('get', address);
    expect(missing.body.errors.map(({ code }: { code: string }) => code)).to.deep.equal([
      'calculators.figureMissing.urbanIncome',
    ]);
    const figure = { kind: 'urbanIncome', year: 2025, amount: '9万元', source: '市统计局公报' };
    expect((await courtAdmin.call('put', '/figures/base', { ...figure, year: 2027 })).status).to.equal(422);
    expect((await courtAdmin.call('put', '/figures/base', figure)).status).to.equal(204);
    const { body } = await mediator.call('get', address);
    expect(body.resultFen).to.equal(9_000_000 * 20 * 0.1 * 0.7);
    expect(body.lines[0].source).to.equal('市统计局公报 2025');
  });
});
