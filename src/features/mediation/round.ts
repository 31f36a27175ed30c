// Rounds of mediation: one dispute may be mediated more than once. What the next round must not find is put aside,
// whole, before it begins.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type ActContext, type Effect } from '../disputes/index.ts';
import { entryOf } from './entry.ts';
import { type EarlierRound } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';

/** The present round as it is kept once the next begins. */
export function finishedRound(context: ActContext): EarlierRound {
  const { dispute } = context;
  return {
    ...entryOf(context),
    track: dispute.track,
    state: dispute.state,
    sessions: dispute.sessions,
    contactAttempts: dispute.contactAttempts,
    extensions: dispute.extensions,
    ...(dispute.acceptedAt ? { acceptedAt: dispute.acceptedAt } : {}),
    ...(dispute.endedAt ? { endedAt: dispute.endedAt } : {}),
    ...(dispute.mediator ? { mediator: dispute.mediator } : {}),
    ...(dispute.agreement ? { agreement: dispute.agreement } : {}),
    ...(dispute.failure ? { failure: dispute.failure } : {}),
    ...(dispute.outcome ? { outcome: dispute.outcome } : {}),
    ...(dispute.termination ? { termination: dispute.termination } : {}),
    ...(dispute.filing ? { filing: dispute.filing } : {}),
    ...(dispute.enforcement ? { enforcement: dispute.enforcement } : {}),
    ...(dispute.courtResult ? { courtResult: dispute.courtResult } : {}),
  };
}

/** A fresh round: nothing agreed, nothing failed, nobody has consented yet. */
export function freshRound({ dispute, now }: Pick<ActContext, 'dispute' | 'now'>): NonNullable<Effect['set']> {
  return {
    round: dispute.round + 1,
    roundOn: dayOfInstant(now),
    sessions: 0,
    contactAttempts: 0,
    extensions: 0,
    bounces: 0,
    rulingUnit: undefined,
    boundUnit: undefined,
    rightsToldOn: undefined,
    agreement: undefined,
    failure: undefined,
    filing: undefined,
    enforcement: undefined,
    termination: undefined,
    courtResult: undefined,
    outcome: undefined,
    endedAt: undefined,
    closedAt: undefined,
    parties: dispute.parties.map(({ rightsTold: _told, ...party }) => ({
      ...party,
      consent: { state: 'none' as const },
    })),
  };
}

/** Puts the present round aside and starts the next in the same transaction. */
export const beginRound = (
  context: ActContext,
  repository: MediationRepository,
): { readonly set: NonNullable<Effect['set']>; readonly also: NonNullable<Effect['also']> } => {
  const finished = finishedRound(context);
  return { set: freshRound(context), also: (tx) => repository.addRound(finished, tx) };
};
