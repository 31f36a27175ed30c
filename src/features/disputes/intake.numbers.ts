import { formatOwnNumber } from '../../domain/docket.ts';
import { type Counters } from '../../platform/counters.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type Draft } from './intake.service.ts';

/** Official numbers in the order of the requests, one series a unit and year. */
export async function ownNumbers(
  counters: Counters,
  unitCode: string,
  drafts: readonly Pick<Draft, 'record'>[],
  tx: Tx,
): Promise<readonly string[]> {
  const years = drafts.map(({ record }) => record.requestedOn.slice(0, 4));
  const next = new Map<string, number>();
  for (const year of new Set(years)) {
    const count = years.filter((other) => other === year).length;
    next.set(year, await counters.nextNumbers(tx, `dispute:${unitCode}:${year}`, count));
  }
  return years.map((year) => {
    const serial = next.get(year) ?? 0;
    next.set(year, serial + 1);
    return formatOwnNumber({ unitCode, year: Number(year), serial });
  });
}
