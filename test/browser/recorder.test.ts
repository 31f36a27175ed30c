// The recorder on a telephone in a village: what is typed outlives a killed browser, a login that ends, a lost network
// and a second device, and the page says at every moment where the words are.

import { expect } from 'chai';
import { createApp } from '../../src/app.ts';
import { httpSessionModel } from '../../src/http/session.ts';
import { draftModel } from '../../src/features/drafts/draft.model.ts';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { violations } from '../support/browser.ts';
import { Device, Network } from '../support/device.ts';
import { AGREEMENT, CONSENTS, type Followed, type Journey, SESSION, startJourney } from '../support/journey.ts';
import { PASSWORD } from '../support/people.ts';

const today = dayOfInstant(systemClock.now());
const yesterday = addDays(today, -1);
const STATEMENTS = '[name=statements]';

describe('the recorder in the field', function () {
  this.timeout(30_000);
  let journey: Journey;
  let network: Network;
  let device: Device;

  before(async () => {
    journey = await startJourney({ clock: systemClock });
    network = new Network(createApp(journey.composition));
    await network.up();
    device = await Device.start(network);
    await device.signIn(journey.people.mediator.username);
  });
  // A test that failed with the network down must not take the others with it.
  afterEach(async () => {
    await network.down();
    await network.up();
  });
  after(async () => {
    await device?.end();
    await network?.down();
    await journey?.close();
  });

  /** A dispute in mediation, and the address of its recorder. */
  const mediating = async (): Promise<{ dispute: Followed; form: string }> => {
    const { mediator } = journey.people;
    const dispute = await journey.register(mediator, { requestedOn: yesterday });
    await journey.act(mediator, dispute, 'takeUp');
    await journey.act(mediator, dispute, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
    await journey.act(mediator, dispute, 'acceptAppointment', { relations: ['none'] });
    await journey.act(mediator, dispute, 'recordConsent', { ...CONSENTS, rightsToldOn: yesterday });
    await journey.act(mediator, dispute, 'beginMediation', { mode: 'inPerson', addressConfirmed: ['p1', 'p2'] });
    return { dispute, form: `/disputes/${dispute.id}/acts/recordSession` };
  };
  const sessionsOf = async (id: string): Promise<{ statements: string }[]> =>
    (await journey.people.mediator.call('get', `/disputes/${id}/sessions`)).body.items.map(
      ({ content }: { content: { statements: string } }) => content,
    );
  const drafts = () => draftModel(journey.composition.database.connection);

  /** Everything the record needs besides what was said. */
  const fill = async (): Promise<void> => {
    const { page } = device;
    await page.fill('[name=on]', yesterday);
    await page.fill('[name=from]', '14:00');
    await page.fill('[name=until]', '15:10');
    for (const name of ['identityChecked', 'rightsTold', 'disclosed']) await page.click(`label[for=f-${name}]`);
    await page.check('[name=result][value=agreed]');
  };
  const save = (): Promise<void> => device.page.click('main form [type=submit]');

  it('When the browser is killed in the middle of a sentence, then every word is back, and what was kept is sealed', async () => {
    const { form, dispute } = await mediating();
    await device.openForm(form);
    await device.page.fill(STATEMENTS, '第一句：滴水已有两年。');
    await device.waitForStatus('saved');
    await device.page.locator(STATEMENTS).pressSequentially('第二句：墙根已经泡空了');
    // The page does not say that the last words are kept before they are on the disk.
    await device.page.waitForSelector('form[data-drafting=ready]:not([data-writing])');
    await device.kill();
    const stored = await drafts().findOne({ accountId: journey.people.mediator.id }).lean();
    await device.again();
    await device.open(form);
    if (device.page.url().includes('/sign-in')) await device.signIn(journey.people.mediator.username);
    await device.page.waitForSelector('form[data-drafting=ready]');

    expect(await device.page.inputValue(STATEMENTS)).to.equal('第一句：滴水已有两年。第二句：墙根已经泡空了');
    expect(await device.page.innerText('.jf-draft')).to.include('已恢复');
    expect(JSON.stringify(stored))
      .to.match(/"sealed":"v1\./)
      .and.not.include('滴水');
    await device.waitForStatus('saved');

    await fill();
    await save();
    await device.page.waitForURL(`**/disputes/${dispute.id}`);
    expect((await sessionsOf(dispute.id)).map(({ statements }) => statements)).to.deep.equal([
      '第一句：滴水已有两年。第二句：墙根已经泡空了',
    ]);
    expect(await drafts().countDocuments()).to.equal(0);
    await device.openForm(form);
    expect(await device.page.inputValue(STATEMENTS)).to.equal('');
  });

  it('When more is typed while the disk is still busy and the page is left at once, then the last word is there', async () => {
    const { form } = await mediating();
    await device.openForm(form);
    // Another tab holds the shelf: every write of this page waits in line.
    const other = await device.page.context().newPage();
    await other.goto(device.page.url());
    await other.waitForSelector('form[data-drafting=ready]');
    await other.evaluate(`new Promise((resolve) => {
      const open = indexedDB.open('jiefen');
      open.onsuccess = () => {
        const shelf = open.result.transaction('drafts', 'readwrite').objectStore('drafts');
        const until = Date.now() + 4000;
        const hold = () => { if (Date.now() < until) shelf.get('nobody').onsuccess = hold; };
        hold();
        resolve();
      };
    })`);
    await device.page.locator(STATEMENTS).pressSequentially('磁盘正忙');
    const busy = await device.page.getAttribute('form[data-drafting]', 'data-writing');
    await device.waitForStatus('writing');
    const told = await device.page.innerText('[data-draft-status]');
    await device.page.locator(STATEMENTS).pressSequentially('也不丢一个字');
    await device.open('/recorder');
    await other.close();
    await device.openForm(form);

    expect(told).to.include('正在存到本机');
    expect(busy, 'the page knows that the words are not on the disk yet').to.equal('true');
    expect(await device.page.inputValue(STATEMENTS)).to.equal('磁盘正忙也不丢一个字');
    await device.page.click('.jf-draft button');
  });

  it('When somebody signs while the network is gone or the login is over, then the strokes stay, the page says why, and they are taken once', async () => {
    const { mediator } = journey.people;
    const { dispute } = await mediating();
    await journey.act(mediator, dispute, 'recordSession', { ...SESSION, on: yesterday });
    const items = AGREEMENT.items.map((item) => ({ ...item, dueOn: addDays(today, 10) }));
    await journey.act(mediator, dispute, 'recordAgreement', { ...AGREEMENT, items });
    const signing = `/disputes/${dispute.id}/acts/recordSignatures`;
    await device.open(signing);
    const { page } = device;
    const pad = page.locator('canvas').first();
    await pad.scrollIntoViewIfNeeded();
    const { x = 0, y = 0, width = 0, height = 0 } = (await pad.boundingBox()) ?? {};
    await page.mouse.move(x + width * 0.2, y + height * 0.5);
    await page.mouse.down();
    for (let step = 1; step <= 8; step += 1) {
      await page.mouse.move(x + width * (0.2 + step * 0.07), y + height * (step % 2 === 0 ? 0.3 : 0.7));
    }
    await page.mouse.up();
    const strokes = await page.locator('[data-path]').first().inputValue();
    const keep = page.locator('form:has(canvas) button[type=submit]').first();
    await network.down();
    await keep.click();
    const offline = await page.locator('[data-told]:not([hidden])').innerText();
    await network.up();
    await httpSessionModel(journey.composition.database.connection).deleteMany({});
    await keep.click();
    await page.locator('[data-told]', { hasText: '登录' }).waitFor();
    const kept = await page.locator('[data-path]').first().inputValue();
    // Signed in again beside it, as the page says.
    const beside = await page.context().newPage();
    await beside.goto(new URL('/sign-in', page.url()).href);
    await beside.fill('input[name=username]', mediator.username);
    await beside.fill('input[name=password]', PASSWORD);
    await beside.click('main button[type=submit]');
    await beside.waitForURL((url) => url.pathname !== '/sign-in');
    await beside.close();
    await keep.click();
    await page.locator('canvas').nth(1).waitFor({ state: 'detached' });
    const { body } = await mediator.call('get', `/disputes/${dispute.id}/agreements`);
    const { signatures } = (body as { agreement: { signatures: { path: string | null }[] } }).agreement;

    expect(strokes).to.match(/^M\d+ \d+L/);
    expect(offline).to.include('没有网络').and.include('签名还在屏幕上');
    expect(kept).to.equal(strokes);
    expect(signatures.flatMap(({ path }) => path ?? [])).to.deep.equal([strokes]);
  });

  it('When the login ends while something is typed, then the page says so, and after signing in the words are there to be sent', async () => {
    const { form, dispute } = await mediating();
    await device.openForm(form);
    await fill();
    await device.page.fill(STATEMENTS, '登录过期前后都要写。');
    await httpSessionModel(journey.composition.database.connection).deleteMany({});
    await device.waitForStatus('signedOut');
    await save();
    await device.page.click('.jf-draft--bad a');
    await device.signIn(journey.people.mediator.username);
    await device.page.waitForSelector('form[data-drafting=ready]');

    expect(new URL(device.page.url()).pathname).to.equal(form);
    expect(await device.page.inputValue(STATEMENTS)).to.equal('登录过期前后都要写。');
    await save();
    await device.page.waitForURL(`**/disputes/${dispute.id}`);
    expect(await sessionsOf(dispute.id)).to.have.length(1);
  });

  it('When the network is gone for a while, then the words stay on the device, and reach the server by themselves', async () => {
    const { dispute, form } = await mediating();
    await device.openForm(form);
    await network.down();
    await device.page.fill(STATEMENTS, '没有网络时写的。');
    await device.waitForStatus('offline');
    const told = await device.page.innerText('[data-draft-status]');
    await network.up();
    await device.waitForStatus('saved', 30_000);

    expect(told).to.include('没有网络').and.include('本机');
    expect(await drafts().countDocuments({ _id: new RegExp(`:${dispute.id}$`) })).to.equal(1);
    await device.page.click('.jf-draft button', { timeout: 1_000 }).catch(() => undefined);
  });

  it('When a record is finished without network, then it waits, is counted, outlives the browser, and arrives exactly once', async () => {
    const { form, dispute } = await mediating();
    await device.open('/recorder');
    await device.page.waitForSelector(`.jf-tag--good[data-kept="${form}"]`, { timeout: 30_000 });
    await network.down();
    await device.openForm(form);
    await device.page.fill(STATEMENTS, '村里没有信号，这一份先存着。');
    await save();
    const missing = await device.page.innerText('.jf-draft--bad');
    await fill();
    await save();
    await device.page.waitForURL('**/recorder');
    await device.page.waitForSelector('[data-waiting] li');
    const waiting = await device.page.innerText('.jf-outbox');
    const offline = await device.page.innerText('main');
    await device.close();
    await device.again();
    await device.open('/recorder');
    await device.page.waitForSelector('[data-waiting] li');
    const afterwards = await device.page.innerText('.jf-outbox');

    // The first answer is lost on its way back: the server has the record, the device does not know.
    let lost = 0;
    await device.page.route('**/recorder/disputes/**', async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await network.up();
    await device.page.click('[data-send-now]');
    await device.page.waitForFunction('document.querySelectorAll("[data-waiting] li").length === 1');
    while ((await sessionsOf(dispute.id)).length === 0) await device.page.waitForTimeout(50);
    const doubtful = await device.page.locator('[data-waiting] li').count();
    await device.page.click('[data-send-now]');
    await device.page.waitForSelector('[data-waiting] li', { state: 'detached' });

    await device.page.unrouteAll();

    expect(missing).to.include('还差');
    expect(waiting).to.equal('1 份待上传');
    expect(afterwards).to.equal('1 份待上传');
    expect(offline).to.include('等待上传').and.include(dispute.number);
    expect([lost, doubtful]).to.deep.equal([1, 1]);
    const taken = await sessionsOf(dispute.id);
    expect(taken.map(({ statements }) => statements)).to.deep.equal(['村里没有信号，这一份先存着。']);
    const { items } = (await journey.people.mediator.call('get', `/disputes/${dispute.id}/sessions`)).body as {
      items: { offline: { writtenAt: string; receivedAt: string } | null }[];
    };
    const { writtenAt, receivedAt } = items[0]?.offline ?? { writtenAt: '', receivedAt: '' };
    expect(Date.parse(writtenAt), 'both times are told').to.be.below(Date.parse(receivedAt));
    expect(await device.page.isVisible('.jf-outbox')).to.equal(false);
    expect(await violations(device.page)).to.deep.equal([]);
  });

  it('When somebody recorded the session meanwhile, then nothing is overwritten and both texts are shown', async () => {
    const { form, dispute } = await mediating();
    await device.open('/recorder');
    await device.page.waitForSelector(`.jf-tag--good[data-kept="${form}"]`, { timeout: 30_000 });
    await network.down();
    await device.openForm(form);
    await device.page.fill(STATEMENTS, '手机上写的这一份。');
    await fill();
    await save();
    await device.page.waitForURL('**/recorder');
    await journey.act(journey.people.mediator, dispute, 'recordSession', {
      ...SESSION,
      on: yesterday,
      statements: '电脑上先登记的那一份。',
    });
    await network.up();
    await device.page.click('[data-send-now]');
    await device.page.waitForSelector('[data-if=refused]:not([hidden])');
    await device.page.click('[data-waiting] a');
    await device.page.waitForSelector('form[data-drafting=ready]');
    await device.page.waitForFunction(`document.querySelector('${STATEMENTS}').value !== ''`);

    expect(await device.page.innerText('[data-last-session]')).to.include('电脑上先登记的那一份。');
    expect(await device.page.inputValue(STATEMENTS)).to.equal('手机上写的这一份。');
    expect(await device.page.innerText('.jf-draft--bad')).to.include('他人修改');
    await save();
    await device.page.waitForURL(`**/disputes/${dispute.id}`);
    expect(await sessionsOf(dispute.id)).to.have.length(2);
  });

  it('When two devices write the same record, then the later one is told, sees both texts, and nothing is lost', async () => {
    const { form } = await mediating();
    const other = await Device.start(network);
    try {
      await other.signIn(journey.people.mediator.username);
      await device.openForm(form);
      await device.page.fill(STATEMENTS, '手机：一开始。');
      await device.waitForStatus('saved');
      await other.openForm(form);
      const continued = await other.page.inputValue(STATEMENTS);
      await other.page.fill(STATEMENTS, '手机：一开始。电脑：接着写。');
      await other.waitForStatus('device');
      await other.waitForStatus('saved');
      await device.page.fill(STATEMENTS, '手机：一开始。手机：又写一段。');
      await device.waitForStatus('otherDevice');
      const both = await device.page.innerText('.jf-both');
      expect(await violations(device.page)).to.deep.equal([]);
      await device.page.click('.jf-both button:has-text("两段都留")');
      await device.waitForStatus('saved');
      await other.page.reload();
      await other.page.waitForSelector('form[data-drafting=ready]');

      expect(continued).to.equal('手机：一开始。');
      expect(both).to.include('手机：又写一段').and.include('电脑：接着写').and.include('另一台设备');
      expect(await other.page.inputValue(STATEMENTS))
        .to.include('手机：又写一段')
        .and.include('电脑：接着写');
    } finally {
      await other.end();
    }
  });

  it('When the person signs out, then the telephone keeps no page of theirs', async () => {
    await device.open('/recorder');
    await device.page.click('.jf-account summary');
    await device.page.click('[data-sign-out] button');
    await device.page.waitForURL('**/sign-in**');
    const left = await device.page.evaluate<number>(
      `caches.open('jiefen-pages').then((pages) => pages.keys()).then((keys) => keys.length)`,
    );

    expect(left).to.equal(0);
  });
});
