// Closing, putting away and reopening: a report and an invitation to say how it was, a complete dossier, and a new round
// that leaves the old record as it was (人民调解法27; 一案一卷).

import { DOSSIER_PARTS, type DossierPart } from '../../domain/dossier.ts';
import { invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import { beginRound, type MediationRepository } from '../mediation/index.ts';
import { RETENTIONS } from './filing.record.ts';
import { type FilingRepository } from './filing.repository.ts';
import {
  type ArchiveInput,
  archiveSchema,
  type CloseInput,
  closeSchema,
  type ReopenInput,
  reopenSchema,
} from './filing.schema.ts';

export interface ClosingActDeps {
  readonly repository: FilingRepository;
  readonly mediation: MediationRepository;
}

/** Parts no dossier may lack, by how the mediation went (必须). */
export function requiredParts(dispute: DisputeRecord): readonly DossierPart[] {
  const { agreement, sessions, failure } = dispute;
  return DOSSIER_PARTS.filter(
    (part) =>
      ['application', 'rightsNotice', 'identity', 'backCover'].includes(part) ||
      (part === 'sessionRecord' && sessions > 0) ||
      (part === 'agreement' && agreement !== undefined) ||
      (part === 'receipts' && agreement?.items.some((item) => item.paidFen > 0)) ||
      (part === 'confirmation' && agreement?.confirmation !== undefined) ||
      (part === 'termination' && failure !== undefined),
  );
}

/** close, archive and reopen. */
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

  const archive: ActDefinition<ArchiveInput> = {
    act: 'archive',
    schema: archiveSchema,
    fields: ({ dispute }) => {
      const needed = requiredParts(dispute);
      return [
        {
          name: 'parts',
          kind: 'checkboxes',
          hint: true,
          required: true,
          options: DOSSIER_PARTS.map((value) => ({
            value,
            key: `filing:dossier.${needed.includes(value) ? 'needed' : 'parts'}.${value}`,
          })),
        },
        {
          name: 'retention',
          kind: 'radios',
          required: true,
          options: RETENTIONS.map((value) => ({ value, key: `filing:retentions.${value}` })),
          value: 'long',
        },
        { name: 'pages', kind: 'number' },
      ];
    },
    prepare: ({ actor, dispute, now }, input) => {
      const missing = requiredParts(dispute).filter((part) => !input.parts.includes(part));
      if (missing.length > 0) {
        throw invalid(
          'filing.dossierIncomplete',
          missing.map((part) => ({ field: 'parts', code: `filing.missing.${part}` })),
        );
      }
      return {
        data: { parts: input.parts, retention: input.retention, pages: input.pages ?? null },
        also: (tx) =>
          repository.completeDossier(
            dispute,
            {
              parts: input.parts,
              retention: input.retention,
              ...(input.pages === undefined ? {} : { pages: input.pages }),
              archivedAt: now,
              archivedBy: { accountId: actor.accountId, name: actor.name },
            },
            tx,
          ),
      };
    },
  };

  const reopen: ActDefinition<ReopenInput> = {
    act: 'reopen',
    schema: reopenSchema,
    fields: () => [{ name: 'reason', kind: 'textarea', required: true }],
    prepare: (context, input) => ({
      ...beginRound(context, mediation),
      data: { reason: input.reason, round: context.dispute.round + 1 },
    }),
  };

  return [close, archive, reopen];
}
