// A real Chromium for what only a browser can tell: contrast, focus, what fits on a phone. Pages come from a server of
// the test or are given as HTML; built assets are read from public/assets.

import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type axe from 'axe-core';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { projectRoot } from '../../src/platform/project.ts';

export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Widths of a telephone, a tablet and a desk, with heights of such screens. */
export const SIZES = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desk: { width: 1440, height: 900 },
} as const;
export type Size = keyof typeof SIZES;
export const SIZE_NAMES = Object.keys(SIZES) as readonly Size[];

/** Where Chromium is on this machine; undefined where there is none. */
export const chromiumPath = (): string | undefined => CANDIDATES.find((path) => path !== undefined && existsSync(path));

export interface Chromium {
  readonly context: BrowserContext;
  /** A page of the size, in the language its browser asks for. */
  open(size: Size): Promise<Page>;
  /** Shows the HTML as if our server had sent it. */
  show(page: Page, html: string): Promise<void>;
  close(): Promise<void>;
}

export interface ChromiumOptions {
  readonly locale?: string;
  readonly javaScript?: boolean;
}

const ORIGIN = 'http://jiefen.test';
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
/** The policy the application sends, so that a page that would break it breaks here too. */
const POLICY =
  "default-src 'self'; script-src 'self'; script-src-attr 'none'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

/** @throws Error when no Chromium is installed */
export async function openChromium({ locale = 'zh-CN', javaScript = true }: ChromiumOptions = {}): Promise<Chromium> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('No Chromium here; name it in CHROMIUM_PATH');
  const profile = await mkdtemp(join(tmpdir(), 'jiefen-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    locale,
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: javaScript,
  });
  const shown = new Map<Page, string>();
  return {
    context,
    open: async (size) => {
      const page = await context.newPage();
      await page.setViewportSize(SIZES[size]);
      return page;
    },
    show: async (page, html) => {
      if (!shown.has(page)) {
        await page.route(`${ORIGIN}/**`, async (route) => {
          const { pathname } = new URL(route.request().url());
          if (!pathname.startsWith('/assets/')) {
            const headers = { 'Content-Security-Policy': POLICY };
            return route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body: shown.get(page) ?? '' });
          }
          const body = await readFile(join(projectRoot, 'public', pathname));
          return route.fulfill({ body, contentType: TYPES[extname(pathname)] ?? 'application/octet-stream' });
        });
      }
      shown.set(page, html);
      await page.goto(`${ORIGIN}/`);
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

const AXE = readFileSync(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds wrong on the page as it stands, one line a rule and place; empty when nothing. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<axe.AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(STANDARD)} })`);
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

/** Elements that reach beyond the right edge of the screen and are not inside a box that scrolls by itself. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX === 'auto' || overflowX === 'scroll' || overflowX === 'hidden') return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
      .map((element) => element.tagName.toLowerCase() + '.' + element.getAttribute('class'));
  })()`);

/** Keeps a picture of the whole page in the folder named by SCREENSHOTS; does nothing without it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
