import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DomainError } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { text } from '../disputes/index.ts';
import { type Purpose, PURPOSES, type UnmaskService } from './unmask.service.ts';

interface Asked {
  readonly purpose: Purpose;
  readonly words: string;
}

const purposeSchema = Joi.object<Asked>({
  purpose: Joi.string()
    .valid(...PURPOSES)
    .required(),
  words: text(200)
    .allow('')
    .default('')
    .when('purpose', { not: 'other', otherwise: text(200).min(4).required() }),
});

const params = Joi.object<{ disputeId: string; partyId: string }>({
  disputeId: Joi.string().hex().length(24).required(),
  partyId: Joi.string()
    .pattern(/^p\d{1,3}$/)
    .required(),
});

const PATH = '/disputes/:disputeId/parties/:partyId/unmask';

/** Asking for a party's full data, and the answer, which is never stored by a browser. */
export function unmaskRoutes(unmasking: UnmaskService): readonly RouteRow[] {
  const form = async (req: Request, res: Response, error?: DomainError): Promise<void> => {
    const { disputeId, partyId } = validate(params, req.params);
    const { dispute, party } = await unmasking.ask(requireActor(req), disputeId, partyId);
    const { purpose = '', words = '' } = (error ? req.body : {}) as { purpose?: unknown; words?: unknown };
    res.page(
      'personal-data/ask',
      {
        dispute: { id: dispute.id, number: dispute.number },
        party: { id: party.id, name: party.name },
        purposes: PURPOSES.map((value) => ({ value, key: `personalData:purposes.${value}` })),
        values: { purpose: String(purpose), words: String(words) },
        problem: error ? res.explain(error) : null,
      },
      error ? 422 : 200,
    );
  };

  const open: RequestHandler = async (req, res) => {
    try {
      const { purpose, words } = validate(purposeSchema, req.body);
      const { disputeId, partyId } = validate(params, req.params);
      const party = await unmasking.open(requireActor(req), disputeId, partyId, purpose, words);
      res.page('personal-data/party', { disputeId, party, purpose, words });
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      await form(req, res, error);
    }
  };

  const openJson: RequestHandler = async (req, res) => {
    const { disputeId, partyId } = validate(params, req.params);
    const { purpose, words } = validate(purposeSchema, req.body);
    res.json(await unmasking.open(requireActor(req), disputeId, partyId, purpose, words));
  };

  return [
    { method: 'get', path: PATH, right: 'workCases', handler: (req, res) => form(req, res) },
    { method: 'post', path: PATH, right: 'workCases', handler: open },
    {
      method: 'post',
      path: `/api/v1${PATH}`,
      right: 'workCases',
      scope: 'disputes:write',
      handler: openJson,
      operation: {
        id: 'unmaskParty',
        summary: 'personalData:api.unmask',
        group: 'disputes:api.group',
        params,
        body: purposeSchema,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}
