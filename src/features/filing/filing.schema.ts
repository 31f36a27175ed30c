// Shapes of the inputs of filing and closing acts, one for pages and API alike.

import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { COURT_RESULT_CODES, type CourtResultCode, type Procedure, PROCEDURES } from '../../domain/court-result.ts';
import { choice, day, flag, text, textLines } from '../disputes/index.ts';
import { type FactsInput, factsShape } from '../mediation/index.ts';

const LONG = 20_000;

/** The record's four parts are asked for only when the system ended the mediation and nobody has written them yet. */
export interface TransferInput extends FactsInput {
  readonly evidence: readonly string[];
  /** What is claimed on an agreement that was not kept; without it what its clauses give. */
  readonly claims: readonly string[];
  readonly course?: string;
  readonly reason?: string;
  readonly costConduct?: string;
  readonly hints?: string;
  readonly remediesToldOn?: CalendarDay;
}

export const transferSchema = Joi.object<TransferInput>({
  evidence: textLines(100, 200),
  claims: textLines(20, 500),
  course: text(LONG),
  reason: text(4000),
  costConduct: text(4000),
  hints: text(4000),
  ...factsShape,
  remediesToldOn: day(),
});

export interface FileInput {
  readonly docket: string;
  readonly procedure: Procedure;
  readonly filedOn?: CalendarDay;
  /** Who will hear the case, where that is known at filing. */
  /** What the arbitration came to, or why the suit needs none. */
  readonly arbitration?: string;
  readonly judge?: string;
  /** Why somebody who bears a mediator's name is another person. */
  readonly explained?: string;
  readonly feeNotifiedOn?: CalendarDay;
  readonly fee?: string;
  /** Both sides agreed to the small-claims procedure, where it is theirs to choose (民事诉讼法165). */
  readonly smallClaimAgreed: boolean;
}

export const fileSchema = Joi.object<FileInput>({
  docket: text(60).required(),
  procedure: choice(PROCEDURES).required(),
  filedOn: day(),
  arbitration: text(200),
  judge: text(60),
  explained: text(500),
  feeNotifiedOn: day(),
  fee: text(30),
  smallClaimAgreed: flag(),
});

/** How the court's fee was settled: paid, or put off, lowered or waived by the court (诉讼费用交纳办法44–48). */
export const FEE_SETTLEMENTS = ['paid', 'deferred', 'reduced', 'exempt'] as const;

export interface FeeInput {
  readonly how: (typeof FEE_SETTLEMENTS)[number];
  readonly on?: CalendarDay;
}

export const feeSchema = Joi.object<FeeInput>({ how: choice(FEE_SETTLEMENTS).required(), on: day() });

export interface DeemedInput {
  readonly on?: CalendarDay;
  readonly note?: string;
}

export const deemedSchema = Joi.object<DeemedInput>({ on: day(), note: text(500) });

export interface ResultInput extends DeemedInput {
  readonly result: CourtResultCode;
}

export const resultSchema = Joi.object<ResultInput>({
  result: choice(COURT_RESULT_CODES).required(),
  on: day(),
  note: text(500),
});

export interface AgainInput {
  readonly reason: string;
  readonly requestedOn?: CalendarDay;
}

export const againSchema = Joi.object<AgainInput>({ reason: text(500).required(), requestedOn: day() });

export interface EntrustInput {
  readonly agreed: boolean;
  readonly agreedOn: CalendarDay;
  readonly reason: string;
}

export const entrustSchema = Joi.object<EntrustInput>({
  agreed: flag(),
  agreedOn: day().required(),
  reason: text(500).required(),
});

export interface CloseInput {
  readonly summary: string;
  readonly satisfactionInvited: boolean;
}

export const closeSchema = Joi.object<CloseInput>({ summary: text(4000).required(), satisfactionInvited: flag() });

/** Why a closed dispute is mediated again; the law leaves it to the parties' will (人民调解法23). */
export const REOPEN_REASONS = [
  'partiesAsk',
  'notKept',
  'flawedAgreement',
  'newFacts',
  'closedByMistake',
  'other',
] as const;

export interface ReopenInput {
  readonly because: (typeof REOPEN_REASONS)[number];
  readonly reason: string;
}

export const reopenSchema = Joi.object<ReopenInput>({
  because: choice(REOPEN_REASONS).required(),
  reason: text(500).required(),
});
