// Shapes of what people type about disputes. Pages and the API use the same schemas; empty inputs count as missing.

import Joi from 'joi';
import { isDay } from '../../domain/calendar-day.ts';
import { type Procedure, PROCEDURES } from '../../domain/court-result.ts';
import { STATE_CODES } from '../../domain/lifecycle.ts';
import { RISK_LEVELS, RISK_TRIGGER_IDS } from '../../domain/risk.ts';
import { SOURCE_CODES } from '../../domain/source.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { TIERS } from '../../domain/tier.ts';
import { sentLines, textLines } from './act.shapes.ts';

/** A day of the calendar; 2026-02-30 is refused, which joi's own date would accept. */
export const day = () =>
  Joi.string()
    .empty('')
    .custom((value: string, helpers) => (isDay(value) ? value : helpers.error('day.invalid')))
    .messages({ 'day.invalid': 'day.invalid' });

export const text = (max: number) => Joi.string().trim().empty('').max(max);
export const unitCode = () =>
  Joi.string()
    .trim()
    .empty('')
    .pattern(/^\d{6}(\d{3}(\d{3})?|-F\d{2})?$/);

export interface AgentInput {
  readonly name: string;
  readonly phone?: string;
  readonly authority: 'general' | 'special';
}

export interface PartyInput {
  readonly side: 'applicant' | 'respondent' | 'third';
  readonly kind: 'natural' | 'organisation';
  readonly name: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly representative?: string;
  readonly ethnicity?: string;
  readonly occupation?: string;
  readonly agents: readonly AgentInput[];
}

export interface RegisterInput {
  readonly source: string;
  readonly type: string;
  readonly cause?: string;
  readonly title?: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly amount?: string;
  readonly placeUnit: string;
  readonly placeText?: string;
  readonly requestedOn?: string;
  readonly parties: readonly PartyInput[];
  readonly riskTriggers: readonly string[];
  readonly externalSystem?: string;
  readonly externalNumber?: string;
  /** Of a suit the court or a tribunal lodges: 民初 once registered, 民诉前调 where the court still refers before filing. */
  readonly docket?: string;
  readonly procedure?: Procedure;
}

const agent = Joi.object({
  name: text(60).required(),
  phone: text(30),
  authority: Joi.string().valid('general', 'special').default('general'),
});

const party = Joi.object({
  side: Joi.string().valid('applicant', 'respondent', 'third').required(),
  kind: Joi.string().valid('natural', 'organisation').default('natural'),
  name: text(120).required(),
  idNumber: text(30),
  phone: text(30),
  address: text(200),
  representative: text(60),
  ethnicity: text(20),
  occupation: text(60),
  agents: Joi.array().items(agent).max(5).default([]),
});

const list = (items: Joi.Schema) => Joi.array().items(items).single();

export const registerSchema = Joi.object<RegisterInput>({
  source: Joi.string()
    .valid(...SOURCE_CODES)
    .required(),
  type: Joi.string()
    .empty('')
    .valid(...DISPUTE_TYPE_CODES)
    .required(),
  cause: text(60),
  title: text(80),
  facts: text(20_000).required(),
  claims: textLines(20),
  amount: text(30),
  placeUnit: unitCode().required(),
  placeText: text(200),
  requestedOn: day(),
  parties: Joi.array().items(party).min(2).max(60).required(),
  riskTriggers: list(Joi.string().valid(...RISK_TRIGGER_IDS)).default([]),
  externalSystem: text(30),
  externalNumber: text(60),
  docket: text(60),
  procedure: Joi.string()
    .empty('')
    .valid(...PROCEDURES),
});

export interface TriageInput {
  readonly placeUnit: string;
  readonly type: string;
  readonly riskTriggers: readonly string[];
  readonly facts: string;
  readonly claims: readonly string[];
  readonly cause?: string;
  readonly amount?: string;
}

/** What the suggestion of a unit needs to know. */
export const triageSchema = Joi.object<TriageInput>({
  placeUnit: registerSchema.extract('placeUnit'),
  type: registerSchema.extract('type'),
  riskTriggers: registerSchema.extract('riskTriggers'),
  facts: text(20_000).default(''),
  claims: registerSchema.extract('claims'),
  cause: registerSchema.extract('cause'),
  amount: registerSchema.extract('amount'),
});

/** What may be corrected after lodging; parties and place change by acts of their own. */
export interface AmendInput {
  readonly title?: string;
  readonly facts?: string;
  readonly claims?: readonly string[];
  readonly amount?: string;
  readonly cause?: string;
}

export const amendSchema = Joi.object({
  title: text(80),
  facts: text(20_000),
  claims: sentLines(20),
  amount: text(30),
  cause: text(60),
  reason: text(500).required(),
}).min(2);

export const listSchema = Joi.object({
  state: list(Joi.string().valid(...STATE_CODES)),
  unit: unitCode(),
  tier: Joi.string()
    .empty('')
    .valid(...TIERS),
  type: Joi.string()
    .empty('')
    .valid(...DISPUTE_TYPE_CODES),
  mediator: text(40),
  due: Joi.string().empty('').valid('overdue', 'today', 'week'),
  scope: Joi.string().empty('').valid('open', 'mine', 'pushed', 'origin'),
  pile: text(20),
  risk: list(
    Joi.string()
      .empty('')
      .valid(...RISK_LEVELS),
  ),
  outcome: list(text(4)),
  q: text(80),
  cursor: text(200),
  limit: Joi.number().integer().min(1).max(100).default(30),
});
