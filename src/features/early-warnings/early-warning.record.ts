import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type EarlyWarningEnd, type EarlyWarningKind, type EarlyWarningState } from '../../domain/early-warning.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type DisputeRecord } from '../disputes/index.ts';

export interface WarningPerson {
  readonly accountId: string;
  readonly name: string;
  readonly unitCode: string;
}

/** What a warning rests on. Nothing personal: people and addresses are blind indexes. */
export interface EarlyWarningFacts {
  /** Disputes it was found in, newest first; at most as many as are listed. */
  readonly disputes: readonly string[];
  /** How many there are. */
  readonly count: number;
  readonly newest: CalendarDay;
  readonly from?: CalendarDay;
  readonly to?: CalendarDay;
  /** Different applicants of a cluster. */
  readonly applicants?: number;
  readonly type?: string;
  readonly township?: string;
  readonly expected?: number;
  /** Chance of so many where nothing has changed. */
  readonly p?: number;
  readonly references?: 'lastYears' | 'recent';
  readonly windows?: number;
  readonly tested?: number;
  readonly festival?: string;
  readonly festivalOn?: CalendarDay;
}

/** What was done with a warning, by whom: written when it happens, never changed. */
export interface WarningStep {
  readonly at: Date;
  readonly what: 'raised' | 'grown' | 'taken' | 'ended';
  /** Missing where the system did it. */
  readonly by?: WarningPerson;
  readonly count?: number;
  readonly end?: EarlyWarningEnd;
  readonly note?: string;
}

export interface EarlyWarningRecord {
  readonly id: string;
  readonly kind: EarlyWarningKind;
  /** The same thing has the same subject; of one subject at most one warning is open. */
  readonly subject: string;
  readonly owner: UnitPosition;
  readonly state: EarlyWarningState;
  readonly open: boolean;
  readonly version: number;
  readonly raisedAt: Date;
  readonly facts: EarlyWarningFacts;
  /** Who has taken it in hand. */
  readonly holder?: WarningPerson;
  readonly endedAt?: Date;
  readonly end?: EarlyWarningEnd;
  readonly steps: readonly WarningStep[];
}

/** What one search looked at, by the day or week it was for. */
export interface WarningRun {
  /** `repeats|day`, `rise|last day`, `season|festival|day` */
  readonly id: string;
  readonly at: Date;
  readonly raised: number;
  readonly tested: number;
  readonly windows: number;
  readonly references: 'lastYears' | 'recent' | null;
}

export interface ReadDispute {
  readonly dispute: DisputeRecord;
  readonly masked: boolean;
}
export interface ShownWarning {
  readonly warning: EarlyWarningRecord;
  /** The disputes behind it that the person may read. */
  readonly disputes: readonly ReadDispute[];
  /** How many of those named the person may not read. */
  readonly closed: number;
  readonly mayAct: boolean;
}
