// What the dispute's page says of an agreement and how it is kept.

import { daysBetween, type CalendarDay } from '../../domain/calendar-day.ts';
import { type ClauseFinding } from '../../domain/clause.ts';
import { type Agreement, type DisputeRecord } from '../disputes/index.ts';
import { type AgreementDocument, type Receipt, type Revisit } from './agreement.document.ts';

export interface ItemView {
  readonly id: string;
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  readonly amountFen: number | null;
  readonly paidFen: number;
  readonly dueOn: string;
  readonly manner: string;
  readonly breachTerm: string | null;
  readonly settledOn: string | null;
  readonly daysLate: number;
  readonly receipts: readonly {
    readonly on: string;
    readonly amountFen: number | null;
    readonly voucher: string;
    readonly fileId: string | null;
  }[];
}

/** One text of the agreement and what became of it. */
export interface VersionView {
  readonly version: number;
  readonly recordedAt: Date;
  readonly by: string;
  readonly standing: 'inForce' | 'awaiting' | 'refused' | 'replaced';
}

export interface AgreementView {
  /** Where the papers of the dispute are. */
  readonly filesHref: string;
  readonly version: number;
  readonly versions: readonly VersionView[];
  /** What is to be said of the clauses while nobody is bound by them. */
  readonly findings: readonly ClauseFinding[];
  readonly revisits: readonly {
    readonly on: string;
    readonly performance: string;
    readonly situation: string;
    readonly measures: string | null;
    readonly signs: readonly string[];
    readonly by: string;
  }[];
  readonly form: string;
  readonly partial: boolean;
  readonly reachedOn: string;
  readonly effectiveOn: string | null;
  readonly facts: string;
  readonly responsibility: string | null;
  readonly terms: readonly string[];
  readonly breachTerm: string | null;
  readonly remainder: string | null;
  readonly items: readonly ItemView[];
  readonly totalFen: number;
  readonly paidFen: number;
  readonly signatures: readonly {
    readonly signer: string;
    readonly name: string | null;
    readonly on: string | null;
    readonly by: string | null;
    readonly path: string | null;
    readonly at: Date | null;
    readonly fileId: string | null;
  }[];
  /** Each party that has to have its copy, and how it came to it. */
  readonly served: readonly {
    readonly name: string;
    readonly on: string | null;
    readonly how: string | null;
    readonly receipt: string;
    readonly fileId: string | null;
  }[];
  readonly confirmable: boolean;
  readonly exclusions: readonly string[];
  readonly confirmationDueOn: string | null;
  readonly daysToApply: number | null;
  readonly confirmation: NonNullable<Agreement['confirmation']> | null;
}

/** What is stored beside the dispute. */
export interface AgreementParts {
  readonly versions: readonly AgreementDocument[];
  readonly receipts: readonly Receipt[];
  readonly revisits: readonly Revisit[];
  readonly findings: readonly ClauseFinding[];
}

function signed(document: AgreementDocument | undefined, signer: string) {
  const found = document?.signatures.find((signature) => signature.signer === signer);
  return {
    on: found?.on ?? null,
    by: found?.by ?? null,
    path: found?.drawn?.path ?? null,
    at: found?.drawn?.at ?? null,
    fileId: found?.fileId ?? null,
  };
}

function standingOf(version: AgreementDocument, last: AgreementDocument | undefined): VersionView['standing'] {
  if (version.refusedBy) return 'refused';
  if (version !== last) return 'replaced';
  return version.text.effectiveOn ? 'inForce' : 'awaiting';
}

/** A spoken agreement has no copies; nobody is served before it binds. */
function servedOf(dispute: DisputeRecord, { form, effectiveOn, served = [] }: Agreement): AgreementView['served'] {
  if (form === 'oral' || !effectiveOn) return [];
  return dispute.parties
    .filter(({ side }) => side !== 'third')
    .map(({ id, name }) => {
      const row = served.find(({ partyId }) => partyId === id);
      return {
        name,
        on: row?.on ?? null,
        how: row?.how ?? null,
        receipt: row?.receipt ?? '',
        fileId: row?.fileId ?? null,
      };
    });
}

/** Null while nothing has been agreed. */
export function presentAgreement(
  dispute: DisputeRecord,
  { versions, receipts, revisits, findings }: AgreementParts,
  today: CalendarDay,
): AgreementView | null {
  const { agreement } = dispute;
  if (!agreement) return null;
  const document = versions.at(-1);
  const due = agreement.confirmationDueOn;
  return {
    filesHref: `/disputes/${dispute.id}/files`,
    version: document?.version ?? 1,
    versions: versions.map((one) => ({
      version: one.version,
      recordedAt: one.recordedAt,
      by: one.recordedBy.name,
      standing: standingOf(one, document),
    })),
    findings,
    revisits: revisits.map(({ on, performance, situation, measures, signs, recordedBy }) => ({
      on,
      performance,
      situation,
      measures: measures ?? null,
      signs,
      by: recordedBy.name,
    })),
    form: agreement.form,
    partial: agreement.partial,
    reachedOn: agreement.reachedOn,
    effectiveOn: agreement.effectiveOn ?? null,
    facts: agreement.facts,
    responsibility: agreement.responsibility || null,
    terms: agreement.terms,
    breachTerm: document?.breachTerm || null,
    remainder: document?.remainder || null,
    items: agreement.items.map((item) => ({
      id: item.id,
      payer: item.payer,
      payee: item.payee,
      what: item.what,
      amountFen: item.amountFen ?? null,
      paidFen: item.paidFen,
      dueOn: item.dueOn,
      manner: item.manner,
      breachTerm: item.breachTerm ?? null,
      settledOn: item.settledOn ?? null,
      daysLate: item.settledOn === undefined ? Math.max(0, daysBetween(item.dueOn, today)) : 0,
      receipts: receipts
        .filter((receipt) => receipt.itemId === item.id)
        .map(({ on, amountFen, voucher, fileId }) => ({
          on,
          amountFen: amountFen ?? null,
          voucher,
          fileId: fileId ?? null,
        })),
    })),
    totalFen: agreement.items.reduce((sum, item) => sum + (item.amountFen ?? 0), 0),
    paidFen: agreement.items.reduce((sum, item) => sum + item.paidFen, 0),
    signatures: (document?.signers ?? []).map((signer) => ({
      signer,
      name: dispute.parties.find((party) => party.id === signer)?.name ?? null,
      ...signed(document, signer),
    })),
    served: servedOf(dispute, agreement),
    confirmable: agreement.confirmable,
    exclusions: document?.exclusions ?? [],
    confirmationDueOn: due ?? null,
    daysToApply: due && !agreement.confirmation ? daysBetween(today, due) : null,
    confirmation: agreement.confirmation ?? null,
  };
}
