import { type DisputeRecord, type Panel } from '../disputes/index.ts';

/** Who mediates, what they disclosed, who agreed to it knowing it, and any question of recusal; null before that. */
export function disclosureView({ mediator, recusal, parties }: DisputeRecord) {
  if (!mediator) return null;
  const nameOf = (partyId: string) => parties.find(({ id }) => id === partyId)?.name ?? '';
  const { disclosure } = mediator;
  return {
    mediator: mediator.name,
    relations: disclosure?.relations ?? [],
    note: disclosure?.note ?? '',
    signs: (disclosure?.signs ?? []).map(({ sign, partyId, caseNumber }) => ({
      sign,
      party: nameOf(partyId),
      number: caseNumber ?? '',
    })),
    waivers: (disclosure?.waivers ?? []).map(({ partyId, ...waiver }) => ({ ...waiver, party: nameOf(partyId) })),
    recusal: recusal
      ? {
          by: nameOf(recusal.by),
          byStaff: nameOf(recusal.by) === '' ? recusal.by : '',
          at: recusal.raisedAt,
          note: recusal.note,
          decision: recusal.decision
            ? {
                result: recusal.decision.result,
                reason: recusal.decision.reason,
                name: recusal.decision.by.name,
                at: recusal.decision.at,
              }
            : null,
        }
      : null,
  };
}

/** The part of the dispute's page that says so; first of all while a recusal is open. */
export function disclosurePanel(dispute: DisputeRecord): readonly Panel[] {
  const model = disclosureView(dispute);
  if (!model) return [];
  const pressing = model.recusal !== null && model.recusal.decision?.result !== 'stays';
  return [{ template: 'mediation/_disclosure.njk', model, ...(pressing ? { place: 'top' } : {}) }];
}
