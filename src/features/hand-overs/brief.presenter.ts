import { type Suggestion } from '../../domain/jurisdiction.ts';
import { clockViews, type DisputeRecord, type UnitNames } from '../disputes/index.ts';
import { riskView } from '../risk/index.ts';
import { type HandOverRecord } from './hand-over.record.ts';

interface BriefInput {
  readonly dispute: DisputeRecord;
  readonly handOvers: readonly HandOverRecord[];
  readonly suggestion: Suggestion | undefined;
  readonly names: UnitNames;
  readonly now: Date;
}

/** Who, what, why here, risks, what was tried, papers, by when: everything on one page. */
export function briefView({ dispute, handOvers, suggestion, names, now }: BriefInput) {
  const transfers = handOvers.filter(({ kind }) => kind !== 'assist');
  const latest = transfers.at(-1);
  return {
    dispute,
    place: names(dispute.place.unitCode),
    ownerName: names(dispute.owner.code),
    latest: latest
      ? {
          kind: latest.kind,
          state: latest.state,
          fromName: names(latest.from.code),
          toName: names(latest.to.code),
          reason: latest.reason,
          brief: latest.brief,
          sentAt: latest.sentAt,
          sentBy: latest.sentBy.name,
          dueAt: latest.dueAt,
        }
      : null,
    fits: suggestion
      ? {
          unitName: names(suggestion.unit),
          because: suggestion.because,
          basis: suggestion.basis,
          placeName: names(suggestion.jurisdiction.params.place),
          tribunalName: names(suggestion.jurisdiction.params.tribunal),
          since: suggestion.jurisdiction.params.since,
        }
      : null,
    tried: {
      sessions: dispute.sessions,
      attempts: dispute.contactAttempts,
      rounds: dispute.round - 1,
      returned: transfers
        .filter(({ state }) => state === 'declined' || state === 'timed-out' || state === 'ruled')
        .map((one) => ({
          toName: names(one.to.code),
          code: one.decline?.code ?? null,
          note: one.decline?.note ?? null,
          at: one.answeredAt ?? one.sentAt,
        })),
    },
    risk: riskView(dispute, names, now),
    clocks: clockViews(dispute, now),
  };
}
