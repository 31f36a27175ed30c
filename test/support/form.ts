// The first form of a page as a browser without script would send it: the values it shows, changed by what is typed.

import { expect } from 'chai';
import type supertest from 'supertest';
import { type Browser } from './app.ts';

/** What is typed into fields by name; an empty list unticks, a list ticks several. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => ENTITIES[name] ?? '');
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plain(found);
};

const CONTROL = /<input\b[^>]*>|<textarea\b[^>]*>[\s\S]*?<\/textarea>|<select\b[^>]*>[\s\S]*?<\/select>/g;

/** Names and values of the controls as they stand; a name may come several times. */
function shownIn(form: string): (readonly [string, string])[] {
  return [...form.matchAll(CONTROL)].flatMap(([control]): (readonly [string, string])[] => {
    const name = attribute(control, 'name');
    if (name === undefined || /<(?:input|select|textarea)\b[^>]*\sdisabled/.test(control)) return [];
    if (control.startsWith('<textarea')) return [[name, plain(/>\n?([\s\S]*)<\/textarea>$/.exec(control)?.[1] ?? '')]];
    if (control.startsWith('<select')) {
      const options = [...control.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
      const chosen = options.find((option) => /\sselected/.test(option)) ?? options[0];
      return chosen === undefined ? [] : [[name, attribute(chosen, 'value') ?? '']];
    }
    const type = attribute(control, 'type') ?? 'text';
    // No file has been chosen.
    if (type === 'file') return [];
    if (type === 'radio' || type === 'checkbox') {
      return /\schecked/.test(control) ? [[name, attribute(control, 'value') ?? 'on']] : [];
    }
    return [[name, attribute(control, 'value') ?? '']];
  });
}

/** The fields of the page's form to this address with what is typed; every typed name must be on the page. */
export function filled(html: string, action: string, typed: Typed): URLSearchParams {
  const forms = [...html.matchAll(/<form\b[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
  const form = forms.find((one) => attribute(/^<form\b[^>]*>/.exec(one)?.[0] ?? '', 'action') === action);
  expect(form, `a form to ${action}`).to.be.a('string');
  const fields = new URLSearchParams(shownIn(form ?? '').map(([name, value]): [string, string] => [name, value]));
  for (const [name, value] of Object.entries(typed)) {
    expect(form, `a field ${name}`).to.include(`name="${name}"`);
    fields.delete(name);
    for (const one of [value].flat()) fields.append(name, one);
  }
  return fields;
}

/** Sends fields of a form as a browser does. */
export const send = async (browser: Browser, action: string, fields: URLSearchParams): Promise<supertest.Response> =>
  browser.raw('post', action).set('Accept', 'text/html').type('form').send(fields.toString());

/** Opens a page, fills its form and sends it. */
export async function submit(
  browser: Browser,
  page: string,
  typed: Typed = {},
  action: string = page,
): Promise<supertest.Response> {
  const opened = await browser.get(page);
  expect(opened.status, page).to.equal(200);
  return send(browser, action, filled(opened.text, action, typed));
}
