import { type DisputeRecord } from '../disputes/index.ts';
import { type Message, numberOf } from '../messages/index.ts';

export interface RemindersView {
  readonly reminders: readonly {
    readonly name: string;
    readonly kind: string;
    readonly step: string;
    /** The clause, where the reminder is of one. */
    readonly what: string | null;
    readonly state: string;
    readonly at: Date;
  }[];
  /** Parties who owe something, or are expected at a session, and gave no phone. */
  readonly unreachable: readonly string[];
}

/** What was sent to whom and when, newest first; the texts stay sealed. */
export function presentReminders(
  dispute: DisputeRecord,
  messages: readonly Message[],
  expected: readonly string[],
): RemindersView {
  const { parties, mediator, agreement, state } = dispute;
  const items = agreement?.items ?? [];
  const performing = agreement?.effectiveOn !== undefined && !['S22', 'S23'].includes(state);
  const owing = items.filter(({ settledOn }) => settledOn === undefined).map(({ payer }) => payer);
  const nameOf = (id: string): string =>
    parties.find((party) => party.id === id)?.name ?? (mediator?.accountId === id ? mediator.name : id);
  return {
    reminders: messages.toReversed().flatMap(({ reason, state, sentAt, createdAt }) =>
      reason
        ? [
            {
              name: nameOf(reason.partyId),
              kind: reason.kind,
              step: reason.step,
              what: reason.kind !== 'session' ? (items.find(({ id }) => id === reason.about)?.what ?? null) : null,
              state,
              at: sentAt ?? createdAt,
            },
          ]
        : [],
    ),
    unreachable: parties
      .filter((party) => numberOf(party) === undefined)
      .filter(({ id, name }) => expected.includes(id) || (performing && owing.includes(name)))
      .map(({ name }) => name),
  };
}
