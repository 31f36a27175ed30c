// The second factor: set up on one's own page, asked for at the door, once a code, locked after five; administrators
// outside the demonstration can do nothing without it.

import { expect } from 'chai';
import { generateSync } from 'otplib';
import { type Config } from '../../../config/index.ts';
import { operatorOf } from '../../../src/commands/operator.ts';
import { type Browser } from '../../support/app.ts';
import { testConfig } from '../../support/database.ts';
import { type Journey, startJourney } from '../../support/journey.ts';
import { PASSWORD } from '../../support/people.ts';

describe('the second factor', () => {
  let journey: Journey;
  let config: Config;

  before(async () => {
    config = await testConfig({ JIEFEN_REQUIRE_SECOND_FACTOR: 'true' });
    journey = await startJourney({}, config);
  });
  after(() => journey.close());

  const codeOf = (secret: string): string =>
    generateSync({ secret, epoch: Math.floor(journey.clock.now().getTime() / 1000) });
  const secretOn = (html: string): string =>
    /<code class="jf-code">([A-Z2-7 ]+)<\/code>/.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
  const wrong = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

  const enrol = async (browser: Browser): Promise<string> => {
    const page = await browser.get('/account/second-factor');
    const secret = secretOn(page.text);
    const answer = await browser.post('/account/second-factor', { code: codeOf(secret) });
    expect(answer.status).to.equal(303);
    return secret;
  };
  const enter = async (username: string): Promise<Browser> => {
    const browser = journey.browser();
    await browser.get('/sign-in');
    const answer = await browser.post('/sign-in', { username, password: PASSWORD });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/sign-in/code']);
    await browser.get('/sign-in/code');
    return browser;
  };

  it('When an administrator has none, then only setting it up is open, to pages and tokens alike', async () => {
    const { systemAdmin, mediator } = journey.people;
    const browser = journey.browser();
    await browser.get('/sign-in');
    await browser.post('/sign-in', { username: systemAdmin.username, password: PASSWORD });
    const closed = await browser.get('/accounts');
    const page = await browser.get('/account/second-factor');
    const posted = await browser.post('/accounts', { username: 'x' });

    expect([closed.status, closed.headers['location']]).to.deep.equal([303, '/account/second-factor']);
    expect(posted.headers['location']).to.equal('/account/second-factor');
    expect(page.text).to.include('data:image/png;base64,').and.to.include('须先启用');
    expect((await systemAdmin.call('get', '/me')).status).to.equal(401);
    expect((await mediator.call('get', '/me')).status).to.equal(200);

    await browser.post('/account/second-factor', { code: '12' });
    await enrol(browser);
    expect((await browser.get('/accounts')).status).to.equal(200);
    const removal = await browser.post('/account/second-factor/remove', { current: PASSWORD });
    expect(removal.status).to.be.oneOf([403, 422]);
    journey.clock.advance({ minutes: 1 });
    expect((await systemAdmin.call('get', '/me')).status).to.equal(200);
  });

  it('When a code is right it opens once; wrong or used ones do not, and five of them lock the account', async () => {
    const { judge } = journey.people;
    const secret = await enrol(await judge.browser());
    journey.clock.advance({ minutes: 1 });
    const code = codeOf(secret);
    const first = await enter(judge.username);
    const nothing = await first.get('/desk');
    const mistaken = await first.post('/sign-in/code', { code: wrong(code) });
    const right = await first.post('/sign-in/code', { code });
    const again = await enter(judge.username);
    const reused = await again.post('/sign-in/code', { code });

    expect([nothing.status, nothing.headers['location']?.startsWith('/sign-in')]).to.deep.equal([303, true]);
    expect(mistaken.status).to.equal(422);
    expect(right.status).to.equal(303);
    expect((await first.get('/desk')).status).to.equal(200);
    expect(reused.status).to.equal(422);

    journey.clock.advance({ minutes: 1 });
    for (let count = 0; count < 4; count++) await again.post('/sign-in/code', { code: wrong(codeOf(secret)) });
    expect((await again.post('/sign-in/code', { code: codeOf(secret) })).status).to.equal(422);
    journey.clock.advance({ minutes: 16 });
    const late = await again.post('/sign-in/code', { code: codeOf(secret) });
    expect(late.headers['location'] ?? '/sign-in').to.equal('/sign-in');
    const fresh = await enter(judge.username);
    expect((await fresh.post('/sign-in/code', { code: codeOf(secret) })).headers['location']).to.equal('/');
  });

  it('When the phone is lost, then a new password by an administrator takes the second factor off, and the audit says so', async () => {
    const { clerk } = journey.people;
    const { accounts } = journey.composition.services;
    await enrol(await clerk.browser());
    const { version } = (await accounts.byUsername(clerk.username))!;
    const system = await operatorOf(journey.composition);
    await accounts.administration.resetPassword(system, clerk.id, version, {});
    const after = await accounts.byUsername(clerk.username);
    const lines = await accounts.administration.accessEvents(system, { username: clerk.username }, { limit: 50 });

    expect(after?.totpSince).to.equal(undefined);
    expect(JSON.stringify(after)).not.to.include('totpSecret');
    expect(lines.items.map(({ kind }) => kind)).to.include.members(['secondFactorAdded', 'passwordReset']);
  });

  it('When somebody looks where they are signed in, then they see each device and end any of them at once', async () => {
    const { head, otherHead } = journey.people;
    const [desk, phone, tablet] = [
      await journey.signIn(head.username, PASSWORD),
      await journey.signIn(head.username, PASSWORD),
      await journey.signIn(head.username, PASSWORD),
    ];
    const stranger = await journey.signIn(otherHead.username, PASSWORD);
    const page = await desk.get('/account/sessions');
    const ids = [...page.text.matchAll(/sessions\/([0-9a-f]{24})\/end/g)].map(([, id]) => id);
    await stranger.get('/account');
    const foreign = await stranger.post(`/account/sessions/${ids[0]}/end`);

    expect(ids).to.have.length(2);
    expect(page.text).to.include('本设备');
    expect(foreign.status).to.equal(404);
    expect((await desk.post(`/account/sessions/${ids[0]}/end`)).status).to.equal(303);
    const still = await Promise.all([phone, tablet].map(async (browser) => (await browser.get('/account')).status));
    expect(still).to.have.members([200, 303]);
    await desk.get('/account/sessions');
    expect((await desk.post('/account/sessions/end-others')).status).to.equal(303);
    expect((await phone.get('/account')).status).to.equal(303);
    expect((await tablet.get('/account')).status).to.equal(303);
    expect((await desk.get('/account')).status).to.equal(200);
    expect((await stranger.get('/account')).status).to.equal(200);
  });
});
