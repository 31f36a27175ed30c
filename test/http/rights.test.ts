// Generated from the route table: every address against every role that lacks its right, and against nobody at all.

import { expect } from 'chai';
import supertest from 'supertest';
import { hasRight, type Role, ROLES } from '../../src/domain/permission.ts';
import { API_PREFIX, isApiRow, type RouteRow } from '../../src/http/routes.ts';
import { type Journey, mediate, type Person, type PersonName, startJourney, UNITS } from '../support/journey.ts';

/** Roles nobody signs in with. */
const WITHOUT_ACCOUNT: readonly Role[] = ['party', 'system'];
const SIGNING_IN = ROLES.filter((role) => !WITHOUT_ACCOUNT.includes(role));

const SAMPLES: Readonly<Record<string, string>> = { code: UNITS.township, unitCode: UNITS.township, act: 'takeUp' };
const addressOf = ({ path }: RouteRow): string =>
  path.replaceAll(/:(\w+)/g, (_part, name: string) => SAMPLES[name] ?? '000000000000000000000000');
const nameOf = (row: RouteRow): string => `${row.method} ${row.path}`;

describe('who may open what', () => {
  let journey: Journey;
  let rows: readonly RouteRow[];
  let byRole: ReadonlyMap<Role, Person>;

  before(async () => {
    journey = await startJourney();
    rows = journey.composition.rows;
    byRole = new Map(Object.values(journey.people).map((person) => [person.role, person]));
  });
  after(() => journey.close());

  it('When the route table is read, then every role has somebody to try it and every row has a right', () => {
    expect(SIGNING_IN.filter((role) => !byRole.has(role))).to.deep.equal([]);
    expect(rows.length).to.be.greaterThan(80);
  });

  for (const role of SIGNING_IN) {
    it(`When the role is ${role}, then every address it has no right to answers 403 and the session lives on`, async () => {
      const person = byRole.get(role)!;
      const browser = await person.browser();
      const closed = rows.filter(({ right }) => right !== 'public' && right !== 'signedIn' && !hasRight(role, right));
      const wrong: string[] = [];
      for (const row of closed) {
        const answer = isApiRow(row)
          ? await person.call(
              row.method,
              addressOf(row).slice(API_PREFIX.length),
              row.method === 'get' ? undefined : {},
            )
          : await (row.method === 'get' ? browser.get(addressOf(row)) : browser.post(addressOf(row)));
        const told = isApiRow(row) ? (answer.body as { rule?: string }).rule : /403|sign-out/.exec(answer.text)?.[0];
        const type = isApiRow(row) ? 'application/problem+json' : 'text/html';
        if (answer.status !== 403 || answer.type !== type || !told) wrong.push(`${nameOf(row)} → ${answer.status}`);
      }
      const still = await browser.get('/account');

      expect(wrong).to.deep.equal([]);
      expect(still.status).to.equal(200);
    });
  }

  it('When nobody is signed in, then pages lead to the sign-in and the API asks for a token', async () => {
    const stranger = journey.browser();
    const wrong: string[] = [];
    for (const row of rows.filter(({ right }) => right !== 'public')) {
      const address = addressOf(row);
      if (isApiRow(row)) {
        const answer = await supertest(journey.app)[row.method](address);
        if (answer.status !== 401 || answer.headers['www-authenticate'] !== 'Bearer') {
          wrong.push(`${nameOf(row)} → ${answer.status}`);
        }
        continue;
      }
      await stranger.get('/sign-in');
      const answer = row.method === 'get' ? await stranger.get(address) : await stranger.post(address);
      if (answer.status !== 303 || !answer.headers['location']?.startsWith('/sign-in')) {
        wrong.push(`${nameOf(row)} → ${answer.status}`);
      }
    }

    expect(wrong).to.deep.equal([]);
  });

  it('When a token has no scope for a row, then the problem names the scope', async () => {
    const { accounts } = journey.composition.services;
    const { clerk } = journey.people;
    const actor = { accountId: clerk.id, name: clerk.name, role: clerk.role } as const;
    const unit = {
      code: UNITS.township,
      tier: 'township',
      path: [UNITS.court, UNITS.tribunal, UNITS.township],
      name: '',
    } as const;
    const input = { name: 'narrow', scopes: ['nothing:read'], days: 1 };
    const { raw } = await accounts.issueToken({ ...actor, unit }, clerk.id, input, {});
    const wrong: string[] = [];
    for (const row of rows.filter((one) => isApiRow(one) && one.scope !== undefined)) {
      if (row.right === 'public' || (row.right !== 'signedIn' && !hasRight(clerk.role, row.right))) continue;
      const answer = await supertest(journey.app)[row.method](addressOf(row)).set('Authorization', `Bearer ${raw}`);
      if (answer.status !== 403 || answer.body.rule !== row.scope) wrong.push(`${nameOf(row)} → ${answer.status}`);
    }

    expect(wrong).to.deep.equal([]);
  });

  describe('reading across units', () => {
    const PRIVATE = /张建国|王秀英|13800000001|110105|滴水/;
    const HELD_BEFORE = /马守义|牛桂芬|13800000003|院墙/;
    let open: string;
    let filed: string;

    before(async () => {
      const { mediator, tribunalClerk } = journey.people;
      const first = await journey.register(mediator);
      await journey.act(mediator, first, 'takeUp');
      open = first.id;
      const second = await journey.register(mediator, {
        facts: '院墙倒塌。',
        parties: [
          { side: 'applicant', name: '马守义', phone: '13800000003' },
          { side: 'respondent', name: '牛桂芬' },
        ],
      });
      await journey.act(mediator, second, 'takeUp');
      await mediate(journey, second);
      await journey.act(mediator, second, 'failMediation', {
        ending: 'O33',
        course: '两次会议',
        reason: '分歧过大',
        costConduct: '无',
        hints: '无',
        remediesToldOn: '2026-03-02',
      });
      await journey.act(tribunalClerk, second, 'fileCase', { docket: '（2026）京0112民初1号', procedure: 'simple' });
      filed = second.id;
    });

    const FULL: readonly PersonName[] = [
      'mediator',
      'colleague',
      'clerk',
      'head',
      'tribunalClerk',
      'judge',
      'courtAdmin',
    ];
    for (const who of FULL) {
      it(`When ${who} of the owner or above opens the case, then all of it is there, numbers masked`, async () => {
        const answer = await journey.people[who].call('get', `/disputes/${open}`);

        expect([answer.status, answer.body.parties?.[0]?.name]).to.deep.equal([200, '张建国']);
        expect(JSON.stringify(answer.body)).not.to.include('11010519491231002X');
      });
    }

    const NONE: readonly PersonName[] = ['nextMediator', 'otherClerk', 'otherMediator', 'otherTribunalClerk'];
    for (const who of NONE) {
      it(`When ${who} of another branch opens it, then it does not exist for them`, async () => {
        const person = journey.people[who];
        const browser = await person.browser();
        const answers = [
          await person.call('get', `/disputes/${open}`),
          await person.call('get', `/disputes/${open}/events`),
          await person.call('get', `/disputes/${open}/custody`),
          await person.call('get', `/disputes/${open}/clocks`),
          await person.call('get', `/disputes/${open}/actions`),
          await person.call(
            'post',
            `/disputes/${open}/actions/withdraw`,
            { settled: true, note: '试试' },
            { 'If-Match': '"2"' },
          ),
          await person.call('patch', `/disputes/${open}`, { title: '改', reason: '试试' }, { 'If-Match': '"2"' }),
          await browser.get(`/disputes/${open}`),
          await browser.get(`/disputes/${open}/acts/withdraw`),
          await browser.post(`/disputes/${open}/acts/withdraw`, { settled: 'true', note: '试试' }),
        ];
        const list = await person.call('get', '/disputes');

        expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 404));
        for (const { text } of answers) expect(text).not.to.match(PRIVATE);
        expect((list.body.items as { id: string }[]).map(({ id }) => id)).not.to.include(open);
      });
    }

    for (const who of ['systemAdmin', 'auditAdmin', 'justiceViewer', 'committeeViewer'] as const) {
      it(`When ${who} opens it, then they read no case at all`, async () => {
        const person = journey.people[who];
        const browser = await person.browser();

        expect((await person.call('get', `/disputes/${open}`)).status).to.equal(403);
        expect((await person.call('get', '/disputes')).status).to.equal(403);
        expect((await browser.get(`/disputes/${open}`)).status).to.equal(403);
        expect((await browser.get('/disputes')).status).to.equal(403);
      });
    }

    it('When a unit held the case before, then it reads what became of it and nothing of the parties', async () => {
      const { colleague } = journey.people;
      const browser = await colleague.browser();
      const answers = [
        await colleague.call('get', `/disputes/${filed}`),
        await colleague.call('get', `/disputes/${filed}/events`),
        await colleague.call('get', `/disputes/${filed}/custody`),
        await colleague.call('get', `/disputes/${filed}/clocks`),
        await colleague.call('get', '/disputes?state=S19'),
        await colleague.call('get', '/hand-overs?box=out'),
        await browser.get(`/disputes/${filed}`),
        await browser.get('/disputes?state=S19'),
        await browser.get('/desk'),
      ];

      expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
      expect(answers[0]?.body).to.include({ state: 'S19' });
      for (const [index, { text }] of answers.entries()) expect(text, `answer ${index}`).not.to.match(HELD_BEFORE);
    });

    it('When an act needs another capacity, then the refusal names the article', async () => {
      const { clerk } = journey.people;
      const answer = await clerk.call(
        'post',
        `/disputes/${open}/actions/appointMediator`,
        { mediator: clerk.id, choice: 'appointed' },
        { 'If-Match': '"2"' },
      );

      expect([answer.status, answer.body.type, answer.body.rule]).to.deep.equal([
        403,
        'urn:jiefen:problem:law.notYours',
        'L18',
      ]);
    });
  });
});
