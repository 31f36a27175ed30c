// Urging (督办): who supervises asks whoever is late for an answer by a day. The unit answers; the urging closes when it
// has been answered and the clock is no longer over.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type ClockId } from '../../domain/clock-catalogue.ts';
import { type Role } from '../../domain/permission.ts';
import { type UnitPosition } from '../../domain/tier.ts';

export const URGING_STATES = ['open', 'answered', 'closed'] as const;
export type UrgingState = (typeof URGING_STATES)[number];

export interface UrgingPerson {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly unitCode: string;
}

export interface UrgingReply {
  readonly at: Date;
  readonly by: UrgingPerson;
  readonly text: string;
}

export interface UrgingRecord {
  readonly id: string;
  readonly disputeId: string;
  readonly number: string;
  readonly clock: ClockId;
  /** The due instant of the clock when it was urged. */
  readonly dueAt: Date;
  readonly by: UrgingPerson;
  readonly to: UnitPosition;
  /** On whose desks it lies, as in a warning. */
  readonly recipients: readonly string[];
  readonly note: string;
  /** The last day for the answer. */
  readonly answerBy: CalendarDay;
  readonly urgedAt: Date;
  readonly state: UrgingState;
  readonly replies: readonly UrgingReply[];
  readonly closedAt?: Date;
}
