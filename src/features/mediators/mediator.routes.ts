// The mediators of the own unit: page and API. The head edits, everybody of the unit reads.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { choices, text } from '../disputes/index.ts';
import { MEDIATION_LANGUAGES } from './mediator.record.ts';
import { type MediatorsService, type ProfileInput, profileOf, type UnitMediator } from './mediator.service.ts';

const params = Joi.object<{ accountId: string }, true>({ accountId: Joi.string().hex().length(24).required() });
const body = Joi.object<ProfileInput>({
  version: Joi.number().integer().min(0).required(),
  skills: choices(DISPUTE_TYPE_CODES),
  languages: choices(MEDIATION_LANGUAGES),
  maximumOpen: Joi.number().integer().min(0).max(200).required(),
  idNumber: text(30),
  address: text(200),
});

const view = ({ profile, ...person }: UnitMediator) => {
  const known = profileOf(profile);
  return { ...person, ...known, full: person.openCases >= known.maximumOpen };
};

export interface MediatorRoutesDeps {
  readonly mediators: MediatorsService;
  /** Everybody who may mediate a dispute the person may read, ranked. */
  readonly suggestions: (actor: Actor, disputeId: string) => Promise<readonly object[]>;
}

export function mediatorRoutes({ mediators, suggestions }: MediatorRoutesDeps): readonly RouteRow[] {
  const idOf = (req: Request): string => validate(params, req.params).accountId;

  const list: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const people = (await mediators.ofUnit(actor)).map(view);
    res.page('mediators/list', { people, mayEdit: hasRight(actor.role, 'leadStaff') });
  };

  const form = async (req: Request, res: Response, values?: object, errors: readonly object[] = [], status = 200) => {
    const found = await mediators.get(requireActor(req), idOf(req));
    const person = view(found);
    res.page(
      'mediators/edit',
      {
        person,
        identity: mediators.known(found),
        values: values ?? {},
        errors,
        types: DISPUTE_TYPE_CODES,
        languages: MEDIATION_LANGUAGES,
      },
      status,
    );
  };

  const edit: RequestHandler = (req, res) => form(req, res);

  const save: RequestHandler = async (req, res) => {
    try {
      const saved = await mediators.save(requireActor(req), idOf(req), validate<ProfileInput>(body, req.body));
      flash(req, { kind: 'success', key: 'mediators:saved', params: { name: saved.name } });
    } catch (error) {
      return form(req, res, req.body as object, formErrorsOf(res, error), 422);
    }
    res.redirect(303, '/mediators');
  };

  const apiList: RequestHandler = async (req, res) => {
    res.json({ items: (await mediators.ofUnit(requireActor(req))).map(view) });
  };

  const apiSave: RequestHandler = async (req, res) => {
    res.json(view(await mediators.save(requireActor(req), idOf(req), validate<ProfileInput>(body, req.body))));
  };

  const apiSuggest: RequestHandler<{ disputeId: string }> = async (req, res) => {
    res.json({ items: await suggestions(requireActor(req), req.params.disputeId) });
  };

  const group = 'mediators:api.group';
  const answers = { 200: Joi.object().unknown() };
  return [
    { method: 'get', path: '/mediators', right: 'readCases', handler: list },
    { method: 'get', path: '/mediators/:accountId', right: 'leadStaff', handler: edit },
    { method: 'post', path: '/mediators/:accountId', right: 'leadStaff', handler: save },
    {
      method: 'get',
      path: '/api/v1/mediators',
      right: 'readCases',
      scope: 'mediators:read',
      handler: apiList,
      operation: { id: 'listMediators', summary: 'mediators:api.list', group, responses: answers },
    },
    {
      method: 'get',
      path: '/api/v1/disputes/:disputeId/mediators',
      right: 'readCases',
      scope: 'disputes:read',
      handler: apiSuggest as RequestHandler,
      operation: {
        id: 'suggestMediators',
        summary: 'mediators:api.suggest',
        group,
        params: Joi.object({ disputeId: Joi.string().hex().length(24).required() }),
        responses: answers,
      },
    },
    {
      method: 'put',
      path: '/api/v1/mediators/:accountId',
      right: 'leadStaff',
      scope: 'mediators:write',
      handler: apiSave,
      operation: { id: 'saveMediator', summary: 'mediators:api.save', group, params, body, responses: answers },
    },
  ];
}
