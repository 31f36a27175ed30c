import { type ErrorParams } from '../../domain/errors.ts';
import { type Ask, type FormId, type NeedId } from '../../domain/form.ts';

export const FORMATS = ['docx', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

/** One print of a form: asked for, drawn by the worker, kept among the papers. */
export interface IssuedForm {
  readonly id: string;
  readonly disputeId: string;
  readonly round: number;
  readonly form: FormId;
  readonly format: Format;
  /** Which session, for the record of one. */
  readonly session?: number;
  readonly answers: Readonly<Record<string, string>>;
  /** 1 for the first print; later ones are marked as copies. */
  readonly print: number;
  /** Number of the agreement, the same on every print. */
  readonly number?: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly requestedAt: Date;
  readonly requestedBy: { readonly accountId: string; readonly name: string };
  readonly finishedAt?: Date;
  readonly fileId?: string;
  readonly fileVersion?: number;
  /** Why it could not be drawn. */
  readonly problem?: { readonly code: string; readonly params?: ErrorParams };
}

/** A template that somebody put in the place of the standard one; without bytes, the standard one holds again. */
export interface FormTemplate {
  readonly form: FormId;
  readonly no: number;
  readonly bytes?: Buffer;
  readonly fileName: string;
  readonly reason: string;
  readonly since: Date;
  readonly by: { readonly accountId: string; readonly name: string };
}

/** How a form stands to the dispute and to the person. */
export interface FormStanding {
  readonly id: FormId;
  readonly lacking: readonly NeedId[];
  /** Why it may not be issued at all now; null when nothing but what is lacking stands in the way. */
  readonly refusal: 'state' | 'notYours' | 'off' | 'archived' | null;
  readonly prints: readonly IssuedForm[];
  /** What the record tells of the form's questions, by tag; what is typed goes before it. */
  readonly told: Readonly<Record<string, string>>;
  /** Questions that must be answered by hand because the record does not tell. */
  readonly open: readonly Ask[];
}
