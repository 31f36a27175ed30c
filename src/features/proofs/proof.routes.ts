// The page of a party without an account, and the list of flagged records.

import { type RequestHandler } from 'express';
import Joi from 'joi';
import { DomainError, invalid } from '../../domain/errors.ts';
import { INTEGRITY_FLAGS } from '../../domain/integrity.ts';
import { CODE_DIGITS, PROOF_ANSWERS, type ProofAnswer } from '../../domain/proof.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { choice, text } from '../disputes/index.ts';
import { type ProofService } from './proof.service.ts';

interface CodeInput {
  readonly code: string;
  readonly answer?: ProofAnswer;
  readonly note?: string;
}

const codeSchema = Joi.object<CodeInput>({
  code: Joi.string()
    .trim()
    .pattern(new RegExp(`^\\d{${CODE_DIGITS}}$`))
    .messages({ 'string.pattern.base': 'proofs.codeShape' })
    .required(),
  answer: choice(PROOF_ANSWERS),
  note: text(300),
});

const listSchema = Joi.object<{ flag?: string; page: number }>({
  flag: choice(INTEGRITY_FLAGS),
  page: Joi.number().integer().min(1).max(1000).empty('').default(1),
});
const PAGE_SIZE = 30;
const anything = Joi.object().unknown();

type ByShort = RequestHandler<{ short: string }>;

export function proofRoutes(proofs: ProofService): readonly RouteRow[] {
  const door: ByShort = async (req, res) => {
    const { short } = req.params;
    res.page('proofs/party', {
      short,
      step: (await proofs.waits(short)) ? 'code' : 'closed',
      problem: null,
      code: '',
      view: null,
      note: '',
    });
  };

  const enter: ByShort = async (req, res) => {
    const { short } = req.params;
    const typed = (req.body ?? {}) as Record<string, unknown>;
    const show = (step: string, more: object = {}, status = 200) =>
      res.page('proofs/party', { short, step, problem: null, code: '', view: null, note: '', ...more }, status);
    try {
      const { code, answer, note } = validate(codeSchema, typed);
      if (!answer) return show('answer', { view: await proofs.open(short, code), code });
      if (answer === 'denied' && !note) {
        const problem = res.explain(invalid('validation', [{ field: 'note', code: 'any.required' }]));
        return show('answer', { view: await proofs.open(short, code), code, problem }, 422);
      }
      await proofs.answer(short, code, answer, note);
      show(answer);
    } catch (error) {
      if (!(error instanceof DomainError) || (error.kind !== 'invalid' && error.kind !== 'conflict')) throw error;
      if (error.kind === 'conflict') return show('closed', {}, 409);
      show('code', { problem: res.explain(error) }, 422);
    }
  };

  const found = (req: Parameters<RequestHandler>[0]) => {
    const { flag, page } = validate(listSchema, req.query);
    return { flag, page, query: { flag, limit: PAGE_SIZE, skip: (page - 1) * PAGE_SIZE } };
  };

  const list: RequestHandler = async (req, res) => {
    const { flag, page, query } = found(req);
    const { rows, count } = await proofs.flagged(requireActor(req), query);
    res.page('proofs/integrity', {
      rows,
      count,
      flag: flag ?? '',
      page,
      pages: Math.max(1, Math.ceil(count / PAGE_SIZE)),
      flags: INTEGRITY_FLAGS,
    });
  };

  const json: RequestHandler = async (req, res) => {
    const { query } = found(req);
    const { rows, count } = await proofs.flagged(requireActor(req), query);
    res.json({
      count,
      items: rows.map(({ id, number, mediator, flags, asked, confirmed, at }) => ({
        id,
        number,
        mediator: mediator ?? null,
        flags,
        asked,
        confirmed,
        at,
      })),
    });
  };

  return [
    { method: 'get', path: '/p/:short', right: 'public', handler: door as RequestHandler },
    { method: 'post', path: '/p/:short', right: 'public', handler: enter as RequestHandler },
    { method: 'get', path: '/integrity', right: 'supervise', handler: list },
    {
      method: 'get',
      path: '/api/v1/integrity',
      right: 'supervise',
      scope: 'disputes:read',
      handler: json,
      operation: {
        id: 'listIntegrity',
        summary: 'proofs:api.listIntegrity',
        group: 'disputes:api.group',
        query: listSchema,
        responses: { 200: anything },
      },
    },
  ];
}
