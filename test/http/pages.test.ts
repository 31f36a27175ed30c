import { expect } from 'chai';
import request from 'supertest';
import { requireActor } from '../../src/http/context.ts';
import { onceOf } from '../../src/http/once.ts';
import { type RouteRow } from '../../src/http/routes.ts';
import { type Browser } from '../support/app.ts';
import { PASSWORD, startEdge, type Edge } from '../support/edge.ts';

const HOUR = 3_600_000;

const rows: readonly RouteRow[] = [
  { method: 'get', path: '/mine', right: 'signedIn', handler: (req, res) => res.send(requireActor(req).role) },
  { method: 'get', path: '/units-admin', right: 'manageUnits', handler: (_req, res) => res.send('units') },
  {
    method: 'post',
    path: '/notes',
    right: 'signedIn',
    handler: (req, res) => res.json({ body: req.body, once: onceOf(req) }),
  },
];

describe('pages at the edge', () => {
  let edge: Edge;
  let now = Date.parse('2026-03-02T01:00:00Z');

  before(async () => {
    edge = await startEdge(rows, { clock: { now: () => new Date(now) } });
  });
  after(() => edge.close());

  const signedIn = async (role: string): Promise<Browser> => {
    const browser = edge.browser();
    await browser.signIn(role, PASSWORD);
    return browser;
  };

  describe('who may open what', () => {
    it('When nobody is signed in, then the person signs in first and comes back', async () => {
      const page = await edge.browser().get('/mine?tab=2');
      const part = await edge.browser().get('/mine', { 'HX-Request': 'true' });

      expect([page.status, page.headers['location']]).to.deep.equal([303, '/sign-in?next=%2Fmine%3Ftab%3D2']);
      expect([part.status, part.headers['hx-redirect']]).to.deep.equal([401, '/sign-in?next=%2Fmine']);
    });

    it('When the post lacks the right, then 403, and the person stays signed in', async () => {
      const clerk = await signedIn('townshipClerk');

      expect((await clerk.get('/units-admin')).status).to.equal(403);
      expect((await clerk.get('/mine')).text).to.equal('townshipClerk');
      expect((await (await signedIn('systemAdmin')).get('/units-admin')).status).to.equal(200);
    });
  });

  describe('sessions', () => {
    it('When somebody signs in, then the session is a new one and its cookie is closed to scripts', async () => {
      const browser = edge.browser();
      const before = (await browser.get('/sign-in')).headers['set-cookie']?.[0] ?? '';
      const after = (await browser.signIn('courtAdmin', PASSWORD)).headers['set-cookie']?.[0] ?? '';

      expect(after).to.match(/^jiefen=.*HttpOnly; SameSite=Lax$/);
      expect(after.split(';')[0]).not.to.equal(before.split(';')[0]);
    });

    it('When somebody signs out, then the old cookie opens nothing', async () => {
      const browser = await signedIn('courtAdmin');
      await browser.get('/sign-in');
      await browser.post('/sign-out');

      expect((await browser.get('/mine')).status).to.equal(303);
    });

    it('When twelve hours have passed, then the session is over however busy it was', async () => {
      const browser = await signedIn('courtAdmin');
      now += 12 * HOUR - 1_000;
      expect((await browser.get('/mine')).status).to.equal(200);
      now += 1_000;

      expect((await browser.get('/mine')).status).to.equal(303);
    });

    it('When passwords are guessed, then the eleventh attempt must wait', async () => {
      const browser = edge.browser();
      await browser.get('/sign-in');
      const answers: number[] = [];
      for (let i = 0; i < 11; i++) {
        const fields = { username: 'tribunalJudge', password: 'guess' };
        answers.push((await browser.post('/sign-in', fields)).status);
        await browser.get('/sign-in');
      }

      expect(answers.slice(0, 10)).to.deep.equal(Array(10).fill(401));
      expect(answers[10]).to.equal(429);
      expect((await signedIn('tribunalClerk').then((clerk) => clerk.get('/mine'))).status).to.equal(200);
    });
  });

  describe('forms', () => {
    it('When a form carries no token or a wrong one, then it comes back with what was written', async () => {
      const browser = await signedIn('villageMediator');
      const fields = {
        _csrf: 'forged',
        note: '邻里<纠纷>',
        password: 'never shown',
        parties: { '0': { name: '张三' } },
      };
      const page = await browser.post('/notes', fields, { 'Sec-Fetch-Site': 'same-origin' });

      expect(page.status).to.equal(403);
      expect(page.text).to.include('邻里&lt;纠纷&gt;').and.include('parties[0][name]').and.not.include('never shown');
    });

    it('When a foreign site sent the form, then its words are not shown', async () => {
      const browser = await signedIn('villageMediator');
      const page = await browser.post(
        '/notes',
        { _csrf: '', note: 'planted words' },
        { 'Sec-Fetch-Site': 'cross-site' },
      );

      expect(page.status).to.equal(403);
      expect(page.text).not.to.include('planted words');
    });

    it('When a form is right, then its handler sees what was written and nothing of the machinery', async () => {
      const browser = await signedIn('villageMediator');
      await browser.get('/sign-in');
      const sent = await browser.post('/notes', {
        _once: 'form-0001',
        note: 'text',
        parties: { '0': { name: '张三' } },
      });
      await browser.get('/sign-in');
      const other = await browser.post('/notes', { _once: 'form-0001', note: 'other' });

      expect(sent.body.body).to.deep.equal({ note: 'text', parties: [{ name: '张三' }] });
      expect(sent.body.once).to.include({ account: 'account-of-villageMediator', key: 'form-0001' });
      expect(other.body.once.requestHash).not.to.equal(sent.body.once.requestHash);
    });

    it('When a field is named like a prototype, then nothing is polluted', async () => {
      const browser = await signedIn('villageMediator');
      await browser.get('/sign-in');
      const sent = await browser.post('/notes', { '__proto__[admin]': 'yes', 'constructor[prototype][admin]': 'yes' });

      expect(sent.status).to.be.oneOf([200, 400]);
      expect(({} as Record<string, unknown>)['admin']).to.equal(undefined);
    });
  });

  describe('language', () => {
    const titleOf = async (headers: Record<string, string>): Promise<string> =>
      (
        await request(edge.app)
          .get('/nowhere')
          .set({ Accept: 'text/html', ...headers })
      ).text;

    it('When a browser asks for English, then English; otherwise Chinese', async () => {
      expect(await titleOf({ 'Accept-Language': 'en-GB,en;q=0.9' })).to.include('Not found');
      expect(await titleOf({ 'Accept-Language': 'fr' })).to.include('没有找到');
      expect(await titleOf({})).to.include('没有找到');
      expect(await titleOf({ 'Accept-Language': 'en', Cookie: 'language=zh-CN' })).to.include('没有找到');
    });

    it('When a person chooses a language, then it stays and they are back where they were', async () => {
      const browser = edge.browser();
      await browser.get('/sign-in');
      const chosen = await browser.post('/language', { language: 'en', next: '/disputes?q=1' });
      await browser.get('/sign-in');
      const lured = await browser.post('/language', { language: 'en', next: '//evil.example/' });

      expect([chosen.status, chosen.headers['location']]).to.deep.equal([303, '/disputes?q=1']);
      expect(lured.headers['location']).to.equal('/');
      expect((await browser.get('/nowhere')).text).to.include('Not found');
    });
  });

  it('When a page is answered, then only its own scripts may run and nobody may keep or frame it', async () => {
    const { headers } = await edge.browser().get('/nowhere');

    expect(headers['content-security-policy']).to.match(/script-src 'self' 'nonce-[\w-]{22}'/);
    expect(headers['content-security-policy']).to.include("frame-ancestors 'none'").and.not.include('unsafe');
    expect(headers).to.include({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers).not.to.have.property('x-powered-by');
  });
});
