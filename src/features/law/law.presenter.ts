// The rules as a mediator reads them: the limits in force, who may do what and when, what is suitable for mediation. All
// of it is the running law; nothing is written here a second time.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { CLOCK_IDS, CLOCK_RULES, type ClockRule } from '../../domain/clock-catalogue.ts';
import { ACTS, ARTICLES, type Act, roleMayEver, stateAfter } from '../../domain/lifecycle.ts';
import { CAPACITIES, type Role, ROLES } from '../../domain/permission.ts';
import { SUITABILITY_EFFECTS, SUITABILITY_RULES } from '../../domain/suitability.ts';

export interface ClockLine {
  readonly id: string;
  readonly terms: readonly { readonly variant: string; readonly amount: number; readonly unit: string }[];
  readonly startsOn: readonly string[];
  readonly stoppedBy: readonly string[];
  readonly pausedBy: readonly string[];
  readonly onExpiry: string;
  readonly extension: {
    readonly limits: readonly { readonly variant: string; readonly max: number }[];
    readonly times: number | null;
    readonly unit: string;
    readonly basis: string;
  } | null;
  readonly since: CalendarDay;
  readonly until: CalendarDay | null;
  readonly inForce: boolean;
  readonly basis: string;
}

/** The catalogue, each limit with the rows that were and will be in force. */
export function clockLines(today: CalendarDay): readonly ClockLine[] {
  return CLOCK_IDS.flatMap((id) => {
    const rows = CLOCK_RULES.filter((rule) => rule.id === id);
    return rows.map((rule, index) => {
      const until = rows[index + 1]?.effectiveFrom ?? null;
      const inForce = rule.effectiveFrom <= today && (until === null || until > today);
      return lineOf(rule, until, inForce);
    });
  });
}

const lineOf = (rule: ClockRule, until: CalendarDay | null, inForce: boolean): ClockLine => ({
  id: rule.id,
  terms: Object.entries(rule.terms).map(([variant, term]) => ({ variant, ...term })),
  startsOn: rule.startsOn,
  stoppedBy: rule.stoppedBy,
  pausedBy: rule.pausedBy,
  onExpiry: rule.onExpiry,
  extension: rule.extension ? extensionOf(rule.extension) : null,
  since: rule.effectiveFrom,
  until,
  inForce,
  basis: rule.basis,
});

function extensionOf({ max, times, unit, basis }: NonNullable<ClockRule['extension']>): ClockLine['extension'] {
  const limits =
    max === null
      ? []
      : typeof max === 'number'
        ? [{ variant: 'standard', max }]
        : Object.entries(max).map(([variant, amount]) => ({ variant, max: amount }));
  return { limits, times, unit, basis };
}

export interface ArticleLine {
  readonly id: string;
  readonly act: Act;
  readonly from: readonly string[];
  /** Null when the dispute stays where it is. */
  readonly to: string | null;
  readonly by: readonly string[];
  readonly roles: readonly Role[];
  readonly guards: readonly string[];
  readonly starts: readonly string[];
  readonly stops: readonly string[];
  readonly basis: string;
}

/** What the page of the acts may be narrowed by. */
export interface ArticleFilter {
  readonly role?: string | undefined;
  readonly state?: string | undefined;
}

/** The articles of each act in the order of the work, only those of a role or a state when asked. */
export function articleGroups({ role, state }: ArticleFilter): readonly {
  readonly act: Act;
  readonly articles: readonly ArticleLine[];
}[] {
  return ACTS.filter((act) => role === undefined || roleMayEver(role as Role, act)).flatMap((act) => {
    const articles = ARTICLES.filter((article) => article.act === act)
      .map(articleLine)
      .filter((line) => role === undefined || line.roles.includes(role as Role))
      .filter((line) => state === undefined || line.from.includes(state));
    return articles.length > 0 ? [{ act, articles }] : [];
  });
}

function articleLine(article: (typeof ARTICLES)[number]): ArticleLine {
  const reached = new Set(article.from.map((from) => stateAfter(article, from)));
  const stays = article.from.every((from) => stateAfter(article, from) === from);
  return {
    id: article.id,
    act: article.act,
    from: article.from,
    to: stays || reached.size !== 1 ? null : article.to,
    by: article.by,
    roles: ROLES.filter((role) =>
      article.by.some((capacity) =>
        CAPACITIES[capacity].some((grant) => (grant.roles as readonly Role[]).includes(role)),
      ),
    ),
    guards: article.guards,
    starts: article.starts ?? [],
    stops: article.stops ?? [],
    basis: article.basis,
  };
}

/** Roles that ever act on a dispute. */
export const actingRoles = (): readonly Role[] => ROLES.filter((role) => ACTS.some((act) => roleMayEver(role, act)));

/** The rules of suitability under what they lead to. */
export const suitabilityGroups = () =>
  SUITABILITY_EFFECTS.map((effect) => ({
    effect,
    rules: SUITABILITY_RULES.filter((rule) => rule.effect === effect).map(({ id, basis }) => ({ id, basis })),
  }));
