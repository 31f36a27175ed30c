// The words of an error. A code is looked up in the namespace `errors`; a feature may keep its own below `errors` in
// its namespace (`accounts.locked` → accounts:errors.locked) or name the key in full (`accounts:errors.locked`).

import { type DomainError, type FieldError } from '../domain/errors.ts';
import { type I18n, type Language, type TextParams } from '../platform/i18n.ts';

function keysOf(code: string, group: string): string[] {
  if (code.includes(':')) return [code];
  const dot = code.indexOf('.');
  const own = dot > 0 ? [`${code.slice(0, dot)}:errors.${group}${code.slice(dot + 1)}`] : [];
  return [`errors:${group}${code}`, ...own];
}

export interface ErrorTexts {
  title(language: Language, kind: string): string;
  detail(language: Language, error: DomainError): string;
  field(language: Language, error: FieldError): string;
}

export function createErrorTexts(i18n: I18n): ErrorTexts {
  const text = (language: Language, keys: readonly string[], otherwise: string, params: TextParams): string =>
    i18n.t(language, keys.find((key) => i18n.has(language, key)) ?? otherwise, params);
  return {
    title: (language, kind) => i18n.t(language, `errors:kind.${kind}`),
    detail: (language, error) => text(language, keysOf(error.code, ''), `errors:kind.${error.kind}`, error.params),
    field: (language, { code, params }) =>
      text(language, keysOf(code, 'field.'), 'errors:field.any.invalid', params ?? {}),
  };
}
