// Documents that are made from the running law and never written by hand: a stale one fails the check.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LANGUAGES, type I18n } from '../platform/i18n.ts';
import { clocksPage } from './clocks-page.ts';
import { codesPage } from './codes-page.ts';
import { indicatorsPage } from './indicators-page.ts';
import { jobsPage } from './jobs-page.ts';
import { lifecyclePage } from './lifecycle-page.ts';
import { permissionPage } from './permission-page.ts';
import { routesPage, type RouteLine } from './routes-page.ts';
import { wordsOf, type Words } from './words.ts';

const PAGES: Readonly<Record<string, (words: Words) => string>> = {
  lifecycle: lifecyclePage,
  permission: permissionPage,
  clocks: clocksPage,
  codes: codesPage,
  jobs: jobsPage,
  indicators: indicatorsPage,
};

/** Every generated document by file name, such as `lifecycle.zh-CN.md`; routes only when they are given. */
export function generateDocs(i18n: I18n, routes?: readonly RouteLine[]): ReadonlyMap<string, string> {
  const pages = routes ? { ...PAGES, routes: (words: Words) => routesPage(words, routes) } : PAGES;
  return new Map(
    LANGUAGES.flatMap((language) => {
      const words = wordsOf(i18n, language);
      return Object.entries(pages).map(([name, write]): [string, string] => [`${name}.${language}.md`, write(words)]);
    }),
  );
}

/** Writes the documents that differ from what is stored; gives their names. */
export async function writeDocs(directory: string, docs: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stale = await staleDocs(directory, docs);
  await mkdir(directory, { recursive: true });
  for (const name of stale) await writeFile(join(directory, name), docs.get(name) ?? '');
  return stale;
}

/** Names of the documents that are missing or differ from the code. */
export async function staleDocs(directory: string, docs: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stored = await Promise.all(
    [...docs.keys()].map((name) => readFile(join(directory, name), 'utf8').catch(() => undefined)),
  );
  return [...docs.entries()].filter(([, text], index) => stored[index] !== text).map(([name]) => name);
}
