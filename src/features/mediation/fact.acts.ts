// Facts nobody disputes, confirmed by each party with day and channel (F08). What both sides have confirmed goes to the
// court with the case; what somebody offered or conceded does not (在线调解规则18、22; 特邀调解规定22).

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../domain/consent.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { isJointlyConfirmed, soundsLikeConcession, type UndisputedFact } from '../../domain/undisputed-fact.ts';
import {
  type ActDefinition,
  type AnyActDefinition,
  choice,
  choices,
  day,
  type DisputeRecord,
  flag,
  type FormField,
  partyIds,
  textLines,
} from '../disputes/index.ts';
import { disputants, notAhead, partyOptions, unknownParties } from './entry.ts';

/** Facts as they are typed, with who confirms them. */
export interface FactsInput {
  readonly undisputedFacts: readonly string[];
  readonly factsConfirmedBy: readonly string[];
  readonly factsConfirmedOn?: CalendarDay;
  readonly factsChannel: ConsentChannel;
  /** Says of sentences that read like an offer that they are facts all the same. */
  readonly factsOnly: boolean;
}

export const factsShape = {
  undisputedFacts: textLines(50),
  factsConfirmedBy: partyIds(),
  factsConfirmedOn: day(),
  factsChannel: choice(CONSENT_CHANNELS).default('inPerson'),
  factsOnly: flag(),
} as const;

/** The fields of a form that asks for facts. */
export const factFields = (dispute: DisputeRecord, today: CalendarDay): readonly FormField[] => [
  { name: 'undisputedFacts', kind: 'lines', hint: true },
  { name: 'factsConfirmedBy', kind: 'checkboxes', options: partyOptions(disputants(dispute)) },
  { name: 'factsConfirmedOn', kind: 'date', value: today },
  { name: 'factsChannel', kind: 'select', options: channelOptions, value: 'inPerson' },
  { name: 'factsOnly', kind: 'checkboxes', options: [{ value: 'true', key: 'mediation:facts.only' }] },
];

const channelOptions = CONSENT_CHANNELS.map((value) => ({ value, key: `mediation:consentChannels.${value}` }));

/** What is wrong with facts as typed; `jointly` where each of them must already be confirmed by everybody. */
export function factErrors(
  dispute: DisputeRecord,
  input: FactsInput,
  now: Date,
  jointly: boolean,
): readonly FieldError[] {
  const confirmedByAll = disputants(dispute).every((party) => input.factsConfirmedBy.includes(party.id));
  return [
    ...unknownParties(dispute, input.factsConfirmedBy, 'factsConfirmedBy'),
    ...(input.factsConfirmedOn ? notAhead(input.factsConfirmedOn, now, 'factsConfirmedOn') : []),
    ...(input.undisputedFacts.length > 0 && jointly && !confirmedByAll
      ? [{ field: 'factsConfirmedBy', code: 'mediation.factsNotConfirmed' }]
      : []),
    ...(!input.factsOnly && input.undisputedFacts.some(soundsLikeConcession)
      ? [{ field: 'undisputedFacts', code: 'mediation.soundsLikeConcession' }]
      : []),
  ];
}

/** The dispute's facts with those typed now; each keeps who confirmed it, when and how. */
export function factsWith(
  { undisputedFacts = [] }: DisputeRecord,
  input: FactsInput,
  today: CalendarDay,
): readonly UndisputedFact[] {
  const on = input.factsConfirmedOn ?? today;
  const answers = input.factsConfirmedBy.map((partyId) => ({
    partyId,
    answer: 'confirmed' as const,
    on,
    channel: input.factsChannel,
  }));
  return [
    ...undisputedFacts,
    ...input.undisputedFacts.map((text, index) => ({
      id: `f${undisputedFacts.length + index + 1}`,
      text,
      recordedOn: today,
      answers,
    })),
  ];
}

/** The facts that may travel to a trial: confirmed by every party whose mediation it was. */
export const jointFacts = (dispute: DisputeRecord): readonly string[] => {
  const ids = disputants(dispute).map((party) => party.id);
  return (dispute.undisputedFacts ?? []).filter((fact) => isJointlyConfirmed(fact, ids)).map((fact) => fact.text);
};

interface AnswerInput {
  readonly facts: readonly string[];
  readonly parties: readonly string[];
  readonly answer: 'confirmed' | 'withdrawn';
  readonly on?: CalendarDay;
  readonly channel: ConsentChannel;
}

/** recordFacts and answerFacts. */
export function factActs(): readonly AnyActDefinition[] {
  const recordFacts: ActDefinition<FactsInput> = {
    act: 'recordFacts',
    schema: Joi.object<FactsInput>({ ...factsShape, undisputedFacts: textLines(50).min(1).required() }),
    fields: ({ dispute, now }) =>
      factFields(dispute, dayOfInstant(now)).map((field) =>
        field.name === 'undisputedFacts' ? { ...field, required: true } : field,
      ),
    prepare: ({ dispute, now }, input) => {
      const errors = factErrors(dispute, input, now, false);
      if (errors.length > 0) throw invalid('validation', errors);
      return {
        set: { undisputedFacts: factsWith(dispute, input, dayOfInstant(now)) },
        data: { facts: input.undisputedFacts.length, confirmedBy: input.factsConfirmedBy },
      };
    },
  };

  const answerFacts: ActDefinition<AnswerInput> = {
    act: 'answerFacts',
    schema: Joi.object<AnswerInput>({
      facts: choices(Array.from({ length: 500 }, (_, index) => `f${index + 1}`))
        .min(1)
        .required(),
      parties: partyIds().min(1).required(),
      answer: choice(['confirmed', 'withdrawn']).required(),
      on: day(),
      channel: choice(CONSENT_CHANNELS).required(),
    }),
    fields: ({ dispute, now }) => [
      {
        name: 'facts',
        kind: 'checkboxes',
        required: true,
        options: (dispute.undisputedFacts ?? []).map(({ id, text }) => ({ value: id, text })),
      },
      { name: 'parties', kind: 'checkboxes', required: true, options: partyOptions(disputants(dispute)) },
      {
        name: 'answer',
        kind: 'radios',
        required: true,
        options: ['confirmed', 'withdrawn'].map((value) => ({ value, key: `mediation:facts.answers.${value}` })),
        value: 'confirmed',
      },
      { name: 'on', kind: 'date', value: dayOfInstant(now) },
      { name: 'channel', kind: 'select', required: true, options: channelOptions, value: 'inPerson' },
    ],
    prepare: ({ dispute, now }, input) => {
      const on = input.on ?? dayOfInstant(now);
      const known = new Set((dispute.undisputedFacts ?? []).map(({ id }) => id));
      const errors = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...notAhead(on, now, 'on'),
        ...(input.facts.every((id) => known.has(id)) ? [] : [{ field: 'facts', code: 'any.only' }]),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const { answer, channel } = input;
      const answers = input.parties.map((partyId) => ({ partyId, answer, on, channel }));
      const undisputedFacts = (dispute.undisputedFacts ?? []).map((fact) =>
        input.facts.includes(fact.id) ? { ...fact, answers: [...fact.answers, ...answers] } : fact,
      );
      return {
        set: { undisputedFacts },
        data: { facts: input.facts, parties: input.parties, factAnswer: input.answer, on, channel },
      };
    },
  };

  return [recordFacts, answerFacts];
}
