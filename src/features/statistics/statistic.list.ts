// What lists show: the rows behind a figure as far as they may be read, and the people of a unit.

import { type Reading } from '../../domain/permission.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import { type Period, type Value } from './statistic.report.ts';

export interface MediatorLine {
  /** `unit:account` */
  readonly key: string;
  readonly unit: string;
  readonly name: string;
}

export interface ReadRow {
  readonly key: string;
  readonly unit: string;
  readonly dispute: DisputeRecord;
  readonly reading: Exclude<Reading, 'none'>;
}

export interface FigureList {
  readonly figure: Value;
  /** Null when the number itself is hidden, or entered and not counted. */
  readonly total: number | null;
  /** The days the figure counts. */
  readonly counted: Period;
  /** The part asked for was entered by the court: there is no list of it. */
  readonly entered: boolean;
  /** How many of them the reader may not open. */
  readonly closed: number;
  readonly rows: readonly ReadRow[];
  readonly next?: string;
}
