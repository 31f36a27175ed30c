// The way of disputes through the tiers: of those that came in, how many were settled where, filed, ended otherwise, or
// still wait. Each dispute is in exactly one of the parts, so they add up to the whole.

import { depth, type Tier, TIERS } from '../../domain/tier.ts';
import { type IndicatorId } from '../../domain/indicator.ts';
import { coverColumn, type Facts, type Value } from './statistic.report.ts';
import { type Scope } from './statistic.scope.ts';
import { type StatisticsService } from './statistic.service.ts';

export interface FunnelRow {
  readonly key: Tier | 'entered' | 'filed' | 'otherwise' | 'waiting';
  readonly figure: IndicatorId;
  readonly tier?: Tier;
  readonly value: Value;
}

export function funnelOf(service: StatisticsService, scope: Scope, facts: Facts): readonly FunnelRow[] {
  const one = (key: FunnelRow['key'], figure: IndicatorId, tier?: Tier): readonly FunnelRow[] =>
    service
      .values(scope, facts, [figure], tier ? { tiers: [tier] } : {})
      .map((value) => ({ key, figure, value, ...(tier ? { tier } : {}) }));
  const tiers = TIERS.toReversed().filter(
    (tier) => scope.cut.tiers?.includes(tier) ?? depth(tier) >= depth(scope.unit.tier),
  );
  const parts = [
    ...tiers.flatMap((tier) => one(tier, 'resolved', tier)),
    ...one('filed', 'toCourt'),
    ...one('otherwise', 'otherwise'),
    ...one('waiting', 'waiting'),
  ];
  const covered = scope.shielded ? coverColumn(parts.map((part) => part.value)) : parts.map((part) => part.value);
  return [
    ...one('entered', 'entered'),
    ...parts.map((part, index) => ({ ...part, value: covered[index] ?? part.value })),
  ];
}
