// The pile of early warnings on the desk of whoever answers for them.

import { type Actor } from '../../domain/permission.ts';
import { type DeskPanel, type UnitNames } from '../disputes/index.ts';
import { earlyWarningView } from './early-warning.presenter.ts';
import { type EarlyWarningService } from './early-warning.service.ts';

/** Rows shown on a desk; the list has the others. */
const DESK_ROWS = 5;

export async function earlyWarningPile(
  warnings: Pick<EarlyWarningService, 'desk'>,
  actor: Actor,
  names: UnitNames,
): Promise<readonly DeskPanel[]> {
  const { items, count } = await warnings.desk(actor, DESK_ROWS);
  if (count === 0) return [];
  const rows = items.map((item) => earlyWarningView(item, names));
  return [
    {
      id: 'earlyWarnings',
      titleKey: 'earlyWarnings:title',
      count,
      urgent: rows.some(({ state }) => state === 'raised'),
      template: 'early-warnings/_desk.njk',
      model: { rows },
    },
  ];
}
