// How a calculated sum came about, line by line, each with the rule it rests on: a mediator shows it to both sides.

import { type CalendarDay } from './calendar-day.ts';
import { type Fen } from './money.ts';

export interface WorkingLine {
  /** Names the sentence that explains the line. */
  readonly key: string;
  readonly fromFen?: Fen;
  readonly toFen?: Fen;
  readonly from?: CalendarDay;
  readonly to?: CalendarDay;
  readonly days?: number;
  /** Hundredths of a percent, a year or of the sum. */
  readonly rate?: number;
  /** Years, months, persons or a coefficient in percent, as the sentence says. */
  readonly factor?: number;
  readonly resultFen: Fen;
  readonly basis: string;
  /** Where a figure in the line was published, and when. */
  readonly source?: string;
}

export interface Working {
  readonly lines: readonly WorkingLine[];
  readonly resultFen: Fen;
  /** Where the law gives a range: its upper end. */
  readonly upperFen?: Fen;
}

export const workingOf = (lines: readonly WorkingLine[], resultFen: Fen, upperFen = resultFen): Working => ({
  lines,
  resultFen,
  ...(upperFen === resultFen ? {} : { upperFen }),
});
