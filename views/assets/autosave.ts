// Words typed into a form marked data-autosave outlive a closed page, a lost session and a wrong tap: they wait in the
// session storage of this tab, which the browser forgets with the tab, so that a shared telephone keeps nothing.

const PREFIX = 'jiefen:form:';
const SKIPPED = new Set(['_csrf', '_once', 'version', 'intent']);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;

function keptFields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      isField(element) &&
      element.name !== '' &&
      !SKIPPED.has(element.name) &&
      !['hidden', 'password', 'file', 'submit'].includes(element.type),
  );
}

const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

const valueOf = (field: Field): string | boolean => (isChoice(field) ? field.checked : field.value);

/** Fields of one name are told apart by their value when they are choices. */
const nameOf = (field: Field): string => (isChoice(field) ? `${field.name}=${field.value}` : field.name);

function initialOf(field: Field): string | boolean {
  if (isChoice(field)) return field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '';
  }
  return field.defaultValue;
}

function save(form: HTMLFormElement, key: string): void {
  const changed = keptFields(form).filter((field) => valueOf(field) !== initialOf(field));
  if (changed.length === 0) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(changed.map((f) => [nameOf(f), valueOf(f)]))));
  form.dispatchEvent(new CustomEvent('jiefen:autosave', { bubbles: true, detail: { changed: changed.length } }));
}

function restore(form: HTMLFormElement, kept: Record<string, string | boolean>): number {
  let restored = 0;
  for (const field of keptFields(form)) {
    const value = kept[nameOf(field)];
    if (value === undefined || value === valueOf(field)) continue;
    if (isChoice(field)) field.checked = value === true;
    else field.value = String(value);
    restored += 1;
  }
  return restored;
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
  if (kept && !refused && restore(form, JSON.parse(kept)) > 0) tell(form, key);
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
