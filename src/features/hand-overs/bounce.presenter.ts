import { BOUNCE_REASONS, type BounceReason, type BounceTally } from '../../domain/bounce.ts';
import { type UnitNames } from '../disputes/index.ts';

interface Table {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly BounceTally[];
  readonly overrides: readonly {
    readonly unit: string;
    readonly kind: 'unit' | 'mediator';
    readonly overridden: number;
    readonly all: number;
  }[];
}

/** Fewer than this many transfers say little about a unit. */
const SMALL_NUMBER = 10;

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

/** The table with the address of the list behind every number; units nothing came back from are counted, not listed. */
export function bounceTable(table: Table, query: { readonly tier?: string }, units: UnitNames) {
  const address = (cell: Readonly<Record<string, string | undefined>>): string => {
    const all = { from: table.from, to: table.to, tier: query.tier, ...cell };
    const entries = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return `/hand-overs/bounces/list?${new URLSearchParams(entries).toString()}`;
  };
  const cells = (counts: Readonly<Partial<Record<BounceReason, number>>>, unit?: string) =>
    BOUNCE_REASONS.map((reason) => ({
      reason,
      count: counts[reason] ?? 0,
      href: counts[reason] ? address({ unit, reason }) : null,
    }));
  const totals: Partial<Record<BounceReason, number>> = {};
  let sent = 0;
  let bounced = 0;
  for (const row of table.rows) {
    sent += row.sent;
    bounced += row.bounced;
    for (const reason of BOUNCE_REASONS) totals[reason] = (totals[reason] ?? 0) + (row.reasons[reason] ?? 0);
  }
  return {
    from: table.from,
    to: table.to,
    total: {
      sent,
      bounced,
      percent: share(bounced, sent),
      cells: cells(totals),
      href: bounced > 0 ? address({}) : null,
    },
    units: table.rows.length,
    items: table.rows
      .filter((row) => row.bounced > 0)
      .map((row) => ({
        unit: row.unit,
        name: units(row.unit),
        tier: row.tier,
        sent: row.sent,
        bounced: row.bounced,
        percent: share(row.bounced, row.sent),
        small: row.sent < SMALL_NUMBER,
        href: address({ unit: row.unit }),
        cells: cells(row.reasons, row.unit),
      })),
    overrides: table.overrides
      .toSorted((a, b) => b.overridden - a.overridden)
      .map((row) => ({ ...row, name: units(row.unit), percent: share(row.overridden, row.all) })),
  };
}
