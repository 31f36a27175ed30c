// The catalogue of causes to look through and search, and the page on which a dispute is given its cause.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { CAUSE_CHOSEN, type DisputeService, type IntakeService, text } from '../disputes/index.ts';
import { type Cause } from './cause.record.ts';
import { type CauseService } from './cause.service.ts';

const lookup = Joi.object<{ q: string; under?: string; edition?: string }>({
  q: Joi.string().trim().max(60).empty('').default(''),
  under: Joi.string().trim().max(20).empty(''),
  edition: Joi.string().trim().max(20).empty(''),
});
const params = Joi.object<{ disputeId: string }>({ disputeId: Joi.string().hex().length(24).required() });
const pickBody = Joi.object<{ cause: string; version: number }>({
  cause: text(60).required(),
  version: Joi.number().integer().min(1).required(),
});

export interface CauseRoutesDeps {
  readonly causes: CauseService;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly intake: Pick<IntakeService, 'amend'>;
}

const view = ({ edition, code, level, name, parent, path }: Cause) => ({ edition, code, level, name, parent, path });

export function causeRoutes({ causes, disputes, intake }: CauseRoutesDeps): readonly RouteRow[] {
  const found = async (req: Request) => {
    const { q, under, edition } = validate(lookup, {
      q: req.query['q'],
      under: req.query['under'],
      edition: req.query['edition'],
    });
    const { all, inForce } = await causes.editions();
    const shown = edition ?? inForce?.edition ?? all.at(-1)?.edition;
    const list = q === '' ? await causes.below(under, shown) : await causes.search(q, shown);
    return { q, under: under ?? null, edition: shown ?? null, editions: all, inForce: inForce?.edition ?? null, list };
  };

  const page: RequestHandler = async (req, res) => res.page('causes/list', await found(req));

  /** What the registration form offers while a cause is typed. */
  const options: RequestHandler = async (req, res) => {
    const { q } = validate(lookup, { q: req.query['cause'] });
    res.page('causes/_options', { list: await causes.search(q) });
  };

  const pickPage = async (req: Request, res: Response, errors: readonly FormError[] = [], typed = '') => {
    const { disputeId } = validate(params, req.params);
    const { dispute } = await disputes.read(requireActor(req), disputeId);
    res.page(
      'causes/pick',
      {
        ...(await found(req)),
        dispute: {
          id: dispute.id,
          number: dispute.number,
          title: dispute.title,
          version: dispute.version,
          cause: dispute.cause ?? null,
          causeEdition: dispute.causeEdition ?? null,
        },
        typed,
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  };

  const pick: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    try {
      const { cause, version } = validate(pickBody, { cause: req.body?.cause, version: req.body?.version });
      await intake.amend(requireActor(req), disputeId, { cause }, CAUSE_CHOSEN, { version, once: onceOf(req) });
      flash(req, { kind: 'success', key: 'causes:pick.done' });
      res.redirect(303, `/disputes/${disputeId}`);
    } catch (error) {
      await pickPage(req, res, formErrorsOf(res, error), String(req.body?.cause ?? ''));
    }
  };

  const api: RequestHandler = async (req, res) => {
    const { list, edition, editions } = await found(req);
    res.json({
      edition,
      editions: editions.map(({ edition: name, from }) => ({ edition: name, from })),
      items: list.map(view),
    });
  };

  return [
    { method: 'get', path: '/causes', right: 'readCases', handler: page },
    { method: 'get', path: '/causes/options', right: 'readCases', handler: options },
    {
      method: 'get',
      path: '/disputes/:disputeId/cause',
      right: 'workCases',
      handler: (req, res) => pickPage(req, res),
    },
    { method: 'post', path: '/disputes/:disputeId/cause', right: 'workCases', handler: pick },
    {
      method: 'get',
      path: '/api/v1/causes',
      right: 'readCases',
      scope: 'disputes:read',
      handler: api,
      operation: {
        id: 'searchCauses',
        summary: 'causes:api.search',
        group: 'causes:api.group',
        query: lookup,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}
