// From events to what statistics are read from, without a database: the same for events as they come, for counting anew,
// and for checking what is stored.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type CountRow, rowsOf } from '../../domain/count-row.ts';
import { type Tale, tell } from '../../domain/counted.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { type CellChanges, changeRows, scopesOf } from './statistic.cell.ts';
import { type Fact, type FactRow } from './statistic.model.ts';

/** The fields of an event the fold looks at, and their names for a query. */
export type FoldedEvent = Pick<DisputeEvent, 'disputeId' | 'seq' | 'act' | 'recordedAt' | 'counted'>;
export const FOLDED_FIELDS = '-_id disputeId seq act recordedAt counted';

const NOTHING: { readonly rows: readonly CountRow[]; readonly type: string } = { rows: [], type: '' };

/** Tells every event that a fact does not hold yet; what that changes in the sums goes into `changes`. */
export function foldEvents(
  known: ReadonlyMap<string, Fact>,
  events: readonly FoldedEvent[],
  changes: CellChanges,
): ReadonlyMap<string, Fact> {
  const told = new Map<string, Fact>();
  for (const event of events) {
    const fact = told.get(event.disputeId) ?? known.get(event.disputeId);
    if (fact && event.seq <= fact.seq) continue;
    const tale: Tale = tell(fact?.tale, event);
    const rows = rowsOf(tale);
    const before = fact ? { rows: rowsOf(fact.tale), type: fact.tale.counted.type } : NOTHING;
    changeRows(changes, before, { rows, type: tale.counted.type }, dayOfInstant(event.recordedAt));
    const seen = new Set([...(fact?.seen ?? []), ...rows.map(({ source, on }) => `${source}:${on}`)]);
    told.set(event.disputeId, { _id: event.disputeId, seq: event.seq, tale, seen: [...seen] });
  }
  return told;
}

/** A row as it is stored. */
export const factRow = ({ _id, tale }: Fact, row: CountRow): FactRow => ({
  _id: `${_id}:${row.key}`,
  disputeId: _id,
  source: row.source,
  on: row.on,
  unit: row.unit,
  tier: row.tier,
  type: tale.counted.type,
  scopes: scopesOf(row),
  flags: row.flags,
  ...(row.days === undefined ? {} : { days: row.days }),
  ...(row.fen === undefined ? {} : { fen: row.fen }),
  ...(row.mediator === undefined ? {} : { mediator: row.mediator }),
});
