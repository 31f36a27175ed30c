// One Nunjucks environment a language: texts, days and money then read rightly inside macros too, which do not see
// the page's variables. User text is only ever a value, never a template.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { cited } from '../domain/citation.ts';
import { type Clock } from './clock.ts';
import { createFormats } from './formats.ts';
import { LANGUAGES, type I18n, type Language, type TextParams } from './i18n.ts';
import { projectRoot } from './project.ts';

export interface Templates {
  /** Renders views/<template>.njk; every variable it prints must be given. */
  render(language: Language, template: string, data: object): string;
}

export interface TemplateOptions {
  readonly i18n: I18n;
  readonly clock: Clock;
  /** True: templates are read again at every rendering. */
  readonly reload: boolean;
  /** Directories of templates beside the views: the gallery of the components is looked at this way. */
  readonly also?: readonly string[];
}

const TEMPLATE_PATHS = [join(projectRoot, 'views'), join(projectRoot, 'node_modules/govuk-frontend/dist')];
const MANIFEST = join(projectRoot, 'public/assets/manifest.json');

/** Public address of a built asset: `app.css` → `/assets/app-3F2A1B0C.css`. */
function assetAddresses(): (name: string) => string {
  const manifest: Record<string, string> = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : {};
  return (name) => `/assets/${manifest[name] ?? name}`;
}

/** The words of a field's error, empty when there is none; a macro would print an object that always counts as true. */
const told = (errors: readonly { readonly field: string; readonly text?: string }[], name: string): string =>
  errors.find(({ field }) => field === name)?.text ?? '';

function environment(language: Language, { i18n, clock, reload, also = [] }: TemplateOptions): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader([...TEMPLATE_PATHS, ...also], { noCache: reload });
  const env = new nunjucks.Environment(loader, { autoescape: true, throwOnUndefined: true });
  env.addGlobal('language', language);
  env.addGlobal('t', (key: string, params?: TextParams) => i18n.t(language, key, params));
  env.addGlobal('asset', assetAddresses());
  env.addGlobal('told', told);
  env.addFilter('cited', (basis: string) => cited(basis, language));
  for (const [name, format] of Object.entries(createFormats(language, clock))) env.addFilter(name, format);
  return env;
}

export function createTemplates(options: TemplateOptions): Templates {
  const environments = new Map(LANGUAGES.map((language) => [language, environment(language, options)]));
  return {
    render: (language, template, data) => {
      const rendered = environments.get(language)?.render(`${template}.njk`, data);
      if (rendered === undefined || rendered === null) throw new Error(`Template ${template} rendered nothing`);
      return rendered;
    },
  };
}
