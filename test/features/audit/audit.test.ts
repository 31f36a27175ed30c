// Who read what: written down before the answer leaves, bound line to line, seen by the case's owner, watched.

import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import supertest from 'supertest';
import { createApp } from '../../../src/app.ts';
import { type AuditLine } from '../../../src/domain/audit.ts';
import { type CalendarDay } from '../../../src/domain/calendar-day.ts';
import { auditLineModel } from '../../../src/features/audit/index.ts';
import { API_PREFIX, isApiRow } from '../../../src/http/routes.ts';
import { PASSWORD } from '../../support/people.ts';
import { type Followed, type Journey, mediate, type Person, startJourney } from '../../support/journey.ts';

const PARTIES = /张建国|王秀英|13800000001|110105/;

describe('the audit of reading', () => {
  let journey: Journey;
  let people: Journey['people'];
  let dispute: Followed;

  const lines = () => auditLineModel(journey.composition.database.connection);
  const linesOf = async (filter: object): Promise<readonly AuditLine[]> =>
    lines().find(filter).sort({ at: 1, seq: 1 }).lean<AuditLine[]>();
  const problems = async () => (await journey.composition.services.audit.check()).problems;
  const open = (person: Person, id = dispute.id) => person.call('get', `/disputes/${id}`);

  before(async () => {
    journey = await startJourney();
    people = journey.people;
    dispute = await journey.register(people.mediator);
    await journey.act(people.mediator, dispute, 'takeUp');
    await mediate(journey, dispute);
  });
  after(() => journey.close());

  it('When the case’s mediator opens any address of the case, then each leaves a line that names the case', async () => {
    const browser = await people.mediator.browser();
    const silent: string[] = [];
    let opened = 0;
    for (const { method, path, ...row } of journey.composition.rows) {
      if (method !== 'get' || !path.includes(':disputeId') || path.includes('/acts/')) continue;
      const address = path.replace(':disputeId', dispute.id).replace(':form', 'F07').replaceAll(/:\w+/g, '1');
      const answer = isApiRow({ method, path, ...row })
        ? await people.mediator.call('get', address.slice(API_PREFIX.length))
        : await browser.get(address);
      if (answer.status !== 200) continue;
      opened += 1;
      const id = answer.headers['x-request-id'] as string;
      const [line] = await linesOf({ requestId: id });
      if (line?.disputeId !== dispute.id || line.basis !== 'assigned') silent.push(path);
    }

    expect(silent).to.deep.equal([]);
    expect(opened).to.be.greaterThan(12);
  });

  it('When somebody opens a case, then the line says who, from where, when, what and by which standing', async () => {
    const answer = await open(people.judge);
    const [line] = await linesOf({ requestId: answer.headers['x-request-id'] });

    expect(line).to.deep.include({
      kind: 'view',
      method: 'GET',
      path: `/api/v1/disputes/${dispute.id}`,
      status: 200,
      disputeId: dispute.id,
      basis: 'above',
      person: {
        accountId: people.judge.id,
        name: people.judge.name,
        role: 'tribunalJudge',
        unitCode: people.judge.unit,
      },
    });
    expect(line?.ip).to.match(/127\.0\.0\.1|::1/);
    expect(line?.at.getTime()).to.equal(journey.clock.now().getTime());
    expect(JSON.stringify(line)).not.to.match(PARTIES);
  });

  it('When a neighbouring unit tries, then the refusal is written down as an attempt without a right', async () => {
    const answer = await open(people.otherMediator);
    const [line] = await linesOf({ requestId: answer.headers['x-request-id'] });

    expect(answer.status).to.equal(404);
    expect([line?.kind, line?.status, line?.basis, line?.disputeId]).to.deep.equal([
      'refused',
      404,
      'none',
      dispute.id,
    ]);
  });

  it('When somebody searches, exports, prints or signs in wrongly, then the kind and a mask stand in the line', async () => {
    const head = await people.head.browser();
    const kinds: unknown[] = [];
    for (const address of [
      '/disputes?q=张建国',
      `/disputes/${dispute.id}/brief`,
      '/statistics/exports/funnel/funnel.csv',
    ]) {
      const answer = await head.get(encodeURI(address));
      const [line] = await linesOf({ requestId: answer.headers['x-request-id'] });
      if (answer.status < 400) kinds.push([line?.kind, line?.text ?? '']);
    }
    const stranger = journey.browser();
    await stranger.get('/sign-in');
    const wrong = await stranger.post('/sign-in', { username: 'head', password: 'not-the-password' });
    const [failed] = await linesOf({ requestId: wrong.headers['x-request-id'] });

    expect(kinds.slice(0, 2)).to.deep.equal([
      ['search', '张**'],
      ['print', ''],
    ]);
    expect([failed?.kind, failed?.username]).to.deep.equal(['signIn', 'head']);
    expect(failed?.status).to.be.greaterThan(399);
    expect(JSON.stringify(await linesOf({}))).not.to.match(/not-the-password|张建国/);
  });

  it('When an act is done or refused by law, then it is a line; when a form is filled in wrongly, then it is not', async () => {
    const refused = await people.clerk.call(
      'post',
      `/disputes/${dispute.id}/actions/takeUp`,
      {},
      { 'If-Match': '"1"' },
    );
    const mistaken = await people.clerk.call('post', '/disputes', {});
    const change = await linesOf({ kind: 'change', disputeId: dispute.id });
    const [stale] = await linesOf({ requestId: refused.headers['x-request-id'] });

    expect(change.map(({ path }) => path.split('/').at(-1))).to.include.members(['takeUp', 'recordSession']);
    expect(stale?.kind).to.equal('refused');
    expect(await linesOf({ requestId: mistaken.headers['x-request-id'] })).to.deep.equal([]);
  });

  it('When the holder of a case asks, then it sees who opened it; nobody else does', async () => {
    await open(people.courtAdmin);
    const page = await (await people.mediator.browser()).get(`/disputes/${dispute.id}/reads`);
    const own = await people.mediator.call('get', `/disputes/${dispute.id}/reads?limit=100`);
    const shown = await (await people.colleague.browser()).get(`/disputes/${dispute.id}`);
    const others = await Promise.all(
      [people.clerk, people.judge, people.otherMediator, people.auditAdmin, people.systemAdmin].map(
        async (person) => (await person.call('get', `/disputes/${dispute.id}/reads`)).status,
      ),
    );

    expect(page.status).to.equal(200);
    expect(page.text).to.include(people.courtAdmin.name).and.to.include(people.otherMediator.name);
    expect(shown.text).to.include('谁看过本案');
    const items = own.body.items as { name: string; basis: string; refused: boolean; ip?: string }[];
    expect(items.find(({ name }) => name === people.otherMediator.name)).to.deep.include({
      basis: 'none',
      refused: true,
    });
    expect(items.every((item) => !('ip' in item))).to.equal(true);
    expect(others).to.deep.equal([403, 403, 404, 403, 403]);
  });

  it('When the audit administrator looks, then lines, filters and a table are there in both languages, and no case', async () => {
    const browser = await people.auditAdmin.browser();
    const page = await browser.get(`/audit?kind=refused&dispute=${dispute.id}`);
    const english = await browser.get('/audit', { Cookie: '', 'Accept-Language': 'en' });
    const sheet = await browser.get('/audit/export.csv?kind=refused');
    const json = await people.auditAdmin.call('get', '/audit?kind=view&limit=2');
    const after = await people.auditAdmin.call('get', `/audit?kind=view&limit=2&cursor=${json.body.next}`);

    expect(page.text).to.include(people.otherMediator.name).and.to.include('无权查看');
    expect(page.text).not.to.match(PARTIES);
    expect(english.status).to.equal(200);
    expect(sheet.headers['content-type']).to.include('text/csv');
    expect(sheet.text.split('\r\n')[0]).to.include('at,kind,name');
    expect(sheet.text).to.include(people.otherMediator.name);
    expect(json.body.items).to.have.length(2);
    expect(after.body.items[0]).not.to.deep.equal(json.body.items[0]);
    expect((await open(people.auditAdmin)).status).to.equal(403);
  });

  it('When one person is read about again and again, an area is left, or an export is made at night, then an alert says so', async () => {
    const { audit } = journey.composition.services;
    const ids = [dispute.id];
    for (let count = 0; count < 4; count++) {
      ids.push((await journey.register(people.mediator, { externalNumber: `A-${count}` })).id);
    }
    for (const id of ids) {
      await open(people.courtAdmin, id);
      await open(people.otherMediator, id);
    }
    journey.clock.advance({ minutes: 14 * 60 });
    const night = await journey.signIn(people.head.username, PASSWORD);
    await night.get(`/disputes/${dispute.id}/brief`);
    await audit.findAlerts();
    await audit.findAlerts();
    const page = await (await journey.signIn(people.auditAdmin.username, PASSWORD)).get('/audit');
    const alerts = await audit.alerts({ role: 'auditAdmin' } as never);

    expect(alerts.map(({ rule, person, count }) => [rule, person.name, count])).to.have.deep.members([
      ['onePerson', people.courtAdmin.name, 5],
      ['onePerson', people.courtAdmin.name, 5],
      ['outsideArea', people.otherMediator.name, 5],
      ['onePerson', people.otherMediator.name, 5],
      ['onePerson', people.otherMediator.name, 5],
      ['nightExport', people.head.name, 1],
    ]);
    for (const words of ['反复查看一人', '查看辖区以外', '夜间导出']) expect(page.text).to.include(words);
  });

  it('When fifty requests come at once, then their lines form one chain without a gap', async () => {
    await Promise.all(Array.from({ length: 50 }, () => open(people.judge)));

    expect(await problems()).to.deep.equal([]);
  });

  it('When a line is altered, removed, inserted, moved or cut off, then the check finds it', async () => {
    const { audit } = journey.composition.services;
    const { connection } = journey.composition.database;
    await audit.seal();
    const stored = connection.collection('auditLines');
    const all = await stored.find({}).sort({ seq: 1 }).toArray();
    const middle = all[5]!;
    const last = all.at(-1)!;
    const { _id: _middleId, ...copy } = middle;
    const restore = async () => {
      await stored.deleteMany({});
      await stored.insertMany(all);
    };
    const found: Record<string, string> = {};
    const tamper = async (name: string, change: () => Promise<unknown>) => {
      await change();
      found[name] = (await problems()).join('; ');
      await restore();
    };
    await tamper('altered', () => stored.updateOne({ _id: middle._id }, { $set: { 'person.name': '别人' } }));
    await tamper('redated', () => stored.updateOne({ _id: middle._id }, { $set: { at: new Date(0) } }));
    await tamper('removed', () => stored.deleteOne({ _id: middle._id }));
    await tamper('cut off', () => stored.deleteOne({ _id: last._id }));
    await tamper('inserted', () => stored.insertOne({ ...copy, seq: last['seq'] + 1 }));
    await tamper('a chain of its own', () => stored.insertOne({ ...copy, chain: 'forged', seq: 1 }));
    await tamper('swapped', async () => {
      await stored.updateOne({ _id: middle._id }, { $set: { seq: 0 } });
      await stored.updateOne({ _id: last._id }, { $set: { seq: middle['seq'] } });
      await stored.updateOne({ _id: middle._id }, { $set: { seq: last['seq'] } });
    });
    const heads = await connection.collection('auditHeads').find({}).toArray();
    await tamper('a whole chain', async () => {
      await stored.deleteMany({});
      await connection.collection('auditHeads').deleteMany({});
    });
    await connection.collection('auditHeads').insertMany(heads);

    expect(found['altered']).to.include('altered or inserted');
    expect(found['redated']).to.include('altered or inserted');
    expect(found['removed']).to.include('is missing');
    expect(found['cut off']).to.include('are missing');
    expect(found['inserted']).to.include('altered or inserted');
    expect(found['a chain of its own']).to.include('altered or inserted');
    expect(found['swapped']).to.include('altered or inserted');
    expect(found['a whole chain']).to.include('are missing');
    expect(await problems()).to.deep.equal([]);
  });

  it('When a line cannot be written, then nothing is read', async () => {
    const broken = createApp({
      ...journey.composition,
      trail: { record: () => Promise.reject(new Error('no disk')) },
      logger: journey.composition.logger,
    });
    const answer = await supertest(broken)
      .get(`/api/v1/disputes/${dispute.id}`)
      .set('Authorization', `Bearer ${people.mediator.token}`);

    expect(answer.status).to.be.greaterThan(499);
    expect(answer.text).not.to.match(PARTIES);
  });

  it('When old lines are archived, then they are in the file, the check goes on from there, and the last six months stay', async () => {
    const { audit } = journey.composition.services;
    const file = join(tmpdir(), `audit-${process.pid}.ndjson.gz`);
    const refusal = await audit.archive(file, '2026-03-10' as CalendarDay, true).catch((error: Error) => error.message);
    expect(refusal).to.equal('validation');
    journey.clock.advance({ days: 200 });
    await open(people.judge);
    const before = await lines().countDocuments();
    try {
      const { lines: written } = await audit.archive(file, '2026-03-10' as CalendarDay, true);
      const kept = gunzipSync(await readFile(file))
        .toString('utf8')
        .trim()
        .split('\n');

      expect(written).to.equal(before - 1);
      expect(kept).to.have.length(written);
      expect(JSON.parse(kept[0]!)).to.include.keys('chain', 'seq', 'hash', 'at');
      expect(await lines().countDocuments()).to.equal(1);
      expect(await problems()).to.deep.equal([]);
    } finally {
      await rm(file, { force: true });
    }
  });
});
