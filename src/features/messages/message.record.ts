// Short messages to parties, kept until a gateway has taken them.

export const MESSAGE_STATES = ['waiting', 'sent', 'shown', 'failed'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Why a message is written, told to whoever works on the dispute. The text itself stays sealed. */
export interface MessageReason {
  /** The party, or the account of the mediator. */
  readonly partyId: string;
  /** `payment`, `toMediator`, `breach` or `session`. */
  readonly kind: string;
  readonly step: string;
  /** The clause or the planned session it speaks of. */
  readonly about: string;
}

/** A short message; `to` and `text` are sealed. `shown`: there is no gateway, the outbox page shows it. */
export interface Message {
  /** Whoever writes the same message again gives it the same id, and it goes out once. */
  readonly id: string;
  readonly disputeId: string;
  readonly to: string;
  readonly text: string;
  readonly reason?: MessageReason;
  readonly createdAt: Date;
  readonly state: MessageState;
  readonly attempts: number;
  readonly nextAt: Date;
  readonly sentAt?: Date;
  readonly error?: string;
}

/** A message that waits to be sent from now on. */
export const waiting = (message: Pick<Message, 'id' | 'disputeId' | 'to' | 'text' | 'reason'>, now: Date): Message => ({
  ...message,
  createdAt: now,
  state: 'waiting',
  attempts: 0,
  nextAt: now,
});
