import { type RiskSign } from '../../domain/risk-sign.ts';

/** A sign of danger as a text and what fills it. */
export interface SignView {
  readonly trigger: string;
  /** Key below `risk:because`. */
  readonly because: 'words' | NonNullable<RiskSign['fact']>;
  readonly words: string;
  readonly count: number;
  readonly day: string;
}

export const signViews = (signs: readonly RiskSign[]): readonly SignView[] =>
  signs.map(({ trigger, words, fact, count, day }) => ({
    trigger,
    because: fact ?? 'words',
    words: words ?? '',
    count: count ?? 0,
    day: day ?? '',
  }));
