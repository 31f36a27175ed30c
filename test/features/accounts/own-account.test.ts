import { expect } from 'chai';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { type Browser } from '../../support/app.ts';
import { PASSWORD, startWithNetwork, type PeopleApp } from '../../support/people.ts';

const NEXT = 'Another-Horse-8';

describe('one’s own account', () => {
  let app: PeopleApp;

  before(async () => {
    app = await startWithNetwork();
  });
  after(() => app.close());

  const somebody = async (): Promise<{ username: string; id: string; browser: Browser }> => {
    const { username, id } = await app.person('townshipMediator', '110112104');
    const browser = await app.signIn(username, PASSWORD);
    await browser.get('/account');
    return { username, id, browser };
  };

  it('When settings are saved, then pages come in that language and size, and the number is sealed at rest', async () => {
    const { username, browser } = await somebody();

    const saved = await browser.post('/account/settings', { language: 'en', largeType: 'true', phone: '13800138000' });
    const page = await browser.get('/account');

    expect(saved.status).to.equal(303);
    expect(page.text).to.include('lang="en"').and.to.include('jf-html--large').and.to.include('13800138000');
    const stored = await app.composition.database.connection.collection('accounts').findOne({ username });
    expect(stored?.['phone']).to.match(/^v1\./).and.not.include('13800138000');
  });

  it('When a mobile number is not one, then the form comes back filled', async () => {
    const { browser } = await somebody();

    const response = await browser.post('/account/settings', { language: 'zh-CN', phone: '12345' });

    expect(response.status).to.equal(422);
    expect(response.text).to.include('href="#f-phone"').and.to.include('value="12345"');
  });

  it('When the password is changed, then this session stays and every other one ends', async () => {
    const { username, browser } = await somebody();
    const other = await app.signIn(username, PASSWORD);

    const wrong = await browser.post('/account/password', { current: 'Wrong-Words-1', password: NEXT, repeat: NEXT });
    const done = await browser.post('/account/password', { current: PASSWORD, password: NEXT, repeat: NEXT });

    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('现在的密码不正确').and.not.to.include(NEXT);
    expect(done.status).to.equal(303);
    expect((await browser.get('/account')).status).to.equal(200);
    expect((await other.get('/account')).status).to.equal(303);
  });

  it('When one of the last five passwords is chosen, then it is refused; the sixth before is allowed again', async () => {
    const { id } = await app.person('townshipClerk', '110112104');
    const { accounts } = app.composition.services;
    const actor = (await accounts.actorOf(
      (await accounts.byUsername((await accounts.administration.get(await operatorOf(app.composition), id)).username))!,
    ))!;
    const words = ['First-Words-1', 'Second-Words-2', 'Third-Words-3', 'Fourth-Words-4', 'Fifth-Words-5'];
    let current = PASSWORD;
    for (const word of words.slice(0, 4)) {
      await accounts.changePassword(actor, current, word, {});
      current = word;
    }

    const early = await accounts.changePassword(actor, current, PASSWORD, {}).catch((error: unknown) => error);
    await accounts.changePassword(actor, current, words[4] ?? '', {});
    const late = await accounts.changePassword(actor, words[4] ?? '', PASSWORD, {}).catch((error: unknown) => error);

    expect(early).to.have.nested.property('errors[0].code', 'accounts.password.recent');
    expect(late).to.be.a('number');
  });

  it('When a person holds two posts, then they can act in either, with the rights of that post only', async () => {
    const { accounts } = app.composition.services;
    const posts = [
      { unitCode: '110112104', role: 'townshipClerk' as const, from: '2026-01-01' },
      { unitCode: '110112-F01', role: 'tribunalClerk' as const, from: '2026-01-01' },
    ];
    const input = { username: 'two.posts', name: '兼任人员', posts, password: PASSWORD };
    await accounts.administration.create(await operatorOf(app.composition), input, {});
    const browser = await app.signIn('two.posts', PASSWORD);
    const first = await browser.get('/account');

    const switched = await browser.post('/account/post', { postId: '110112-F01:tribunalClerk' });
    const second = await browser.get('/account');
    const foreign = await browser.post('/account/post', { postId: '110112:courtAdmin' });

    expect(first.text).to.include('宋庄镇 · 街乡受理员');
    expect(switched.status).to.equal(303);
    expect(second.text).to.include('宋庄法庭 · 法庭分流员');
    expect(foreign.status).to.equal(404);
  });

  describe('tokens', () => {
    const api = (token: string, path = '/me', method: 'get' | 'post' | 'delete' = 'get') =>
      supertest(app.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
    const rawOf = (page: { text: string }): string => /jfn_[\w-]+(?=<)/.exec(page.text)?.[0] ?? '';

    it('When a token is made on the page, then it is shown once, kept as a hash, and opens the API', async () => {
      const { id, browser } = await somebody();

      const page = await browser.post('/account/tokens', { name: '工单对接', scopes: '*', days: '30' });
      const raw = rawOf(page);
      const list = await browser.get('/account');
      const me = await api(raw);

      expect(page.status).to.equal(201);
      expect(raw).to.match(/^jfn_[\w-]{43}$/);
      expect(list.text).to.include('工单对接').and.not.to.include(raw);
      expect(me.body).to.deep.include({
        post: { unit: '110112104', unitName: '宋庄镇', tier: 'township', role: 'townshipMediator' },
      });
      const stored = await app.composition.database.connection.collection('tokens').findOne({ accountId: id });
      expect(JSON.stringify(stored)).not.to.include(raw);
    });

    it('When the token is revoked, expired, unknown or its owner closed, then the API is shut', async () => {
      const { accounts } = app.composition.services;
      const operator = await operatorOf(app.composition);
      const account = await app.person('townshipClerk', '110112104');
      const issue = async (days: number) =>
        accounts.issueToken(operator, account.id, { name: 't', scopes: ['*'], days }, {});
      const [revoked, expired, kept] = [await issue(9), await issue(1), await issue(9)];
      expect((await api(revoked.raw)).status).to.equal(200);

      await accounts.revokeToken(operator, revoked.token.id, {});
      expect((await api(revoked.raw)).status).to.equal(401);
      app.clock.advance({ days: 2 });
      expect((await api(expired.raw)).status).to.equal(401);
      expect((await api('jfn_nothing')).status).to.equal(401);
      expect((await api(kept.raw)).status).to.equal(200);
      await accounts.administration.disable(operator, account.id, account.version, {});
      expect((await api(kept.raw)).status).to.equal(401);
    });

    it('When a token holds some scopes only, then it opens those and can give away no others', async () => {
      const { accounts } = app.composition.services;
      const account = await app.person('townshipClerk', '110112104');
      const input = { name: 't', scopes: ['tokens:write'], days: 1 };
      const { raw } = await accounts.issueToken(await operatorOf(app.composition), account.id, input, {});

      const units = await api(raw, '/units');
      const tokens = await api(raw, '/tokens');
      const wider = await api(raw, '/tokens', 'post').send({ name: 'wider', scopes: ['*'] });
      const same = await api(raw, '/tokens', 'post').send({ name: 'same', scopes: ['tokens:read'] });

      expect(units.status).to.equal(403);
      expect(units.body).to.include({ rule: 'units:read' });
      expect(tokens.status).to.equal(200);
      expect(wider.status).to.equal(403);
      expect(same.status).to.equal(201);
      expect((await api(raw, `/tokens/${same.body.id}`, 'delete')).status).to.equal(204);
      expect((await api(same.body.token)).status).to.equal(401);
    });

    it('When somebody else’s token is to be revoked, then it does not exist', async () => {
      const { accounts } = app.composition.services;
      const operator = await operatorOf(app.composition);
      const [mine, theirs] = [await somebody(), await app.person('townshipClerk', '110112105')];
      const { token } = await accounts.issueToken(operator, theirs.id, { name: 't', scopes: ['*'], days: 1 }, {});

      expect((await mine.browser.post(`/account/tokens/${token.id}/revoke`)).status).to.equal(404);
    });

    it('When the body is not well formed, then a problem names the fields', async () => {
      const { accounts } = app.composition.services;
      const account = await app.person('townshipClerk', '110112104');
      const { raw } = await accounts.issueToken(
        await operatorOf(app.composition),
        account.id,
        { name: 't', scopes: ['*'], days: 1 },
        {},
      );

      const response = await api(raw, '/tokens', 'post').send({ name: '', scopes: ['all'], days: 9999, colour: 'red' });

      expect(response.status).to.equal(422);
      expect(response.body.errors.map((error: { field: string }) => error.field)).to.have.members([
        'name',
        'scopes.0',
        'days',
        'colour',
      ]);
    });
  });
});
