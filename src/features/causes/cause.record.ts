import { type CalendarDay } from '../../domain/calendar-day.ts';

/** One edition of 《民事案件案由规定》, in force from a day until the next one begins. */
export interface CauseEdition {
  readonly edition: string;
  readonly from: CalendarDay;
  readonly causes: number;
  readonly fileName: string;
  readonly importedAt: Date;
  readonly importedBy: { readonly accountId: string; readonly name: string };
}

export interface Cause {
  readonly edition: string;
  readonly code: string;
  /** 1 the part, 4 the finest. */
  readonly level: number;
  readonly name: string;
  readonly parent?: string;
  /** Names of everything above it and its own. */
  readonly path: string;
  /** Former names, from editions before. */
  readonly aliases: readonly string[];
  /** As it is spoken, without tones, and its first letters. */
  readonly pinyin: string;
  readonly initials: string;
}

/** What of a cause is kept with a dispute. */
export interface ChosenCause {
  readonly cause: string;
  readonly causeCode?: string;
  readonly causeEdition?: string;
}
