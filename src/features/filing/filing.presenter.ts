// What pages say of a case's way to the court and of its closing.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type LimitationHint, limitationHint } from '../../domain/court-result.ts';
import { isLabour } from '../../domain/dispute-type.ts';
import { answerTo, isJointlyConfirmed } from '../../domain/undisputed-fact.ts';
import { type DisputeRecord, type OpenedService, type ServiceAddress } from '../disputes/index.ts';
import { disputants } from '../mediation/index.ts';
import { type Dossier, type FilingPackage } from './filing.record.ts';

export interface PackageView {
  readonly materials: readonly string[];
  readonly requestedOn: string;
  readonly type: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly amountFen: number | null;
  readonly parties: readonly {
    readonly side: string;
    readonly kind: string;
    readonly name: string;
    readonly representative: string | null;
    readonly agents: readonly { readonly name: string; readonly authority: string }[];
    readonly addressConfirmedOn: string | null;
    readonly electronic: boolean;
    /** As far as the reader may see it. */
    readonly address: ServiceAddress | null;
  }[];
  readonly evidence: readonly string[];
  readonly undisputedFacts: readonly string[];
  readonly failure: {
    readonly ending: string;
    readonly on: string;
    readonly course: string;
    readonly reason: string;
    readonly costConduct: string;
    readonly hints: string;
    readonly remediesToldOn: string | null;
  } | null;
  readonly termination: TerminationView | null;
  readonly agreement: NonNullable<FilingPackage['agreement']> | null;
}

export interface TerminationView {
  readonly remedies: readonly string[];
  readonly served: readonly { readonly name: string; readonly on: string; readonly how: string }[];
  readonly note: string | null;
}

export interface FilingView {
  readonly transferredAt: Date | null;
  readonly docket: string | null;
  readonly filedOn: string | null;
  readonly procedure: string | null;
  readonly arbitration: string | null;
  readonly fee: NonNullable<NonNullable<DisputeRecord['filing']>['fee']> | null;
  readonly courtResult: NonNullable<DisputeRecord['courtResult']> | null;
  readonly enforcement: NonNullable<DisputeRecord['enforcement']> | null;
  readonly package: PackageView | null;
  readonly mediators: readonly string[];
  readonly roles: {
    readonly named: readonly { readonly role: string; readonly names: readonly string[] }[];
    readonly by: string;
    readonly at: Date;
  } | null;
}

/** Opens a sealed address as far as the reader may see it. */
export type OpenService = (service: ServiceAddress) => ServiceAddress;

const terminationView = (
  termination: DisputeRecord['termination'],
  parties: readonly { readonly id: string; readonly name: string }[],
): TerminationView | null =>
  termination
    ? {
        remedies: termination.remedies,
        served: termination.served.map(({ partyId, on, how }) => ({
          name: parties.find(({ id }) => id === partyId)?.name ?? partyId,
          on,
          how,
        })),
        note: termination.note ?? null,
      }
    : null;

export interface PapersView {
  readonly facts: readonly {
    readonly text: string;
    readonly joint: boolean;
    readonly answers: readonly {
      readonly name: string;
      readonly answer: 'confirmed' | 'withdrawn' | 'open';
      readonly on: string | null;
      readonly channel: string | null;
    }[];
  }[];
  readonly addresses: readonly {
    readonly name: string;
    readonly side: string;
    readonly address: ServiceAddress | null;
  }[];
  readonly termination: TerminationView | null;
  readonly limitation: LimitationHint | null;
}

/** What the court would need of the dispute: facts nobody disputes, where papers reach the parties, what they were told. */
export function presentPapers(
  dispute: DisputeRecord,
  opened: readonly OpenedService[],
  holidays: HolidayTable,
): PapersView {
  const sides = disputants(dispute);
  const ids = sides.map(({ id }) => id);
  const endedOn: CalendarDay | undefined = dispute.failure?.on ?? (dispute.endedAt && dayOfInstant(dispute.endedAt));
  return {
    facts: (dispute.undisputedFacts ?? []).map((fact) => ({
      text: fact.text,
      joint: isJointlyConfirmed(fact, ids),
      answers: sides.map(({ id, name }) => {
        const answer = answerTo(fact, id);
        return { name, answer: answer?.answer ?? 'open', on: answer?.on ?? null, channel: answer?.channel ?? null };
      }),
    })),
    addresses: dispute.parties.map(({ id, name, side }) => ({
      name,
      side,
      address: opened.find(({ partyId }) => partyId === id) ?? null,
    })),
    termination: terminationView(dispute.termination, dispute.parties),
    limitation:
      (dispute.failure && endedOn && limitationHint(dispute.requestedOn, endedOn, isLabour(dispute.type), holidays)) ??
      null,
  };
}

export const presentPackage = (document: FilingPackage, open: OpenService): PackageView => ({
  materials: document.materials,
  requestedOn: document.complaint.requestedOn,
  type: document.complaint.type,
  facts: document.complaint.facts,
  claims: document.complaint.claims,
  amountFen: document.complaint.amountFen ?? null,
  parties: document.complaint.parties.map((party) => {
    const address = document.serviceAddresses.find((row) => row.partyId === party.id);
    return {
      side: party.side,
      kind: party.kind,
      name: party.name,
      representative: party.representative ?? null,
      agents: party.agents,
      addressConfirmedOn: address?.confirmedOn ?? null,
      electronic: address?.electronic ?? false,
      address: address?.address ? open(address.address) : null,
    };
  }),
  evidence: document.evidence,
  undisputedFacts: document.undisputedFacts,
  failure: document.failure ? { ...document.failure, remediesToldOn: document.failure.remediesToldOn ?? null } : null,
  termination: terminationView(document.termination, document.complaint.parties),
  agreement: document.agreement ?? null,
});

/** Null while nothing has gone to the court. */
export const presentFiling = (
  { filing, courtResult, enforcement }: Pick<DisputeRecord, 'filing' | 'courtResult' | 'enforcement'>,
  document: FilingPackage | undefined,
  open: OpenService,
  mediators: readonly string[],
): FilingView | null =>
  filing || courtResult || enforcement
    ? {
        transferredAt: filing?.transferredAt ?? null,
        docket: filing?.docket ?? null,
        filedOn: filing?.filedOn ?? null,
        procedure: filing?.procedure ?? null,
        arbitration: filing?.arbitration ?? null,
        fee: filing?.fee ?? null,
        courtResult: courtResult ?? null,
        enforcement: enforcement ?? null,
        package: document ? presentPackage(document, open) : null,
        mediators,
        roles: filing?.trialRoles
          ? {
              named: Object.entries(filing.trialRoles.named).flatMap(([role, names]) =>
                names.length > 0 ? [{ role, names }] : [],
              ),
              by: filing.trialRoles.checkedBy,
              at: filing.trialRoles.checkedAt,
            }
          : null,
      }
    : null;

export interface DossierView {
  readonly round: number;
  readonly summary: string;
  readonly closedAt: Date;
  readonly closedBy: string;
  readonly satisfactionInvited: boolean;
  readonly parts: readonly string[];
  readonly retention: string | null;
  readonly pages: number | null;
  readonly archivedAt: Date | null;
}

export const presentDossiers = (dossiers: readonly Dossier[]): readonly DossierView[] =>
  dossiers.map((dossier) => ({
    round: dossier.round,
    summary: dossier.summary,
    closedAt: dossier.closedAt,
    closedBy: dossier.closedBy.name,
    satisfactionInvited: dossier.satisfactionInvited,
    parts: dossier.parts ?? [],
    retention: dossier.retention ?? null,
    pages: dossier.pages ?? null,
    archivedAt: dossier.archivedAt ?? null,
  }));
