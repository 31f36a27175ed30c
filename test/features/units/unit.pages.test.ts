import { seedDistrict } from '../../../src/commands/seed.ts';
import { expect } from 'chai';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { PASSWORD, startWithNetwork, type PeopleApp } from '../../support/people.ts';

describe('pages and API of units', () => {
  let app: PeopleApp;
  let clerkToken: string;
  let adminToken: string;

  before(async () => {
    app = await startWithNetwork(seedDistrict);
    const { accounts } = app.composition.services;
    const operator = await operatorOf(app.composition);
    const tokenFor = async (id: string) =>
      (await accounts.issueToken(operator, id, { name: 'test', scopes: ['*'], days: 1 }, {})).raw;
    clerkToken = await tokenFor((await app.person('townshipClerk', '110112104')).id);
    adminToken = await tokenFor((await app.person('courtAdmin', '110112')).id);
  });
  after(() => app.close());

  const api = (method: 'get' | 'put', path: string, token = clerkToken) =>
    supertest(app.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);

  it('When the tree is opened, then tribunals, townships and the counts of every tier are shown', async () => {
    const clerk = await app.person('townshipClerk', '110112104');
    const browser = await app.signIn(clerk.username, PASSWORD);

    const page = await browser.get('/units');

    expect(page.status).to.equal(200);
    for (const text of ['北京市通州区人民法院', '宋庄法庭', '张家湾镇', '656', '示例数据'])
      expect(page.text).to.include(text);
  });

  it('When a name is searched for, then every fitting unit is shown with what it belongs to', async () => {
    const clerk = await app.person('townshipClerk', '110112104');
    const browser = await app.signIn(clerk.username, PASSWORD);

    const page = await browser.get('/units?q=%E4%B8%89%E9%97%B4%E6%88%BF&tier=');

    expect(page.text).to.include('张家湾镇').and.to.include('梨园镇');
  });

  it('When a clerk opens the change of a tribunal, then it is forbidden and the clerk stays signed in', async () => {
    const clerk = await app.person('townshipClerk', '110112104');
    const browser = await app.signIn(clerk.username, PASSWORD);

    const refused = await browser.get('/units/110112104/tribunal');
    const after = await browser.get('/units/110112104');

    expect(refused.status).to.equal(403);
    expect(after.status).to.equal(200);
    expect(after.text).not.to.include('/units/110112104/tribunal');
  });

  it('When the administrator changes the tribunal, then the page says so and shows both rules', async () => {
    const admin = await app.person('courtAdmin', '110112');
    const browser = await app.signIn(admin.username, PASSWORD);
    const form = await browser.get('/units/110112119/tribunal');

    const wrong = await browser.post('/units/110112119/tribunal', {
      tribunal: '110112-F02',
      from: '2026-02-30',
      reason: '依据甲',
    });
    const done = await browser.post('/units/110112119/tribunal', {
      tribunal: '110112-F02',
      from: '2026-03-02',
      reason: '依据甲',
    });
    const page = await browser.get('/units/110112119');

    expect(form.status).to.equal(200);
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('日期不存在').and.to.include('依据甲');
    expect(done.status).to.equal(303);
    expect(page.text).to.include('管辖法庭已调整').and.to.include('依据甲').and.to.include('已失效');
  });

  it('GET /api/v1/units: When narrowed and paged, then items and the next cursor are told', async () => {
    const first = await api('get', '/units?tier=township&limit=20');
    const second = await api('get', `/units?tier=township&limit=20&cursor=${first.body.next}`);

    expect(first.body.items).to.have.length(20);
    expect(second.body.items).to.have.length(2);
    expect(second.body).not.to.have.property('next');
    expect(first.body.items[0]).to.have.all.keys(
      'code',
      'tier',
      'kind',
      'name',
      'fullName',
      'parent',
      'path',
      'validFrom',
      'predecessors',
    );
  });

  it('GET /api/v1/units: When a parameter is unknown or twice, then it is refused with a problem', async () => {
    for (const query of ['colour=red', 'tier=city', 'limit=0', 'q=a&q=b', 'tier[$ne]=x']) {
      const response = await api('get', `/units?${query}`);
      expect(response.status, query).to.equal(422);
      expect(response.type).to.equal('application/problem+json');
    }
  });

  it('GET /api/v1/units/:code: When it is a township, then its jurisdiction is told', async () => {
    const { body } = await api('get', '/units/110112104');

    expect(body.name.en).to.equal('Songzhuang Town');
    expect(body.children).to.equal(47);
    expect(body.jurisdiction).to.deep.include({
      tribunal: '110112-F01',
      validFrom: '2020-01-01',
      example: true,
      reason: 'EXAMPLE, to be replaced by the court: no public source names the townships of each tribunal.',
    });
  });

  it('PUT /api/v1/units/:code/tribunal: When a clerk asks it is forbidden, when the administrator does it is done', async () => {
    const body = { tribunal: '110112-F05', from: '2026-03-02' };

    const clerk = await api('put', '/units/110112209/tribunal').send(body);
    const admin = await api('put', '/units/110112209/tribunal', adminToken).send(body);
    const again = await api('put', '/units/110112209/tribunal', adminToken).send(body);

    expect(clerk.status).to.equal(403);
    expect(admin.status).to.equal(200);
    expect(admin.body.path).to.deep.equal(['110112', '110112-F05', '110112209']);
    expect(again.status).to.equal(409);
  });
});
