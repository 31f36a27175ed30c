import Joi from 'joi';
import { AUDIT_KINDS, type AuditKind } from '../../domain/audit.ts';

const id = Joi.string().hex().length(24);

export interface AuditQuery {
  readonly kind?: AuditKind;
  readonly person?: string;
  readonly dispute?: string;
  readonly from?: string;
  readonly until?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const day = Joi.string()
  .pattern(/^\d{4}-\d{2}-\d{2}$/)
  .empty('');

export const auditQuery = Joi.object<AuditQuery>({
  kind: Joi.string()
    .valid(...AUDIT_KINDS)
    .empty(''),
  person: id.empty(''),
  dispute: id.empty(''),
  from: day,
  until: day,
  cursor: Joi.string().max(200).empty(''),
  limit: Joi.number().integer().min(1).max(200).default(50),
});

export const disputeParams = Joi.object<{ disputeId: string }>({ disputeId: id.required() });

export const readersQuery = Joi.object<{ cursor?: string; limit: number }>({
  cursor: Joi.string().max(200).empty(''),
  limit: Joi.number().integer().min(1).max(200).default(50),
});

/** The answer of the lists of lines. */
export const linesAnswer = Joi.object({ items: Joi.array().items(Joi.object().unknown()), next: Joi.any() });
