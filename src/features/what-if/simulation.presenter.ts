// What a simulation says: the middle of twenty years drawn, and in brackets the edges between which nine of ten lie.

import { type Tier, TIERS } from '../../domain/tier.ts';
import { type Band, type Measures } from '../../domain/what-if.ts';
import { type UnitNames } from '../disputes/index.ts';
import { type Compared, type SimulationRecord, type SimulationResult } from './simulation.record.ts';

/** Counts are whole, days have one place, shares are of a hundred. */
const KINDS: Readonly<Record<keyof Measures, 'count' | 'days' | 'share'>> = {
  accepted: 'count',
  won: 'count',
  toCourt: 'count',
  expired: 'count',
  meanDays: 'days',
  meanWait: 'days',
  longWait: 'days',
  inHand: 'days',
  taken: 'share',
};
export const SHOWN_MEASURES = [
  'accepted',
  'meanWait',
  'longWait',
  'expired',
  'won',
  'toCourt',
  'inHand',
  'taken',
] as const;
/** What the record knows too, so that last year simulated can be held against last year. */
const CHECKED = ['accepted', 'won', 'toCourt', 'expired', 'meanDays', 'inHand'] as const;
/** Units are shown whose work changes by as much. */
const LEAST_CHANGE = 0.5;

const say = (value: number, kind: 'count' | 'days' | 'share'): string =>
  kind === 'share' ? `${(value * 100).toFixed(0)}%` : kind === 'days' ? value.toFixed(1) : String(Math.round(value));
const sign = (text: string, value: number): string => (value > 0 && !/^0(?:\.0)?%?$/.test(text) ? `+${text}` : text);

export interface BandView {
  readonly text: string;
  readonly hint: string;
}
const bandView = ({ low, middle, high }: Band, key: keyof Measures, isChange = false): BandView => {
  const one = (value: number): string => (isChange ? sign(say(value, KINDS[key]), value) : say(value, KINDS[key]));
  return { text: one(middle), hint: `${one(low)} – ${one(high)}` };
};

export interface ComparedView {
  readonly key: string;
  readonly tier: Tier | null;
  readonly name: string;
  readonly places: number | null;
  readonly cells: readonly { readonly base: BandView; readonly pushed: BandView; readonly change: BandView }[];
}
const comparedView = (
  { base, pushed, change }: Compared,
  { key, tier, name, places }: Omit<ComparedView, 'cells'>,
): ComparedView => ({
  key,
  tier,
  name,
  places,
  cells: SHOWN_MEASURES.map((measure) => ({
    base: bandView(base[measure], measure),
    pushed: bandView(pushed[measure], measure),
    change: bandView(change[measure], measure, true),
  })),
});

export function simulationView({
  id,
  push,
  state,
  progress,
  replications,
  seed,
  orderedAt,
  by,
  endedAt,
  digest,
}: SimulationRecord) {
  return {
    id,
    type: push.type,
    to: push.to,
    share: Math.round(push.share * 100),
    state,
    progress: Math.round((progress / replications) * 100),
    replications,
    seed,
    orderedAt,
    by: by.name,
    endedAt: endedAt ?? null,
    digest: digest ?? null,
    href: `/statistics/what-if/${id}`,
  };
}

export function resultView(result: SimulationResult, names: UnitNames) {
  const whole = { key: 'whole', tier: null, name: '', places: null };
  const tiers = TIERS.toReversed().flatMap((tier) => result.tiers.filter((each) => each.tier === tier));
  const stations = result.stations
    .filter(({ change }) => Math.abs(change.accepted.middle) >= LEAST_CHANGE)
    .toSorted((a, b) => Math.abs(b.change.inHand.middle) - Math.abs(a.change.inHand.middle));
  const named = stations.map(({ tier, unit, places, ...each }) =>
    comparedView(each, { key: `${tier}:${unit}`, tier, name: names(unit), places }),
  );
  const checks = [
    { key: 'whole', compared: result.whole, tier: null },
    ...tiers.map((each) => ({ key: each.tier, compared: each, tier: each.tier })),
  ].map(({ key, compared, tier }) => ({
    key,
    tier,
    cells: CHECKED.map((measure) => {
      const actual = result.actual[key]?.[measure] ?? 0;
      const band = compared.base[measure];
      return { actual: say(actual, KINDS[measure]), ...bandView(band, measure), inside: isInside(actual, band) };
    }),
  }));
  return {
    from: result.from,
    to: result.to,
    disputes: result.disputes,
    measures: SHOWN_MEASURES,
    checked: CHECKED,
    whole: comparedView(result.whole, whole),
    tiers: tiers.map((each) => comparedView(each, { key: each.tier, tier: each.tier, name: '', places: each.places })),
    stations: named,
    checks,
    held: checks.flatMap(({ cells }) => cells).filter(({ inside }) => inside).length,
    compared: checks.length * CHECKED.length,
    drawn: stations.slice(0, 12).map(({ tier, unit, base, pushed }) => ({
      name: names(unit),
      tier,
      base: base.meanWait,
      pushed: pushed.meanWait,
    })),
  };
}

/** Rounding of the texts aside. */
const isInside = (actual: number, { low, high }: Band): boolean => actual >= low - 0.05 && actual <= high + 0.05;
