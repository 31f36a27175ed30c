// Closing and reopening: a report and an invitation to say how it was, and a new round that leaves the old record as it
// was (人民调解法27).

import { type ActDefinition, type AnyActDefinition } from '../disputes/index.ts';
import { beginRound, type MediationRepository } from '../mediation/index.ts';
import { type FilingRepository } from './filing.repository.ts';
import { type CloseInput, closeSchema, REOPEN_REASONS, type ReopenInput, reopenSchema } from './filing.schema.ts';

export interface ClosingActDeps {
  readonly repository: FilingRepository;
  readonly mediation: MediationRepository;
}

/** close and reopen. */
export function closingActs({ repository, mediation }: ClosingActDeps): readonly AnyActDefinition[] {
  const close: ActDefinition<CloseInput> = {
    act: 'close',
    schema: closeSchema,
    fields: () => [
      { name: 'summary', kind: 'textarea', hint: true, required: true },
      {
        name: 'satisfactionInvited',
        kind: 'checkboxes',
        options: [{ value: 'true', key: 'filing:closing.invited' }],
        value: ['true'],
      },
    ],
    prepare: ({ actor, dispute, now }, input) => ({
      set: { closedAt: now },
      data: { satisfactionInvited: input.satisfactionInvited, outcome: dispute.outcome?.code ?? null },
      also: (tx) =>
        repository.insertDossier(
          {
            disputeId: dispute.id,
            round: dispute.round,
            summary: input.summary,
            satisfactionInvited: input.satisfactionInvited,
            closedAt: now,
            closedBy: { accountId: actor.accountId, name: actor.name },
          },
          tx,
        ),
    }),
  };

  const reopen: ActDefinition<ReopenInput> = {
    act: 'reopen',
    schema: reopenSchema,
    fields: () => [
      {
        name: 'because',
        kind: 'radios',
        required: true,
        options: REOPEN_REASONS.map((value) => ({ value, key: `filing:reopenReasons.${value}` })),
      },
      { name: 'reason', kind: 'textarea', required: true },
    ],
    prepare: (context, input) => ({
      ...beginRound(context, mediation),
      data: { reopened: input.because, reason: input.reason, round: context.dispute.round + 1 },
    }),
  };

  return [close, reopen];
}
