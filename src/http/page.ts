import { randomUUID } from 'node:crypto';
import { type RequestHandler } from 'express';
import { type Actor, rightsOf } from '../domain/permission.ts';
import { type TrackWords } from '../domain/track-policy.ts';
import { type Clock } from '../platform/clock.ts';
import { type I18n, type Language } from '../platform/i18n.ts';
import { type Templates } from '../platform/templates.ts';
import { csrfToken } from './csrf.ts';
import { createErrorTexts } from './error-text.ts';
import { takeFlash } from './flash.ts';
import { linksFor, type NavigationItem } from './navigation.ts';

export interface PageOptions {
  readonly templates: Templates;
  readonly i18n: I18n;
  readonly clock: Clock;
  readonly navigation: readonly NavigationItem[];
  readonly demo: boolean;
  /** What the court calls each track on this day. */
  readonly trackWords: () => Promise<TrackWords>;
}

/** The person with the unit's name in the page's language. */
const shown = (actor: Actor, language: Language): Actor =>
  language === 'en' && actor.unit.nameEn ? { ...actor, unit: { ...actor.unit, name: actor.unit.nameEn } } : actor;

/** Gives every page what its shell prints, and `res.page` to render it. */
export const pages = ({ templates, i18n, clock, navigation, demo, trackWords }: PageOptions): RequestHandler => {
  const texts = createErrorTexts(i18n);
  return async (req, res, next) => {
    res.explain = (error) => ({
      detail: texts.detail(req.language, error),
      rule: error.rule ?? '',
      fields: error.errors.map((entry) => ({ field: entry.field, text: texts.field(req.language, entry) })),
    });
    res.page = (template, data, status = 200) => {
      const { language, actor } = req;
      Object.assign(res.locals, {
        t: (key: string, params?: object) => i18n.t(language, key, { ...params }),
        language,
        actor: actor && shown(actor, language),
        rights: actor ? rightsOf(actor.role) : [],
        csrfToken: req.session ? csrfToken(req) : '',
        once: randomUUID(),
        now: clock.now(),
        path: req.path,
        here: req.method === 'GET' ? req.originalUrl : '/',
        nav: actor ? linksFor(navigation, actor.role, req.path) : [],
        flash: req.session ? takeFlash(req) : [],
        largeType: req.session?.largeType ?? req.user?.largeType ?? false,
        demo,
      });
      const { trackWords: then } = data as { readonly trackWords?: TrackWords };
      const render = () => templates.render(language, template, { ...res.locals, ...data });
      const html = then ? i18n.callingTracks(then, render) : render();
      res.status(status).vary('HX-Request-Type').type('html').send(html);
    };
    i18n.callTracks(await trackWords());
    next();
  };
};
