// The components in a real browser: nothing for axe to find, nothing beyond the edge of a phone, focus and typed words
// where they should be. Needs the built assets (npm run build) and a Chromium.

import { expect } from 'chai';
import { join } from 'node:path';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';
import { createTemplates } from '../../src/platform/templates.ts';
import { openChromium, overflowing, screenshot, SIZE_NAMES, violations, type Chromium } from '../support/browser.ts';
import { galleryData } from '../views/fixtures/gallery.ts';

const clock = { now: () => new Date('2026-03-19T10:00:00+08:00') };
const also = [join(import.meta.dirname, '../views/fixtures')];
const templates = createTemplates({ i18n: createI18n({ strict: true }), clock, reload: false, also });

describe('components in Chromium', function () {
  this.timeout(120_000);
  let chromium: Chromium;

  before(async function () {
    chromium = await openChromium();
  });
  after(() => chromium?.close());

  for (const language of LANGUAGES) {
    for (const size of SIZE_NAMES) {
      for (const largeType of [false, true]) {
        const name = `${language}-${size}${largeType ? '-large' : ''}`;
        it(`When shown as ${name}, then axe finds nothing and nothing is cut off`, async () => {
          const page = await chromium.open(size);
          await chromium.show(page, templates.render(language, 'gallery', galleryData(language, { largeType })));

          expect(await violations(page)).to.deep.equal([]);
          expect(await overflowing(page)).to.deep.equal([]);
          await screenshot(page, `gallery-${name}`);
          await page.close();
        });
      }
    }
  }

  it('When the page has errors, then focus is on their heading', async () => {
    const page = await chromium.open('phone');
    await chromium.show(page, templates.render('zh-CN', 'gallery', galleryData('zh-CN')));

    const focused = await page.evaluate('document.activeElement.closest("[data-error-summary]") !== null');

    expect(focused).to.equal(true);
    await page.close();
  });

  it('When a party is added and one removed, then the rest are numbered without gaps and choices are kept', async () => {
    const page = await chromium.open('phone');
    await chromium.show(page, templates.render('zh-CN', 'gallery', galleryData('zh-CN')));

    await page.click('[data-party-add="respondent"]');
    await page.click('[data-party]:nth-child(1) [data-party-remove]');

    const names = await page.evaluate(
      '[...document.querySelectorAll("[data-party] [name$=\\".name\\"]:not([name*=agents])")].map((input) => input.name)',
    );
    expect(names).to.deep.equal(['parties.0.name', 'parties.1.name', 'parties.2.name']);
    expect(await page.inputValue('[name="parties.0.name"]')).to.equal('恒盛物业');
    expect(await page.isChecked('[name="parties.0.kind"][value="organisation"]')).to.equal(true);
    expect(await page.isChecked('[name="parties.2.side"][value="respondent"]')).to.equal(true);
    await page.close();
  });

  it('When words are typed and the page is loaded again, then they are back and can be discarded', async () => {
    const page = await chromium.open('phone');
    const withoutErrors = { ...galleryData('zh-CN'), errors: [] };
    await chromium.show(page, templates.render('zh-CN', 'gallery', withoutErrors));

    await page.fill('[name="name"]', '三户共用通道');
    await page.reload();

    expect(await page.inputValue('[name="name"]')).to.equal('三户共用通道');
    await page.click('.jf-restored button');
    expect(await page.inputValue('[name="name"]')).to.equal('');
    await page.close();
  });

  it('When an offered list is long, then typing narrows it', async () => {
    const page = await chromium.open('phone');
    await chromium.show(page, templates.render('zh-CN', 'gallery', galleryData('zh-CN')));

    await page.selectOption('#f-unit', '');
    await page.fill('.jf-select-filter', '第12村');

    expect(await page.inputValue('#f-unit')).to.equal('110112109211');
    await page.close();
  });

  it('When the account menu is open, then Escape closes it and returns focus', async () => {
    const page = await chromium.open('desk');
    await chromium.show(page, templates.render('zh-CN', 'gallery', galleryData('zh-CN')));

    await page.click('.jf-account__summary');
    await page.keyboard.press('Escape');

    expect(await page.evaluate('document.querySelector(".jf-account").open')).to.equal(false);
    expect(await page.evaluate('document.activeElement.className')).to.include('jf-account__summary');
    await page.close();
  });
});
