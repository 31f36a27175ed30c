import { expect } from 'chai';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { PASSWORD, startWithNetwork, type PeopleApp } from '../../support/people.ts';

describe('what the court sets for suitability', function () {
  this.timeout(30_000);
  let app: PeopleApp;
  let admin: string;
  let clerk: string;

  before(async () => {
    app = await startWithNetwork();
    const { accounts } = app.composition.services;
    const operator = await operatorOf(app.composition);
    const tokenFor = async (id: string) =>
      (await accounts.issueToken(operator, id, { name: 'test', scopes: ['*'], days: 1 }, {})).raw;
    admin = await tokenFor((await app.person('courtAdmin', '110112')).id);
    clerk = await tokenFor((await app.person('townshipClerk', '110112104')).id);
  });
  after(() => app.close());

  const api = (method: 'get' | 'post', path: string, token: string) =>
    supertest(app.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const advice = async () => {
    const input = {
      placeUnit: '110112104201',
      type: '14',
      facts: '退款纠纷，要求退还货款。',
      amount: '60000',
      riskTriggers: [],
    };
    const { body } = await api('post', '/disputes/triage', clerk).send(input);
    return (body.suitability as { rule: string; weight: string }[]).map(({ rule, weight }) => `${rule} ${weight}`);
  };

  it('When nothing was set, then the list is an example and no amount is known', async () => {
    const { body } = await api('get', '/suitability', clerk);
    expect(body).to.include({ example: true, averageWage: null });
    expect(await advice())
      .to.include('SU08 bars')
      .and.to.include('SU09 unset');
  });

  it('When the court sets list and wage, then the rules use them from their first day, and history keeps them', async () => {
    const matters = (types: string[], from: string) =>
      api('post', '/suitability/village-matters', admin).send({ types, from, source: '京通法〔2026〕8号' });
    expect((await matters(['02', '14'], '2020-01-01')).body).to.deep.include({
      example: false,
      villageMatters: ['02', '14'],
    });
    const wage = { year: 2019, amount: '150000', from: '2020-01-01', source: '市统计局公告' };
    expect((await api('post', '/suitability/average-wage', admin).send(wage)).body.averageWage).to.deep.equal({
      year: 2019,
      amountFen: 15_000_000,
    });
    const now = await advice();
    expect(now).not.to.include('SU08 bars');
    expect(now).to.include('SU09 ask');

    const later = await matters(['02'], '2999-01-01');
    expect(later.body.villageMatters).to.deep.equal(['02', '14']);
    expect(later.body.history.map(({ state }: { state: string }) => state)).to.have.members([
      'current',
      'current',
      'coming',
    ]);
  });

  it('When the year has not ended, the amount is none or nothing is ticked, then the field is named', async () => {
    const wage = (change: object) =>
      api('post', '/suitability/average-wage', admin).send({
        year: 2019,
        amount: '150000',
        from: '2020-01-01',
        source: '公告',
        ...change,
      });
    const fields = async (answer: supertest.Test) =>
      ((await answer).body.errors as { field: string }[]).map(({ field }) => field);
    expect(await fields(wage({ year: 2020 }))).to.deep.equal(['year']);
    expect(await fields(wage({ amount: '很多' }))).to.deep.equal(['amount']);
    expect(
      await fields(
        api('post', '/suitability/village-matters', admin).send({ types: [], from: '2020-01-01', source: '文' }),
      ),
    ).to.deep.equal(['types']);
  });

  it('When a clerk tries, then it is refused; the page offers it to the court only and comes back filled', async () => {
    const refused = await api('post', '/suitability/village-matters', clerk).send({});
    expect(refused.status).to.equal(403);
    const person = await app.person('courtAdmin', '110112');
    const browser = await app.signIn(person.username, PASSWORD);
    expect((await browser.get('/law/suitability')).text).to.include('/law/suitability/change');
    expect((await browser.get('/law/suitability/change')).status).to.equal(200);
    const again = await browser.post('/law/suitability/average-wage', {
      year: '2019',
      amount: 'x',
      from: '2020-01-01',
      source: '公告甲',
    });
    expect(again.status).to.equal(422);
    expect(again.text).to.include('公告甲');
  });
});
