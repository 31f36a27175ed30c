// Putting a dossier away: only when every part it may not lack is there, and then for good (人民调解法27; 一案一卷).

import Joi from 'joi';
import { type DossierPart } from '../../domain/dossier.ts';
import { invalid } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type ActContext, type ActDefinition, choice, type DisputeRecord } from '../disputes/index.ts';
import { type FilingRepository, type Retention, RETENTIONS } from '../filing/index.ts';

/** What is in the dossier when it is put away. */
export interface Contents {
  /** Parts that hold papers. */
  readonly parts: readonly DossierPart[];
  readonly missing: readonly DossierPart[];
  readonly pages: number;
}

export interface ArchiveDeps {
  readonly repository: Pick<FilingRepository, 'completeDossier'>;
  readonly contents: (dispute: DisputeRecord) => Promise<Contents>;
  /** Has the dossier made into one PDF. */
  readonly bindIn: (context: Pick<ActContext, 'actor' | 'dispute' | 'now'>, tx: Tx) => Promise<void>;
}

export interface ArchiveInput {
  readonly retention: Retention;
}

export const archiveSchema = Joi.object<ArchiveInput>({ retention: choice(RETENTIONS).required() });

/** archive. @throws DomainError `dossiers.incomplete` with one entry a missing part */
export function archiveAct({ repository, contents, bindIn }: ArchiveDeps): ActDefinition<ArchiveInput> {
  return {
    act: 'archive',
    schema: archiveSchema,
    fields: () => [
      {
        name: 'retention',
        kind: 'radios',
        required: true,
        options: RETENTIONS.map((value) => ({ value, key: `filing:retentions.${value}` })),
        value: 'long',
      },
    ],
    prepare: async (context, { retention }) => {
      const { actor, dispute, now } = context;
      const { parts, missing, pages } = await contents(dispute);
      if (missing.length > 0) {
        throw invalid(
          'dossiers.incomplete',
          missing.map((part) => ({ field: 'dossier', code: `dossiers.missing.${part}` })),
        );
      }
      return {
        data: { parts, retention, pages },
        also: async (tx) => {
          const by = { accountId: actor.accountId, name: actor.name };
          await repository.completeDossier(dispute, { parts, retention, pages, archivedAt: now, archivedBy: by }, tx);
          await bindIn(context, tx);
        },
      };
    },
  };
}
