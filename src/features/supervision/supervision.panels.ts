// What other pages show of supervision: the alarms of a dispute, and the piles of a desk.

import { type Actor } from '../../domain/permission.ts';
import { type DeskPanel, type DisputeRecord, type Panel, type UnitNames } from '../disputes/index.ts';
import { type SupervisionRoutesDeps } from './supervision.pages.ts';
import { urgingView, warningView } from './supervision.presenter.ts';

/** Rows shown on a desk; the lists have the others. */
const DESK_ROWS = 6;

export const supervisionPanels = ({ supervision, clock }: Pick<SupervisionRoutesDeps, 'supervision' | 'clock'>) => ({
  /** Nothing where nothing presses and nobody has urged. */
  ofDispute: async (actor: Actor, dispute: DisputeRecord, names: UnitNames): Promise<readonly Panel[]> => {
    const { warnings, urgings } = await supervision.ofDispute(actor, dispute.id);
    if (warnings.length + urgings.length === 0) return [];
    const now = clock.now();
    const model = {
      warnings: warnings.map((warning) => warningView(warning, names, now)),
      urgings: urgings.map((urging) => urgingView(urging, names, now)),
    };
    return [{ template: 'supervision/_dispute.njk', model, place: 'top' }];
  },
  ofDesk: async (actor: Actor, names: UnitNames): Promise<readonly DeskPanel[]> => {
    const [desk, asked, waiting] = await Promise.all([
      supervision.desk(actor, DESK_ROWS),
      supervision.urgings(actor, 'received', ['open'], DESK_ROWS),
      supervision.waiting(actor),
    ]);
    const now = clock.now();
    const rows = desk.items.map((item) => warningView(item, names, now));
    return [
      {
        id: 'urgings',
        titleKey: 'supervision:desk.urgings.title',
        count: waiting,
        urgent: true,
        template: 'supervision/_desk-urgings.njk',
        model: { rows: asked.items.map((urging) => urgingView(urging, names, now)) },
      },
      {
        id: 'warnings',
        titleKey: 'supervision:desk.warnings.title',
        count: desk.count,
        urgent: rows.some(({ level }) => level === 'overdue' || level === 'due'),
        template: 'supervision/_desk-warnings.njk',
        model: { rows },
      },
    ];
  },
});
