import { seedDistrict } from '../../../src/commands/seed.ts';
import { expect } from 'chai';
import { seedDemoAccounts } from '../../../src/commands/seed.ts';
import { DEMO_PASSWORD, demoPeople } from '../../../src/features/accounts/index.ts';
import { type Role } from '../../../src/domain/permission.ts';
import { PASSWORD, startWithNetwork, type PeopleApp } from '../../support/people.ts';

describe('looking after accounts', () => {
  let app: PeopleApp;

  before(async () => {
    app = await startWithNetwork(seedDistrict);
  });
  after(() => app.close());

  const signedInAs = async (role: Role, unitCode = '110112') => {
    const account = await app.person(role, unitCode);
    return { account, browser: await app.signIn(account.username, PASSWORD) };
  };
  const idIn = (text: string): string => /\/accounts\/([0-9a-f]{24})/.exec(text)?.[1] ?? '';
  const versionIn = (text: string): string => /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const NEW = {
    name: '孙秀英',
    phone: '13900139000',
    unit: '宋庄镇',
    role: 'townshipClerk',
    from: '2026-03-01',
    to: '',
  };

  describe('rights', () => {
    const pages: readonly (readonly [string, Role])[] = [
      ['/accounts', 'systemAdmin'],
      ['/accounts/new', 'systemAdmin'],
      ['/accounts/access-events', 'auditAdmin'],
    ];
    const others: readonly (readonly [Role, string])[] = [
      ['villageMediator', '110112104201'],
      ['townshipClerk', '110112104'],
      ['townshipHead', '110112104'],
      ['tribunalClerk', '110112-F01'],
      ['courtAdmin', '110112'],
      ['justiceViewer', '110112'],
      ['systemAdmin', '110112'],
      ['auditAdmin', '110112'],
    ];
    for (const [role, unit] of others) {
      it(`When a ${role} opens the pages, then only those of the role open and the person stays signed in`, async () => {
        const { browser } = await signedInAs(role, unit);

        for (const [path, allowed] of pages) {
          expect((await browser.get(path)).status, path).to.equal(allowed === role ? 200 : 403);
        }
        expect((await browser.get('/account')).status).to.equal(200);
      });
    }

    it('When nobody is signed in, then the pages lead to the sign-in', async () => {
      const response = await app.browser().get('/accounts?q=a');

      expect(response.headers['location']).to.equal('/sign-in?next=%2Faccounts%3Fq%3Da');
    });
  });

  it('When an account is created, then its temporary password is shown once and the list has it', async () => {
    const { browser } = await signedInAs('systemAdmin');
    await browser.get('/accounts/new');

    const page = await browser.post('/accounts', { ...NEW, username: 'sun.xiuying' });
    const list = await browser.get('/accounts?q=sun.xiu&unit=110112104&role=townshipClerk&state=active');
    const edit = await browser.get(`/accounts/${idIn(page.text)}`);

    expect(page.status).to.equal(201);
    expect(page.text).to.match(/[A-Z]{4}-[a-z]{4}-\d{4}-[a-z]{4}/);
    expect(list.text).to.include('孙秀英').and.to.include('宋庄镇');
    expect(edit.text).to.include('139****9000').and.not.to.include('13900139000');
  });

  it('When fields are wrong, then each is named and what was typed stays', async () => {
    const { browser } = await signedInAs('systemAdmin');
    await browser.get('/accounts/new');
    const send = (change: object) => browser.post('/accounts', { ...NEW, username: 'zhao.si', ...change });
    const table: readonly (readonly [object, string])[] = [
      [{ username: '9a' }, '用户名须以小写字母开头'],
      [{ username: 'sun.xiuying' }, '此用户名已被使用'],
      [{ unit: '没有这个单位' }, '没有这个单位'],
      [{ unit: '三间房村', role: 'villageMediator' }, '110112105236'],
      [{ role: 'tribunalJudge' }, '该层级的单位没有这个角色'],
      [{ from: '2026-02-30' }, '日期不存在'],
      [{ to: '2025-01-01' }, '截止日不能早于起始日'],
      [{ role: 'system' }, 'href="#f-role"'],
      [{ phone: '1' }, 'href="#f-phone"'],
    ];

    for (const [change, text] of table) {
      const response = await send(change);
      expect(response.status, text).to.equal(422);
      expect(response.text).to.include(text).and.to.include('孙秀英');
    }
  });

  it('When a post is added and ended, then the person’s rights follow and the audit shows before and after', async () => {
    const { account, browser } = await signedInAs('systemAdmin');
    const clerk = await signedInAs('townshipClerk', '110112104');
    const href = `/accounts/${clerk.account.id}`;
    const version = async () => versionIn((await browser.get(href)).text);

    const added = await browser.post(`${href}/posts`, {
      version: await version(),
      unit: '110112-F01',
      role: 'tribunalClerk',
      from: '2026-03-01',
      to: '',
    });
    const twice = await browser.post(`${href}/posts`, {
      version: await version(),
      unit: '110112-F01',
      role: 'tribunalClerk',
      from: '2026-03-01',
      to: '',
    });
    const separate = await browser.post(`${href}/posts`, {
      version: await version(),
      unit: '110112',
      role: 'auditAdmin',
      from: '2026-03-01',
      to: '',
    });
    const ended = await browser.post(`${href}/posts/end`, {
      version: await version(),
      postId: '110112104:townshipClerk',
      to: '2026-03-01',
    });

    expect([added.status, twice.status, separate.status, ended.status]).to.deep.equal([303, 422, 422, 303]);
    expect(separate.text).to.include('专人专岗');
    expect((await clerk.browser.get('/account')).status, 'the ended post').to.equal(303);
    const event = await app.composition.database.connection
      .collection('accessEvents')
      .findOne({ kind: 'postsChanged', 'subject.accountId': clerk.account.id });
    expect(event?.['actor']).to.include({ accountId: account.id, role: 'systemAdmin' });
    expect(event?.['data'].added).to.include({ unitCode: '110112-F01' });
  });

  it('When an administrator turns to their own account, then posts and closing are refused', async () => {
    const { account, browser } = await signedInAs('systemAdmin');
    const href = `/accounts/${account.id}`;
    const page = await browser.get(href);
    const version = versionIn(page.text);

    const post = await browser.post(`${href}/posts`, {
      version,
      unit: '110112',
      role: 'courtAdmin',
      from: '2026-03-01',
      to: '',
    });
    const close = await browser.post(`${href}/disable`, { version });

    expect(page.text).not.to.include('/disable');
    expect([post.status, close.status]).to.deep.equal([403, 403]);
  });

  it('When two administrators edit one account, then the second is told that it has changed', async () => {
    const { browser } = await signedInAs('systemAdmin');
    const clerk = await app.person('townshipClerk', '110112104');
    const href = `/accounts/${clerk.id}`;
    const version = versionIn((await browser.get(href)).text);

    const first = await browser.post(href, { version, name: '改名甲', phone: '' });
    const second = await browser.post(href, { version, name: '改名乙', phone: '' });

    expect([first.status, second.status]).to.deep.equal([303, 412]);
    expect((await browser.get(href)).text).to.include('改名甲');
  });

  it('When a password is reset, then open sessions end and the new one must be changed at once', async () => {
    const { browser } = await signedInAs('systemAdmin');
    const clerk = await signedInAs('townshipClerk', '110112104');
    const href = `/accounts/${clerk.account.id}`;
    const version = versionIn((await browser.get(href)).text);

    const page = await browser.post(`${href}/reset-password`, { version });

    const password = /[A-Z]{4}-[a-z]{4}-\d{4}-[a-z]{4}/.exec(page.text)?.[0] ?? '';
    expect((await clerk.browser.get('/account')).status).to.equal(303);
    const fresh = app.browser();
    await fresh.get('/sign-in');
    const due = await fresh.post('/sign-in', { username: clerk.account.username, password });
    expect(due.text).to.include('设置新密码');
  });

  it('When the audit is filtered, then the lines fit, newest first, and cannot be changed by any address', async () => {
    const { browser } = await signedInAs('auditAdmin');
    const today = '2026-03-02';

    const page = await browser.get(
      `/accounts/access-events?kind=accountCreated&username=&from=${today}&until=${today}`,
    );
    const none = await browser.get('/accounts/access-events?from=2020-01-01&until=2020-01-02');

    expect(page.text).to.include('新建账号').and.to.include('sun.xiuying');
    expect(none.text).to.include('没有符合条件的记录');
    const rows = app.composition.rows.filter((row) => row.path.includes('access-events'));
    expect(rows.map((row) => row.method)).to.deep.equal(['get']);
  });

  it('When the demonstration accounts are seeded twice, then each exists once and can sign in', async () => {
    const created = await seedDemoAccounts(app.composition);
    const again = await seedDemoAccounts(app.composition);
    const browser = await app.signIn('tribunal.judge2', DEMO_PASSWORD);

    expect(created).to.have.length(22);
    expect(again).to.deep.equal([]);
    expect((await browser.get('/account')).text).to.include('张家湾法庭');
    expect(demoPeople.filter(({ username }) => username === 'village.mediator')[0]?.unitCode).to.equal('110112104201');
  });

  it('When it is production, then no demonstration account is made', async () => {
    const production = {
      ...app.composition,
      config: { ...app.composition.config, environment: 'production' as const },
    };

    const outcome = await seedDemoAccounts(production).catch((error: unknown) => error);

    expect(outcome).to.be.an('error');
  });
});
