import { type UnitNames } from '../disputes/index.ts';
import { type HandOverRecord } from './hand-over.record.ts';

const MS_PER_HOUR = 3_600_000;

/** The requests for help of one dispute, as its page tells them: the open ones first, then the newest. */
export const assistanceView = (requests: readonly HandOverRecord[], units: UnitNames, now: Date) =>
  requests
    .filter(({ kind }) => kind === 'assist')
    .toSorted(
      (a, b) => Number(b.state === 'sent') - Number(a.state === 'sent') || b.sentAt.getTime() - a.sentAt.getTime(),
    )
    .map((request) => ({
      id: request.id,
      state: request.state,
      toName: units(request.to.code),
      tier: request.to.tier,
      question: request.reason,
      askedAt: request.sentAt,
      askedBy: request.sentBy.name,
      dueAt: request.dueAt,
      hoursLeft: request.state === 'sent' ? Math.floor((request.dueAt.getTime() - now.getTime()) / MS_PER_HOUR) : null,
      answer: request.answer ?? null,
      declineCode: request.decline?.code ?? null,
      declineNote: request.decline?.note ?? null,
      answeredAt: request.answeredAt ?? null,
      answeredBy: request.answeredBy?.name ?? null,
    }));
