// Shapes of the inputs of agreement acts, one for pages and API alike. Amounts are typed in yuan and kept in fen.

import Joi from 'joi';
import {
  AGREEMENT_FORMS,
  type AgreementForm,
  CONFIRMATION_EXCLUSIONS,
  type ConfirmationExclusion,
  PERFORMANCE_MANNERS,
  type PerformanceManner,
} from '../../domain/agreement.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { choice, choices, day, flag, partyIds, rows, text, textLines } from '../disputes/index.ts';
import { type FailureRecordInput, failureRecordShape } from '../mediation/index.ts';
import { MEDIA, type Medium } from './agreement.document.ts';

export const EXCLUSION_CODES = Object.keys(CONFIRMATION_EXCLUSIONS) as readonly ConfirmationExclusion[];
/** Why a court does not confirm (民诉法解释355、358); `withdrawn`: the parties took the application back. */
export const REJECTION_REASONS = [
  'notAccepted',
  'breaksLaw',
  'harmsOthers',
  'againstMorals',
  'involuntary',
  'unclear',
  'withdrawn',
  'other',
] as const;

const LONG = 20_000;

/** Id of a picture or scan among the dispute's papers. */
export const fileId = () => Joi.string().empty('').hex().length(24);

/** A clause as typed; what it lacks is told by the clause check, with the article that asks for it. */
export interface ItemInput {
  /** Id of the proposal on the board that it was. */
  readonly clause?: string;
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  readonly amount?: string;
  readonly dueOn?: CalendarDay;
  readonly manner: PerformanceManner;
  readonly breachTerm?: string;
  readonly voucher?: string;
}

export interface AgreementInput {
  readonly form: AgreementForm;
  readonly partial: boolean;
  readonly medium: Medium;
  readonly reachedOn?: CalendarDay;
  readonly facts: string;
  readonly responsibility?: string;
  readonly terms: readonly string[];
  readonly items: readonly ItemInput[];
  readonly breachTerm?: string;
  readonly remainder?: string;
  readonly exclusions: readonly ConfirmationExclusion[];
  readonly signedOn?: CalendarDay;
}

const item = Joi.object<ItemInput>({
  clause: Joi.string()
    .empty('')
    .pattern(/^k\d{1,3}$/),
  payer: text(120).default(''),
  payee: text(120).default(''),
  what: text(500).default(''),
  amount: text(30),
  dueOn: day(),
  manner: choice(PERFORMANCE_MANNERS).default('once'),
  breachTerm: text(500),
  voucher: text(200),
});

export const agreementSchema = Joi.object<AgreementInput>({
  form: choice(AGREEMENT_FORMS).required(),
  partial: flag(),
  medium: choice(MEDIA).default('paper'),
  reachedOn: day(),
  facts: text(LONG).default(''),
  responsibility: text(4000),
  terms: textLines(30, 1000),
  items: rows(item, 30),
  breachTerm: text(1000),
  remainder: text(1000),
  exclusions: choices(EXCLUSION_CODES),
  signedOn: day(),
});

export interface SignaturesInput {
  /** Parties, `mediator` and `seal`; `p1/a2` is the second agent of p1, who signs for it. */
  readonly signers: readonly string[];
  readonly on?: CalendarDay;
  /** Strokes of one person who signs on the screen. */
  readonly path?: string;
  readonly device?: string;
  /** The person signs here and now: without strokes nothing has been signed. */
  readonly onScreen: boolean;
  /** The scanned page or fingerprint picture among the dispute's papers. */
  readonly fileId?: string;
}

export const signaturesSchema = Joi.object<SignaturesInput>({
  signers: Joi.array()
    .items(Joi.string().pattern(/^(p\d{1,3}(?:\/a\d{1,2})?|mediator|seal)$/))
    .unique()
    .single()
    .min(1)
    .required(),
  on: day(),
  path: text(60_000),
  device: text(200),
  onScreen: flag(),
  fileId: fileId(),
});

export interface RefusalInput extends FailureRecordInput {
  readonly party: string;
}

export const refusalSchema = Joi.object<RefusalInput>({ party: text(5).required(), ...failureRecordShape });

export interface ReceiptInput {
  readonly item: string;
  readonly amount?: string;
  readonly on?: CalendarDay;
  /** What proves it in words; a picture may stand for it. */
  readonly voucher?: string;
  readonly fileId?: string;
}

export const receiptSchema = Joi.object<ReceiptInput>({
  item: text(10).required(),
  amount: text(30),
  on: day(),
  voucher: text(200),
  fileId: fileId(),
});

export interface PerformedInput {
  readonly on?: CalendarDay;
  readonly note?: string;
}

export const performedSchema = Joi.object<PerformedInput>({ on: day(), note: text(500) });

export interface BreachInput {
  readonly item: string;
  /** Missing when the system records the breach: telling the creditor remains to be done. */
  readonly remedyToldOn?: CalendarDay;
  readonly note: string;
}

export const breachSchema = Joi.object<BreachInput>({
  item: text(10).required(),
  remedyToldOn: day().required(),
  note: text(500).required(),
});

export interface ApplicationInput {
  readonly jointly: boolean;
  readonly certified: boolean;
  readonly exclusions: readonly ConfirmationExclusion[];
}

export const applicationSchema = Joi.object<ApplicationInput>({
  jointly: flag(),
  certified: flag(),
  exclusions: choices(EXCLUSION_CODES),
});

export interface VerificationInput {
  readonly on: CalendarDay;
  readonly place: string;
  readonly present: readonly string[];
  /** Both sides say that they want it, and that nobody pressed them. */
  readonly voluntary: boolean;
  readonly findings: string;
}

export const verificationSchema = Joi.object<VerificationInput>({
  on: day().required(),
  place: text(200).required(),
  present: partyIds().min(1).required(),
  voluntary: flag(),
  findings: text(2000).required(),
});

export interface ConfirmInput {
  readonly docket: string;
  readonly ruledOn: CalendarDay;
}

export const confirmSchema = Joi.object<ConfirmInput>({ docket: text(60).required(), ruledOn: day().required() });

export interface RejectInput {
  readonly because: (typeof REJECTION_REASONS)[number];
  readonly note: string;
  readonly docket?: string;
  readonly ruledOn: CalendarDay;
}

export const rejectSchema = Joi.object<RejectInput>({
  because: choice(REJECTION_REASONS).required(),
  note: text(1000).required(),
  docket: text(60),
  ruledOn: day().required(),
});

export interface RemediateInput {
  readonly consentedOn: CalendarDay;
  readonly note?: string;
}

export const remediateSchema = Joi.object<RemediateInput>({ consentedOn: day().required(), note: text(500) });
