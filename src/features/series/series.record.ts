// A series of disputes: one matter against many, or of many against one, such as the property fees of an estate or the
// unpaid wages of a site. What they share is kept once; each member is a whole dispute with its own custody and clocks.

import { type FieldError } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';

/** The party all members share, sealed as it was typed. */
export interface SeriesText {
  readonly facts: string;
  /** One a line; `{姓名}` and `{金额}` stand for the household's own. */
  readonly claims: readonly string[];
}

export interface SeriesRecord extends SeriesText {
  readonly id: string;
  readonly title: string;
  readonly state: 'checked' | 'running' | 'open';
  readonly actor: Actor;
  readonly unitPath: readonly string[];
  readonly source: string;
  readonly type: string;
  readonly placeUnit: string;
  /** On which side the common party stands; the households stand on the other. */
  readonly commonSide: 'applicant' | 'respondent';
  /** The common party as it was typed, sealed. */
  readonly common: string;
  readonly commonName: string;
  readonly counts: Readonly<Record<RowState, number>>;
  readonly version: number;
  readonly createdAt: Date;
}

export type RowState = 'ready' | 'faulty' | 'done';

/** What a household's row says. */
export interface HouseholdValues {
  readonly name: string;
  readonly phone: string;
  readonly idNumber: string;
  readonly address: string;
  readonly amount: string;
}

export interface SeriesRow {
  readonly seriesId: string;
  readonly line: number;
  readonly state: RowState;
  /** The row as read, sealed, until it is registered. */
  readonly sealed?: string;
  readonly errors: readonly FieldError[];
  readonly disputeId?: string;
}

export interface OrderResult {
  readonly disputeId: string;
  readonly number: string;
  readonly done: boolean;
  /** Why it was not done; the code of the refusal and its fields. */
  readonly code?: string;
  readonly errors?: readonly FieldError[];
}

/** One thing to be done to many members: the inputs as they were checked, and what became of each. */
export interface SeriesOrder {
  readonly id: string;
  readonly seriesId: string;
  readonly kind: 'act' | 'session' | 'outcome' | 'text';
  readonly state: 'running' | 'done';
  readonly actor: Actor;
  readonly createdAt: Date;
  readonly endedAt?: Date;
  readonly steps: readonly { readonly disputeId: string; readonly act: Act | 'amend'; readonly input: object }[];
  readonly results: readonly OrderResult[];
}
