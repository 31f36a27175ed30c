// The court's fee for a case, by the table of 2007 (诉讼费用交纳办法, State Council Order 481, arts. 13–16). Amounts in fen,
// rates in hundredths of a percent, so that nothing is lost in floating point; a fen begun is rounded to the nearest.

import { type Fen } from './money.ts';
import { type Working, workingOf, type WorkingLine } from './working.ts';

export const FEE_MATTERS = ['property', 'divorce', 'personality', 'nonProperty', 'intellectual', 'labour'] as const;
export type FeeMatter = (typeof FEE_MATTERS)[number];

/** Where the fee is halved: mediation or withdrawal (art. 15), simple procedure (art. 16). They are not added up. */
export const FEE_REDUCTIONS = ['none', 'settled', 'simple'] as const;
export type FeeReduction = (typeof FEE_REDUCTIONS)[number];

export interface FeeBand {
  /** The band reaches up to and including this amount; null for the last. */
  readonly upTo: Fen | null;
  /** Hundredths of a percent of the part inside the band; null where a fixed sum is due instead. */
  readonly rate: number | null;
}

const yuan = (amount: number): Fen => amount * 100;

/** Art. 13(1): each part of the amount by its own rate, the first ten thousand yuan at fifty yuan. */
export const PROPERTY_BANDS: readonly FeeBand[] = [
  { upTo: yuan(10_000), rate: null },
  { upTo: yuan(100_000), rate: 250 },
  { upTo: yuan(200_000), rate: 200 },
  { upTo: yuan(500_000), rate: 150 },
  { upTo: yuan(1_000_000), rate: 100 },
  { upTo: yuan(2_000_000), rate: 90 },
  { upTo: yuan(5_000_000), rate: 80 },
  { upTo: yuan(10_000_000), rate: 70 },
  { upTo: yuan(20_000_000), rate: 60 },
  { upTo: null, rate: 50 },
];
export const PROPERTY_BASE: Fen = yuan(50);
const PER_WHOLE = 10_000;

/** A case whose fee lies between two sums, which the province sets within them (art. 13(2), (3), (5)). */
interface FeeRange {
  readonly from: Fen;
  readonly to: Fen;
  readonly basis: string;
}

const RANGES: Readonly<Record<'divorce' | 'personality' | 'nonProperty' | 'intellectual', FeeRange>> = {
  divorce: { from: yuan(50), to: yuan(300), basis: '诉讼费用交纳办法13(2)' },
  personality: { from: yuan(100), to: yuan(500), basis: '诉讼费用交纳办法13(2)' },
  nonProperty: { from: yuan(50), to: yuan(100), basis: '诉讼费用交纳办法13(2)' },
  intellectual: { from: yuan(500), to: yuan(1000), basis: '诉讼费用交纳办法13(3)' },
};
const LABOUR_FEE: Fen = yuan(10);
/** Property divided in a divorce pays above this sum, damages for an injured personality right above the other. */
const DIVORCE_FREE: Fen = yuan(200_000);
const DIVORCE_RATE = 50;
const PERSONALITY_FREE: Fen = yuan(50_000);
const PERSONALITY_FULL: Fen = yuan(100_000);

export interface FeeQuestion {
  readonly matter: FeeMatter;
  /** The sum in dispute; absent where there is none. */
  readonly amountFen?: Fen | undefined;
  readonly reduction: FeeReduction;
}

/** The fee with its working. Where the law gives a range, both ends are told and nothing is chosen between them. */
export function courtFee({ matter, amountFen = 0, reduction }: FeeQuestion): Working {
  const full = fullFee(matter, amountFen);
  if (reduction === 'none') return full;
  const basis = reduction === 'settled' ? '诉讼费用交纳办法15' : '诉讼费用交纳办法16';
  const halves = (fen: Fen): Fen => Math.round(fen / 2);
  return workingOf(
    [...full.lines, { key: `halved.${reduction}`, resultFen: halves(full.resultFen), basis }],
    halves(full.resultFen),
    halves(full.upperFen ?? full.resultFen),
  );
}

function fullFee(matter: FeeMatter, amountFen: Fen): Working {
  if (matter === 'labour') {
    return workingOf([{ key: 'labour', resultFen: LABOUR_FEE, basis: '诉讼费用交纳办法13(4)' }], LABOUR_FEE);
  }
  if (matter === 'property' || (matter === 'intellectual' && amountFen > 0)) return propertyFee(amountFen);
  const range = RANGES[matter];
  const base: WorkingLine = { key: `range.${matter}`, fromFen: range.from, resultFen: range.to, basis: range.basis };
  const extra = matter === 'divorce' ? divorceExtra(amountFen) : matter === 'personality' ? injuryExtra(amountFen) : [];
  const added = extra.reduce((sum, line) => sum + line.resultFen, 0);
  return workingOf([base, ...extra], range.from + added, range.to + added);
}

function propertyFee(amountFen: Fen): Working {
  const lines: WorkingLine[] = [];
  let below: Fen = 0;
  for (const { upTo, rate } of PROPERTY_BANDS) {
    const basis = '诉讼费用交纳办法13(1)';
    if (rate === null) lines.push({ key: 'base', toFen: upTo ?? 0, resultFen: PROPERTY_BASE, basis });
    else if (amountFen > below) {
      const top = upTo === null ? amountFen : Math.min(amountFen, upTo);
      lines.push({ key: 'band', fromFen: below, toFen: top, rate, resultFen: share(top - below, rate), basis });
    }
    below = upTo ?? below;
  }
  return workingOf(
    lines,
    lines.reduce((sum, line) => sum + line.resultFen, 0),
  );
}

const share = (fen: Fen, rate: number): Fen => Math.round((fen * rate) / PER_WHOLE);

const divorceExtra = (amountFen: Fen): readonly WorkingLine[] =>
  amountFen > DIVORCE_FREE
    ? [
        {
          key: 'band',
          fromFen: DIVORCE_FREE,
          toFen: amountFen,
          rate: DIVORCE_RATE,
          resultFen: share(amountFen - DIVORCE_FREE, DIVORCE_RATE),
          basis: '诉讼费用交纳办法13(2)',
        },
      ]
    : [];

/** Damages above fifty thousand pay one percent, above a hundred thousand half a percent. */
function injuryExtra(amountFen: Fen): readonly WorkingLine[] {
  const band = (from: Fen, to: Fen, rate: number): WorkingLine => ({
    key: 'band',
    fromFen: from,
    toFen: to,
    rate,
    resultFen: share(to - from, rate),
    basis: '诉讼费用交纳办法13(2)',
  });
  return [
    ...(amountFen > PERSONALITY_FREE ? [band(PERSONALITY_FREE, Math.min(amountFen, PERSONALITY_FULL), 100)] : []),
    ...(amountFen > PERSONALITY_FULL ? [band(PERSONALITY_FULL, amountFen, 50)] : []),
  ];
}
