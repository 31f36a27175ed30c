import Joi from 'joi';
import { TIERS, type Tier } from '../../domain/tier.ts';

export interface UnitListQuery {
  readonly tier?: Tier;
  readonly parent?: string;
  readonly q?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const code = Joi.string().pattern(/^[0-9]{6,12}(?:-F[0-9]{2})?$/, 'unit');

/** Query of the list of units, page and API. */
export const unitListQuery = Joi.object<UnitListQuery, true>({
  tier: Joi.string().valid(...TIERS),
  parent: code,
  q: Joi.string().trim().max(40),
  cursor: code,
  limit: Joi.number().integer().min(1).max(200).default(50),
});

/** The page's filter form sends empty fields for what was left open. */
export const unitPageQuery = unitListQuery.fork(['tier', 'parent', 'q', 'cursor'], (field) => field.empty(''));

export interface TribunalChangeBody {
  readonly tribunal: string;
  readonly from: string;
  readonly reason?: string;
}

/** A new jurisdiction; whether the day exists and the tribunal is one, the service decides. */
export const tribunalChangeBody = Joi.object<TribunalChangeBody, true>({
  tribunal: code.required(),
  from: Joi.string()
    .pattern(/^\d{4}-\d{2}-\d{2}$/, 'day')
    .required(),
  reason: Joi.string().trim().max(200).empty(''),
});

export const unitParams = Joi.object<{ readonly unitCode: string }, true>({ unitCode: code.required() });

const names = Joi.object({ zh: Joi.string().required(), en: Joi.string().required() });

/** A unit as the API tells it. */
export const unitView = Joi.object({
  code: code.required(),
  tier: Joi.string()
    .valid(...TIERS)
    .required(),
  kind: Joi.string().required(),
  name: names.required(),
  fullName: names.required(),
  parent: code,
  path: Joi.array().items(code).required(),
  docketWord: Joi.string(),
  validFrom: Joi.string().required(),
  validTo: Joi.string(),
  predecessors: Joi.array().items(code).required(),
});

const jurisdictionView = Joi.object({
  tribunal: code.required(),
  validFrom: Joi.string().required(),
  validTo: Joi.string(),
  example: Joi.boolean().required(),
  reason: Joi.string(),
});

/** One unit with its surroundings. */
export const unitDetailView = unitView.keys({
  children: Joi.number().integer().required(),
  jurisdiction: Joi.array().items(jurisdictionView),
});

export const unitListView = Joi.object({ items: Joi.array().items(unitView).required(), next: code });
