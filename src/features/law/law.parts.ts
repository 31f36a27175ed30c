// What the rules of suitability add to the pages of a dispute: a panel while it is open, and a word before the acts they
// bear on.

import { type Act, OPEN_STATES } from '../../domain/lifecycle.ts';
import { type SuitabilityEffect } from '../../domain/suitability.ts';
import { type ActPage, type DisputeRecord, type IntakeService, type Panel } from '../disputes/index.ts';

type Asked = Pick<IntakeService, 'suitability'>;

/** Nothing once the dispute is closed, or where no rule has anything to say. */
export async function suitabilityPanels(intake: Asked, dispute: DisputeRecord): Promise<readonly Panel[]> {
  const findings = OPEN_STATES.includes(dispute.state) ? await intake.suitability(dispute) : [];
  return findings.length > 0 ? [{ template: 'law/_suitability-panel.njk', model: { findings } }] : [];
}

/** Acts whose form says first what the rules say of the dispute. */
export function suitabilityNotes(intake: Asked): Readonly<Partial<Record<Act, ActPage>>> {
  const page = (...effects: readonly SuitabilityEffect[]): ActPage => ({
    template: 'disputes/act',
    model: async ({ dispute }) => ({
      findings: (await intake.suitability(dispute)).filter(({ effect }) => effects.includes(effect)),
    }),
  });
  return {
    takeUp: page('cannotMediate', 'arbitrationFirst', 'askCourt'),
    pushDown: page('cannotMediate', 'notForVillage'),
    applyConfirmation: page('notConfirmable'),
  };
}
