import { expect } from 'chai';
import { Router } from 'express';
import Joi from 'joi';
import request from 'supertest';
import { requireActor } from '../../src/http/context.ts';
import { onceOf } from '../../src/http/once.ts';
import { mountRoutes, type RouteRow } from '../../src/http/routes.ts';
import { PASSWORD, startEdge, type Edge } from '../support/edge.ts';

const thing = Joi.object({
  name: Joi.string().max(40).required(),
  kind: Joi.string().valid('big', 'small'),
  parts: Joi.array().items(Joi.object({ code: Joi.string().required() })),
});

const rows: readonly RouteRow[] = [
  {
    method: 'post',
    path: '/api/v1/things/:thingId/parts',
    right: 'workCases',
    scope: 'things:write',
    handler: (req, res) => res.status(201).json({ role: requireActor(req).role, once: onceOf(req) }),
    operation: {
      id: 'addPart',
      summary: 'api:title',
      group: 'api:title',
      query: Joi.object({ dryRun: Joi.boolean() }),
      body: thing,
      responses: { 201: thing },
      ifMatch: true,
    },
  },
];

describe('the API at the edge', () => {
  let edge: Edge;
  before(async () => {
    edge = await startEdge(rows, {
      allowances: { signIn: { points: 10, seconds: 60 }, api: { points: 20, seconds: 60 } },
    });
  });
  after(() => edge.close());

  const send = (token?: string) => {
    const call = request(edge.app).post('/api/v1/things/1/parts').send({});
    return token === undefined ? call : call.set('Authorization', `Bearer ${token}`);
  };

  it('When the token has right and scope, then it acts as its owner, without cookie or form token', async () => {
    const response = await send('villageMediator.things-write').set('Idempotency-Key', 'key-00001');

    expect([response.status, response.body.role]).to.deep.equal([201, 'villageMediator']);
    expect(response.body.once).to.include({ account: 'account-of-villageMediator', key: 'key-00001' });
    expect(response.headers).not.to.have.property('set-cookie');
  });

  it('When token, right or scope is missing, then the problem says which', async () => {
    const [none, revoked, scopeless, rightless] = await Promise.all([
      send(),
      send('revoked.things-write'),
      send('villageMediator.other-read'),
      send('systemAdmin.things-write'),
    ]);

    expect([none.status, none.headers['www-authenticate'], none.type]).to.deep.equal([
      401,
      'Bearer',
      'application/problem+json',
    ]);
    expect([revoked.status, revoked.body.type]).to.deep.equal([401, 'urn:jiefen:problem:token.unknown']);
    expect([scopeless.status, scopeless.body.rule]).to.deep.equal([403, 'things:write']);
    expect([rightless.status, rightless.body.rule]).to.deep.equal([403, 'workCases']);
  });

  it('When the key of a write is malformed, then it is refused', async () => {
    expect((await send('villageMediator.things-write').set('Idempotency-Key', 'short')).status).to.equal(422);
  });

  it('When a token asks too often, then it is told when to come back', async () => {
    const answers = [];
    for (let i = 0; i < 21; i++) answers.push(await send('courtFilingClerk.things-write'));
    const last = answers.at(-1);

    expect(last?.status).to.equal(429);
    expect(Number(last?.headers['retry-after'])).to.be.within(1, 60);
  });

  it('When the description is asked for, then it is OpenAPI 3.1 of the mounted rows in the language asked', async () => {
    const { body } = await request(edge.app).get('/api/v1/openapi.json').set('Accept-Language', 'en');
    const operation = body.paths['/things/{thingId}/parts'].post;

    expect(body.openapi).to.equal('3.1.0');
    expect(operation).to.include({ operationId: 'addPart', summary: 'Jiefen API' });
    const named = operation.parameters.map(
      (parameter: { name: string; in: string }) => `${parameter.in}:${parameter.name}`,
    );
    expect(named).to.have.members(['path:thingId', 'query:dryRun', 'header:Idempotency-Key', 'header:If-Match']);
    const { schema } = operation.requestBody.content['application/json'];
    expect(schema.required).to.deep.equal(['name']);
    expect(schema.properties.kind.enum).to.deep.equal(['big', 'small']);
    expect(operation.security).to.deep.equal([{ bearer: ['things:write'] }]);
  });

  it('When the description is read by people, then it is a page in both languages', async () => {
    for (const language of ['zh-CN', 'en']) {
      const page = await request(edge.app)
        .get('/api/v1/docs')
        .set({ Accept: 'text/html', 'Accept-Language': language });

      expect([page.status, page.type]).to.deep.equal([200, 'text/html']);
      expect(page.text).to.include('/things/{thingId}/parts').and.include('parts[].code').and.include('things:write');
    }
  });

  it('When a row has no right, or an address twice, then it cannot be mounted', () => {
    const row = { method: 'get', path: '/x', right: 'public', handler: () => {} } as const;

    const unheard = { record: async () => {} };
    expect(() => mountRoutes(Router(), [{ ...row, right: undefined as never }], unheard)).to.throw(
      'get /x has no right',
    );
    expect(() => mountRoutes(Router(), [row, row], unheard)).to.throw('get /x is mounted twice');
  });
});

describe('operations', () => {
  let edge: Edge;
  before(async () => {
    edge = await startEdge([]);
  });

  it('When the process lives, then it says so; when it is to end, then it is not ready', async () => {
    const ready = async () => (await request(edge.app).get('/readyz')).status;

    expect((await request(edge.app).get('/healthz')).body).to.deep.equal({ status: 'ok' });
    expect(await ready()).to.equal(200);
    edge.lifecycle.stopping = true;
    expect(await ready()).to.equal(503);
    edge.lifecycle.stopping = false;
    expect(await ready()).to.equal(200);
  });

  it('When metrics are read, then requests are counted by pattern and never by address', async () => {
    await request(edge.app).get('/secret-address');
    const { text } = await request(edge.app).get('/metrics');

    expect(text).to.match(/http_request_duration_seconds_count\{method="GET",route="unmatched",status="\d+"\} \d+/);
    expect(text).to.include('process_resident_memory_bytes').and.not.include('secret-address');
  });

  it('When the database is gone, then pages and programs are told to come back, and nothing breaks off', async () => {
    const browser = edge.browser();
    await browser.signIn('courtAdmin', PASSWORD);
    await edge.close();
    const page = await browser.get('/sign-in', { 'Accept-Language': 'en' });

    expect([page.status, page.headers['retry-after']]).to.deep.equal([503, '5']);
    expect(page.text).to.include('The system is recovering');
    expect((await request(edge.app).get('/nowhere').set('Accept', 'text/html')).status).to.equal(404);
    expect((await request(edge.app).get('/readyz')).body).to.deep.equal({ status: 'databaseUnreachable' });
  });
});
