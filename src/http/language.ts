// The language of an answer: the person's choice first, then the cookie of this browser, then what the browser asks
// for, then Chinese.

import { type Request, type RequestHandler } from 'express';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language } from '../platform/i18n.ts';

const COOKIE = 'language';
const YEAR_MILLISECONDS = 365 * 24 * 60 * 60_000;

function cookieLanguage(req: Request): Language | undefined {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(req.get('cookie') ?? '')?.[1];
  return isLanguage(value) ? value : undefined;
}

function acceptedLanguage(req: Request): Language {
  if (!req.get('accept-language')) return DEFAULT_LANGUAGE;
  const accepted = req.acceptsLanguages('zh', 'zh-CN', 'en');
  return accepted === 'en' ? 'en' : DEFAULT_LANGUAGE;
}

/** Decides the language; runs once before and once after the session is known. */
export const chooseLanguage: RequestHandler = (req, res, next) => {
  const session = req.session as Request['session'] | undefined;
  req.language = session?.language ?? req.user?.language ?? cookieLanguage(req) ?? acceptedLanguage(req);
  res.setHeader('Content-Language', req.language);
  res.vary('Accept-Language');
  next();
};

/** An address on this site; anything else becomes the home page. */
export const localPath = (value: unknown): string =>
  typeof value === 'string' && /^\/(?![/\\])[\w\-./?=&%~:,+]*$/.test(value) ? value : '/';

/** POST /language: remembers the choice and goes back to where it was made. */
export const changeLanguage: RequestHandler = (req, res) => {
  const { language, next } = (req.body ?? {}) as Record<string, unknown>;
  const chosen = LANGUAGES.find((candidate) => candidate === language) ?? DEFAULT_LANGUAGE;
  req.session.language = chosen;
  res.cookie(COOKIE, chosen, { maxAge: YEAR_MILLISECONDS, sameSite: 'lax', httpOnly: true, secure: req.secure });
  res.redirect(303, localPath(next));
};
