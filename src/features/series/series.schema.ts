import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { PARTICIPATION_MODES, SESSION_RESULTS } from '../../domain/session.ts';
import { SOURCE_CODES } from '../../domain/source.ts';
import { choice, day, flag, text, textLines, timeOfDay, unitCode } from '../disputes/index.ts';
import { type SeriesInput } from './series.request.ts';

const LONG = 20_000;

/** The form of a new series as it is sent; the list comes as text or as a file. */
export interface NewSeriesBody {
  readonly title: string;
  readonly source: string;
  readonly type: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly placeUnit: string;
  readonly commonSide: 'applicant' | 'respondent';
  readonly commonKind: 'natural' | 'organisation';
  readonly commonName: string;
  readonly commonId?: string;
  readonly commonPhone?: string;
  readonly commonAddress?: string;
  readonly list?: string;
}

export const newSeriesSchema = Joi.object<NewSeriesBody>({
  title: text(80).required(),
  source: choice(SOURCE_CODES).default('I01'),
  type: choice(DISPUTE_TYPE_CODES).required(),
  facts: text(LONG).required(),
  claims: textLines(20),
  placeUnit: unitCode().required(),
  commonSide: choice(['applicant', 'respondent']).required(),
  commonKind: choice(['natural', 'organisation']).default('organisation'),
  commonName: text(120).required(),
  commonId: text(30),
  commonPhone: text(30),
  commonAddress: text(200),
  list: Joi.string().empty('').max(200_000),
});

export const seriesInputOf = (body: NewSeriesBody): SeriesInput => ({
  title: body.title,
  source: body.source,
  type: body.type,
  facts: body.facts,
  claims: body.claims,
  placeUnit: body.placeUnit,
  commonSide: body.commonSide,
  common: {
    kind: body.commonKind,
    name: body.commonName,
    agents: [],
    ...(body.commonId ? { idNumber: body.commonId } : {}),
    ...(body.commonPhone ? { phone: body.commonPhone } : {}),
    ...(body.commonAddress ? { address: body.commonAddress } : {}),
  },
});

const byMember = (item: Joi.Schema) =>
  Joi.object()
    .pattern(/^[\da-f]{24}$/, item)
    .default({});
const memberIds = () => Joi.array().items(Joi.string().hex().length(24)).unique().single().empty('').default([]);

export interface SessionBody {
  readonly on: CalendarDay;
  readonly from: string;
  readonly until: string;
  readonly mode: string;
  readonly place: string;
  readonly host: string;
  readonly recorder: string;
  readonly identityChecked: boolean;
  readonly rightsTold: boolean;
  readonly disclosed: boolean;
  readonly separateConsent: boolean;
  readonly statements: string;
  readonly issues: readonly string[];
  readonly proposals: readonly string[];
  readonly result: string;
  readonly nextStep?: string;
  readonly commonPresence: 'present' | 'absent';
  readonly presence: Readonly<Record<string, 'present' | 'separate' | 'absent' | ''>>;
}

export const sessionOrderSchema = Joi.object<SessionBody>({
  on: day().required(),
  from: timeOfDay().required(),
  until: timeOfDay().required(),
  mode: choice(PARTICIPATION_MODES).required(),
  place: text(200).required(),
  host: text(60).required(),
  recorder: text(60).required(),
  identityChecked: flag(),
  rightsTold: flag(),
  disclosed: flag(),
  separateConsent: flag(),
  statements: text(LONG).required(),
  issues: textLines(50),
  proposals: textLines(50),
  result: choice(SESSION_RESULTS).required(),
  nextStep: text(500),
  commonPresence: choice(['present', 'absent']).default('present'),
  presence: byMember(Joi.string().valid('', 'present', 'separate', 'absent')),
});

export interface OutcomeBody {
  readonly form: 'written' | 'oral';
  readonly facts: string;
  readonly breachTerm: string;
  readonly course?: string;
  readonly reason?: string;
  readonly costConduct?: string;
  readonly hints?: string;
  readonly remediesToldOn?: CalendarDay;
  readonly rows: Readonly<
    Record<
      string,
      { readonly outcome: '' | 'agreed' | 'failed'; readonly amount?: string; readonly dueOn?: CalendarDay }
    >
  >;
}

export const outcomeOrderSchema = Joi.object<OutcomeBody>({
  form: choice(['written', 'oral']).default('written'),
  facts: text(4000).required(),
  breachTerm: text(500).required(),
  course: text(LONG),
  reason: text(4000),
  costConduct: text(4000),
  hints: text(4000),
  remediesToldOn: day(),
  rows: byMember(
    Joi.object({ outcome: Joi.string().valid('', 'agreed', 'failed').default(''), amount: text(30), dueOn: day() }),
  ),
});

export interface TextBody {
  readonly facts: string;
  readonly claims: readonly string[];
  readonly reason: string;
  readonly version: number;
}

export const textOrderSchema = Joi.object<TextBody>({
  facts: text(LONG).required(),
  claims: textLines(20),
  reason: text(500).required(),
  version: Joi.number().integer().required(),
});

export const actOrderSchema = Joi.object<{ members: readonly string[]; input: object }>({
  members: memberIds().min(1).required(),
  input: Joi.object().unknown().default({}),
});
