import { type Absence } from '../../domain/absence.ts';

export const ABSENCE_REASONS = ['leave', 'sick', 'training', 'secondment', 'other'] as const;
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];

/** An absence as entered; taken back, it stays with the moment it was. */
export interface AbsenceRecord extends Absence {
  readonly name: string;
  readonly unitCode: string;
  readonly reason: AbsenceReason;
  readonly substituteName?: string;
  readonly enteredAt: Date;
  readonly enteredBy: { readonly accountId: string; readonly name: string };
  readonly cancelledAt?: Date;
  readonly cancelledBy?: { readonly accountId: string; readonly name: string };
}
