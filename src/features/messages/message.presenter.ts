import { type Message } from './message.record.ts';

/** A message as the outbox of a demonstration shows it, opened. */
export interface OutboxRow {
  readonly to: string;
  readonly text: string;
  readonly at: Date;
  readonly state: string;
  /** The page of a party the text leads to. */
  readonly href: string | null;
}

export const presentOutbox = (
  messages: readonly Message[],
  { open }: { readonly open: (sealed: string) => string },
): readonly OutboxRow[] =>
  messages.map((message) => {
    const text = open(message.text);
    return {
      to: open(message.to),
      text,
      at: message.createdAt,
      state: message.state,
      href: /\/p\/[a-z0-9]+/.exec(text)?.[0] ?? null,
    };
  });
