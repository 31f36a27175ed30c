// A planned session, the rooms it may be held in, and the address under which a person's plan can be subscribed to.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type Reading } from '../../domain/permission.ts';
import { type ParticipationMode } from '../../domain/session.ts';

/** planned: to come; held: a session was recorded at its time; cancelled: called off, or overtaken by an act. */
export type PlanState = 'planned' | 'held' | 'cancelled';

/** Why a planned session does not take place. */
export const CANCEL_REASONS = ['partyAsked', 'mediatorUnable', 'roomUnable', 'moved', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number] | 'mediationOver' | 'mediatorChanged';

export interface PlannedSession {
  readonly id: string;
  readonly disputeId: string;
  readonly round: number;
  /** Number of the dispute. */
  readonly number: string;
  readonly state: PlanState;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly mode: ParticipationMode;
  /** Where people meet, or the address of the meeting on line; empty for a telephone call. */
  readonly place: string;
  readonly roomId?: string;
  readonly mediator: { readonly accountId: string; readonly name: string };
  readonly partyIds: readonly string[];
  readonly note?: string;
  /** The unit that mediates and those above it: whose calendar shows the session. */
  readonly unitPath: readonly string[];
  readonly plannedAt: Date;
  readonly plannedBy: { readonly accountId: string; readonly name: string };
  readonly endedAt?: Date;
  readonly cancelReason?: CancelReason;
}

/** A session as a reader may see it: who meets is told to those who may read the dispute in full. */
export interface SeenSession {
  readonly session: PlannedSession;
  readonly reading: Reading;
  readonly title: string;
  /** The mediation has begun, so that a session can be recorded. */
  readonly mediating: boolean;
}

/** Days of a calendar, first and last included. */
export interface Days {
  readonly first: CalendarDay;
  readonly last: CalendarDay;
}

/** A room of a unit; its lower units may use it too. */
export interface Room {
  readonly id: string;
  readonly unitCode: string;
  readonly name: string;
  /** Where it is, as told to the parties. */
  readonly address: string;
  readonly closed: boolean;
}
