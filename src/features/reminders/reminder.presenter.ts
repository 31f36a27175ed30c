import { type DisputeRecord } from '../disputes/index.ts';
import { type Message } from '../messages/index.ts';

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
  /** Parties who owe something and gave no phone. */
  readonly unreachable: readonly string[];
}

/** What was sent to whom and when, newest first; the texts stay sealed. */
export function presentReminders(dispute: DisputeRecord, messages: readonly Message[]): RemindersView {
  const items = dispute.agreement?.items ?? [];
  const owing = items.filter(({ settledOn }) => settledOn === undefined).map(({ payer }) => payer);
  return {
    reminders: messages.toReversed().flatMap(({ reason, state, sentAt, createdAt }) =>
      reason
        ? [
            {
              name: dispute.parties.find(({ id }) => id === reason.partyId)?.name ?? reason.partyId,
              kind: reason.kind,
              step: reason.step,
              what: reason.kind === 'payment' ? (items.find(({ id }) => id === reason.about)?.what ?? null) : null,
              state,
              at: sentAt ?? createdAt,
            },
          ]
        : [],
    ),
    unreachable:
      dispute.agreement?.effectiveOn && !['S22', 'S23'].includes(dispute.state)
        ? dispute.parties.filter(({ name, phone }) => owing.includes(name) && !phone).map(({ name }) => name)
        : [],
  };
}
