import { expect } from 'chai';
import { operatorOf } from '../../../src/commands/operator.ts';
import { type Account } from '../../../src/features/accounts/index.ts';
import { PASSWORD, startWithNetwork, type PeopleApp } from '../../support/people.ts';

const GENERIC = '用户名或密码不正确';

describe('signing in', () => {
  let app: PeopleApp;

  before(async () => {
    app = await startWithNetwork();
  });
  after(() => app.close());

  const events = (username: string) =>
    app.composition.database.connection
      .collection('accessEvents')
      .find({ 'subject.username': username })
      .sort({ _id: 1 })
      .toArray();
  const kinds = async (username: string) => (await events(username)).map((event) => event['kind']);
  const clerk = () => app.person('townshipClerk', '110112104');
  const attempt = async (username: string, password: string) => {
    const browser = app.browser();
    await browser.get('/sign-in');
    return browser.post('/sign-in', { username, password, next: '/account' });
  };
  const wrongly = async ({ username }: Account, times: number) => {
    for (let i = 0; i < times; i++) await attempt(username, 'Wrong-Password-1');
  };

  it('When the password is right, then the person comes to the page they wanted and the audit knows from where', async () => {
    const { username } = await clerk();

    const response = await attempt(username.toUpperCase(), PASSWORD);

    expect(response.status).to.equal(303);
    expect(response.headers['location']).to.equal('/account');
    const [, event] = await events(username);
    expect(event).to.deep.include({ kind: 'signedIn', success: true });
    expect(event).to.have.property('ip').that.is.a('string');
    expect(event).to.have.property('requestId').that.is.a('string');
  });

  it('When signed in, then the session has a new identifier', async () => {
    const { username } = await clerk();
    const browser = app.browser();
    const cookieOf = (response: { headers: Record<string, unknown> }) =>
      String(response.headers['set-cookie']).split(';')[0];
    const before = cookieOf(await browser.get('/sign-in'));

    const after = cookieOf(await browser.post('/sign-in', { username, password: PASSWORD }));

    expect(before).to.match(/^jiefen=/);
    expect(after)
      .to.match(/^jiefen=/)
      .and.not.equal(before);
  });

  it('When the wanted page is on another site, then the home page is opened instead', async () => {
    const { username } = await clerk();
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const browser = app.browser();
      await browser.get('/sign-in');
      const response = await browser.post('/sign-in', { username, password: PASSWORD, next });
      expect(response.headers['location'], next).to.equal('/');
    }
  });

  it('When the password is wrong or the name unknown, then the answer is the same and the name stays filled in', async () => {
    const { username } = await clerk();

    const wrong = await attempt(username, 'Wrong-Password-1');
    const unknown = await attempt('nobody.here', 'Wrong-Password-1');

    expect([wrong.status, unknown.status]).to.deep.equal([422, 422]);
    expect(wrong.text).to.include(GENERIC).and.to.include(`value="${username}"`);
    expect(unknown.text).to.include(GENERIC).and.to.include('value="nobody.here"');
    expect(wrong.text).not.to.include('Wrong-Password-1');
    expect(await kinds('nobody.here')).to.deep.equal(['signInFailed']);
  });

  it('When fields are empty, then each is named and nothing is counted', async () => {
    const browser = app.browser();
    await browser.get('/sign-in');

    const response = await browser.post('/sign-in', { username: '', password: '' });

    expect(response.status).to.equal(422);
    expect(response.text).to.include('href="#f-username"').and.to.include('href="#f-password"');
  });

  it('When a password is typed into the name field, then it is not written into the audit', async () => {
    await attempt('My Secret Pass-9', 'x');

    expect(await kinds('my secret pass-9')).to.deep.equal([]);
    expect((await kinds('?')).length).to.be.greaterThan(0);
  });

  it('When five passwords were wrong, then even the right one is refused for fifteen minutes', async () => {
    const account = await clerk();

    await wrongly(account, 5);
    const locked = await attempt(account.username, PASSWORD);
    app.clock.advance({ minutes: 15 });
    const open = await attempt(account.username, PASSWORD);

    expect(locked.status).to.equal(422);
    expect(locked.text).to.include(GENERIC);
    expect(open.status).to.equal(303);
    expect(await kinds(account.username)).to.include.members(['locked', 'signedIn']);
  });

  it('When the right password comes between, then the count begins anew', async () => {
    const account = await clerk();

    await wrongly(account, 4);
    await attempt(account.username, PASSWORD);
    await wrongly(account, 4);
    const response = await attempt(account.username, PASSWORD);

    expect(response.status).to.equal(303);
  });

  it('When twelve wrong passwords come at once, then the account is locked and each is in the audit', async () => {
    const { username } = await clerk();
    const { accounts } = app.composition.services;

    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => accounts.authenticate(username, 'Wrong-Password-1', {})),
    );

    const found = await kinds(username);
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).to.equal(true);
    expect(found.filter((kind) => kind === 'signInFailed')).to.have.length(12);
    expect(found.filter((kind) => kind === 'locked')).to.have.length(1);
  });

  it('When the account is closed, then the person is refused and the open session is over', async () => {
    const account = await clerk();
    const browser = await app.signIn(account.username, PASSWORD);
    const operator = await operatorOf(app.composition);

    await app.composition.services.accounts.administration.disable(operator, account.id, account.version, {});

    expect((await attempt(account.username, PASSWORD)).text).to.include(GENERIC);
    expect((await browser.get('/account')).headers['location']).to.equal('/sign-in?next=%2Faccount');
  });

  it('When nobody signed in for more than ninety days, then the account is closed by itself', async () => {
    const account = await clerk();
    app.clock.advance({ days: 91 });

    const response = await attempt(account.username, PASSWORD);

    expect(response.status).to.equal(422);
    expect(await kinds(account.username)).to.include('accountDisabled');
  });

  it('When the post has ended, then the person is told that they hold none', async () => {
    const { accounts } = app.composition.services;
    const posts = [{ unitCode: '110112104', role: 'townshipClerk' as const, from: '2026-01-01', to: '2026-02-01' }];
    const input = { username: 'former.clerk', name: '离任人员', posts, password: PASSWORD };
    await accounts.administration.create(await operatorOf(app.composition), input, {});

    const response = await attempt('former.clerk', PASSWORD);

    expect(response.status).to.equal(422);
    expect(response.text).to.include('没有在任岗位');
  });

  it('When the password is temporary, then a new one must be set before anything else', async () => {
    const { accounts } = app.composition.services;
    const posts = [{ unitCode: '110112104', role: 'townshipClerk' as const, from: '2026-01-01' }];
    const { password = '' } = await accounts.administration.create(
      await operatorOf(app.composition),
      { username: 'new.clerk', name: '新来人员', posts },
      {},
    );
    const browser = app.browser();
    await browser.get('/sign-in');

    const due = await browser.post('/sign-in', { username: 'new.clerk', password });
    const fields = { username: 'new.clerk', current: password, next: '/' };
    const weak = await browser.post('/sign-in/new-password', { ...fields, password: 'short', repeat: 'short' });
    const differ = await browser.post('/sign-in/new-password', {
      ...fields,
      password: PASSWORD,
      repeat: 'Other-Words-8',
    });
    const same = await browser.post('/sign-in/new-password', { ...fields, password, repeat: password });
    const done = await browser.post('/sign-in/new-password', { ...fields, password: PASSWORD, repeat: PASSWORD });

    expect(due.text).to.include('设置新密码');
    expect([weak.status, differ.status, same.status, done.status]).to.deep.equal([422, 422, 422, 303]);
    expect(weak.text).to.include('密码不少于 10 位');
    expect(differ.text).to.include('两次输入的新密码不一致');
    expect((await attempt('new.clerk', PASSWORD)).status).to.equal(303);
  });

  it('When a password is older than ninety days, then it must be changed although the person signs in often', async () => {
    const account = await clerk();
    for (let month = 0; month < 3; month++) {
      app.clock.advance({ days: 30 });
      expect((await attempt(account.username, PASSWORD)).status).to.equal(303);
    }
    app.clock.advance({ days: 1 });

    const response = await attempt(account.username, PASSWORD);

    expect(response.status).to.equal(200);
    expect(response.text).to.include('/sign-in/new-password');
  });

  it('When the person leaves, then the session is over and the audit has it', async () => {
    const account = await clerk();
    const browser = await app.signIn(account.username, PASSWORD);
    await browser.get('/account');

    const left = await browser.post('/sign-out');
    const after = await browser.get('/account');

    expect(left.headers['location']).to.equal('/sign-in?left=1');
    expect(after.status).to.equal(303);
    expect(await kinds(account.username)).to.include('signedOut');
  });

  it('When the form comes without the token of our page, then it is refused', async () => {
    const { username } = await clerk();

    const response = await app.browser().raw('post', '/sign-in').type('form').send({ username, password: PASSWORD });

    expect(response.status).to.equal(403);
  });
});
