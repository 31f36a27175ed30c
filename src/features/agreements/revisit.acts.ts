// 回访, form F23: after the last day of performance somebody asks the parties whether it held (人民调解法31).

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { invalid } from '../../domain/errors.ts';
import { PERFORMANCE_STANDINGS, REVISIT_WAYS } from '../../domain/revisit.ts';
import { type ActDefinition, type AnyActDefinition, choice, choices, day, partyIds, text } from '../disputes/index.ts';
import { disputants, entryOf, notAhead, partyOptions, unknownParties } from '../mediation/index.ts';
import { type Revisit } from './agreement.document.ts';
import { type AgreementRepository } from './agreement.repository.ts';

interface RevisitInput {
  readonly parties: readonly string[];
  readonly on?: CalendarDay;
  readonly way: Revisit['way'];
  readonly performance: Revisit['performance'];
  readonly satisfaction?: number;
  readonly signs: Revisit['signs'];
  readonly situation: string;
  readonly measures?: string;
}

const SIGNS = ['laterSuit', 'wrongMediation', 'escalation'] as const;

/** recordRevisit. */
export function revisitActs(repository: AgreementRepository): readonly AnyActDefinition[] {
  const keyed = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, key: `agreements:revisit.${group}.${value}` }));
  const recordRevisit: ActDefinition<RevisitInput> = {
    act: 'recordRevisit',
    schema: Joi.object<RevisitInput>({
      parties: partyIds().min(1).required(),
      on: day(),
      way: choice(REVISIT_WAYS).required(),
      performance: choice(PERFORMANCE_STANDINGS).required(),
      satisfaction: Joi.number().integer().min(1).max(5).empty(''),
      signs: choices(SIGNS),
      situation: text(2000).required(),
      measures: text(1000),
    }),
    fields: ({ dispute, now }) => [
      {
        name: 'parties',
        kind: 'checkboxes',
        required: true,
        options: partyOptions(disputants(dispute)),
        value: disputants(dispute).map(({ id }) => id),
      },
      { name: 'on', kind: 'date', required: true, value: dayOfInstant(now) },
      { name: 'way', kind: 'radios', required: true, options: keyed(REVISIT_WAYS, 'ways'), value: 'phone' },
      { name: 'performance', kind: 'radios', required: true, options: keyed(PERFORMANCE_STANDINGS, 'performance') },
      { name: 'satisfaction', kind: 'select', options: keyed(['5', '4', '3', '2', '1'], 'satisfaction') },
      { name: 'signs', kind: 'checkboxes', hint: true, options: keyed(SIGNS, 'signs') },
      { name: 'situation', kind: 'textarea', required: true },
      { name: 'measures', kind: 'textarea' },
    ],
    prepare: (context, { on = dayOfInstant(context.now), ...input }) => {
      const { dispute, now } = context;
      const effective = dispute.agreement?.effectiveOn;
      const errors = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...notAhead(on, now, 'on'),
        ...(effective && on < effective ? [{ field: 'on', code: 'agreements.revisitBeforeEffect' }] : []),
        ...(input.signs.length > 0 && !input.measures ? [{ field: 'measures', code: 'any.required' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const revisit: Revisit = { ...entryOf(context), on, ...input };
      return {
        data: { on, performance: input.performance, signs: input.signs, satisfaction: input.satisfaction ?? null },
        also: (tx) => repository.addRevisit(revisit, tx),
      };
    },
  };
  return [recordRevisit];
}
