import { type HandOverRecord } from './hand-over.record.ts';

const MS_PER_HOUR = 3_600_000;

/** One line of the boxes in and out. `hoursLeft` counts to the due instant, negative when past, null once answered. */
export const handOverRow = (handOver: HandOverRecord, units: (code: string) => string, now: Date) => ({
  id: handOver.id,
  disputeId: handOver.disputeId,
  number: handOver.disputeNumber,
  title: handOver.title,
  kind: handOver.kind,
  state: handOver.state,
  from: handOver.from.code,
  fromName: units(handOver.from.code),
  to: handOver.to.code,
  toName: units(handOver.to.code),
  sentAt: handOver.sentAt,
  dueAt: handOver.dueAt,
  hoursLeft: handOver.state === 'sent' ? Math.floor((handOver.dueAt.getTime() - now.getTime()) / MS_PER_HOUR) : null,
  answeredAt: handOver.answeredAt ?? null,
  reason: handOver.reason,
  declineCode: handOver.decline?.code ?? null,
  declineNote: handOver.decline?.note ?? null,
  href: `/disputes/${handOver.disputeId}`,
});
