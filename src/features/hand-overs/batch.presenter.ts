// The batch as its page and its API tell it.

import { PUSH_OBSTACLES } from '../../domain/diversion.ts';
import { type DisputeRecord, type UnitNames } from '../disputes/index.ts';

interface Row {
  readonly dispute: DisputeRecord;
  readonly suggestion:
    | {
        readonly unit: string;
        readonly because: string;
        readonly basis: string;
        readonly jurisdiction: { readonly rule: string };
      }
    | undefined;
  readonly toUnit: string | undefined;
  readonly changed: boolean;
  readonly overrides: boolean;
  readonly obstacles: readonly (keyof typeof PUSH_OBSTACLES)[];
  readonly refusal: string | undefined;
}

/** One line of the preview: where it goes, by which rule, or why it cannot. */
export const batchRow = (row: Row, units: UnitNames) => ({
  dispute: row.dispute.id,
  number: row.dispute.number,
  title: row.dispute.title,
  version: row.dispute.version,
  type: row.dispute.type,
  risk: row.dispute.risk,
  place: units(row.dispute.place.unitCode),
  lodgedAt: row.dispute.lodgedAt,
  toUnit: row.toUnit ?? null,
  toName: row.toUnit ? units(row.toUnit) : null,
  suggested: row.suggestion?.unit ?? null,
  because: row.suggestion?.because ?? null,
  rule: row.suggestion?.jurisdiction.rule ?? null,
  changed: row.changed,
  overrides: row.overrides,
  ready: row.obstacles.length === 0 && row.refusal === undefined,
  obstacles: row.obstacles.map((code) => ({ code, basis: PUSH_OBSTACLES[code].basis })),
  refusal: row.refusal ?? null,
});

export type BatchRowView = ReturnType<typeof batchRow>;

/** The rows that can go, counted by unit, the most first. */
export function perUnit(rows: readonly BatchRowView[]): readonly { readonly unit: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) if (row.ready && row.toName) counts.set(row.toName, (counts.get(row.toName) ?? 0) + 1);
  return [...counts].map(([unit, count]) => ({ unit, count })).toSorted((a, b) => b.count - a.count);
}
