// A registered suit may be entrusted to a mediator before it goes to trial, with consent and once (2024-12-27意见(2);
// 特邀调解规定1): the same dispute, a new round on the track of registered suits, and the docket stays with it.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { invalid } from '../../domain/errors.ts';
import { type ActDefinition } from '../disputes/index.ts';
import { beginRound, type MediationRepository, notAhead } from '../mediation/index.ts';
import { type EntrustInput, entrustSchema } from './filing.schema.ts';

export const entrustMediation = (mediation: MediationRepository): ActDefinition<EntrustInput> => ({
  act: 'entrustMediation',
  schema: entrustSchema,
  fields: ({ now }) => [
    {
      name: 'agreed',
      kind: 'checkboxes',
      required: true,
      options: [{ value: 'true', key: 'filing:entrust.agreed' }],
    },
    { name: 'agreedOn', kind: 'date', required: true, value: dayOfInstant(now) },
    { name: 'reason', kind: 'textarea', required: true },
  ],
  prepare: (context, input) => {
    const { dispute, now } = context;
    const errors = [
      ...notAhead(input.agreedOn, now, 'agreedOn'),
      ...(input.agreed ? [] : [{ field: 'agreed', code: 'filing.consentMissing' }]),
    ];
    if (errors.length > 0) throw invalid('validation', errors);
    const round = beginRound(context, mediation);
    return {
      ...round,
      set: { ...round.set, track: 'T3', filing: dispute.filing, mediator: undefined, acceptedAt: undefined },
      data: { reason: input.reason, agreedOn: input.agreedOn, round: dispute.round + 1, track: 'T3' },
    };
  },
});
