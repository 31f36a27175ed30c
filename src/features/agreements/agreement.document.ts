// What belongs to an agreement besides its text in the dispute: who signed when, the clauses a breach calls for, what
// stays open, and the receipts that show it was kept.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type PerformanceStanding, type RevisitSign, type RevisitWay } from '../../domain/revisit.ts';
import { type ConfirmationExclusion } from '../../domain/agreement.ts';
import { type Agreement } from '../disputes/index.ts';

/** On paper the mediator and the committee's seal are needed too (人民调解法29); on the platform the parties' signatures. */
export const MEDIA = ['paper', 'platform'] as const;
export type Medium = (typeof MEDIA)[number];

/** Party ids, and these two. */
export const MEDIATOR_SIGNER = 'mediator';
export const SEAL_SIGNER = 'seal';

export interface Signature {
  readonly signer: string;
  /** The agent who signed for the party, with special authority (民诉法解释147). */
  readonly by?: string;
  readonly on: CalendarDay;
  /** Drawn on a screen: its strokes, when, and on what. Absent: signed on paper. */
  readonly drawn?: { readonly path: string; readonly at: Date; readonly device: string };
  /** The scanned page, or the picture of a fingerprint, among the dispute's papers. */
  readonly fileId?: string;
}

/** One agreement of one round. `text` is kept also when a party refuses to sign and the dispute forgets it. */
export interface AgreementDocument {
  readonly disputeId: string;
  readonly round: number;
  /** 1 for the first text of the round; each later one takes its place while nobody is bound by it. */
  readonly version: number;
  readonly text: Agreement;
  readonly medium: Medium;
  readonly breachTerm: string;
  readonly remainder: string;
  readonly exclusions: readonly ConfirmationExclusion[];
  /** Everybody whose signature is needed. */
  readonly signers: readonly string[];
  readonly signatures: readonly Signature[];
  readonly refusedBy?: string;
  readonly refusedOn?: CalendarDay;
  readonly recordedAt: Date;
  readonly recordedBy: { readonly accountId: string; readonly name: string };
}

/** A payment or an act of performance with what proves it, form F22. */
export interface Receipt {
  readonly disputeId: string;
  readonly round: number;
  readonly itemId: string;
  readonly on: CalendarDay;
  readonly amountFen?: number;
  readonly voucher: string;
  /** Its picture among the dispute's papers. */
  readonly fileId?: string;
  readonly recordedAt: Date;
  readonly recordedBy: { readonly accountId: string; readonly name: string };
}

/** A visit after the agreement, form F23. */
export interface Revisit {
  readonly disputeId: string;
  readonly round: number;
  readonly on: CalendarDay;
  readonly parties: readonly string[];
  readonly way: RevisitWay;
  readonly performance: PerformanceStanding;
  /** 5 very satisfied … 1 very dissatisfied. */
  readonly satisfaction?: number;
  readonly signs: readonly RevisitSign[];
  readonly situation: string;
  readonly measures?: string;
  readonly recordedAt: Date;
  readonly recordedBy: { readonly accountId: string; readonly name: string };
}
