// What pages say of a case's way to the court and of its closing.

import { type DisputeRecord } from '../disputes/index.ts';
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
  readonly agreement: NonNullable<FilingPackage['agreement']> | null;
}

export interface FilingView {
  readonly transferredAt: Date;
  readonly docket: string | null;
  readonly filedOn: string | null;
  readonly procedure: string | null;
  readonly package: PackageView | null;
}

export const presentPackage = (document: FilingPackage): PackageView => ({
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
    };
  }),
  evidence: document.evidence,
  undisputedFacts: document.undisputedFacts,
  failure: document.failure ? { ...document.failure, remediesToldOn: document.failure.remediesToldOn ?? null } : null,
  agreement: document.agreement ?? null,
});

/** Null while nothing has gone to the court. */
export const presentFiling = (
  { filing }: Pick<DisputeRecord, 'filing'>,
  document: FilingPackage | undefined,
): FilingView | null =>
  filing
    ? {
        transferredAt: filing.transferredAt,
        docket: filing.docket ?? null,
        filedOn: filing.filedOn ?? null,
        procedure: filing.procedure ?? null,
        package: document ? presentPackage(document) : null,
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
