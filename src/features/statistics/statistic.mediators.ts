// Whose work it was: the mediators of a unit and what became of the disputes they were given.

import { type IndicatorId } from '../../domain/indicator.ts';
import { forbidden } from '../../domain/errors.ts';
import { paramsOf } from './statistic.address.ts';
import { type AnalysisContext } from './statistic.analysis.ts';
import { columnOf, type Sheet, sheetCell } from './statistic.sheet.ts';
import { MEDIATOR_FIGURES } from './statistic.tables.ts';

export async function mediatorsSheet({ statistics, scope, query, t }: AnalysisContext): Promise<Sheet> {
  // Readers from outside see units, not people.
  if (scope.shielded) throw forbidden('statistics.mediatorsClosed', 'readStatistics');
  const ids: readonly IndicatorId[] = MEDIATOR_FIGURES;
  const { facts, mediators } = await statistics.byMediator(scope, ids);
  const rows = mediators.map(({ key, name, unit }) => ({
    key,
    text: name,
    unit,
    cells: statistics
      .values(scope, facts, ids, { units: new Set([key]) })
      .map((value) => sheetCell(value, paramsOf(query), { unit, mediator: key.slice(key.indexOf(':') + 1) })),
  }));
  return {
    id: 'mediators',
    title: t('statistics:mediators.title'),
    lead: t('statistics:mediators.lead'),
    first: t('statistics:mediators.mediator'),
    columns: ids.map((id) => columnOf(id, t(`statistics:figure.${id}.name`))),
    rows: rows.toSorted((a, b) => (b.cells[0]?.number ?? 0) - (a.cells[0]?.number ?? 0)),
  };
}
