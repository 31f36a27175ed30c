// Papers of many members in one go: what was asked for, how far it has come, and the one PDF it became.

import { type FormId, type NeedId } from '../../domain/form.ts';
import { type Actor } from '../../domain/permission.ts';

/** Forms that are asked for by the batch; `missing` makes whatever each dossier lacks, `archive` packs all there is. */
export const BATCH_FORMS = ['F01', 'F02', 'F03', 'F07', 'F10', 'F11', 'F12', 'F16', 'F19', 'F22'] as const;
export const BATCH_KINDS = ['missing', 'archive', ...BATCH_FORMS] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

/** What became of one member. */
export interface PaperResult {
  readonly disputeId: string;
  readonly number: string;
  /** Sheets in the PDF. */
  readonly papers: readonly FormId[];
  /** Papers of the member that were packed, or that stand for the form because somebody handed them in. */
  readonly files?: number;
  /** What the record still lacks for the form. */
  readonly lacking: readonly NeedId[];
  /** Why nothing could be made of it. */
  readonly code?: string;
}

export interface PaperBatch {
  readonly id: string;
  readonly seriesId: string;
  readonly kind: BatchKind;
  readonly state: 'running' | 'done';
  readonly actor: Actor;
  readonly createdAt: Date;
  readonly endedAt?: Date;
  readonly members: readonly string[];
  readonly results: readonly PaperResult[];
  /** The PDF or the packed folders, kept for a day. */
  readonly contentId?: string;
  readonly pages?: number;
}
