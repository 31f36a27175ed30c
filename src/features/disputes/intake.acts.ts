// What a registering or screening unit may do with a request besides handing it over.

import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { dueAtOf, startClock } from '../../domain/clock.ts';
import { invalidField } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition } from './act.ts';
import { textLines } from './act.shapes.ts';
import { isRunning } from './dispute.clocks.ts';
import { type DisputeRepository } from './dispute.repository.ts';
import { text } from './dispute.schema.ts';
import { termsOf } from './dispute.terms.ts';
import { referralDocketFields, referralDocketOf } from './referral.docket.ts';

/** Why a request is not accepted (人民调解法17、26; domain 2.3 S02→S04). Another authority's matter names it. */
export const REFUSAL_REASONS = [
  'outsideScope',
  'otherAuthority',
  'alreadyAccepted',
  'partyRefuses',
  'statusOrCrime',
] as const;

/** Days a party is given to correct, when the clerk sets none. */
const CORRECTION_DAYS = 7;

/** Screening follows lodging by itself; a request that came in by another way is screened by its unit. */
const screen: ActDefinition<Record<string, never>> = { act: 'screen', schema: Joi.object({}), prepare: () => ({}) };

const returnForCorrection: ActDefinition<{ missing: readonly string[]; days: number }> = {
  act: 'returnForCorrection',
  schema: Joi.object({
    missing: textLines(20).min(1),
    days: Joi.number().integer().empty('').min(1).max(30).default(CORRECTION_DAYS),
  }),
  fields: () => [
    { name: 'missing', kind: 'lines', required: true },
    { name: 'days', kind: 'number', value: CORRECTION_DAYS },
  ],
  prepare: ({ now, holidays }, input) => {
    // The party's own term; when it passes the request counts as withdrawn.
    const own = startClock('CL26', now, holidays, { amount: input.days });
    return {
      set: { missing: input.missing },
      clocks: (moved) => moved.map((clock) => (clock.rule === 'CL26' && isRunning(clock) ? own : clock)),
      data: { missing: input.missing, until: dayOfInstant(dueAtOf(own)) },
    };
  },
};

const correct: ActDefinition<{ note: string; facts?: string }> = {
  act: 'correct',
  schema: Joi.object({ note: text(500).required(), facts: text(20_000) }),
  fields: ({ dispute }) => [
    { name: 'note', kind: 'textarea', required: true },
    { name: 'facts', kind: 'textarea', value: dispute.facts },
  ],
  prepare: (_context, input) => ({
    set: { missing: undefined, ...(input.facts ? { facts: input.facts } : {}) },
    data: { note: input.note },
  }),
};

const refuseAcceptance: ActDefinition<{ reason: string; note: string; remedy: string }> = {
  act: 'refuseAcceptance',
  schema: Joi.object({
    reason: Joi.string()
      .empty('')
      .valid(...REFUSAL_REASONS)
      .required(),
    note: text(500).required(),
    remedy: text(500).required(),
  }),
  fields: () => [
    {
      name: 'reason',
      kind: 'radios',
      required: true,
      options: REFUSAL_REASONS.map((reason) => ({ value: reason, key: `disputes:refusal.${reason}` })),
    },
    { name: 'note', kind: 'textarea', required: true },
    { name: 'remedy', kind: 'textarea', required: true },
  ],
  prepare: ({ dispute, now }, input) => ({
    set: {
      closedAt: now,
      outcome: {
        code: input.reason === 'otherAuthority' ? 'O44' : 'O41',
        on: dayOfInstant(now),
        tier: dispute.owner.tier,
        unitCode: dispute.owner.code,
      },
    },
    data: input,
  }),
};

const takeUp = (docketWord: string): ActDefinition<{ docket?: string }> => ({
  act: 'takeUp',
  schema: Joi.object({ docket: text(60) }),
  fields: (context) => referralDocketFields(context, docketWord),
  prepare: (context, { docket }) => ({
    set: {
      ...referralDocketOf(context, docket, docketWord),
      acceptedAt: context.dispute.acceptedAt ?? context.now,
      bounces: 0,
      rulingUnit: undefined,
    },
  }),
});

const withdraw: ActDefinition<{ settled: boolean; note: string }> = {
  act: 'withdraw',
  schema: Joi.object({ settled: Joi.boolean().required(), note: text(500).required() }),
  fields: () => [
    {
      name: 'settled',
      kind: 'radios',
      required: true,
      options: [
        { value: 'true', key: 'disputes:withdraw.settled' },
        { value: 'false', key: 'disputes:withdraw.notSettled' },
      ],
    },
    { name: 'note', kind: 'textarea', required: true },
  ],
  // 自行和解 (O21) counts as settled; a plain withdrawal is a refusal to go on (O31).
  prepare: ({ dispute, now }, input) => ({
    set: {
      endedAt: now,
      outcome: {
        code: input.settled ? 'O21' : 'O31',
        on: dayOfInstant(now),
        tier: dispute.owner.tier,
        unitCode: dispute.owner.code,
      },
    },
    data: input,
  }),
};

const merge = (repository: DisputeRepository): ActDefinition<{ masterNumber: string; note: string }> => ({
  act: 'merge',
  schema: Joi.object({ masterNumber: text(40).required(), note: text(500).required() }),
  fields: () => [
    { name: 'masterNumber', kind: 'text', required: true },
    { name: 'note', kind: 'textarea', required: true },
  ],
  prepare: async ({ dispute, now, actor }, input) => {
    const found = await repository.list(
      { terms: termsOf(input.masterNumber), visibleTo: actor.unit.code },
      { limit: 5 },
    );
    const master = found.items.find((candidate) => candidate.number === input.masterNumber);
    if (!master || master.id === dispute.id || master.state === 'S25')
      throw invalidField('masterNumber', 'dispute.unknown');
    return {
      set: {
        mergedInto: master.id,
        closedAt: now,
        outcome: { code: 'O43', on: dayOfInstant(now), tier: dispute.owner.tier, unitCode: dispute.owner.code },
      },
      data: { master: master.number, note: input.note },
    };
  },
});

/** The definitions of the intake acts. @param docketWord the court's word in its dockets */
export const intakeActs = (repository: DisputeRepository, docketWord: string): readonly AnyActDefinition[] => [
  screen,
  returnForCorrection,
  correct,
  refuseAcceptance,
  takeUp(docketWord),
  withdraw,
  merge(repository),
];
