const LONG = 12;

/** Puts a field above a long list that narrows it while typing: a district has 656 villages. */
export function filterLongSelects(part: ParentNode): void {
  for (const group of part.querySelectorAll<HTMLElement>('[data-filterable]:not([data-filtering])')) {
    const select = group.querySelector('select');
    if (!select || select.options.length < LONG) continue;
    group.dataset['filtering'] = 'true';
    const whole = [...select.children];
    const input = document.createElement('input');
    input.type = 'search';
    input.className = 'govuk-input jf-select-filter';
    input.autocomplete = 'off';
    input.placeholder = group.dataset['filterable'] ?? '';
    input.setAttribute('aria-label', input.placeholder);
    input.setAttribute('aria-controls', select.id);
    input.addEventListener('input', () => narrow(select, whole, input.value.trim().toLowerCase()));
    select.before(input);
  }
}

function narrow(select: HTMLSelectElement, whole: readonly Element[], wanted: string): void {
  const chosen = select.value;
  const fits = (option: Element): boolean =>
    (option as HTMLOptionElement).value === chosen || (option.textContent ?? '').toLowerCase().includes(wanted);
  const shown = whole.flatMap((child) => {
    if (child instanceof HTMLOptionElement) return child.value === '' || fits(child) ? [child.cloneNode(true)] : [];
    const options = [...child.children].filter(
      (option) => fits(option) || (child.getAttribute('label') ?? '').toLowerCase().includes(wanted),
    );
    if (options.length === 0) return [];
    const group = child.cloneNode(false) as Element;
    group.append(...options.map((option) => option.cloneNode(true)));
    return [group];
  });
  select.replaceChildren(...shown);
  select.value = chosen;
  const fitting = [...select.options].filter((option) => option.value !== '' && option.value !== chosen);
  if (!chosen && wanted && fitting.length === 1 && fitting[0]) select.value = fitting[0].value;
}
