// Whatever is sent: a clear answer in the reader's language, never a fault, and nothing written.

import { expect } from 'chai';
import type Joi from 'joi';
import supertest from 'supertest';
import { type Act } from '../../src/domain/lifecycle.ts';
import { API_PREFIX, isApiRow, type RouteRow } from '../../src/http/routes.ts';
import { filled, send, submit } from '../support/form.ts';
import { type Followed, type Journey, mediate, NEIGHBOURS, startJourney, UNITS } from '../support/journey.ts';

/** Values that no field of any form expects. */
const HOSTILE: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  ['a', { $gt: '' }],
  1e308,
  -1,
  true,
  null,
  'x'.repeat(30_000),
  '\u0000',
  '${7*7}{{7*7}}',
  'constructor',
  "'; DROP TABLE disputes; --",
];

const namesIn = (schema: Joi.Schema | undefined): readonly string[] =>
  Object.keys((schema?.describe() as { keys?: object } | undefined)?.keys ?? {});

describe('bad input', () => {
  let journey: Journey;
  let dispute: Followed;

  before(async () => {
    journey = await startJourney();
    dispute = await journey.register(journey.people.clerk);
  });
  after(() => journey.close());

  /** Everything that could have been written by a request that should write nothing. */
  const everything = async (): Promise<string> => {
    const { connection } = journey.composition.database;
    const kept = [
      'disputes',
      'events',
      'handOvers',
      'counters',
      'sessions',
      'agreements',
      'consents',
      'contactAttempts',
    ];
    const all = await Promise.all(kept.map((name) => connection.collection(name).find().sort({ _id: 1 }).toArray()));
    return JSON.stringify(all);
  };

  const register = (changes: object, headers: Record<string, string> = {}) =>
    journey.people.clerk.call('post', '/disputes', { ...NEIGHBOURS, ...changes }, headers);

  describe('over the API', () => {
    let before: string;
    beforeEach(async () => {
      before = await everything();
    });
    afterEach(async () => {
      expect(await everything(), 'nothing is written').to.equal(before);
    });

    const cases: readonly (readonly [string, object, string, string])[] = [
      [
        'the check digit of an identity number is wrong',
        { parties: [{ ...NEIGHBOURS.parties[0], idNumber: '110105194912310021' }, NEIGHBOURS.parties[1]] },
        'parties.0.idNumber',
        'residentId.invalid',
      ],
      [
        'an identity number names a day that never was',
        { parties: [{ ...NEIGHBOURS.parties[0], idNumber: '110105199902300021' }, NEIGHBOURS.parties[1]] },
        'parties.0.idNumber',
        'residentId.invalid',
      ],
      [
        'a phone is no phone',
        { parties: [{ ...NEIGHBOURS.parties[0], phone: '12345678901234' }, NEIGHBOURS.parties[1]] },
        'parties.0.phone',
        'phone.invalid',
      ],
      ['the place is unknown', { placeUnit: '110112999' }, 'placeUnit', 'unit.unknown'],
      ['the place is a court', { placeUnit: UNITS.court }, 'placeUnit', 'unit.unknown'],
      ['a place is no code', { placeUnit: '宋庄镇' }, 'placeUnit', 'string.pattern.base'],
      ['the request lies ahead', { requestedOn: '2026-03-03' }, 'requestedOn', 'day.future'],
      ['a day is none', { requestedOn: '2026-02-30' }, 'requestedOn', 'day.invalid'],
      ['an amount is none', { amount: '三千多' }, 'amount', 'money.invalid'],
      ['an amount is negative', { amount: '-5' }, 'amount', 'money.invalid'],
      [
        'nobody is asked for anything',
        { parties: [NEIGHBOURS.parties[0], NEIGHBOURS.parties[0]] },
        'parties',
        'parties.respondentMissing',
      ],
      ['a field is unknown', { favourite: 'tea' }, 'favourite', 'object.unknown'],
      ['a type is unknown', { type: '77' }, 'type', 'any.only'],
      ['facts are a number', { facts: 42 }, 'facts', 'string.base'],
      ['facts are only blanks', { facts: '   ' }, 'facts', 'any.required'],
    ];
    for (const [what, changes, field, code] of cases) {
      it(`When ${what}, then 422 names the field in Chinese and in English`, async () => {
        const zh = await register(changes);
        const en = await register(changes, { 'Accept-Language': 'en' });
        const told = (zh.body.errors as { field: string; code: string; detail: string }[] | undefined)?.find(
          (one) => one.field === field,
        );

        expect([zh.status, zh.type]).to.deep.equal([422, 'application/problem+json']);
        expect(told, JSON.stringify(zh.body)).to.include({ field, code });
        expect(told?.detail).to.match(/[\u4e00-\u9fa5]/);
        const english = (en.body.errors as { field: string; detail: string }[]).find((one) => one.field === field);
        expect(english?.detail).to.match(/^[A-Z][a-z]/);
      });
    }

    it('When the act is illegal now, unknown or another’s, then the problem says so', async () => {
      const { clerk, mediator } = journey.people;
      const act = (name: string, body: object = {}) =>
        clerk.call('post', `/disputes/${dispute.id}/actions/${name}`, body, { 'If-Match': `"${dispute.version}"` });
      const illegal = await act('archive', { retention: 'long' });
      const unknown = await act('explode');
      const bySystem = await act('expireTerm');
      const elsewhere = await mediator.call(
        'post',
        `/disputes/${dispute.id}/actions/takeUp`,
        {},
        { 'If-Match': '"1"' },
      );
      const missing = await clerk.call('get', '/disputes/ffffffffffffffffffffffff');
      const odd = await clerk.call('get', '/disputes/%24gt');

      expect([illegal.status, illegal.body.type]).to.deep.equal([409, 'urn:jiefen:problem:law.wrongState']);
      expect([unknown.status, bySystem.status, elsewhere.status, missing.status, odd.status]).to.deep.equal([
        404, 404, 404, 404, 404,
      ]);
    });

    it('When the body is no JSON, too big, too deep or of another kind, then it is refused before anything is done', async () => {
      const { token } = journey.people.clerk;
      const raw = (body: string, type = 'application/json') =>
        supertest(journey.app).post('/api/v1/disputes').set('Authorization', `Bearer ${token}`).type(type).send(body);
      const deep = `${'{"facts":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
      const answers = {
        malformed: await raw('{"facts": "不完整'),
        empty: await raw(''),
        text: await raw('facts=1', 'text/plain'),
        form: await raw('facts=1', 'application/x-www-form-urlencoded'),
        xml: await raw('<facts/>', 'application/xml'),
        big: await raw(JSON.stringify({ facts: 'x'.repeat(20 * 1024 * 1024) })),
        deep: await raw(deep),
        list: await raw('[]'),
        charset: await raw('{}', 'application/json; charset=klingon'),
      };

      expect(
        Object.fromEntries(Object.entries(answers).map(([name, { status, type }]) => [name, [status, type]])),
      ).to.deep.equal({
        malformed: [400, 'application/problem+json'],
        empty: [422, 'application/problem+json'],
        text: [415, 'application/problem+json'],
        form: [415, 'application/problem+json'],
        xml: [415, 'application/problem+json'],
        big: [413, 'application/problem+json'],
        deep: [422, 'application/problem+json'],
        list: [422, 'application/problem+json'],
        charset: [415, 'application/problem+json'],
      });
    });

    it('When a body reaches for prototypes, then it is an unknown field and nobody inherits anything', async () => {
      const { token } = journey.people.clerk;
      for (const key of ['__proto__', 'constructor', 'prototype']) {
        const body = `{"${key}":{"polluted":"yes","role":"systemAdmin"},"facts":"x"}`;
        const answer = await supertest(journey.app)
          .post('/api/v1/disputes')
          .set('Authorization', `Bearer ${token}`)
          .type('application/json')
          .send(body);
        expect([key, answer.status]).to.deep.equal([key, 422]);
      }
      expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    });

    it('When every field of every write is sent hostile values, then none is a fault and none is stored', async () => {
      const { clerk } = journey.people;
      const wrong: string[] = [];
      const writes = journey.composition.rows.filter(
        (row) => isApiRow(row) && row.operation?.body !== undefined && row.scope === 'disputes:write',
      );
      const addressOf = ({ path }: RouteRow) =>
        path.replace(':disputeId', dispute.id).replace(/:\w+/g, 'ffffffffffffffffffffffff');
      for (const row of writes) {
        for (const key of namesIn(row.operation?.body)) {
          for (const value of HOSTILE) {
            // A version that never was: whatever passes the shape is refused as old.
            const answer = await clerk.call(
              row.method,
              addressOf(row).slice(API_PREFIX.length),
              { [key]: value },
              { 'If-Match': '"999"' },
            );
            if (answer.status >= 500 || (answer.status < 400 && !/check-duplicates|triage/.test(row.path))) {
              wrong.push(`${row.path} ${key}=${JSON.stringify(value)?.slice(0, 40)} → ${answer.status}`);
            }
          }
        }
      }

      expect(writes.length).to.be.greaterThan(30);
      expect(wrong).to.deep.equal([]);
    }).timeout(120_000);

    it('When queries carry operators or nonsense, then lists refuse them', async () => {
      const { clerk } = journey.people;
      const answers = await Promise.all(
        [
          '/disputes?state[$gt]=',
          '/disputes?state[]=S02&state[$ne]=1',
          '/disputes?cursor=%00',
          '/disputes?cursor=e30',
          '/disputes?limit=0',
          '/disputes?limit=1e9',
          '/disputes?limit[$gt]=1',
          '/disputes?q[$regex]=.*',
          '/disputes?unknown=1',
          '/disputes?pile=__proto__',
          '/disputes?pile=constructor',
          '/hand-overs?box=under',
          '/hand-overs?cursor=yesterday',
          '/units?tier[$ne]=court',
          '/units/%7B%22$gt%22:%22%22%7D',
        ].map((path) => clerk.call('get', path)),
      );

      expect(answers.map(({ status }) => status).filter((status) => status < 400 || status >= 500)).to.deep.equal([]);
    });

    it('When a name is a regular expression, then it is searched for as it is written', async () => {
      const { body, status } = await journey.people.clerk.call('get', `/disputes?q=${encodeURIComponent('.*$^(张')}`);

      expect(status).to.equal(200);
      expect(body.items).to.have.length.lessThan(2);
    });
  });

  describe('on pages', () => {
    it('When a registration has mistakes, then the form comes back with every word and every mistake, in both languages', async () => {
      const browser = await journey.people.clerk.browser();
      const typed = {
        type: '02',
        facts: '王某家<屋檐>滴水"损坏"院墙。',
        claims: '修复院墙\n赔偿三千元',
        'parties.0.name': '张建国',
        'parties.0.idNumber': '110105194912310021',
        'parties.1.name': '王秀英',
        'parties.1.phone': '12',
        amount: '三千多',
        requestedOn: '2026-03-03',
      };
      const before = await everything();
      const answer = await submit(browser, '/disputes/new', typed, '/disputes');
      const again = filled(answer.text, '/disputes', {});
      const english = await browser
        .raw('post', '/disputes')
        .set({ Accept: 'text/html', 'Accept-Language': 'en' })
        .type('form')
        .send(again.toString());

      expect(answer.status).to.equal(422);
      for (const [name, value] of Object.entries(typed))
        expect(again.get(name)?.replaceAll('\r', ''), name).to.equal(value);
      for (const field of ['parties.0.idNumber', 'parties.1.phone', 'amount', 'requestedOn']) {
        expect(answer.text).to.include(`href="#f-${field}"`).and.include(`id="f-${field}-error"`);
      }
      expect(answer.text).to.include('第 2 位当事人 联系电话');
      expect(english.status).to.equal(422);
      expect(await everything()).to.equal(before);
    });

    it('When several boxes were ticked, then they are still ticked when the form comes back', async () => {
      const { mediator } = journey.people;
      const own = await journey.register(mediator);
      await journey.act(mediator, own, 'takeUp');
      await journey.act(mediator, own, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
      const browser = await mediator.browser();
      const page = `/disputes/${own.id}/acts/acceptAppointment`;
      const answer = await submit(browser, page, { relations: ['relative', 'interest'].slice(0, 2) });
      const again = filled(answer.text, page, {});

      expect(answer.status).to.equal(422);
      expect(again.getAll('relations')).to.have.length(2);
    });

    it('When the time of a contact is asked for, then it begins with the time on the clock in Beijing', async () => {
      const { mediator } = journey.people;
      const own = await journey.register(mediator);
      await journey.act(mediator, own, 'takeUp');
      await journey.act(mediator, own, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
      await journey.act(mediator, own, 'acceptAppointment', { relations: ['none'] });
      const page = await (await mediator.browser()).get(`/disputes/${own.id}/acts/recordContact`);

      expect(page.text).to.include('value="2026-03-02T09:00"');
      expect(page.text).not.to.match(/>\s*true\s*</);
    });

    it('When a form is far too big, malformed or full of operators, then a page says so and nothing is written', async () => {
      const browser = await journey.people.clerk.browser();
      const fields = filled((await browser.get('/disputes/new')).text, '/disputes', { type: '02', facts: '滴水' });
      const before = await everything();
      const big = new URLSearchParams(fields);
      big.set('facts', 'x'.repeat(20 * 1024 * 1024));
      const operators = new URLSearchParams(fields);
      operators.delete('facts');
      operators.append('facts[$gt]', '');
      operators.append('__proto__[polluted]', 'yes');
      operators.append('constructor.prototype.polluted', 'yes');
      const deep = new URLSearchParams(fields);
      deep.append(`facts${'[a]'.repeat(200)}`, 'x');
      const many = new URLSearchParams(fields);
      for (let i = 0; i < 5_000; i++) many.append(`parties[${i}][name]`, '甲');
      const nul = new URLSearchParams(fields);
      nul.set('facts', '\u0000\ud800');
      const answers = {
        big: await send(browser, '/disputes', big),
        operators: await send(browser, '/disputes', operators),
        deep: await send(browser, '/disputes', deep),
        many: await send(browser, '/disputes', many),
        nul: await send(browser, '/disputes', nul),
        json: await browser
          .raw('post', '/disputes')
          .set('Accept', 'text/html')
          .type('application/json')
          .send('{"facts":'),
      };

      for (const [name, { status, type, text }] of Object.entries(answers)) {
        expect(type, name).to.equal('text/html');
        expect(status, name).to.be.within(400, 499);
        expect(text, name)
          .to.include('<html lang="zh-CN"')
          .and.not.match(/at \S+ \(.*:\d+:\d+\)|node_modules/);
      }
      expect(answers.big.status).to.equal(413);
      expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
      expect(await everything()).to.equal(before);
    });

    it('When every field of every open form is sent in a shape it never has, then the form comes back', async () => {
      const { mediator } = journey.people;
      const own = await journey.register(mediator);
      await journey.act(mediator, own, 'takeUp');
      await mediate(journey, own);
      const browser = await mediator.browser();
      const { body } = await mediator.call('get', `/disputes/${own.id}/actions`);
      const open = (body.items as { action: Act; allowed: boolean }[]).filter((item) => item.allowed);
      const shapes: readonly ((name: string) => readonly [string, string])[] = [
        (name) => [`${name}[$gt]`, ''],
        (name) => [`${name}[0][0][x]`, 'y'],
        (name) => [name, '\u0000'],
      ];
      const before = await everything();
      const wrong: string[] = [];
      for (const { action } of open) {
        const page = `/disputes/${own.id}/acts/${action}`;
        const fields = filled((await browser.get(page)).text, page, {});
        fields.set('version', '999');
        const { schema } = journey.composition.services.casework.disputes.definition(action);
        for (const name of namesIn(schema)) {
          for (const shape of shapes) {
            const sent = new URLSearchParams(fields);
            sent.delete(name);
            sent.append(...(shape(name) as [string, string]));
            const answer = await send(browser, page, sent);
            if (![412, 422].includes(answer.status)) wrong.push(`${action} ${String(shape(name))} → ${answer.status}`);
          }
        }
      }

      expect(open.length).to.be.greaterThan(7);
      expect(wrong).to.deep.equal([]);
      expect(await everything()).to.equal(before);
    }).timeout(120_000);

    it('When an address is nonsense, then the page is not found', async () => {
      const browser = await journey.people.clerk.browser();
      const paths = [
        '/disputes/%00',
        '/disputes/..%2f..%2fetc%2fpasswd',
        '/disputes/__proto__/acts/constructor',
        `/disputes/${dispute.id}/acts/toString`,
        `/disputes/${dispute.id}/acts/__proto__`,
        '/disputes/%E0%A4%A',
      ];

      for (const path of paths) expect((await browser.get(path)).status, path).to.be.oneOf([400, 404]);
    });
  });
});
