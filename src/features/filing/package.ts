// Builds the package of a failed mediation for the court. Every part is named here; what is not named cannot travel.

import { type UnitPosition } from '../../domain/tier.ts';
import {
  type ActContext,
  type Agreement,
  type DisputeRecord,
  type Effect,
  type Failure,
  type Party,
} from '../disputes/index.ts';
import { entryOf, jointFacts, type MediationRepository, type Participation } from '../mediation/index.ts';
import { type FilingPackage, type Material } from './filing.record.ts';
import { type FilingRepository } from './filing.repository.ts';

/** The tribunal whose area the dispute's place lies in, on the day. */
export type TribunalFor = (dispute: DisputeRecord) => Promise<UnitPosition>;

export interface SenderDeps {
  readonly repository: FilingRepository;
  readonly mediation: MediationRepository;
  readonly tribunalFor: TribunalFor;
  /** The pieces of evidence among the papers of the present round, as the list of evidence (F06) names them. */
  readonly evidenceOf: (dispute: DisputeRecord) => Promise<readonly string[]>;
}

export const positionOf = ({ code, tier, path }: UnitPosition): UnitPosition => ({ code, tier, path });

/** What goes with the package besides what stands in the record. */
export interface PackageParts {
  readonly evidence: readonly string[];
  /** What is claimed now, where that is not what was asked for at first. */
  readonly claims?: readonly string[] | undefined;
  /** The failure record, as completed for the transfer. */
  readonly failure?: Failure | undefined;
}

/** Builds the package, keeps it, and hands the dispute to the tribunal of its place. */
export type PackageSender = (
  context: ActContext,
  parts: PackageParts,
) => Promise<Effect & { readonly materials: readonly string[] }>;

export function packageSender({ repository, mediation, tribunalFor, evidenceOf }: SenderDeps): PackageSender {
  /** A tribunal or the court keeps what it holds; everything else goes to the tribunal of the place. */
  const receiverOf = async ({ actor, dispute }: ActContext): Promise<UnitPosition> => {
    if (actor.unit.tier === 'tribunal') return positionOf(actor.unit);
    if (dispute.owner.tier === 'tribunal') return dispute.owner;
    return positionOf(await tribunalFor(dispute));
  };

  return async (context, parts) => {
    // What was handed in travels, also where nobody wrote it down again.
    const evidence = parts.evidence.length > 0 ? parts.evidence : await evidenceOf(context.dispute);
    const document = buildPackage(context, await mediation.participations(context.dispute), { ...parts, evidence });
    return {
      materials: document.materials,
      custody: { to: await receiverOf(context), by: 'filing' },
      also: (tx) => repository.insertPackage(document, tx),
    };
  };
}

/** States in which the parties sue on an agreement that is in effect. */
const SUED_ON_AGREEMENT: readonly DisputeRecord['state'][] = ['S16', 'S21'];

export function buildPackage(
  context: ActContext,
  participations: readonly Participation[],
  { evidence, claims, failure }: PackageParts,
): FilingPackage {
  const { dispute } = context;
  const { recordedAt, recordedBy, disputeId, round } = entryOf(context);
  const serviceAddresses = dispute.parties.flatMap((party) => addressOf(party, participations));
  const undisputedFacts = jointFacts(dispute);
  const { termination } = dispute;
  const enforced = dispute.agreement?.confirmation?.result === 'confirmed';
  const agreement = SUED_ON_AGREEMENT.includes(dispute.state) ? agreementPart(dispute.agreement) : undefined;
  const held: Readonly<Record<Material, boolean>> = {
    complaintSummary: !enforced,
    enforcementApplication: enforced,
    confirmationRuling: enforced,
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
    complaint: { ...complaintPart(dispute), ...(claims ? { claims } : {}) },
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
