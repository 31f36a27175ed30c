// The prescribed table as sheets of the monthly report.

import { REGISTER_ITEMS, type RegisterTable } from '../../domain/register.ts';
import { formatMoney } from '../../domain/money.ts';
import { type AnalysisContext } from './statistic.analysis.ts';
import { type Sheet, type SheetCell } from './statistic.sheet.ts';

const cell = (number: number): SheetCell => ({ text: String(number), number });

export function registerSheets({ t }: Pick<AnalysisContext, 't'>, table: RegisterTable): readonly Sheet[] {
  const item = (key: string) => ({ text: t(`statistics:register.item.${key}`), kind: 'number' as const });
  const lines = (
    id: string,
    title: string,
    first: string,
    prefix: string,
    rows: RegisterTable['byType' | 'bySource'],
  ): Sheet => ({
    id,
    title: `F29 ${title}`,
    first,
    columns: [item('accepted'), item('success')],
    rows: rows.map(({ key, accepted, success }) => ({
      key,
      text: t(`${prefix}${key}`),
      cells: [cell(accepted), cell(success)],
    })),
  });
  return [
    {
      id: 'register',
      title: `F29 ${t('statistics:register.items')}`,
      first: t('statistics:register.item.title'),
      columns: [{ text: t('statistics:register.number'), kind: 'number' }],
      rows: REGISTER_ITEMS.map((key) => ({
        key,
        text: t(`statistics:register.item.${key}`),
        cells: [
          key === 'amount'
            ? { text: formatMoney(table.items.amount), number: table.items.amount / 100 }
            : cell(table.items[key]),
        ],
      })),
    },
    lines('registerTypes', t('statistics:types.title'), t('statistics:types.type'), 'codes:types.', table.byType),
    lines(
      'registerSources',
      t('statistics:register.sources'),
      t('statistics:register.source'),
      'codes:sources.',
      table.bySource,
    ),
  ];
}
