// What a draft tells the person: one line with something to do, or two texts side by side of which they choose.

import { initialOf, isChoice, type Field, type Kept, keptFields, nameOf, valueOf } from './fields.ts';

export interface Remedy {
  readonly text: string;
  readonly does?: () => Promise<void> | void;
  readonly href?: string;
}

const make = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};

/** One line above the form; `words` are shown below it as they were typed. */
export function showNotice(
  form: HTMLFormElement,
  tone: 'good' | 'warn' | 'bad',
  text: string,
  remedies: readonly Remedy[],
  words = '',
): void {
  const note = make('div', `jf-draft jf-draft--${tone}`);
  note.setAttribute('role', tone === 'bad' ? 'alert' : 'status');
  note.append(make('p', 'jf-draft__text', text));
  if (words) note.append(make('div', 'jf-draft__words jf-prose', words));
  const buttons = make('p', 'jf-draft__buttons');
  for (const { text: label, does, href } of remedies) {
    if (href) {
      const link = make('a', 'jf-button', label);
      link.href = href;
      buttons.append(link);
    } else {
      const button = make('button', 'jf-button jf-button--secondary', label);
      button.type = 'button';
      button.addEventListener('click', () => {
        note.remove();
        void does?.();
      });
      buttons.append(button);
    }
  }
  if (remedies.length > 0) note.append(buttons);
  form.querySelector('.jf-draft')?.remove();
  form.prepend(note);
  if (tone === 'bad') note.scrollIntoView({ block: 'center' });
}

export interface Difference {
  readonly fields: readonly Field[];
  readonly label: string;
  readonly own: string;
  readonly other: string;
  /** Takes the other text, or both. */
  readonly take: (both: boolean) => void;
  readonly long: boolean;
}

const labelOf = (field: Field): string =>
  (isChoice(field) && field.type === 'radio'
    ? field.closest('fieldset')?.querySelector('legend')?.textContent
    : field.labels?.[0]?.textContent
  )?.trim() ?? field.name;

/** The fields whose words differ between this page and the other; a group of radios counts once. */
export function differences(form: HTMLFormElement, own: Kept, other: Kept): readonly Difference[] {
  const found: Difference[] = [];
  const radios = new Map<string, HTMLInputElement[]>();
  for (const field of keptFields(form)) {
    if (isChoice(field) && field.type === 'radio') {
      radios.set(field.name, [...(radios.get(field.name) ?? []), field]);
      continue;
    }
    const mine = own[nameOf(field)] ?? initialOf(field);
    const theirs = other[nameOf(field)] ?? initialOf(field);
    if (mine === theirs) continue;
    const write = (value: string | boolean): void => {
      if (isChoice(field)) field.checked = value === true;
      else field.value = String(value);
    };
    found.push({
      fields: [field],
      label: labelOf(field),
      own: shown(mine),
      other: shown(theirs),
      long: field instanceof HTMLTextAreaElement && mine !== '' && theirs !== '',
      take: (both) => write(both ? `${String(valueOf(field))}\n${String(theirs)}` : theirs),
    });
  }
  for (const group of radios.values()) {
    const pick = (kept: Kept): HTMLInputElement | undefined =>
      group.find((radio) => kept[nameOf(radio)] === true) ?? group.find((radio) => radio.defaultChecked);
    const [mine, theirs] = [pick(own), pick(other)];
    if (mine === theirs || !group[0]) continue;
    const text = (radio: HTMLInputElement | undefined): string => radio?.labels?.[0]?.textContent?.trim() ?? '';
    found.push({
      fields: group,
      label: labelOf(group[0]),
      own: text(mine),
      other: text(theirs),
      long: false,
      take: () => {
        if (theirs) theirs.checked = true;
      },
    });
  }
  return found;
}

const shown = (value: string | boolean): string => (typeof value === 'boolean' ? (value ? '✓' : '–') : value);

/** Both texts of every field that differs; when the last is decided, `done`. */
export function showBoth(
  form: HTMLFormElement,
  differing: readonly Difference[],
  { title, texts, done }: { title: string; texts: Readonly<Record<string, string>>; done: () => Promise<void> | void },
): void {
  form.querySelector('.jf-both')?.remove();
  const panel = make('section', 'jf-both');
  panel.setAttribute('role', 'alert');
  panel.append(make('h2', 'jf-both__title', title));
  let open = differing.length;
  for (const difference of differing) {
    const row = make('div', 'jf-both__row');
    row.append(make('h3', 'jf-both__label', difference.label));
    const pair = make('div', 'jf-both__pair');
    for (const [name, text] of [
      [texts['mine'] ?? '', difference.own],
      [texts['theirs'] ?? '', difference.other],
    ] as const) {
      const side = make('div', 'jf-both__side');
      side.append(make('p', 'jf-both__who', name), make('div', 'jf-prose', text || (texts['nothing'] ?? '')));
      pair.append(side);
    }
    const buttons = make('p', 'jf-draft__buttons');
    const decide = (label: string | undefined, does: () => void): void => {
      const button = make('button', 'jf-button jf-button--secondary', label ?? '');
      button.type = 'button';
      button.addEventListener('click', () => {
        does();
        row.remove();
        open -= 1;
        if (open > 0) return;
        panel.remove();
        void done();
      });
      buttons.append(button);
    };
    decide(texts['keepMine'], () => undefined);
    decide(texts['takeTheirs'], () => difference.take(false));
    if (difference.long) decide(texts['keepBoth'], () => difference.take(true));
    row.append(pair, buttons);
    panel.append(row);
  }
  form.prepend(panel);
  panel.scrollIntoView({ block: 'start' });
}
