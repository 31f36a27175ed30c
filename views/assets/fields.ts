// The fields of a form as a script keeps them: what was changed from how the page came, under names that tell choices
// of one name apart.

const SKIPPED = new Set(['_csrf', '_once', 'version', 'intent']);

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;

/** The fields a person fills in: no machinery, no passwords, no files. */
export function keptFields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      isField(element) &&
      element.name !== '' &&
      !SKIPPED.has(element.name) &&
      !['hidden', 'password', 'file', 'submit'].includes(element.type),
  );
}

export const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

export const valueOf = (field: Field): string | boolean => (isChoice(field) ? field.checked : field.value);

/** Fields of one name are told apart by their value when they are choices. */
export const nameOf = (field: Field): string => (isChoice(field) ? `${field.name}=${field.value}` : field.name);

/** How the page came. */
export function initialOf(field: Field): string | boolean {
  if (isChoice(field)) return field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '';
  }
  return field.defaultValue;
}

export type Kept = Record<string, string | boolean>;

/** What was changed from how the page came. */
export const changedFields = (form: HTMLFormElement): Kept =>
  Object.fromEntries(
    keptFields(form)
      .filter((field) => valueOf(field) !== initialOf(field))
      .map((field) => [nameOf(field), valueOf(field)]),
  );

/** Fills in what was kept; answers how many fields changed by it. */
export function restore(form: HTMLFormElement, kept: Kept): number {
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
