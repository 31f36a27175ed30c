// What came back: for every unit how often it declined or did not answer, by reason, over what was sent to it. A
// decline that ended in a ruling stays a decline; a transfer that was recalled was never the receiver's to answer.

import { DECLINE_CODES, type DeclineCode, type HandOverState } from './hand-over.ts';
import { type Tier } from './tier.ts';

export const NO_ANSWER = 'NO_ANSWER';
export const BOUNCE_REASONS = [...DECLINE_CODES, NO_ANSWER] as const;
export type BounceReason = DeclineCode | typeof NO_ANSWER;

/** Why a transfer bounced; undefined when it did not (yet). A ruling keeps the decline it settled; without one it settled silence. */
export function bounceReason(state: HandOverState, code: string | null | undefined): BounceReason | undefined {
  if (state === 'declined' || state === 'ruled') return (code as DeclineCode | null | undefined) ?? NO_ANSWER;
  return state === 'timed-out' ? NO_ANSWER : undefined;
}

export interface BounceTally {
  readonly unit: string;
  readonly tier: Tier;
  /** Transfers sent to the unit and not recalled by the sender: the denominator. */
  readonly sent: number;
  readonly bounced: number;
  readonly reasons: Readonly<Partial<Record<BounceReason, number>>>;
}

/** One tally a unit, those that bounced most first, units of one number in the order of their codes. */
export function tallyBounces(
  counts: readonly {
    readonly unit: string;
    readonly tier: Tier;
    readonly state: HandOverState;
    readonly code: string | null;
    readonly count: number;
  }[],
): readonly BounceTally[] {
  const tallies = new Map<
    string,
    { unit: string; tier: Tier; sent: number; bounced: number; reasons: Partial<Record<BounceReason, number>> }
  >();
  for (const { unit, tier, state, code, count } of counts) {
    if (state === 'recalled') continue;
    const tally = tallies.get(unit) ?? { unit, tier, sent: 0, bounced: 0, reasons: {} };
    tally.sent += count;
    const reason = bounceReason(state, code);
    if (reason !== undefined) {
      tally.bounced += count;
      tally.reasons[reason] = (tally.reasons[reason] ?? 0) + count;
    }
    tallies.set(unit, tally);
  }
  return [...tallies.values()].toSorted((a, b) => b.bounced - a.bounced || (a.unit < b.unit ? -1 : 1));
}
