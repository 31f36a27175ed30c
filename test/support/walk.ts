// People of the journey in front of a real Chromium: what they type, and what every page must be like in both
// languages on a telephone and on a desk.

import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type Page } from 'playwright-core';
import { createApp } from '../../src/app.ts';
import { type Act } from '../../src/domain/lifecycle.ts';
import { type Chromium, openChromium, overflowing, screenshot, SIZES, type Size, violations } from './browser.ts';
import { type Journey, type Person } from './journey.ts';
import { PASSWORD } from './people.ts';

type Look = 'zh-CN' | 'en';
const LOOKS: readonly Look[] = ['zh-CN', 'en'];
const LOOKED_AT: readonly Size[] = ['phone', 'desk'];

/** The width at which axe reads a page in each language; what differs by width alone is seen by the eye. */
const JUDGED: Readonly<Record<Look, Size>> = { 'zh-CN': 'phone', en: 'desk' };

/** What is typed by field name: text, or the values ticked of radios and checkboxes. */
export type Entries = Readonly<Record<string, string | readonly string[]>>;

/** Keys that were not translated and values that were not there. */
const RAW =
  /\b(?:disputes|mediation|agreements|filing|common|codes|law|accounts|units|errors|drafts|recorder|schedule|phrases):[a-z]\w*(?:\.\w+)*|\bundefined\b|\bNaN\b|\[object/;

export class Walk {
  readonly journey: Journey;
  readonly #server: Server;
  readonly #address: string;
  readonly #chromium: Readonly<Record<Look, Chromium>>;
  readonly #pages: Readonly<Record<Look, Page>>;
  readonly #cookies = new Map<string, Awaited<ReturnType<Chromium['context']['cookies']>>>();
  readonly #seen: string[] = [];

  private constructor(journey: Journey, server: Server, chromium: Record<Look, Chromium>, pages: Record<Look, Page>) {
    this.journey = journey;
    this.#server = server;
    this.#address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#chromium = chromium;
    this.#pages = pages;
    for (const [look, page] of Object.entries(pages)) {
      page.on('console', (message) => {
        // A refused form is answered 422 or 412, which Chromium reports as if a resource were missing; a line that a
        // test has cut is meant to be cut.
        if (message.type() === 'error' && !/status of 4(12|22)|ERR_INTERNET_DISCONNECTED/.test(message.text())) {
          this.#seen.push(`${look} ${page.url()}: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => this.#seen.push(`${look} ${page.url()}: ${error.message}`));
    }
  }

  static async begin(journey: Journey): Promise<Walk> {
    const server = createServer(createApp(journey.composition));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const [zh, en] = await Promise.all(LOOKS.map((locale) => openChromium({ locale })));
    if (!zh || !en) throw new Error('no Chromium');
    const pages = { 'zh-CN': await zh.open('phone'), en: await en.open('phone') };
    return new Walk(journey, server, { 'zh-CN': zh, en }, pages);
  }

  async end(): Promise<void> {
    await Promise.all(Object.values(this.#chromium).map((chromium) => chromium.close()));
    this.#server.closeAllConnections();
    this.#server.close();
    await this.journey.close();
  }

  get page(): Page {
    return this.#pages['zh-CN'];
  }

  /** Sits down in front of the screen: signs in the first time, comes back to the session later. */
  async as(person: Person, size: Size = 'phone'): Promise<void> {
    const { context } = this.#chromium['zh-CN'];
    await this.page.setViewportSize(SIZES[size]);
    await context.clearCookies();
    const kept = this.#cookies.get(person.username);
    if (kept) await context.addCookies(kept);
    else {
      await this.open('/sign-in');
      await this.page.fill('input[name=username]', person.username);
      await this.page.fill('input[name=password]', PASSWORD);
      await this.page.click('main button[type=submit]');
      await this.page.waitForURL((url) => url.pathname !== '/sign-in');
      this.#cookies.set(person.username, await context.cookies());
    }
    await this.#chromium.en.context.clearCookies();
    await this.#chromium.en.context.addCookies(await context.cookies());
  }

  /** The status the page was answered with. */
  async open(path: string): Promise<number | undefined> {
    return (await this.page.goto(this.#address + path))?.status();
  }

  /** Presses Tab until the selector has the focus. @throws Error when the keyboard does not lead there */
  async tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 200; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    }
    throw new Error(`the keyboard does not reach ${selector} on ${this.page.url()}`);
  }

  /** Goes to a link or button by Tab and presses Enter. */
  async enter(selector: string): Promise<void> {
    await this.tabTo(selector);
    const arrived = this.page.waitForEvent('load');
    await this.page.keyboard.press('Enter');
    await arrived;
  }

  /** Narrows the long list of a field by typing what is looked for into the box above it. */
  async narrow(name: string, wanted: string): Promise<void> {
    const list = await this.page.locator(`main select[name="${name}"]`).getAttribute('id');
    await this.tabTo(`main .jf-select-filter[aria-controls="${list}"]`);
    await this.page.keyboard.type(wanted);
  }

  /** Fills in a form by Tab, arrows and letters: a choice by its value, everything else as typed. */
  async key(entries: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(entries)) {
      const isBox = (await this.page.locator(`main input[type=checkbox][name="${name}"]`).count()) > 0;
      if (isBox) {
        await this.tabTo(`main [name="${name}"][value="${value}"]`);
        await this.page.keyboard.press('Space');
        continue;
      }
      await this.tabTo(`main [name="${name}"]`);
      const [tag, type] = await this.page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement;
        return [element.tagName, element.type];
      });
      const chosen = (): Promise<boolean> =>
        this.page.evaluate(
          ([field, wanted]) =>
            [...document.querySelectorAll<HTMLInputElement>(`main [name="${field}"]`)].some(
              (element) => element.value === wanted && (element.tagName === 'SELECT' || element.checked),
            ),
          [name, value] as const,
        );
      if (tag === 'SELECT' || type === 'radio') {
        if (type === 'radio') await this.page.keyboard.press('Space');
        for (let presses = 0; presses < 60 && !(await chosen()); presses += 1) {
          await this.page.keyboard.press('ArrowDown');
        }
        expect(await chosen(), `${name} ${value}`).to.equal(true);
      } else if (type === 'date') await this.#keyDay(value);
      else {
        // What stands there is replaced, as a person does who wants another value.
        await this.page.keyboard.press('Control+A');
        await this.page.keyboard.type(value);
      }
    }
  }

  /** Types a day part by part, in the order in which this machine's Chromium shows the parts. */
  async #keyDay(day: string): Promise<void> {
    const [year = '', month = '', date = ''] = day.split('-');
    for (const parts of [month + date + year, year + month + date, date + month + year]) {
      await this.page.keyboard.type(parts);
      const value = await this.page.evaluate(() => (document.activeElement as HTMLInputElement).value);
      if (value === day) return;
      for (let presses = 0; presses < 3; presses += 1) await this.page.keyboard.press('ArrowLeft');
    }
    throw new Error(`the keyboard does not enter ${day} on ${this.page.url()}`);
  }

  /** Types into the fields and ticks the choices of the page. */
  async type(entries: Entries): Promise<void> {
    for (const [name, entry] of Object.entries(entries)) {
      const control = this.page.locator(`main [name="${name}"]`);
      const tag = await control.first().evaluate((element) => element.tagName);
      const kind = await control.first().getAttribute('type');
      if (tag === 'SELECT') await control.selectOption([entry].flat());
      else if (kind === 'radio' || kind === 'checkbox') {
        for (const value of [entry].flat()) await this.#tick(`main [name="${name}"][value="${value}"]`);
      } else await control.first().fill(String(entry));
    }
  }

  /** Presses the words beside a choice, as people do. */
  async #tick(choice: string): Promise<void> {
    const control = this.page.locator(choice);
    if (await control.isChecked()) return;
    await this.page.locator(`main label[for="${await control.getAttribute('id')}"]`).click();
    expect(await control.isChecked(), choice).to.equal(true);
  }

  /** Presses the button that sends the page's form and waits for the answer. */
  async send(): Promise<void> {
    const arrived = this.page.waitForEvent('load');
    await this.page.locator('main form[method=post] button[type=submit]:not([formnovalidate])').last().click();
    await arrived;
  }

  /** Does an act on its page and comes back to the case. */
  async act(id: string, act: Act, entries: Entries = {}): Promise<void> {
    await this.open(`/disputes/${id}/acts/${act}`);
    await this.type(entries);
    await this.send();
    const told = await this.page.locator('.govuk-error-summary').allInnerTexts();
    expect([act, ...told, new URL(this.page.url()).pathname]).to.deep.equal([act, `/disputes/${id}`]);
  }

  /** Looks at the page as it stands, and at the same address in both languages, on a telephone and on a desk. */
  async look(name: string): Promise<void> {
    const path = this.page.url().slice(this.#address.length);
    const size = this.page.viewportSize();
    await this.#pages.en.goto(this.#address + path);
    const found: string[] = [];
    for (const look of LOOKS) {
      const page = this.#pages[look];
      for (const width of LOOKED_AT) {
        await page.setViewportSize(SIZES[width]);
        const where = `${name} ${look} ${width}: `;
        if (width === JUDGED[look]) found.push(...(await violations(page)).map((text) => where + text));
        found.push(...(await overflowing(page)).map((text) => `${where}beyond the edge ${text}`));
        await screenshot(page, `${name}-${look}-${width}`);
      }
      const raw = RAW.exec(await page.locator('body').innerText())?.[0];
      if (raw) found.push(`${name} ${look}: untranslated ${raw}`);
    }
    if (size) await this.page.setViewportSize(size);
    expect([...found, ...this.#seen.splice(0)]).to.deep.equal([]);
  }
}
