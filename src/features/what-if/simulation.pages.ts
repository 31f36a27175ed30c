// The form of a simulation, the list of those that were made, and one with its result; the same over the API.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type Push } from '../../domain/what-if.ts';
import { requireActor } from '../../http/context.ts';
import { type FormError, formErrorsOf } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type ApiOperation, type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type I18n } from '../../platform/i18n.ts';
import { choice, type UnitNames } from '../disputes/index.ts';
import { waitsSvg } from './simulation.drawing.ts';
import { resultView, simulationView } from './simulation.presenter.ts';
import { type SimulationRecord, type SimulationResult } from './simulation.record.ts';
import { type SimulationService } from './simulation.service.ts';

export interface SimulationRoutesDeps {
  readonly simulations: SimulationService;
  readonly unitNames: (language: 'zh-CN' | 'en') => Promise<UnitNames>;
  readonly i18n: I18n;
}

interface Typed {
  readonly type: string;
  readonly to: Push['to'];
  /** Of a hundred. */
  readonly share: number;
}
const body = Joi.object<Typed>({
  type: choice(DISPUTE_TYPE_CODES).required(),
  to: choice(['township', 'village']).required(),
  share: Joi.number().integer().min(1).max(100).empty('').required(),
});
const params = Joi.object<{ readonly simulationId: string }>({
  simulationId: Joi.string().hex().length(24).required(),
});
const BASE = '/statistics/what-if';
const TIERS_BELOW = ['village', 'township'] as const;

export function simulationRoutes({ simulations, unitNames, i18n }: SimulationRoutesDeps): readonly RouteRow[] {
  const form = async (req: Request, res: Response, values: object, errors: readonly FormError[] = []) => {
    const made = await simulations.latest(requireActor(req));
    const model = { rows: made.map(simulationView), types: DISPUTE_TYPE_CODES, tiers: TIERS_BELOW, values, errors };
    res.page('what-if/list', model, errors.length > 0 ? 422 : 200);
  };

  const list: RequestHandler = (req, res) => form(req, res, {});

  const order: RequestHandler = async (req, res) => {
    try {
      const { share, ...push } = validate<Typed>(body, req.body);
      const { id } = await simulations.order(requireActor(req), { ...push, share: share / 100 }, onceOf(req));
      res.redirect(303, `${BASE}/${id}`);
    } catch (error) {
      const { type, to, share } = (req.body ?? {}) as Record<string, unknown>;
      const typed = Object.entries({ type, to, share }).filter(([, value]) => typeof value === 'string');
      await form(req, res, Object.fromEntries(typed), formErrorsOf(res, error));
    }
  };

  const show: RequestHandler = async (req, res) => {
    const found = await simulations.get(requireActor(req), validate(params, req.params).simulationId);
    const result = resultOf(found);
    const names = await unitNames(req.language);
    const t = (key: string) => i18n.t(req.language, key);
    const view = result && resultView(result, names);
    const draw = (narrow: boolean): string =>
      waitsSvg(
        t('whatIf:waits'),
        [t('whatIf:base'), t('whatIf:pushed')],
        (view?.drawn ?? []).map(({ name, tier, ...bands }) => ({
          ...bands,
          name: tier === 'village' ? `${name} ${t('whatIf:villages')}` : name,
        })),
        narrow,
      );
    res.page('what-if/show', {
      simulation: simulationView(found),
      result: view ?? null,
      picture: view && view.drawn.length > 0 ? { wide: draw(false), narrow: draw(true) } : null,
    });
  };

  // ---- The same over the API ------------------------------------------------------------------------------------

  const json = ({ href: _href, ...view }: ReturnType<typeof simulationView>) => view;
  const apiList: RequestHandler = async (req, res) => {
    res.json({ items: (await simulations.latest(requireActor(req))).map((each) => json(simulationView(each))) });
  };
  const apiOrder: RequestHandler = async (req, res) => {
    const { share, ...push } = validate<Typed>(body, req.body);
    const actor = requireActor(req);
    const { id } = await simulations.order(actor, { ...push, share: share / 100 }, onceOf(req));
    res.status(202).json(json(simulationView(await simulations.get(actor, id))));
  };
  const apiShow: RequestHandler = async (req, res) => {
    const found = await simulations.get(requireActor(req), validate(params, req.params).simulationId);
    res.json({ ...json(simulationView(found)), result: resultOf(found) ?? null });
  };

  const page = (method: 'get' | 'post', path: string, handler: RequestHandler): RouteRow => ({
    method,
    path: BASE + path,
    right: 'managePolicies',
    handler,
  });
  const api = (
    method: 'get' | 'post',
    path: string,
    handler: RequestHandler,
    operation: Omit<ApiOperation, 'group' | 'summary'>,
  ): RouteRow => ({
    method,
    path: `/api/v1/statistics/simulations${path}`,
    right: 'managePolicies',
    scope: method === 'get' ? 'statistics:read' : 'statistics:write',
    handler,
    operation: { ...operation, summary: `whatIf:api.${operation.id}`, group: 'statistics:api.group' },
  });
  const anything = Joi.object().unknown();
  return [
    page('get', '', list),
    page('post', '', order),
    page('get', '/:simulationId', show),
    api('get', '', apiList, { id: 'listSimulations', responses: { 200: anything } }),
    api('post', '', apiOrder, { id: 'orderSimulation', body, responses: { 202: anything } }),
    api('get', '/:simulationId', apiShow, { id: 'showSimulation', params, responses: { 200: anything } }),
  ];
}

/** The result as it was written. */
const resultOf = ({ text }: SimulationRecord): SimulationResult | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as SimulationResult);
