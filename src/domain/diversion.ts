// What stands in the way of sending a request down to a lower unit. The court's clerk sees it before pressing the
// button, row by row, each with the rule it rests on.

import { type ConsentState } from './consent.ts';
import { type RiskLevel } from './risk.ts';
import { type Tier } from './tier.ts';

export interface PushFacts {
  readonly consents: readonly ConsentState[];
  /** Papers still asked for. */
  readonly missing: number;
  /** The court refers before filing and has not said under which docket. */
  readonly docketMissing?: boolean;
  readonly disputeType: string;
  readonly risk: RiskLevel;
  /** The tier of the unit it would go to; undefined when the map names none. */
  readonly target: Tier | undefined;
  /** Whether the unit it would go to lies inside the sender's own area. */
  readonly within: boolean;
  /** What the rules of suitability forbid to mediate at all. */
  readonly unsuitable: boolean;
}

/** Obstacles in the order a clerk would remove them, with what each rests on. */
export const PUSH_OBSTACLES = {
  /** No rule of the map covers the place. */
  noUnit: { basis: '法〔2021〕247号' },
  /** The rules point to the sender itself or to a unit outside its area. */
  notBelow: { basis: '法〔2021〕247号' },
  consentRefused: { basis: '人民调解法17；特邀调解规定11' },
  missingPapers: { basis: '登记立案规定7' },
  /** The court's letter to the mediators bears it. */
  docketMissing: { basis: '特邀调解规定11、27' },
  unsuitable: { basis: '民诉法解释143；人民调解法17' },
  /** Red and orange risk need more hands than a village has. */
  riskTooHigh: { basis: '人民调解法25' },
  /** A village may be given only matters on its list of duties. */
  notForVillage: { basis: '北京市接诉即办工作条例17' },
} as const satisfies Readonly<Record<string, { readonly basis: string }>>;
export type PushObstacle = keyof typeof PUSH_OBSTACLES;

/** Every obstacle; an empty list means that it may go. */
export function pushObstacles(facts: PushFacts, villageMatters: ReadonlySet<string>): readonly PushObstacle[] {
  const village = facts.target === 'village';
  const holds: Readonly<Record<PushObstacle, boolean>> = {
    noUnit: facts.target === undefined,
    notBelow: facts.target !== undefined && !facts.within,
    consentRefused: facts.consents.some((consent) => consent === 'refused' || consent === 'revoked'),
    missingPapers: facts.missing > 0,
    docketMissing: facts.docketMissing === true,
    unsuitable: facts.unsuitable,
    riskTooHigh: village && (facts.risk === 'red' || facts.risk === 'orange'),
    notForVillage: village && !villageMatters.has(facts.disputeType),
  };
  return (Object.keys(PUSH_OBSTACLES) as PushObstacle[]).filter((obstacle) => holds[obstacle]);
}
