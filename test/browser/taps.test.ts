// How much a mediator has to do with one thumb: a neighbours' dispute from the first call to an oral agreement in
// force whose register both parties have signed on the screen, on a telephone 360 pixels wide. A tap is a tap, choosing
// from a list is two, a field typed is one key group, a signature drawn is one.

import { expect } from 'chai';
import { createApp } from '../../src/app.ts';
import { Device, Network } from '../support/device.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { systemClock } from '../../src/platform/clock.ts';

/** U3 of the quality bars. */
const MOST = 60;

describe('the thumb of a mediator', function () {
  this.timeout(90_000);
  let journey: Journey;
  let network: Network;
  let device: Device;

  before(async () => {
    journey = await startJourney({ clock: systemClock });
    network = new Network(createApp(journey.composition));
    await network.up();
    device = await Device.start(network);
  });
  after(async () => {
    await device?.end();
    await network?.down();
    await journey?.close();
  });

  it(`When she takes a neighbours' dispute from the first call to a signed oral agreement, then it takes at most ${MOST} taps and key groups`, async () => {
    const { page } = device;
    const spent: string[] = [];
    const tap = async (selector: string): Promise<void> => {
      spent.push(selector);
      await page.locator(selector).first().click();
    };
    const check = async (selector: string): Promise<void> => {
      spent.push(selector);
      await page.locator(selector).first().check();
    };
    const pick = async (name: string, option: { label: string } | { index: number }): Promise<void> => {
      spent.push(`${name}: open`, `${name}: choose`);
      await page.selectOption(`main [name="${name}"]`, option);
    };
    const type = async (name: string, text: string): Promise<void> => {
      spent.push(`type ${name}`);
      await page.fill(`main [name="${name}"]`, text);
    };
    /** The act as the dispute's page offers it. */
    const begin = async (act: string): Promise<void> => {
      await tap(`main a[href$="/acts/${act}"]`);
      await page.waitForURL(`**/acts/${act}`);
    };
    const submit = async (): Promise<void> => {
      await tap('main form[method=post] button[type=submit]:not([formnovalidate]) >> nth=-1');
      await page.waitForURL((url) => /^\/disputes(?:\/[0-9a-f]{24})?$/.test(url.pathname)).catch(() => undefined);
      const told = await page.locator('.govuk-error-summary li, .jf-draft--bad').allInnerTexts();
      expect([...told, new URL(page.url()).pathname].join()).to.match(/^\/disputes\/[0-9a-f]{24}$/);
    };

    await device.signIn(journey.people.mediator.username);
    await device.open('/desk');

    await tap('main a[href="/disputes/new"]');
    await pick('type', { label: '邻里' });
    await type('facts', '屋檐滴水泡坏了邻居的院墙，吵了几次。');
    await type('parties.0.name', '张建国');
    await type('parties.0.phone', '13800000001');
    await type('parties.1.name', '王秀英');
    await type('parties.1.phone', '13800000002');
    await submit();

    await begin('takeUp');
    await submit();
    await begin('appointMediator');
    await submit();
    await begin('acceptAppointment');
    await check('[name=relations][value=none]');
    await submit();
    await begin('recordContact');
    await check('[name=result][value=reached]');
    await submit();
    await begin('recordConsent');
    await check('[name=answer][value=given]');
    await type('evidence', '当面同意');
    await submit();
    await begin('beginMediation');
    await submit();

    await begin('recordSession');
    await page.waitForSelector('form[data-drafting=ready]');
    await type('from', '00:00');
    for (const name of ['identityChecked', 'rightsTold', 'disclosed']) await tap(`label[for=f-${name}]`);
    await tap('[data-into=f-statements] >> nth=0');
    await type('statements', '张建国：墙根泡空了，要求修墙。\n王秀英：愿意出钱修。');
    await tap('[data-into=f-issues] >> nth=1');
    await tap('[data-into=f-proposals]:has-text("修复")');
    await tap('[data-into=f-proposals]:has-text("互不追究")');
    await check('[name=result][value=agreed]');
    await submit();

    await begin('recordAgreement');
    await check('[name=form][value=oral]');
    await pick('items[0][payer]', { label: '王秀英' });
    await pick('items[0][payee]', { label: '张建国' });
    await type('items[0][what]', '院墙修复款');
    await type('items[0][amount]', '3000');
    await type('items[0][dueOn]', new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10));
    await submit();

    await begin('recordSignatures');
    for (const left of [1, 0]) {
      // A tap without strokes sends nothing and says so; it is no part of the way.
      await page.click('form:has(canvas) button[type=submit]');
      await page.waitForSelector('[data-told]:not([hidden])');
      const pad = page.locator('canvas').first();
      await pad.scrollIntoViewIfNeeded();
      const box = await pad.boundingBox();
      expect(box?.width, 'the field of signature fits the screen').to.be.within(200, 360);
      const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
      spent.push('sign');
      await page.mouse.move(x + width * 0.1, y + height * 0.5);
      await page.mouse.down();
      for (let step = 1; step <= 12; step += 1) {
        await page.mouse.move(x + width * (0.1 + step * 0.06), y + height * (step % 2 === 0 ? 0.25 : 0.75));
      }
      await page.mouse.up();
      await tap('form:has(canvas) button[type=submit]');
      await page.waitForFunction((count) => document.querySelectorAll('canvas').length === count, left);
    }

    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const { dispute } = await journey.stored(id);
    expect(dispute.state).to.equal('S13');
    expect(dispute.outcome?.code).to.equal('O12');
    expect(dispute.agreement?.unsigned, 'both have signed').to.equal(undefined);
    const { body } = await journey.people.mediator.call('get', `/disputes/${id}/agreements`);
    const { signatures } = (body as { agreement: { signatures: { path: string | null }[] } }).agreement;
    expect(signatures.map(({ path }) => path?.startsWith('M'))).to.deep.equal([true, true]);
    expect(spent.length, `${spent.length}: ${spent.join(', ')}`).to.be.at.most(MOST);
  });
});
