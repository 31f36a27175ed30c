// A paper, picture or recording of a dispute. It is never overwritten and never deleted: a new version stands before the
// old ones, and what does not belong is withdrawn with a reason.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type DossierPart } from '../../domain/dossier.ts';

export const COPIES = ['original', 'copy'] as const;
export type Copy = (typeof COPIES)[number];

/** What a list of evidence says of a piece, form F06. */
export interface EvidenceNote {
  readonly copy: Copy;
  /** Where it comes from. */
  readonly source?: string;
  /** What it is to show. */
  readonly purpose?: string;
  /** Id of the party that handed it in. */
  readonly submitter?: string;
  readonly receivedOn: CalendarDay;
}

interface Hand {
  readonly accountId: string;
  readonly name: string;
}

/** What a file cannot be read for; it is kept all the same. */
export type FileProblem = 'encrypted' | 'damaged' | 'tooLarge';

export interface FileVersion {
  readonly no: number;
  readonly contentId: string;
  /** As the sender's machine called it. */
  readonly fileName: string;
  /** Told from the bytes, never from the name. */
  readonly mediaType: string;
  readonly bytes: number;
  /** SHA-256 of the bytes in hexadecimal. */
  readonly sha256: string;
  readonly addedAt: Date;
  readonly addedBy: Hand;
  /** Why it took the place of the version before. */
  readonly reason?: string;
  /** Whether pages have been counted and the small picture made. */
  readonly inspection: 'waiting' | 'done';
  readonly pages?: number;
  readonly previewId?: string;
  readonly problem?: FileProblem;
}

export interface FileRecord {
  readonly id: string;
  readonly disputeId: string;
  /** Number within the dispute, in the order of handing in. */
  readonly no: number;
  readonly round: number;
  /** How often the record has changed. */
  readonly version: number;
  readonly part: DossierPart;
  readonly title: string;
  readonly evidence?: EvidenceNote;
  /** What it belongs to: `session:2`, `receipt:<item>`, `agreement`. */
  readonly about?: string;
  /** Code of the form the system made, such as F10. */
  readonly form?: string;
  /** Oldest first; the last one counts. */
  readonly versions: readonly FileVersion[];
  readonly withdrawn?: { readonly at: Date; readonly by: Hand; readonly reason: string };
}

/** The pieces of evidence of a round that count, in the order of handing in; forms the system made are none. */
export const evidenceOf = (files: readonly FileRecord[], round: number): readonly FileRecord[] =>
  files.filter(
    (file) => file.part === 'evidence' && !file.withdrawn && file.round === round && file.form === undefined,
  );

/** The version that counts. */
export function current({ versions }: Pick<FileRecord, 'versions'>): FileVersion {
  const last = versions.at(-1);
  if (!last) throw new Error('a file without a version');
  return last;
}

/** One line a piece of evidence: its name, pages, and whether it is the original (F06, F26). */
export const evidenceLines = (files: readonly FileRecord[], round: number): readonly string[] =>
  evidenceOf(files, round).map((file) => {
    const { pages } = current(file);
    const copy = file.evidence ? (file.evidence.copy === 'original' ? '原件' : '复印件') : '';
    const notes = [...(pages ? [`${pages}页`] : []), ...(copy ? [copy] : [])];
    return notes.length > 0 ? `${file.title}（${notes.join('，')}）` : file.title;
  });
