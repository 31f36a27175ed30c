// What was agreed in a dispute and how it is kept, as the dispute carries it.

import { type PerformanceManner, type ServiceChannel } from '../../domain/agreement.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';

/** A clause of the agreement and how it is kept. Its id is that of the proposal it was, where it came from the board. */
export interface PerformanceItem {
  readonly id: string;
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  readonly amountFen?: number;
  readonly dueOn: CalendarDay;
  readonly manner: PerformanceManner;
  /** What a breach of this clause costs, where it is agreed for this clause alone. */
  readonly breachTerm?: string;
  readonly paidFen: number;
  readonly settledOn?: CalendarDay;
}

export interface Agreement {
  readonly form: 'written' | 'oral' | 'onTheSpot';
  readonly partial: boolean;
  readonly reachedOn: CalendarDay;
  readonly facts: string;
  readonly responsibility: string;
  readonly terms: readonly string[];
  readonly items: readonly PerformanceItem[];
  readonly effectiveOn?: CalendarDay;
  readonly confirmable: boolean;
  readonly confirmationDueOn?: CalendarDay;
  /** True while somebody has not yet signed the register of a spoken agreement (F11). */
  readonly unsigned?: true;
  /** Which party has its copy, when and how it came to it. */
  readonly served?: readonly ServedCopy[];
  readonly confirmation?: {
    readonly appliedOn: CalendarDay;
    /** The court has asked both sides whether they want it and know what it means (民诉法解释356). */
    readonly verification?: {
      readonly on: CalendarDay;
      readonly place: string;
      readonly present: readonly string[];
      readonly voluntary: boolean;
      readonly findings: string;
      readonly by: string;
    };
    readonly docket?: string;
    readonly ruledOn?: CalendarDay;
    readonly result?: 'confirmed' | 'rejected';
    readonly reason?: string;
  };
}

/** How a copy of the agreement reached a party (人民调解法29; 特邀调解规定19). */
export interface ServedCopy {
  readonly partyId: string;
  readonly on: CalendarDay;
  readonly how: ServiceChannel;
  /** What shows that it came: who signed for it, the number of a letter. */
  readonly receipt: string;
  /** The signed receipt among the dispute's papers. */
  readonly fileId?: string;
}

/** The application to enforce a confirmed agreement, and its docket once the court has one (民事诉讼法206、250). */
export interface Enforcement {
  readonly appliedOn: CalendarDay;
  readonly applicants: readonly string[];
  readonly claims: readonly string[];
  /** What is still owed in money. */
  readonly openFen: number;
  readonly docket?: string;
  readonly filedOn?: CalendarDay;
}
