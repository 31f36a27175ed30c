import { type Request, type RequestHandler } from 'express';
import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { STATE_CODES } from '../../domain/lifecycle.ts';
import { hasRight, ROLES } from '../../domain/permission.ts';
import { villageTypes } from '../../domain/suitability.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type SuitabilityPolicy } from '../disputes/index.ts';
import { actingRoles, type ArticleFilter, articleGroups, clockLines, suitabilityGroups } from './law.presenter.ts';

export interface LawDeps {
  readonly clock: Clock;
  readonly suitability: SuitabilityPolicy;
  /** Every address of the product: a card is shown only for a page that exists and that the reader may open. */
  readonly rows: () => readonly Pick<RouteRow, 'method' | 'path' | 'right'>[];
}

/** The cards of the hub in the order of reading. */
const CARDS = [
  { href: '/law/acts', name: 'acts', icon: 'gavel' },
  { href: '/law/clocks', name: 'clocks', icon: 'clock' },
  { href: '/law/suitability', name: 'suitability', icon: 'filter' },
  { href: '/policies', name: 'policies', icon: 'gear' },
  { href: '/holidays', name: 'holidays', icon: 'calendar' },
  { href: '/jurisdiction', name: 'jurisdiction', icon: 'building' },
] as const;

const actsQuery = Joi.object<ArticleFilter>({
  role: Joi.string()
    .empty('')
    .valid(...ROLES),
  state: Joi.string()
    .empty('')
    .valid(...STATE_CODES),
});

/** The rules as pages: the hub, the catalogue of limits, who may do what and when, and what suits mediation. */
export function lawRoutes({ clock, suitability, rows }: LawDeps): readonly RouteRow[] {
  const mayOpen = (req: Request, href: string): boolean => {
    const right = rows().find(({ method, path }) => method === 'get' && path === href)?.right;
    if (right === undefined) return false;
    return right === 'signedIn' || right === 'public' || hasRight(requireActor(req).role, right);
  };

  const hub: RequestHandler = (req, res) =>
    res.page('law/hub', { cards: CARDS.filter(({ href }) => mayOpen(req, href)) });

  const clocks: RequestHandler = (_req, res) =>
    res.page('law/clocks', { clocks: clockLines(dayOfInstant(clock.now())) });

  const acts: RequestHandler = (req, res) => {
    const query = validate<ArticleFilter>(actsQuery, req.query);
    res.page('law/acts', {
      query,
      groups: articleGroups(query),
      roles: actingRoles(),
      states: STATE_CODES,
    });
  };

  const suits: RequestHandler = async (req, res) => {
    const { villageMatters, averageWage, example } = await suitability();
    res.page('law/suitability', {
      groups: suitabilityGroups(),
      villageTypes: villageTypes(villageMatters),
      averageWage: averageWage ?? null,
      example: example ?? false,
      mayEdit: hasRight(requireActor(req).role, 'managePolicies'),
    });
  };

  const page = (path: string, handler: RequestHandler): RouteRow => ({
    method: 'get',
    path,
    right: 'signedIn',
    handler,
  });
  return [page('/law', hub), page('/law/clocks', clocks), page('/law/acts', acts), page('/law/suitability', suits)];
}
