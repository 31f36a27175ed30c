// Texts: both languages say the same things, views say nothing of their own, and every key a view or a feature names
// has words.

import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';
import { projectRoot } from '../../src/platform/project.ts';

type Tree = { readonly [key: string]: string | Tree };

const views = join(projectRoot, 'views');
const files = (directory: string, end: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => join(entry.parentPath, entry.name));

const flat = (tree: Tree, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );

const textsOf = (language: string, file: string): Map<string, string> =>
  flat(JSON.parse(readFileSync(join(views, 'locales', language, file), 'utf8')));

const namespaces = readdirSync(join(views, 'locales/zh-CN'));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((m) => m[1] ?? '').toSorted();

describe('texts', () => {
  it('When a namespace exists in Chinese, then it exists in English with the same keys', () => {
    expect(readdirSync(join(views, 'locales/en'))).to.deep.equal(namespaces);

    for (const file of namespaces) {
      const chinese = [...textsOf('zh-CN', file).keys()].toSorted();
      const english = [...textsOf('en', file).keys()].toSorted();
      expect(english, file).to.deep.equal(chinese);
    }
  });

  it('When a text has blanks to fill, then both languages fill the same ones, and no text is empty', () => {
    for (const file of namespaces) {
      const english = textsOf('en', file);
      for (const [key, text] of textsOf('zh-CN', file)) {
        expect(text.trim(), `${file} ${key}`).not.to.equal('');
        expect(placeholders(english.get(key) ?? ''), `${file} ${key}`).to.deep.equal(placeholders(text));
      }
    }
  });
});

/** The template without its comments, tags, expressions and markup: what it would say by itself. */
function spoken(template: string): string[] {
  const bare = template
    .replace(/\{#[\s\S]*?#\}/g, '')
    .replace(/\{% block (?:bodyClass|frame) %\}[\s\S]*?\{% endblock %\}/g, ' ')
    .replace(/\{%[\s\S]*?%\}/g, ' ')
    .replace(/\{\{(?:'[^']*'|"[^"]*"|[^}'"]|\}(?!\}))*\}\}/g, ' ');
  const attributes = [...bare.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(
    (match) => match[1] ?? '',
  );
  return [...bare.replace(/<[^>]*>/g, ' ').split('\n'), ...attributes];
}

describe('views', () => {
  const templates = files(views, '.njk');

  it('When a view prints words, then they come from the texts', () => {
    const literal = templates.flatMap((file) =>
      spoken(readFileSync(file, 'utf8'))
        .filter((line) => /\p{L}/u.test(line.replace(/&\w+;/g, '')))
        .map((line) => `${relative(views, file)}: ${line.trim()}`),
    );
    expect(literal).to.deep.equal([]);
  });

  it('When a view or a feature names a text in full, then the text exists in both languages', () => {
    const i18n = createI18n({ strict: true });
    const namespace = namespaces.map((file) => file.replace('.json', '')).join('|');
    const name = `['"\`]((?:${namespace}):[a-zA-Z][\\w.-]*\\w)['"\`]`;
    const sources = [
      ...templates.map((file) => ({ file, key: new RegExp(name, 'g') })),
      ...files(join(projectRoot, 'src'), '.ts').map((file) => ({
        file,
        key: new RegExp(`(?:[kK]ey: |\\bt\\((?:\\w+, )?)${name}`, 'g'),
      })),
    ];
    const missing = sources.flatMap(({ file, key }) =>
      [...readFileSync(file, 'utf8').matchAll(key)]
        .map((match) => match[1] ?? '')
        .filter((found) => !LANGUAGES.every((language) => i18n.has(language, found)))
        .map((found) => `${relative(projectRoot, file)}: ${found}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('When a view prints a value unescaped, then it is a component', () => {
    const unsafe = templates.filter(
      (file) => !relative(views, file).startsWith('components/') && /\|\s*safe\b/.test(readFileSync(file, 'utf8')),
    );
    expect(unsafe).to.deep.equal([]);
  });

  it('When a view is sent under the strict policy, then it carries no style or script of its own', () => {
    const inline = templates.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\s(?:style|on\w+)="|<style\b|javascript:/g)].map(
        (match) => `${relative(views, file)}: ${match[0]}`,
      ),
    );
    expect(inline).to.deep.equal([]);
  });
});
