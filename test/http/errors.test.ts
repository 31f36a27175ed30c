import { expect } from 'chai';
import Joi from 'joi';
import mongoose from 'mongoose';
import request from 'supertest';
import { conflict, DomainError } from '../../src/domain/errors.ts';
import { requireVersion, setVersion } from '../../src/http/precondition.ts';
import { problemOf } from '../../src/http/problem.ts';
import { type RouteRow } from '../../src/http/routes.ts';
import { validate } from '../../src/http/validate.ts';
import { startEdge, type Edge } from '../support/edge.ts';

const schema = Joi.object({ name: Joi.string().required(), amount: Joi.number().integer().min(1) });

const rows: readonly RouteRow[] = [
  {
    method: 'post',
    path: '/api/v1/things',
    right: 'public',
    handler: (req, res) => res.status(201).json(validate(schema, req.body)),
  },
  {
    method: 'patch',
    path: '/api/v1/things',
    right: 'public',
    handler: (req, res) => {
      const version = requireVersion(req);
      if (version !== 7) throw new DomainError('stale', 'stale', { params: { seen: version, current: 7 } });
      setVersion(res, 8).json({});
    },
  },
  {
    method: 'get',
    path: '/api/v1/ruled',
    right: 'public',
    handler: () => {
      throw conflict('duplicate', 'A07');
    },
  },
  {
    method: 'get',
    path: '/api/v1/cast',
    right: 'public',
    handler: () => {
      throw new mongoose.Error.CastError('ObjectId', { $gt: '' }, '_id');
    },
  },
  {
    method: 'get',
    path: '/api/v1/fault',
    right: 'public',
    handler: () => {
      throw new Error('secret of the inside');
    },
  },
  {
    method: 'get',
    path: '/fault',
    right: 'public',
    handler: () => {
      throw new Error('secret of the inside');
    },
  },
  { method: 'post', path: '/texts', right: 'public', handler: (_req, res) => res.send('kept') },
];

describe('errors at the edge', () => {
  let edge: Edge;
  before(async () => {
    edge = await startEdge(rows);
  });
  after(() => edge.close());

  const api = (method: 'get' | 'post' | 'patch', path: string) => request(edge.app)[method](`/api/v1${path}`);

  it('When fields are wrong, then each is named in a problem with 422', async () => {
    const response = await api('post', '/things').send({ amount: 0.5, $gt: 1 });

    expect(response.status).to.equal(422);
    expect(response.type).to.equal('application/problem+json');
    expect(response.body).to.include({ status: 422, type: 'urn:jiefen:problem:validation' });
    expect(response.body.title).to.be.a('string').and.not.equal('');
    expect(response.body.instance).to.equal(`urn:request:${response.headers['x-request-id']}`);
    const named = response.body.errors.map((error: { field: string; code: string }) => [error.field, error.code]);
    expect(named).to.deep.include.members([
      ['name', 'any.required'],
      ['amount', 'number.integer'],
      ['$gt', 'object.unknown'],
    ]);
  });

  it('When JSON is malformed, then the answer is 400 and quotes nothing', async () => {
    const response = await api('post', '/things').type('json').send('{"name": "张三');

    expect(response.status).to.equal(400);
    expect(response.text).not.to.include('张三');
  });

  it('When the body is not JSON, then the answer is 415', async () => {
    const response = await api('post', '/things').type('text/plain').send('name=1');

    expect(response.status).to.equal(415);
  });

  it('When a rule forbids an act, then the problem carries the rule', async () => {
    const response = await api('get', '/ruled');

    expect(response.status).to.equal(409);
    expect(response.body.rule).to.equal('A07');
  });

  it('When a value cannot be cast, then the answer is 400 and names the field', async () => {
    const response = await api('get', '/cast');

    expect(response.status).to.equal(400);
    expect(response.body.errors[0]).to.include({ field: '_id' });
  });

  it('When the system fails, then the answer is a quiet 500 with the request id', async () => {
    const response = await api('get', '/fault');
    const page = await request(edge.app).get('/fault').set('Accept', 'text/html');

    expect([response.status, page.status]).to.deep.equal([500, 500]);
    expect(response.text + page.text)
      .not.to.include('secret of the inside')
      .and.not.to.include('node_modules');
    expect(page.text).to.include(page.headers['x-request-id']);
  });

  it('When the database is cut off in the middle of a write, then the request is told to come again', () => {
    const { MongoBulkWriteError, MongoNetworkError } = mongoose.mongo;
    const noResult = {} as never;
    const cutOff = new MongoBulkWriteError(new MongoNetworkError('closed'), noResult);
    const ended = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
    for (const error of [cutOff, ended]) expect(problemOf(error)).to.include({ status: 503, kind: 'unavailable' });
    const refused = { message: 'E11000', code: 11_000, writeErrors: [] };
    const duplicate = new MongoBulkWriteError(refused, noResult);
    expect(problemOf(duplicate).status).to.equal(409);
  });

  it('When an address is unknown, then people get a page and programs a problem', async () => {
    const page = await request(edge.app).get('/nowhere').set('Accept', 'text/html');
    const problem = await api('get', '/nowhere');

    expect([page.status, page.type]).to.deep.equal([404, 'text/html']);
    expect([problem.status, problem.type]).to.deep.equal([404, 'application/problem+json']);
  });

  it('When an address is not well encoded, then the answer is 400', async () => {
    expect((await request(edge.app).get('/%E0%A4%A').set('Accept', 'text/html')).status).to.be.oneOf([400, 404]);
  });

  it('When a body has 20 MB, then people are told so in their language with 413', async () => {
    const body = `text=${'x'.repeat(20 * 1024 * 1024)}`;
    const form = await request(edge.app)
      .post('/texts')
      .set({ Accept: 'text/html', 'Accept-Language': 'en' })
      .type('form')
      .send(body);
    const json = await api('post', '/things').send({ name: 'x'.repeat(20 * 1024 * 1024) });

    expect([form.status, json.status]).to.deep.equal([413, 413]);
    expect(form.text).to.include('larger than allowed');
    expect(json.body.title).to.equal('提交的内容过大');
  });

  it('When a change names no version, then 428; an old one, then 412; the right one, then the new version', async () => {
    const without = await api('patch', '/things').send({});
    const old = await api('patch', '/things').set('If-Match', '"6"').send({});
    const odd = await api('patch', '/things').set('If-Match', '*').send({});
    const right = await api('patch', '/things').set('If-Match', '"7"').send({});

    expect([without.status, old.status, odd.status, right.status]).to.deep.equal([428, 412, 422, 200]);
    expect(old.body.params).to.deep.equal({ seen: 6, current: 7 });
    expect(right.headers['etag']).to.equal('"8"');
  });
});
