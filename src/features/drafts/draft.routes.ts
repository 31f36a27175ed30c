// The addresses the page's script saves a form to while it is being filled in.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { ACTS } from '../../domain/lifecycle.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DraftFields } from './draft.record.ts';
import { type DraftInput, type DraftKey, type DraftService } from './draft.service.ts';

const LONGEST_TEXT = 60_000;
const MOST_FIELDS = 400;
const PATH = '/drafts/:act/:disputeId';

const keySchema = Joi.object<DraftKey>({
  act: Joi.string()
    .valid(...ACTS)
    .required(),
  disputeId: Joi.string().hex().length(24).required(),
});

const fieldsSchema = Joi.object<DraftFields>()
  .pattern(Joi.string().max(200), [Joi.string().allow('').max(LONGEST_TEXT), Joi.boolean().strict()])
  .max(MOST_FIELDS);

/** The fields travel as one JSON text inside the form. */
const savingSchema = Joi.object<DraftInput>({
  base: Joi.number().integer().min(0).required(),
  of: Joi.string().allow('').max(40).required(),
  device: Joi.string()
    .pattern(/^[\w-]{8,64}$/)
    .required(),
  fields: Joi.string()
    .max(4 * LONGEST_TEXT)
    .custom((text: string, helpers) => {
      try {
        return validate(fieldsSchema, JSON.parse(text));
      } catch {
        return helpers.error('any.invalid');
      }
    })
    .required(),
});

export function draftRoutes(drafts: DraftService): readonly RouteRow[] {
  const show: RequestHandler = async (req, res) => {
    res.json({ draft: (await drafts.read(requireActor(req), validate(keySchema, req.params))) ?? null });
  };

  const save: RequestHandler = async (req, res) => {
    const key = validate(keySchema, req.params);
    const { saved, draft } = await drafts.save(requireActor(req), key, validate(savingSchema, req.body));
    res.status(saved ? 200 : 409).json({ saved, draft: draft ?? null });
  };

  const discard: RequestHandler = async (req, res) => {
    await drafts.forget(requireActor(req), validate(keySchema, req.params));
    res.status(204).end();
  };

  return [
    { method: 'get', path: PATH, right: 'workCases', handler: show },
    { method: 'post', path: PATH, right: 'workCases', handler: save },
    { method: 'post', path: `${PATH}/discard`, right: 'workCases', handler: discard },
  ];
}
