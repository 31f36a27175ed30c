import { type HandOverState } from '../../domain/hand-over.ts';
import { type Tier } from '../../domain/tier.ts';

/** What a table of bounces is asked for: transfers sent in a period to units of an area. */
export interface BouncePeriod {
  /** Code of the unit whose area is looked at. */
  readonly area: string;
  readonly from: Date;
  /** First instant after the period. */
  readonly until: Date;
  readonly tier?: Tier | undefined;
}

/** So many transfers to one unit ended one way. */
export interface BounceCount {
  readonly unit: string;
  readonly tier: Tier;
  readonly state: HandOverState;
  /** The coded reason, where it was declined. */
  readonly code: string | null;
  readonly count: number;
}

/** How often one unit was sent something else than the rules proposed. */
export interface OverrideCount {
  readonly unit: string;
  readonly overridden: number;
  readonly all: number;
}
