// The court sets what the rules of suitability ask for: which matters a village may be given, and the average wage by
// which small claims are measured. Pages and API.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { choices, day, text } from '../disputes/index.ts';
import { settingViews } from './suitability.presenter.ts';
import { type AverageWageInput, type SuitabilityService, type VillageMattersInput } from './suitability.service.ts';

export interface SuitabilityRoutesDeps {
  readonly suitability: SuitabilityService;
  readonly clock: Clock;
}

const matters = Joi.object<VillageMattersInput>({
  types: choices(DISPUTE_TYPE_CODES).min(1).required(),
  from: day().required(),
  source: text(200).required(),
});
const wage = Joi.object<AverageWageInput>({
  year: Joi.number().integer().empty('').min(2000).max(2100).required(),
  amount: text(30).required(),
  from: day().required(),
  source: text(200).required(),
});

export function suitabilityRoutes({ suitability, clock }: SuitabilityRoutesDeps): readonly RouteRow[] {
  const form = async (
    _req: Request,
    res: Response,
    which = '',
    values: object = {},
    errors: readonly object[] = [],
  ) => {
    const today: CalendarDay = dayOfInstant(clock.now());
    const { villageMatters, averageWage, example } = await suitability.inForce();
    res.page(
      'law/suitability-change',
      {
        today,
        types: DISPUTE_TYPE_CODES,
        villageTypes: [...villageMatters],
        averageWage: averageWage ?? null,
        lastYear: Number(today.slice(0, 4)) - 1,
        example,
        history: settingViews(await suitability.settings(), today),
        which,
        values,
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const saving =
    (which: 'matters' | 'wage', save: (req: Request) => Promise<void>): RequestHandler =>
    async (req, res) => {
      try {
        await save(req);
      } catch (error) {
        return form(req, res, which, req.body as object, formErrorsOf(res, error));
      }
      flash(req, { kind: 'success', key: `law:suitability.saved.${which}` });
      res.redirect(303, '/law/suitability');
    };
  const setMatters = async (req: Request) =>
    suitability.setVillageMatters(requireActor(req), validate<VillageMattersInput>(matters, req.body));
  const setWage = async (req: Request) =>
    suitability.setAverageWage(requireActor(req), validate<AverageWageInput>(wage, req.body));

  const apiShow: RequestHandler = async (_req, res) => {
    const { villageMatters, averageWage, example } = await suitability.inForce();
    res.json({
      villageMatters: [...villageMatters],
      example,
      averageWage: averageWage ?? null,
      history: settingViews(await suitability.settings(), dayOfInstant(clock.now())),
    });
  };
  const apiSaving =
    (save: (req: Request) => Promise<void>): RequestHandler =>
    async (req, res, next) => {
      await save(req);
      await apiShow(req, res, next);
    };

  const group = 'law:suitability.api.group';
  const answers = { 200: Joi.object().unknown() };
  const right = 'managePolicies';
  const base = '/api/v1/suitability';
  return [
    { method: 'get', path: '/law/suitability/change', right, handler: (req, res) => form(req, res) },
    { method: 'post', path: '/law/suitability/village-matters', right, handler: saving('matters', setMatters) },
    { method: 'post', path: '/law/suitability/average-wage', right, handler: saving('wage', setWage) },
    {
      method: 'get',
      path: base,
      right: 'signedIn',
      scope: 'suitability:read',
      handler: apiShow,
      operation: { id: 'showSuitability', summary: 'law:suitability.api.show', group, responses: answers },
    },
    {
      method: 'post',
      path: `${base}/village-matters`,
      right,
      scope: 'suitability:write',
      handler: apiSaving(setMatters),
      operation: {
        id: 'setVillageMatters',
        summary: 'law:suitability.api.matters',
        group,
        body: matters,
        responses: answers,
      },
    },
    {
      method: 'post',
      path: `${base}/average-wage`,
      right,
      scope: 'suitability:write',
      handler: apiSaving(setWage),
      operation: { id: 'setAverageWage', summary: 'law:suitability.api.wage', group, body: wage, responses: answers },
    },
  ];
}
