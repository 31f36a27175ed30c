import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import supertest from 'supertest';
import { operatorOf } from '../../../src/commands/operator.ts';
import { compose } from '../../../src/compose.ts';
import { parseDay } from '../../../src/domain/calendar-day.ts';
import { isWorkday } from '../../../src/domain/working-days.ts';
import { RECOMPUTE_JOB } from '../../../src/features/holidays/index.ts';
import { createJobRunner } from '../../../src/platform/jobs.ts';
import { verify } from '../../../src/verification/index.ts';
import { type Browser } from '../../support/app.ts';
import { PASSWORD, type PeopleApp, startWithNetwork } from '../../support/people.ts';

const NOTICE_2027 = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假。
六、中秋节：9月15日（周三）放假。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。`;

describe('the holiday calendar', function () {
  this.timeout(60_000);
  let app: PeopleApp;
  let admin: Browser;

  before(async () => {
    app = await startWithNetwork();
    await signIn();
  });
  after(() => app.close());

  const signIn = async (): Promise<void> => {
    const { username } = await app.person('systemAdmin', '110112');
    admin = await app.signIn(username, PASSWORD);
  };
  const services = () => app.composition.services;
  const runJobs = async () => {
    const { database, clock, logger, jobDefinitions } = app.composition;
    const definitions = jobDefinitions.filter(({ name }) => name === RECOMPUTE_JOB);
    return createJobRunner({ connection: database.connection, clock, log: logger, definitions }).runDue();
  };
  const seen = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';

  /** A dispute sent to a village on Monday, 2 March 2026: to be answered on Thursday. */
  const sent = async (): Promise<string> => {
    const { accounts } = services();
    const operator = await operatorOf(app.composition);
    const clerk = await app.person('townshipClerk', '110112104');
    const { raw } = await accounts.issueToken(operator, clerk.id, { name: 't', scopes: ['*'], days: 1 }, {});
    const post = (path: string, body: object, version?: number) =>
      supertest(app.app)
        .post(`/api/v1${path}`)
        .set({ Authorization: `Bearer ${raw}`, ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) })
        .send(body)
        .expect((answer) => answer.ok || expect.fail(`${answer.status} ${answer.text}`));
    const registered = await post('/disputes', {
      source: 'I01',
      type: '02',
      facts: '两户因采光争执。',
      claims: ['拆除遮挡'],
      placeUnit: '110112104201',
      parties: [
        { side: 'applicant', name: '甲方' },
        { side: 'respondent', name: '乙方' },
      ],
    });
    const { id, version } = registered.body as { id: string; version: number };
    await post(`/disputes/${id}/actions/pushDown`, { toUnit: '110112104201', reason: '就近化解' }, version);
    return id;
  };
  const answerBy = async (id: string) => {
    const dispute = await services().casework.repository.get(id);
    const stored = await services().casework.handOvers.ofDispute(id);
    return {
      dispute: dispute.handOver?.dueAt,
      clock: dispute.clocks.find(({ rule }) => rule === 'CL04')?.dueAt,
      handOver: stored[0]?.dueAt,
    };
  };

  it('When the package is imported twice, then the second time changes nothing and entries by hand stay', async () => {
    const operator = await operatorOf(app.composition);
    const first = await services().holidays.importPackage(operator);
    const actor = { ...operator, role: 'systemAdmin' as const };
    await services().holidays.save(
      actor,
      { kind: 'day', day: '2026-06-05', becomes: 'holiday', name: '临时' },
      '通知',
      1,
    );

    expect([first?.version, await services().holidays.importPackage(operator)]).to.deep.equal([1, undefined]);
    expect((await services().holidays.calendar()).holidays['2026-06-05']).to.equal('临时');
  });

  it('When a day becomes a holiday, then every date that hangs on it moves, with an event, and nothing else', async () => {
    const id = await sent();
    expect((await answerBy(id)).dispute?.toISOString()).to.equal('2026-03-05T15:59:59.999Z');

    const form = { kind: 'day', day: '2026-03-04', becomes: 'holiday', name: '临时放假' };
    await admin.get('/holidays/change');
    const preview = await admin.post('/holidays/preview', form);
    expect(preview.text).to.include('1件未结纠纷');
    const saved = await admin.post('/holidays', { ...form, version: seen(preview.text), reason: '市政府通知' });
    expect(saved.status, saved.text).to.equal(303);
    expect(await runJobs()).to.be.greaterThan(0);

    const dates = await answerBy(id);
    const moved = '2026-03-06T15:59:59.999Z';
    expect(Object.values(dates).map((at) => at?.toISOString())).to.deep.equal([moved, moved, moved]);
    const events = await services().casework.repository.events(id);
    const told = { before: new Date('2026-03-05T15:59:59.999Z'), after: new Date(moved), provisional: false };
    // The clock that was stopped by the sending keeps its verdict under the calendar that holds.
    expect(events.filter(({ act }) => act === 'recompute').map(({ data }) => data['moves'])).to.deep.equal([
      [
        { clock: 'CL03', ...told },
        { clock: 'CL04', ...told },
      ],
    ]);
    app.clock.advance({ minutes: 2 });
    expect(await runJobs(), 'the second pass').to.be.greaterThan(0);
    expect((await services().casework.repository.events(id)).length).to.equal(events.length);
    const { repository, holidays } = services().casework;
    const { database } = app.composition;
    const report = await verify({
      connection: database.connection,
      repository,
      units: services().units,
      holidays,
      statistics: services().statisticStore,
      audit: services().audit,
    });
    expect(report.findings).to.deep.equal([]);
    expect((await admin.get('/holidays')).text).to.include('市政府通知');
  });

  it('When another process holds the old calendar, then it computes with the new one within seconds, without restart', async () => {
    const other = await compose(app.composition.config, { clock: app.clock });
    try {
      const day = parseDay('2026-06-01');
      expect(isWorkday(day, await other.services.casework.holidays())).to.equal(true);
      const { version } = await services().holidays.calendar();
      const actor = { ...(await operatorOf(app.composition)), role: 'systemAdmin' as const };
      await services().holidays.save(
        actor,
        { kind: 'day', day, becomes: 'holiday', name: '临时放假' },
        '通知',
        version,
      );
      await wait(2_100);

      expect(isWorkday(day, await other.services.casework.holidays())).to.equal(false);
    } finally {
      await other.database.connection.close();
    }
  });

  it('When what was typed cannot be read, then the form comes back filled and names what to do', async () => {
    await admin.get('/holidays/change');
    const answer = await admin.post('/holidays/preview', { kind: 'year', text: '一、元旦：1月1日放假。', year: '' });

    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('没有读到年份').and.to.include('一、元旦：1月1日放假。');
  });

  it('When two administrators change the same calendar, then the second is told that it is old', async () => {
    const form = { kind: 'day', day: '2026-06-02', becomes: 'holiday', name: '临时放假' };
    await admin.get('/holidays/change');
    const version = seen((await admin.post('/holidays/preview', form)).text);
    await admin.post('/holidays', { ...form, version, reason: '甲' });
    const second = await admin.post('/holidays', { ...form, day: '2026-06-03', version, reason: '乙' });

    expect(second.status).to.be.oneOf([409, 412]);
    expect((await services().holidays.calendar()).reason).to.equal('甲');
  });

  it('When anybody else looks, then they read the calendar and cannot change it', async () => {
    const clerk = await app.person('courtAdmin', '110112');
    const browser = await app.signIn(clerk.username, PASSWORD);

    const page = await browser.get('/holidays');
    expect(page.text).to.include('春节').and.to.not.include('/holidays/change');
    expect((await browser.get('/holidays/change')).status).to.equal(403);
  });

  it('When next year’s notice is handed in as a file, then the calendar reaches on and provisional dates become firm', async () => {
    app.clock.advance({ days: 302 });
    await signIn();
    const id = await sent();
    const before = (await services().casework.repository.get(id)).clocks.find(({ rule }) => rule === 'CL04');
    expect([before?.provisional, before?.dueAt?.toISOString()]).to.deep.equal([true, '2027-01-01T15:59:59.999Z']);
    expect((await admin.get('/accounts')).text).to.include('请及时录入2027年的放假通知');

    await admin.get('/holidays/change');
    const token = /name="_csrf" value="([^"]+)"/.exec((await admin.get('/holidays/change')).text)?.[1] ?? '';
    const preview = await admin
      .raw('post', '/holidays/preview')
      .field({ _csrf: token, kind: 'year', text: '', year: '' })
      .attach('file', Buffer.from(NOTICE_2027), 'notice.txt');
    expect(preview.status, preview.text).to.equal(200);
    expect(preview.text).to.include('变为已知至2027年12月31日');
    const text = NOTICE_2027;
    const saved = await admin.post('/holidays', {
      kind: 'year',
      text,
      version: seen(preview.text),
      reason: '国办发明电',
    });
    expect(saved.status, saved.text).to.equal(303);
    await runJobs();

    const after = (await services().casework.repository.get(id)).clocks.find(({ rule }) => rule === 'CL04');
    expect([after?.provisional, after?.dueAt?.toISOString()]).to.deep.equal([undefined, '2027-01-04T15:59:59.999Z']);
    expect((await admin.get('/accounts')).text).to.not.include('请及时录入');
    expect((await admin.get('/holidays?year=2027')).text).to.include('端午节');
  });
});
