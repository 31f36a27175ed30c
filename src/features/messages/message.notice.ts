// A message to somebody about a dispute: written once, whoever asks for it, and held back until the morning at night.

import { nextDaytime } from '../../domain/reminder.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type DisputeRecord, type Party } from '../disputes/index.ts';
import { type Message, type MessageReason, waiting } from './message.record.ts';

export interface Notice {
  readonly dispute: Pick<DisputeRecord, 'id' | 'round' | 'parties'>;
  readonly reason: MessageReason;
  readonly text: string;
  /** Sealed number; without it that of the party the reason names. */
  readonly to?: string | undefined;
}

/** Sealed number under which a party hears of its dispute: its own, or that of whoever acts for it. */
export const numberOf = ({ phone, agents }: Pick<Party, 'phone' | 'agents'>): string | undefined =>
  phone ?? agents.find((agent) => agent.phone !== undefined)?.phone;

/** None for somebody who gave no phone. The name of the message is what it is about. */
export function noticeTo(
  { dispute, reason, text, to }: Notice,
  personalData: PersonalData,
  now: Date,
): readonly Message[] {
  const party = dispute.parties.find(({ id }) => id === reason.partyId);
  const phone = to ?? (party && numberOf(party));
  if (!phone) return [];
  const { kind, about, step, partyId } = reason;
  const id = [dispute.id, dispute.round, kind, about, step, partyId].join(':');
  const message = waiting({ id, disputeId: dispute.id, to: phone, text: personalData.seal(text), reason }, now);
  return [{ ...message, nextAt: nextDaytime(now) }];
}
