// A warning: one row for each level a clock of a dispute has come to, with those it is told to. At most one row of a
// clock is open, the highest; the others say when they were raised and how they ended.

import { type ClockId } from '../../domain/clock-catalogue.ts';
import { type WarningLevel } from '../../domain/clock.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type DisputeRecord } from '../disputes/index.ts';

/** stopped: what the clock waited for has happened; raised: a higher level took over; lowered: the term was extended. */
export type WarningEnd = 'stopped' | 'raised' | 'lowered';

/** What a warning says of its dispute, kept in step with it. */
export interface WarningFacts {
  readonly dueAt: Date;
  readonly provisional: boolean;
  /** Whose delay it is. */
  readonly holder: UnitPosition;
  /** The mediator, where one handles the dispute. */
  readonly person?: { readonly accountId: string; readonly name: string };
  /** `account:<id>` and `post:<unit>:<role>` of everybody on whose desk it lies. */
  readonly recipients: readonly string[];
  /** Codes of the units whose lists show it. */
  readonly scope: readonly string[];
  readonly state: State;
  readonly risk: DisputeRecord['risk'];
  /** Order of the supervision list: level first, then risk; the highest stands above. */
  readonly weight: number;
}

export interface WarningRecord extends WarningFacts {
  readonly id: string;
  readonly disputeId: string;
  readonly number: string;
  readonly clock: ClockId;
  readonly level: WarningLevel;
  readonly raisedAt: Date;
  readonly open: boolean;
  readonly endedAt?: Date;
  readonly ended?: WarningEnd;
}

/** A warning with as much of its dispute as the reader may see. */
export interface SupervisedWarning {
  readonly warning: WarningRecord;
  /** Missing where the reader may not open the dispute: a unit that let a hand-over pass. */
  readonly dispute?: { readonly record: DisputeRecord; readonly masked: boolean };
  readonly mayUrge: boolean;
}
