// Requests to parties to confirm that a mediation took place, and what is known against its record.

import { type ProofAnswer, type ProofSubject } from '../../domain/proof.ts';

/** One request to one party. The code itself is stored nowhere but in the sealed message. */
export interface ProofRequest {
  readonly id: string;
  /** The address of the party's page, `/p/<short>`. */
  readonly short: string;
  readonly disputeId: string;
  readonly round: number;
  readonly partyId: string;
  readonly subject: ProofSubject;
  /** The number of the session. */
  readonly no?: number;
  readonly codeHash: string;
  readonly askedAt: Date;
  readonly askedBy: { readonly accountId: string; readonly name: string };
  readonly expiresAt: Date;
  readonly tries: number;
  readonly answer?: ProofAnswer;
  readonly answeredAt?: Date;
  readonly note?: string;
}

/** What is known against the record of a dispute; found anew whenever the dispute changes. */
export interface IntegrityRow {
  readonly id: string;
  readonly number: string;
  /** Units whose staff may see it: the owner and everything above. */
  readonly path: readonly string[];
  readonly mediator?: string;
  readonly flags: readonly string[];
  readonly flagged: boolean;
  /** Marks of what was written in its sessions; equal marks mean equal texts. */
  readonly marks: readonly string[];
  readonly asked: number;
  readonly confirmed: number;
  readonly at: Date;
}
