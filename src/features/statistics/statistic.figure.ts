// The figures of the statistics as a table. A figure is made of parts; a part is one flag on the rows of one source. The
// number counts the rows that carry the flag, the list behind it shows the same rows, so they agree by construction.

import { type CountFlag, type CountSource } from '../../domain/counted.ts';

export type Source = CountSource;
export type Flag = CountFlag;

/** intake: what became of the disputes accepted in the period; closing: what was concluded in it. */
export const BASES = ['intake', 'closing'] as const;
export type Basis = (typeof BASES)[number];

export interface Part {
  readonly source: Source;
  readonly flag: Flag;
}

export interface FigureDefinition {
  readonly kind: 'count' | 'share' | 'mean';
  readonly numerator: (basis: Basis) => Part;
  readonly denominator?: (basis: Basis) => Part;
  /** The share of a tier in all tiers: the denominator ignores the tier asked for. */
  readonly acrossTiers?: true;
  /** The figure can be read on both bases. */
  readonly followsBasis?: true;
}

const of = (source: Source, flag: Flag) => (): Part => ({ source, flag });

export const FIGURES = {
  entered: { kind: 'count', numerator: of('lodged', 'all') },
  resolved: { kind: 'count', numerator: of('lodged', 'resolved') },
  toCourt: { kind: 'count', numerator: of('lodged', 'filed') },
  otherwise: { kind: 'count', numerator: of('lodged', 'otherwise') },
  waiting: { kind: 'count', numerator: of('lodged', 'open') },
  accepted: { kind: 'count', numerator: of('accepted', 'all') },
  open: { kind: 'count', numerator: of('accepted', 'open') },
  pushedDown: { kind: 'count', numerator: of('received', 'all') },
  pushed: { kind: 'count', numerator: of('sent', 'all') },
  returned: { kind: 'count', numerator: of('sent', 'returned') },
  success: {
    kind: 'count',
    followsBasis: true,
    numerator: (basis) => ({ source: basis === 'intake' ? 'accepted' : 'ended', flag: 'success' }),
  },
  failed: {
    kind: 'count',
    followsBasis: true,
    numerator: (basis) => ({ source: basis === 'intake' ? 'accepted' : 'ended', flag: 'failed' }),
  },
  filed: {
    kind: 'count',
    followsBasis: true,
    numerator: (basis) => ({ source: basis === 'intake' ? 'accepted' : 'filed', flag: 'filed' }),
  },
  K02a: { kind: 'share', numerator: of('ended', 'success'), denominator: of('ended', 'concluded') },
  K02b: { kind: 'share', numerator: of('accepted', 'success'), denominator: of('accepted', 'all') },
  K05: { kind: 'share', numerator: of('accepted', 'settled'), denominator: of('accepted', 'grassroots') },
  K06: { kind: 'share', numerator: of('ended', 'success'), denominator: of('ended', 'success'), acrossTiers: true },
  K12: { kind: 'mean', numerator: of('ended', 'concluded'), denominator: of('ended', 'concluded') },
  K14: { kind: 'share', numerator: of('sent', 'inTime'), denominator: of('sent', 'all') },
  K15: { kind: 'share', numerator: of('sent', 'returned'), denominator: of('sent', 'all') },
} as const satisfies Readonly<Record<string, FigureDefinition>>;
export type FigureId = keyof typeof FIGURES;
export const FIGURE_IDS = Object.keys(FIGURES) as readonly FigureId[];

export const figureOf = (id: FigureId): FigureDefinition => FIGURES[id];
