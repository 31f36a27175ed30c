// What people see of confirmations: staff the answers, a party what it is asked to confirm and nothing else.

import { standingOfProof } from '../../domain/proof.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type SessionEntry } from '../mediation/index.ts';
import { type ProofRequest } from './proof.record.ts';

export interface ProofView {
  readonly party: string;
  readonly subject: string;
  readonly no: number | null;
  readonly standing: string;
  readonly at: Date;
  readonly note: string | null;
}

export const presentProofs = (
  dispute: DisputeRecord,
  requests: readonly ProofRequest[],
  flags: readonly string[],
  now: Date,
): { readonly proofs: readonly ProofView[]; readonly flags: readonly string[] } => ({
  flags,
  proofs: requests.toReversed().map((request) => ({
    party: dispute.parties.find(({ id }) => id === request.partyId)?.name ?? request.partyId,
    subject: request.subject,
    no: request.no ?? null,
    standing: standingOfProof(request, now),
    at: request.answeredAt ?? request.askedAt,
    note: request.note ?? null,
  })),
});

export interface PartyView {
  readonly name: string;
  readonly number: string;
  readonly subject: string;
  readonly session: {
    readonly no: number;
    readonly startedAt: Date;
    readonly endedAt: Date;
    readonly place: string;
    readonly host: string;
    readonly present: readonly string[];
    readonly result: string;
  } | null;
  readonly agreement: {
    readonly reachedOn: string;
    readonly terms: readonly string[];
    readonly clauses: readonly {
      readonly payer: string;
      readonly payee: string;
      readonly what: string;
      readonly amountFen: number | null;
      readonly dueOn: string;
    }[];
  } | null;
}

export function presentParty(
  dispute: DisputeRecord,
  request: ProofRequest,
  session: SessionEntry | undefined,
): PartyView {
  const nameOf = (id: string) => dispute.parties.find((party) => party.id === id)?.name ?? '';
  const { agreement } = dispute;
  return {
    name: nameOf(request.partyId),
    number: dispute.number,
    subject: request.subject,
    session: session
      ? {
          no: session.no,
          startedAt: session.startedAt,
          endedAt: session.endedAt,
          place: session.place,
          host: session.host,
          present: session.attendance
            .filter(({ presence }) => presence !== 'absent')
            .map(({ partyId }) => nameOf(partyId)),
          result: session.result,
        }
      : null,
    agreement:
      request.subject === 'agreement' && agreement
        ? {
            reachedOn: agreement.reachedOn,
            terms: agreement.terms,
            clauses: agreement.items.map(({ payer, payee, what, amountFen, dueOn }) => ({
              payer,
              payee,
              what,
              amountFen: amountFen ?? null,
              dueOn,
            })),
          }
        : null,
  };
}
