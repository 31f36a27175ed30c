// Recusal (回避): a party's application, or a relation the mediator has come to know, opens a question; the head of the
// unit or the court decides it with a reason, never the mediator (特邀调解规定15; 在线调解规则13). While it is open, and when
// the mediator has to step aside, the mediation does not go on under that mediator.

import Joi from 'joi';
import { DISCLOSURES, type Disclosure } from '../../domain/conflict.ts';
import { forbidden, invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, choice, text } from '../disputes/index.ts';
import { partyOptions, unknownParties } from './entry.ts';

/** Besides a party, the mediator may raise the question, or whoever leads the unit. */
const RAISED_BY_STAFF = ['mediator', 'unit'] as const;
export const RECUSAL_RESULTS = ['stays', 'stepsAside'] as const;

interface RaiseInput {
  readonly by: string;
  readonly ground: Disclosure;
  readonly note: string;
}

interface DecideInput {
  readonly result: (typeof RECUSAL_RESULTS)[number];
  readonly reason: string;
}

/** raiseRecusal and decideRecusal. */
export function recusalActs(): readonly AnyActDefinition[] {
  const raise: ActDefinition<RaiseInput> = {
    act: 'raiseRecusal',
    schema: Joi.object<RaiseInput>({
      by: text(10).required(),
      ground: choice(DISCLOSURES).required(),
      note: text(500).required(),
    }),
    fields: ({ dispute }) => [
      {
        name: 'by',
        kind: 'radios',
        required: true,
        options: [
          ...partyOptions(dispute.parties),
          ...RAISED_BY_STAFF.map((value) => ({ value, key: `mediation:recusal.by.${value}` })),
        ],
      },
      {
        name: 'ground',
        kind: 'radios',
        required: true,
        options: DISCLOSURES.map((value) => ({ value, key: `mediation:relations.${value}` })),
      },
      { name: 'note', kind: 'textarea', hint: true, required: true },
    ],
    prepare: ({ dispute, now }, input) => {
      const isStaff = RAISED_BY_STAFF.some((one) => one === input.by);
      const errors = isStaff ? [] : unknownParties(dispute, [input.by], 'by');
      if (errors.length > 0) throw invalid('validation', errors);
      const { by, ground, note } = input;
      return { set: { recusal: { by, ground, note, raisedAt: now } }, data: { by, ground, note } };
    },
  };

  const decide: ActDefinition<DecideInput> = {
    act: 'decideRecusal',
    schema: Joi.object<DecideInput>({ result: choice(RECUSAL_RESULTS).required(), reason: text(500).required() }),
    fields: () => [
      {
        name: 'result',
        kind: 'radios',
        required: true,
        options: RECUSAL_RESULTS.map((value) => ({ value, key: `mediation:recusal.result.${value}` })),
      },
      { name: 'reason', kind: 'textarea', hint: true, required: true },
    ],
    prepare: ({ dispute, actor, now }, input) => {
      const { recusal, mediator } = dispute;
      if (!recusal) throw new Error(`dispute ${dispute.id} has no recusal to decide`);
      if (mediator?.accountId === actor.accountId) throw forbidden('mediation.ownRecusal', '特邀调解规定15');
      const by = { accountId: actor.accountId, name: actor.name, unitCode: actor.unit.code };
      const decision = { result: input.result, reason: input.reason, by, at: now };
      return {
        set: { recusal: { ...recusal, decision } },
        data: { result: input.result, reason: input.reason, mediator: mediator?.accountId ?? null },
      };
    },
  };

  return [raise, decide];
}
