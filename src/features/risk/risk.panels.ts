// What other pages show of danger: the dispute's own page, and the page on which it is judged.

import { type Act } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import {
  type ActPage,
  type DisputeRecord,
  type DisputeService,
  type Panel,
  signViews,
  type UnitNames,
} from '../disputes/index.ts';
import { riskFileOf } from './risk.acts.ts';
import { riskView } from './risk.presenter.ts';

const RISK_ACTS: readonly Act[] = ['assessRisk', 'reportRisk', 'reportToPolice'];

/** Above everything else while something has to be done about it. */
export function riskPanel(
  { disputes, clock }: { readonly disputes: Pick<DisputeService, 'judgements'>; readonly clock: Clock },
  dispute: DisputeRecord,
  actor: Actor,
  names: UnitNames,
): Panel {
  const view = riskView(dispute, names, clock.now());
  const may = disputes
    .judgements(actor, dispute)
    .filter(({ act, allowed }) => allowed && RISK_ACTS.includes(act))
    .map(({ act }) => act);
  return { template: 'risk/_risk.njk', model: { ...view, may }, ...(view.pressing ? { place: 'top' } : {}) };
}

/** The form of judging, with what the system has found beside it. */
export const riskPages: Readonly<Partial<Record<Act, ActPage>>> = {
  assessRisk: {
    template: 'disputes/act',
    model: ({ dispute }) => ({ beside: 'risk/_found.njk', found: signViews(riskFileOf(dispute).found) }),
  },
};
