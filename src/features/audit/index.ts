import { type Connection } from 'mongoose';
import { type Clock } from '../../platform/clock.ts';
import { type Logger } from '../../platform/logger.ts';
import { AuditChain, auditSigner } from './audit.chain.ts';
import { AuditRepository } from './audit.repository.ts';
import { AuditService } from './audit.service.ts';

export { auditJobs } from './audit.jobs.ts';
export { auditLineModel } from './audit.model.ts';
export { auditRoutes, readersPanel } from './audit.routes.ts';
export { type AuditService } from './audit.service.ts';

/** Builds the audit on a database: the chain that requests write to, and the service that reads it. */
export function createAudit(deps: {
  readonly connection: Connection;
  readonly indexKey: Buffer;
  readonly clock: Clock;
  readonly logger: Logger;
}): { readonly trail: AuditChain; readonly audit: AuditService } {
  const { clock, logger } = deps;
  const repository = new AuditRepository(deps.connection);
  const signer = auditSigner(deps.indexKey);
  return {
    trail: new AuditChain({ store: repository, signer, clock }),
    audit: new AuditService({ repository, signer, clock, logger }),
  };
}
