import { type I18n, type Language, type TextParams } from '../platform/i18n.ts';

/** How a generated document speaks one language. */
export interface Words {
  readonly language: Language;
  readonly t: (key: string, params?: TextParams) => string;
  /** Several things in one cell. */
  readonly list: (parts: readonly string[]) => string;
  /** A number with its unit: `30日`, `30 calendar days`. */
  readonly quantity: (amount: number, unit: string) => string;
}

/** The words of one language. */
export function wordsOf(i18n: I18n, language: Language): Words {
  const chinese = language === 'zh-CN';
  return {
    language,
    t: (key, params) => i18n.t(language, key, params),
    list: (parts) => parts.join(chinese ? '、' : ', '),
    quantity: (amount, unit) => `${amount}${chinese ? '' : ' '}${unit}`,
  };
}
