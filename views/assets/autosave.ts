// Words typed into a form marked data-autosave outlive a closed page, a lost session and a wrong tap: they wait in the
// session storage of this tab, which the browser forgets with the tab, so that a shared telephone keeps nothing.

import { changedFields, type Kept, restore } from './fields.ts';

const PREFIX = 'jiefen:form:';
function save(form: HTMLFormElement, key: string): void {
  const changed = changedFields(form);
  const count = Object.keys(changed).length;
  if (count === 0) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(changed));
  form.dispatchEvent(new CustomEvent('jiefen:autosave', { bubbles: true, detail: { changed: count } }));
}

function tell(form: HTMLFormElement, key: string): void {
  const note = document.createElement('div');
  note.className = 'jf-restored';
  note.setAttribute('role', 'status');
  const text = document.createElement('span');
  text.textContent = form.dataset['autosaveRestored'] ?? '';
  const discard = document.createElement('button');
  discard.type = 'button';
  discard.className = 'jf-linkbutton';
  discard.textContent = form.dataset['autosaveDiscard'] ?? '';
  discard.addEventListener('click', () => {
    form.reset();
    sessionStorage.removeItem(key);
    note.remove();
  });
  note.append(text, discard);
  form.prepend(note);
}

function start(form: HTMLFormElement): void {
  form.dataset['autosaving'] = 'true';
  const key = PREFIX + location.pathname + ':' + (form.dataset['autosave'] ?? '');
  const kept = sessionStorage.getItem(key);
  const refused = document.querySelector('[data-error-summary]') !== null;
  if (kept && !refused && restore(form, JSON.parse(kept) as Kept) > 0) tell(form, key);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => save(form, key), 300);
  });
  addEventListener('pagehide', () => {
    if (form.isConnected && form.dataset['sent'] !== 'true') save(form, key);
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(waiting);
    const { submitter } = event;
    if (submitter instanceof HTMLButtonElement && submitter.name === 'intent') return;
    save(form, key);
    form.dataset['sent'] = 'true';
    sessionStorage.setItem(PREFIX + 'sent', key);
  });
}

/** A form that was taken leads to another page: its words are no longer needed. */
function forgetSent(): void {
  const sent = sessionStorage.getItem(PREFIX + 'sent');
  if (!sent) return;
  const stillHere = [...document.querySelectorAll<HTMLFormElement>('form[data-autosave]')].some(
    (form) => PREFIX + location.pathname + ':' + form.dataset['autosave'] === sent,
  );
  if (!stillHere && document.querySelector('main')) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(PREFIX + 'sent');
}

/** Keeps what is typed in the forms of this part, and forgets everything at sign-out. */
export function keepTypedWords(part: ParentNode): void {
  forgetSent();
  for (const form of part.querySelectorAll<HTMLFormElement>('form[data-autosave]:not([data-autosaving])')) start(form);
  for (const form of part.querySelectorAll<HTMLFormElement>('form[data-sign-out]')) {
    form.addEventListener('submit', () => {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    });
  }
}
