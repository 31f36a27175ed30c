import { type Reading } from '../../domain/permission.ts';
import { type DisputeRecord, maskedTitle } from '../disputes/index.ts';
import { type HandOverRecord } from './hand-over.record.ts';

/** The dispute handed over, and how much of it the reader may know by now. */
export interface Subject {
  readonly dispute: DisputeRecord;
  readonly reading: Reading;
}

const MS_PER_HOUR = 3_600_000;

/**
 * One line of the boxes in and out. `hoursLeft` counts to the due instant, negative when past, null once answered. Who
 * no longer works on the dispute sees no names of the parties, and no address when it may not be opened at all.
 */
export const handOverRow = (
  handOver: HandOverRecord,
  subject: Subject | undefined,
  units: (code: string) => string,
  now: Date,
) => ({
  id: handOver.id,
  disputeId: handOver.disputeId,
  number: handOver.disputeNumber,
  title: titleFor(handOver, subject),
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
  proposedUnit: handOver.decline?.proposedUnit ?? null,
  answer: handOver.answer ?? null,
  href: subject === undefined || subject.reading === 'none' ? null : `/disputes/${handOver.disputeId}`,
});

const titleFor = (handOver: HandOverRecord, subject: Subject | undefined): string => {
  if (!subject) return handOver.disputeNumber;
  return subject.reading === 'full' ? handOver.title : maskedTitle(subject.dispute);
};
