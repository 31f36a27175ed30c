import { type Language } from '../platform/i18n.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

export interface PlainError {
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
}

/** The page of last resort, when even the page for errors cannot be rendered. */
export const plainErrorPage = (language: Language, { title, detail, requestId }: PlainError): string =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escape(title)}</title><main><h1>${escape(title)}</h1><p>${escape(detail)}</p>` +
  `<p><code>${escape(requestId)}</code></p></main></html>`;
