import { type AuditKind } from '../../domain/audit.ts';

/** What the lines may be narrowed by. */
export interface AuditFilter {
  readonly kind?: AuditKind | undefined;
  readonly accountId?: string | undefined;
  readonly disputeId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}
