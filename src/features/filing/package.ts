// Builds the package of a failed mediation for the court. Every part is named here; what is not named cannot travel.

import { type ActContext, type Agreement, type DisputeRecord, type Failure, type Party } from '../disputes/index.ts';
import { entryOf, jointFacts, type Participation } from '../mediation/index.ts';
import { type FilingPackage, type Material } from './filing.record.ts';

/** States in which the parties sue on an agreement that is in effect. */
const SUED_ON_AGREEMENT: readonly DisputeRecord['state'][] = ['S16', 'S21'];

/** @param failure the failure record, as completed for the transfer */
export function buildPackage(
  context: ActContext,
  participations: readonly Participation[],
  evidence: readonly string[],
  failure: Failure | undefined,
): FilingPackage {
  const { dispute } = context;
  const { recordedAt, recordedBy, disputeId, round } = entryOf(context);
  const serviceAddresses = dispute.parties.flatMap((party) => addressOf(party, participations));
  const undisputedFacts = jointFacts(dispute);
  const { termination } = dispute;
  const agreement = SUED_ON_AGREEMENT.includes(dispute.state) ? agreementPart(dispute.agreement) : undefined;
  const held: Readonly<Record<Material, boolean>> = {
    complaintSummary: true,
    evidence: evidence.length > 0,
    serviceAddress: serviceAddresses.length > 0,
    undisputedFacts: undisputedFacts.length > 0,
    failureRecord: failure !== undefined,
    termination: termination !== undefined,
    agreement: agreement !== undefined,
  };
  return {
    disputeId,
    round,
    builtAt: recordedAt,
    builtBy: recordedBy,
    number: dispute.number,
    materials: (Object.keys(held) as Material[]).filter((material) => held[material]),
    complaint: complaintPart(dispute),
    evidence,
    serviceAddresses,
    undisputedFacts,
    ...(failure ? { failure: failurePart(failure) } : {}),
    ...(termination ? { termination } : {}),
    ...(agreement ? { agreement } : {}),
  };
}

/** What the party confirmed of its address, in full where it was written down, otherwise the day it confirmed. */
function addressOf(party: Party, participations: readonly Participation[]): FilingPackage['serviceAddresses'] {
  const { service } = party;
  if (service) {
    const electronic = service.electronic !== undefined;
    return [{ partyId: party.id, confirmedOn: service.confirmedOn, electronic, address: service }];
  }
  const taken = participations.findLast(({ partyId }) => partyId === party.id);
  return taken?.addressConfirmedOn
    ? [{ partyId: party.id, confirmedOn: taken.addressConfirmedOn, electronic: taken.electronicService }]
    : [];
}

const complaintPart = (dispute: DisputeRecord): FilingPackage['complaint'] => ({
  requestedOn: dispute.requestedOn,
  type: dispute.type,
  ...(dispute.cause ? { cause: dispute.cause } : {}),
  facts: dispute.facts,
  claims: dispute.claims,
  ...(dispute.amountFen === undefined ? {} : { amountFen: dispute.amountFen }),
  parties: dispute.parties.map(({ id, side, kind, name, representative, agents }) => ({
    id,
    side,
    kind,
    name,
    ...(representative ? { representative } : {}),
    agents: agents.map((agent) => ({ name: agent.name, authority: agent.authority })),
  })),
});

const failurePart = ({ ending, on, course, reason, costConduct, hints, remediesToldOn }: Failure) => ({
  ending,
  on,
  course,
  reason,
  costConduct,
  hints,
  ...(remediesToldOn ? { remediesToldOn } : {}),
});

function agreementPart(agreement: Agreement | undefined): FilingPackage['agreement'] {
  if (!agreement?.effectiveOn) return undefined;
  const { form, reachedOn, effectiveOn, terms, items, confirmation } = agreement;
  return { form, reachedOn, effectiveOn, terms, items, ...(confirmation ? { confirmation } : {}) };
}
