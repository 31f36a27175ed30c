// What every entry of mediation work carries, and the questions its acts ask of a dispute's parties.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type FieldError } from '../../domain/errors.ts';
import { type ActContext, type DisputeRecord, type FormField, type Party } from '../disputes/index.ts';

/** Dispute, round, hand and moment of an entry. */
export const entryOf = ({ dispute, actor, now }: ActContext) => ({
  disputeId: dispute.id,
  round: dispute.round,
  recordedAt: now,
  recordedBy: { accountId: actor.accountId, name: actor.name },
});

/** Those whose consent the mediation rests on: both sides, not a third person who only takes part. */
export const disputants = (dispute: DisputeRecord): readonly Party[] =>
  dispute.parties.filter((party) => party.side !== 'third');

/** Options of a form that name the parties. */
export const partyOptions = (parties: readonly Party[]): NonNullable<FormField['options']> =>
  parties.map((party) => ({ value: party.id, text: party.name }));

/** A field error for every id that is no party of the dispute. */
export const unknownParties = (dispute: DisputeRecord, ids: readonly string[], field: string): readonly FieldError[] =>
  ids.some((id) => !dispute.parties.some((party) => party.id === id)) ? [{ field, code: 'party.unknown' }] : [];

/** A field error when the day lies ahead. */
export const notAhead = (on: string, now: Date, field: string): readonly FieldError[] =>
  on > dayOfInstant(now) ? [{ field, code: 'day.future' }] : [];

/** The result as statistics count it: at the tier and unit that own the dispute when it comes about. */
export const outcomeOf = (
  { owner }: Pick<DisputeRecord, 'owner'>,
  code: string,
  on: CalendarDay,
): NonNullable<DisputeRecord['outcome']> => ({ code, on, tier: owner.tier, unitCode: owner.code });
