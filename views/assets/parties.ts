// Adding and removing parties without asking the server: the last party is copied, emptied and renumbered.

const NUMBER = /\d+/;

function renumber(list: Element, name: string): void {
  list.querySelectorAll<HTMLElement>('[data-party]').forEach((party, index) => {
    const path = new RegExp(`${name}\\.\\d+\\.`);
    for (const element of party.querySelectorAll('[name], [id], [for], [aria-describedby]')) {
      for (const attribute of ['name', 'id', 'for', 'aria-describedby']) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(path, `${name}.${index}.`));
      }
    }
    const number = party.querySelector('[data-party-number]');
    if (number?.textContent) number.textContent = number.textContent.replace(NUMBER, String(index + 1));
  });
}

function emptied(party: HTMLElement, side: string, name: string): HTMLElement {
  const copy = party.cloneNode(true) as HTMLElement;
  copy.querySelectorAll('.govuk-error-message, [data-party-remove]').forEach((element) => element.remove());
  copy
    .querySelectorAll('.govuk-form-group--error')
    .forEach((group) => group.classList.remove('govuk-form-group--error'));
  // Names of radios would clash with the copied party's while both are in the page.
  for (const input of copy.querySelectorAll<HTMLInputElement>('input')) {
    input.name = input.name.replace(new RegExp(`^${name}\\.\\d+`), `${name}.9999`);
    if (input.type !== 'radio') {
      input.value = '';
      input.defaultValue = '';
    } else if (input.name.endsWith('.side')) input.checked = input.value === side;
    else input.checked = input.value === 'natural' || input.value === 'general';
    input.classList.remove('govuk-input--error');
    input.removeAttribute('aria-describedby');
  }
  copy.className = `jf-party-edit jf-party-edit--${side}`;
  copy.querySelector('details')?.removeAttribute('open');
  return copy;
}

function enhanceEditor(editor: HTMLElement): void {
  const name = editor.dataset['parties'] ?? '';
  const list = editor.querySelector('[data-parties-list]');
  if (!list) return;
  editor.dataset['enhanced'] = 'true';
  editor.addEventListener('click', (event) => {
    const target = event.target as Element;
    const add = target.closest<HTMLElement>('[data-party-add]');
    const last = list.querySelector<HTMLElement>('[data-party]:last-child');
    if (add && last) {
      event.preventDefault();
      const party = emptied(last, add.dataset['partyAdd'] ?? 'applicant', name);
      list.append(party);
      renumber(list, name);
      party.querySelector<HTMLInputElement>('[name$=".name"]')?.focus();
      return;
    }
    const remove = target.closest<HTMLElement>('[data-party-remove]');
    if (remove && list.querySelectorAll('[data-party]').length > 2) {
      event.preventDefault();
      remove.closest('[data-party]')?.remove();
      renumber(list, name);
      list.querySelector<HTMLInputElement>('[data-party]:last-child [name$=".name"]')?.focus();
    }
  });
  editor.addEventListener('change', (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.name.endsWith('.side')) return;
    const party = input.closest('[data-party]');
    if (party) party.className = `jf-party-edit jf-party-edit--${input.value}`;
  });
}

export function editParties(part: ParentNode): void {
  for (const editor of part.querySelectorAll<HTMLElement>('[data-parties]:not([data-enhanced])')) enhanceEditor(editor);
}
