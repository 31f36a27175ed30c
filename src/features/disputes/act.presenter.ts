// The fields of an act's form as the page shows them: named by keys, filled with what was typed or what is likely.

import { PICTURES } from '../../domain/file.ts';
import { type FormField } from './act.ts';
import { inLanguage } from './dispute.presenter.ts';

const minutes = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Shanghai',
});

/** @param values what was typed, when the form comes back; then no field falls back to its own value */
export function presentField(
  field: FormField,
  texts: string,
  language: 'zh-CN' | 'en',
  values: Record<string, unknown> | undefined,
) {
  return {
    name: field.name,
    kind: field.kind === 'lines' ? 'textarea' : field.kind,
    labelKey: `${texts}.${field.name}`,
    hintKey: field.hint ? `${texts}.${field.name}Hint` : null,
    ...(field.kind === 'file' ? { accept: PICTURES } : {}),
    required: field.required ?? false,
    value: asWritten(field.kind, values ? values[field.name] : field.value),
    options: (field.options ?? []).map((option) => ({
      value: option.value,
      key: option.key ?? null,
      text: typeof option.text === 'object' ? inLanguage(option.text, language) : (option.text ?? null),
    })),
  };
}

/** What a control shows: ticked values as a list, lines one below the other, an instant as the clock in Beijing. */
function asWritten(kind: FormField['kind'], value: unknown): unknown {
  if (value instanceof Date) return minutes.format(value).replace(' ', 'T');
  return Array.isArray(value) && kind !== 'checkboxes' ? value.join('\n') : (value ?? '');
}
