import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { DomainError } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { text } from '../disputes/index.ts';
import { type PrivateNoteService } from './private-note.service.ts';

const noteSchema = Joi.object<{ text: string }>({ text: text(10_000).required() });

const PATH = '/disputes/:disputeId/private-notes';

/** The only addresses at which private notes can be read or written. */
export function privateNoteRoutes(notes: PrivateNoteService): readonly RouteRow[] {
  const page = async (req: Request, res: Response, id: string, typed: string, error?: DomainError) => {
    const found = await notes.read(requireActor(req), id);
    res.page(
      'mediation/private-notes',
      {
        dispute: { id: found.dispute.id, number: found.dispute.number },
        notes: found.notes,
        mayWrite: found.mayWrite,
        typed,
        problem: error ? res.explain(error) : null,
      },
      error ? 422 : 200,
    );
  };

  const show: RequestHandler<{ disputeId: string }> = (req, res) => page(req, res, req.params.disputeId, '');

  const write: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { disputeId } = req.params;
    try {
      const { text: note } = validate(noteSchema, req.body);
      await notes.write(requireActor(req), disputeId, note);
      flash(req, { kind: 'success', key: 'mediation:notes.kept' });
      res.redirect(303, `/disputes/${disputeId}/private-notes`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      const { text: typed } = (req.body ?? {}) as { text?: unknown };
      await page(req, res, disputeId, typeof typed === 'string' ? typed : '', error);
    }
  };

  return [
    { method: 'get', path: PATH, right: 'workCases', handler: show as RequestHandler },
    { method: 'post', path: PATH, right: 'workCases', handler: write as RequestHandler },
  ];
}
