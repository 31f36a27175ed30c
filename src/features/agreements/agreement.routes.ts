// The clause check beside the form of the agreement: what was typed is judged and nothing is stored.

import { type RequestHandler } from 'express';
import { DomainError, invalid } from '../../domain/errors.ts';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type AgreementInput, agreementSchema } from './agreement.schema.ts';
import { type AgreementService, type ClauseCheck } from './agreement.service.ts';

/** What cannot even be read is told in the same list. */
async function checked(
  service: AgreementService,
  ...[actor, id, typed]: [Parameters<AgreementService['check']>[0], string, unknown]
) {
  try {
    return await service.check(actor, id, validate<AgreementInput>(agreementSchema, typed));
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
    const findings = error.errors.map((entry) => ({ ...entry, weight: 'error' as const, basis: 'D' }));
    return { findings, confirmable: false } satisfies ClauseCheck;
  }
}

/** POST /disputes/:disputeId/clause-check: a part of the form with script, a page of its own without. */
export function agreementRoutes(service: AgreementService): readonly RouteRow[] {
  const check: RequestHandler<{ disputeId: string }> = async (req, res) => {
    const { disputeId } = req.params;
    const { version: _version, ...typed } = (req.body ?? {}) as Record<string, unknown>;
    const { findings, confirmable } = await checked(service, requireActor(req), disputeId, typed);
    const texts = res.explain(invalid('validation', findings)).fields;
    const model = {
      disputeId,
      confirmable,
      findings: findings.map(({ field, weight, basis }, index) => ({
        field,
        weight,
        basis,
        text: texts[index]?.text ?? '',
      })),
    };
    res.page(req.get('hx-request') ? 'agreements/_clause-check' : 'agreements/clause-check', { model });
  };
  return [
    {
      method: 'post',
      path: '/disputes/:disputeId/clause-check',
      right: 'workCases',
      handler: check as unknown as RequestHandler,
    },
  ];
}
