// Texts of the interface. Each file of views/locales/<language>/ is a namespace; a key reads `namespace:dotted.key`.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInstance, type Resource } from 'i18next';
import { DEFAULT_TRACK_WORDS, type TrackWords } from '../domain/track-policy.ts';
import { projectRoot } from './project.ts';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'zh-CN';

export type TextParams = Readonly<Record<string, unknown>>;

export interface I18n {
  /** @throws Error outside production when the key has no text in the language */
  t(language: Language, key: string, params?: TextParams): string;
  has(language: Language, key: string): boolean;
  /** Sets what the court calls each track; every text may use `{{T1}}`, `{{T2}}` and `{{T3}}`. */
  callTracks(words: TrackWords): void;
  /** What is said meanwhile, with the tracks as they were called on another day. */
  callingTracks<T>(words: TrackWords, say: () => T): T;
}

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language);

function namespacesIn(directory: string): Resource[string] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(directory, file), 'utf8'))]),
  );
}

export interface I18nOptions {
  /** True: a missing text is an error; false: the default language, then the key itself. */
  readonly strict: boolean;
  readonly directory?: string;
}

const inEachLanguage = ({ T1, T2, T3 }: TrackWords): Readonly<Record<Language, TextParams>> => ({
  'zh-CN': { T1: T1.zh, T2: T2.zh, T3: T3.zh },
  en: { T1: T1.en, T2: T2.en, T3: T3.en },
});

export function createI18n({ strict, directory = join(projectRoot, 'views/locales') }: I18nOptions): I18n {
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => [language, namespacesIn(join(directory, language))]),
  );
  const i18next = createInstance();
  void i18next.init({
    resources,
    ns: Object.keys(resources[DEFAULT_LANGUAGE] ?? {}),
    fallbackLng: strict ? false : DEFAULT_LANGUAGE,
    supportedLngs: [...LANGUAGES],
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: false },
  });
  let called: Readonly<Record<Language, TextParams>> = inEachLanguage(DEFAULT_TRACK_WORDS);
  const has = (language: Language, key: string): boolean => i18next.exists(key, { lng: language });
  return {
    has,
    t: (language, key, params = {}) => {
      if (strict && !i18next.exists(key, { ...params, lng: language })) {
        throw new Error(`No ${language} text for ${key}`);
      }
      return i18next.t(key, { ...called[language], ...params, lng: language });
    },
    callTracks: (words) => {
      called = inEachLanguage(words);
    },
    callingTracks: (words, say) => {
      const before = called;
      called = inEachLanguage(words);
      try {
        return say();
      } finally {
        called = before;
      }
    },
  };
}
