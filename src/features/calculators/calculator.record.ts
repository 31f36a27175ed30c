import { type BaseFigure } from '../../domain/injury.ts';
import { type PrimeRate } from '../../domain/interest.ts';
import { type Working } from '../../domain/working.ts';
import { type CalculatorKind } from './calculator.kinds.ts';

interface Entered {
  readonly enteredAt: Date;
  readonly enteredBy: { readonly accountId: string; readonly name: string };
}

export type StoredRate = PrimeRate & Entered;
export type StoredFigure = BaseFigure & Entered;

/** A calculation kept with a dispute, as it was shown to the parties; never changed. */
export interface Calculation extends Entered {
  readonly id: string;
  readonly disputeId: string;
  readonly kind: CalculatorKind;
  /** What was asked, as it was typed. */
  readonly question: Readonly<Record<string, string>>;
  readonly working: Working;
}
