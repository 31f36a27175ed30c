// A telephone in the field: a Chromium with a profile that outlives it, that can be killed, and a network that can be
// taken away by taking away the server.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Express } from 'express';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromiumFlags, chromiumPath, SIZES } from './browser.ts';
import { PASSWORD } from './people.ts';

/** The application at one address that can go away and come back. */
export class Network {
  readonly #app: Express;
  #server: Server | undefined;
  #port = 0;

  constructor(app: Express) {
    this.#app = app;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const server = createServer(this.#app);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}

/** Processes whose command line names the profile. */
async function processesOf(profile: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return line.includes(`--user-data-dir=${profile}`) ? Number(id) : undefined;
    }),
  );
  return found.filter((id) => id !== undefined);
}

export class Device {
  readonly #profile: string;
  readonly #network: Network;
  #context: BrowserContext;
  page: Page;

  private constructor(profile: string, network: Network, context: BrowserContext, page: Page) {
    this.#profile = profile;
    this.#network = network;
    this.#context = context;
    this.page = page;
  }

  static async start(network: Network): Promise<Device> {
    const profile = await mkdtemp(join(tmpdir(), 'jiefen-device-'));
    const { context, page } = await launch(profile);
    return new Device(profile, network, context, page);
  }

  /** The battery falls out: nothing is told to anybody, nothing is written any more. */
  async kill(): Promise<void> {
    for (const id of await processesOf(this.#profile)) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    await this.#context.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Switched on again, with what was on its disk. */
  async again(): Promise<void> {
    const { context, page } = await launch(this.#profile);
    this.#context = context;
    this.page = page;
  }

  async end(): Promise<void> {
    await this.#context.close().catch(() => undefined);
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#network.address + path);
  }

  /** Signs in where the page asks for it. */
  async signIn(username: string): Promise<void> {
    if (new URL(this.page.url()).pathname !== '/sign-in') await this.open('/sign-in');
    await this.page.fill('input[name=username]', username);
    await this.page.fill('input[name=password]', PASSWORD);
    await this.page.click('main button[type=submit]');
    await this.page.waitForURL((url) => url.pathname !== '/sign-in');
  }

  /** Opens a form and waits until its words are kept. */
  async openForm(path: string): Promise<void> {
    await this.open(path);
    await this.page.waitForSelector('form[data-drafting=ready]');
  }

  /** The line that says what is kept where. */
  status(): Promise<string | null> {
    return this.page.getAttribute('[data-draft-status]', 'data-draft-status');
  }

  async waitForStatus(status: string, timeout = 20_000): Promise<void> {
    await this.page.waitForSelector(`[data-draft-status=${status}]`, { timeout });
  }
}

async function launch(profile: string): Promise<{ context: BrowserContext; page: Page }> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('No Chromium here; name it in CHROMIUM_PATH');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: SIZES.phone,
  });
  context.setDefaultTimeout(10_000);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}
