// Shapes of the inputs of mediation acts, one for pages and API alike.

import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type PauseCause } from '../../domain/clock-catalogue.ts';
import { DISCLOSURES, type Disclosure } from '../../domain/conflict.ts';
import { CONSENT_CHANNELS, CONSENT_SCOPES, type ConsentChannel, type ConsentScope } from '../../domain/consent.ts';
import {
  CONTACT_CHANNELS,
  CONTACT_RESULT_CODES,
  type ContactChannel,
  type ContactResult,
} from '../../domain/contact.ts';
import { endingsOf, type EndingCode } from '../../domain/ending.ts';
import {
  PARTICIPATION_MODES,
  type ParticipationMode,
  SESSION_RESULTS,
  type SessionResult,
} from '../../domain/session.ts';
import { choice, choices, day, flag, moment, partyIds, rows, text, textLines, timeOfDay } from '../disputes/index.ts';
import { type FactsInput, factsShape } from './fact.acts.ts';
import { type Presence, PRESENCES } from './mediation.record.ts';

export const MEDIATOR_CHOICES = ['parties', 'appointed'] as const;
/** Why an appointment is declined (在线调解规则12; 特邀调解规定15). */
export const APPOINTMENT_DECLINES = ['conflict', 'outsideField', 'beyondExpertise', 'overloaded', 'other'] as const;
export const CONSENT_ANSWERS = ['given', 'refused', 'revoked'] as const;
export const RELATION_CHOICES = ['none', ...DISCLOSURES] as const;
/** Causes for which mediation itself may stand still; courts deduct other times elsewhere (在线调解规则26; 特邀调解规定18). */
export const PAUSES = ['expert', 'shamReview', 'forceMajeure', 'partiesAsk'] as const satisfies readonly PauseCause[];
export const DEFAULT_EXTENSION_DAYS = 30;
const LONGEST_EXTENSION_DAYS = 180;

const LONG = 20_000;

export interface AppointInput {
  readonly mediator: string;
  readonly choice: (typeof MEDIATOR_CHOICES)[number];
  readonly note?: string;
}

export const appointSchema = Joi.object<AppointInput>({
  mediator: text(60).required(),
  choice: choice(MEDIATOR_CHOICES).required(),
  note: text(500),
});

export interface AcceptInput {
  readonly relations: readonly ('none' | Disclosure)[];
  readonly note?: string;
  readonly waivedBy: readonly string[];
  readonly waivedOn?: CalendarDay;
  readonly waiverChannel: ConsentChannel;
  readonly waiverEvidence?: string;
}

export const acceptSchema = Joi.object<AcceptInput>({
  relations: choices(RELATION_CHOICES).min(1).required(),
  note: text(500),
  waivedBy: partyIds(),
  waivedOn: day(),
  waiverChannel: choice(CONSENT_CHANNELS).default('inPerson'),
  waiverEvidence: text(200),
});

export interface DeclineInput {
  readonly reason: (typeof APPOINTMENT_DECLINES)[number];
  readonly note: string;
}

export const declineSchema = Joi.object<DeclineInput>({
  reason: choice(APPOINTMENT_DECLINES).required(),
  note: text(500).required(),
});

export interface ContactInput {
  readonly party: string;
  readonly at?: Date;
  readonly channel: ContactChannel;
  readonly result: ContactResult;
  readonly note?: string;
}

export const contactSchema = Joi.object<ContactInput>({
  party: text(5).required(),
  at: moment(),
  channel: choice(CONTACT_CHANNELS).required(),
  result: choice(CONTACT_RESULT_CODES).required(),
  note: text(500),
});

export interface ConsentInput {
  readonly parties: readonly string[];
  readonly scope: ConsentScope;
  readonly answer: (typeof CONSENT_ANSWERS)[number];
  readonly on?: CalendarDay;
  readonly channel: ConsentChannel;
  /** What proves the answer, in words; a paper of the dispute may stand instead. */
  readonly evidence?: string;
  readonly evidenceFile?: string;
  readonly rightsToldOn?: CalendarDay;
  readonly rightsToldHow: ConsentChannel;
  readonly remediesToldOn?: CalendarDay;
}

export const consentSchema = Joi.object<ConsentInput>({
  parties: partyIds().min(1).required(),
  scope: choice(CONSENT_SCOPES).default('mediation'),
  answer: choice(CONSENT_ANSWERS).required(),
  on: day(),
  channel: choice(CONSENT_CHANNELS).required(),
  evidence: text(500),
  evidenceFile: text(24),
  rightsToldOn: day(),
  rightsToldHow: choice(CONSENT_CHANNELS).default('inPerson'),
  remediesToldOn: day(),
});

export interface BeginInput {
  readonly mode: ParticipationMode;
  readonly addressConfirmed: readonly string[];
  readonly electronicService: readonly string[];
}

export const beginSchema = Joi.object<BeginInput>({
  mode: choice(PARTICIPATION_MODES).required(),
  addressConfirmed: partyIds(),
  electronicService: partyIds(),
});

export interface AttendanceInput {
  readonly party: string;
  readonly presence: Presence;
  readonly as?: string;
}

export interface SessionInput {
  readonly on: CalendarDay;
  readonly from: string;
  /** Empty: the moment the record is sent, for a session of today. */
  readonly until?: string;
  readonly mode: ParticipationMode;
  readonly place: string;
  readonly host: string;
  readonly recorder: string;
  readonly attendance: readonly AttendanceInput[];
  readonly separateConsent: boolean;
  readonly identityChecked: boolean;
  readonly rightsTold: boolean;
  readonly disclosed: boolean;
  readonly recusal: 'none' | 'raised';
  readonly recusalNote?: string;
  readonly statements: string;
  readonly issues: readonly string[];
  readonly proposals: readonly string[];
  readonly result: SessionResult;
  readonly nextStep?: string;
  readonly nextOn?: CalendarDay;
  /** When the record was finished on a device away from the network. */
  readonly writtenAt?: Date;
}

export const sessionSchema = Joi.object<SessionInput>({
  on: day().required(),
  from: timeOfDay().required(),
  until: timeOfDay(),
  mode: choice(PARTICIPATION_MODES).required(),
  place: text(200).required(),
  host: text(60).required(),
  recorder: text(60).required(),
  attendance: rows(Joi.object({ party: text(5).required(), presence: choice(PRESENCES).required(), as: text(60) }), 60)
    .min(1)
    .required(),
  separateConsent: flag(),
  identityChecked: flag(),
  rightsTold: flag(),
  disclosed: flag(),
  recusal: choice(['none', 'raised']).default('none'),
  recusalNote: text(500),
  statements: text(LONG).required(),
  issues: textLines(20),
  proposals: textLines(20),
  result: choice(SESSION_RESULTS).required(),
  nextStep: text(500),
  nextOn: day(),
  writtenAt: moment(),
});

export interface PauseInput {
  readonly cause: (typeof PAUSES)[number];
  readonly reason: string;
  readonly courtConsentOn?: CalendarDay;
  readonly partiesAgree: boolean;
}

export const pauseSchema = Joi.object<PauseInput>({
  cause: choice(PAUSES).required(),
  reason: text(500).required(),
  courtConsentOn: day(),
  partiesAgree: flag(),
});

export interface ResumeInput {
  readonly note?: string;
}

export const resumeSchema = Joi.object<ResumeInput>({ note: text(500) });

export interface ExtendInput {
  readonly days: number;
  readonly signedOn: CalendarDay;
  readonly signedBy: readonly string[];
  readonly reason: string;
}

export const extendSchema = Joi.object<ExtendInput>({
  days: Joi.number().integer().empty('').min(1).max(LONGEST_EXTENSION_DAYS).default(DEFAULT_EXTENSION_DAYS),
  signedOn: day().required(),
  signedBy: partyIds(),
  reason: text(500).required(),
});

/** The four-part record of 在线调解规则21 with the facts both sides confirmed (18) and the remedies told (人民调解法26). */
export interface FailureRecordInput extends FactsInput {
  readonly on?: CalendarDay;
  readonly course: string;
  readonly reason: string;
  readonly costConduct: string;
  readonly hints: string;
  readonly remediesToldOn: CalendarDay;
}

export const failureRecordShape = {
  on: day(),
  course: text(LONG).required(),
  reason: text(4000).required(),
  costConduct: text(4000).required(),
  hints: text(4000).required(),
  ...factsShape,
  remediesToldOn: day().required(),
} as const;

export const completeSchema = Joi.object<FailureRecordInput>(failureRecordShape);

export interface FailInput extends FailureRecordInput {
  readonly ending: EndingCode;
  readonly shamReportedOn?: CalendarDay;
}

export const failSchema = Joi.object<FailInput>({
  ending: choice(endingsOf('failure')).required(),
  shamReportedOn: day(),
  ...failureRecordShape,
});
