import { type DeclineCode, type HandOver } from '../../domain/hand-over.ts';

/** A hand-over as stored: the two-sided record of the domain with who acted, why, and until when an answer is due. */
export interface HandOverRecord extends HandOver {
  readonly disputeId: string;
  readonly disputeNumber: string;
  readonly title: string;
  readonly dueAt: Date;
  readonly sentBy: { readonly accountId: string; readonly name: string };
  /** For a request for help, the question. */
  readonly reason: string;
  /** The coded reason of a dispute sent back up. */
  readonly reasonCode?: DeclineCode;
  /** What the receiver must know on one page; no identity numbers, phones or addresses. */
  readonly brief: string;
  /** The unit the rules suggested, when the sender chose another one. */
  readonly overrode?: { readonly unit: string; readonly because: string };
  readonly answeredBy?: { readonly accountId: string; readonly name: string };
}
