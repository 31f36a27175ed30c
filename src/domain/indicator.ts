// The indicators of the diversion network as data: what is counted above and below the line and by which day.
// Rule zero: a figure is never shown without numerator, denominator and period basis, because public reports
// disagree on exactly these. Small cells are suppressed outside the owning unit.

/** What the statistics count; every indicator is made of these. */
export const MEASURES = [
  'suitsReceived',
  'divertedToMediation',
  'accepted',
  'pushedDown',
  'pushed',
  'returned',
  'answeredInTime',
  'mediationClosed',
  'success',
  'successAtGrassroots',
  'acceptedAtGrassroots',
  'filed',
  'contactedInTime',
  'closedUnreachable',
  'mediationDays',
] as const;
export type Measure = (typeof MEASURES)[number];

/** The day by which a case falls into a period: acceptance (cohort), ending, sending, or filing. */
export type PeriodBasis = 'accepted' | 'ended' | 'sent' | 'filed' | 'received';

export interface Indicator {
  readonly id: string;
  readonly numerator: Measure;
  /** Absent for plain counts. */
  readonly denominator?: Measure;
  readonly kind: 'count' | 'share' | 'mean';
  readonly basis: PeriodBasis;
  /** Drawn per tier as shares of the whole. */
  readonly byTier?: true;
  readonly formula: string;
  readonly source: string;
}

/** Days without a suit after which a local settlement counts as settled on the spot (K05). */
export const STAYS_SOLVED_DAYS = 180;
/** Below this many cases a rate says little and is shown with a warning, and a cell is hidden outside its unit. */
export const SMALL_NUMBER = 5;

export const INDICATORS = {
  accepted: {
    id: 'accepted',
    numerator: 'accepted',
    kind: 'count',
    basis: 'accepted',
    formula: '受理数',
    source: 'domain 5',
  },
  pushedDown: {
    id: 'pushedDown',
    numerator: 'pushedDown',
    kind: 'count',
    basis: 'sent',
    formula: '下沉推送数',
    source: 'domain 5',
  },
  success: {
    id: 'success',
    numerator: 'success',
    kind: 'count',
    basis: 'ended',
    formula: '调解成功数',
    source: 'domain 5',
  },
  filed: { id: 'filed', numerator: 'filed', kind: 'count', basis: 'filed', formula: '转立案数', source: 'domain 5' },
  K01: {
    id: 'K01',
    numerator: 'divertedToMediation',
    denominator: 'suitsReceived',
    kind: 'share',
    basis: 'received',
    formula: '进入调解数 ÷ 收到起诉数',
    source: '各地通报(诉前分流率)',
  },
  K02a: {
    id: 'K02a',
    numerator: 'success',
    denominator: 'mediationClosed',
    kind: 'share',
    basis: 'ended',
    formula: '调解成功数 ÷ 同期调解办结数',
    source: '办结口径',
  },
  K02b: {
    id: 'K02b',
    numerator: 'success',
    denominator: 'accepted',
    kind: 'share',
    basis: 'accepted',
    formula: '本期受理中调解成功数 ÷ 本期受理数',
    source: '受理口径',
  },
  K05: {
    id: 'K05',
    numerator: 'successAtGrassroots',
    denominator: 'acceptedAtGrassroots',
    kind: 'share',
    basis: 'accepted',
    formula: '街乡、村居调解成功且180日内未起诉数 ÷ 街乡、村居受理数',
    source: 'D',
  },
  K06: {
    id: 'K06',
    numerator: 'success',
    denominator: 'success',
    kind: 'share',
    basis: 'ended',
    byTier: true,
    formula: '本级调解成功数 ÷ 各级调解成功总数',
    source: 'domain 5',
  },
  K12: {
    id: 'K12',
    numerator: 'mediationDays',
    denominator: 'mediationClosed',
    kind: 'mean',
    basis: 'ended',
    formula: 'Σ(结束日 − 起算日 − 中止日数) ÷ 调解办结数',
    source: 'domain 5',
  },
  K14: {
    id: 'K14',
    numerator: 'answeredInTime',
    denominator: 'pushed',
    kind: 'share',
    basis: 'sent',
    formula: '3个工作日内签收或退回数 ÷ 推送数',
    source: '在线调解规则12',
  },
  K15: {
    id: 'K15',
    numerator: 'returned',
    denominator: 'pushed',
    kind: 'share',
    basis: 'sent',
    formula: '退回数 ÷ 推送数',
    source: 'domain 5',
  },
  K16a: {
    id: 'K16a',
    numerator: 'contactedInTime',
    denominator: 'accepted',
    kind: 'share',
    basis: 'accepted',
    formula: '3个工作日内联系当事人数 ÷ 受理数',
    source: '在线调解规则15',
  },
  K16b: {
    id: 'K16b',
    numerator: 'closedUnreachable',
    denominator: 'mediationClosed',
    kind: 'share',
    basis: 'ended',
    formula: '无法联系当事人而结束数(O32) ÷ 调解办结数',
    source: '在线调解规则25(3)',
  },
} as const satisfies Readonly<Record<string, Indicator>>;
export type IndicatorId = keyof typeof INDICATORS;
export const INDICATOR_IDS = Object.keys(INDICATORS) as readonly IndicatorId[];

export interface Figure {
  readonly indicator: IndicatorId;
  readonly numerator: number;
  readonly denominator?: number;
  /** The count, share (0–1) or mean; null when there is nothing to divide by. */
  readonly value: number | null;
  /** Too few cases to judge by. */
  readonly small: boolean;
}

/** An indicator's value with what it was made of. */
export function figure(indicator: IndicatorId, numerator: number, denominator?: number): Figure {
  const { kind }: Indicator = INDICATORS[indicator];
  if (kind === 'count' || denominator === undefined) {
    return { indicator, numerator, value: kind === 'count' ? numerator : null, small: false };
  }
  const value = denominator === 0 ? null : numerator / denominator;
  return { indicator, numerator, denominator, value, small: denominator < SMALL_NUMBER };
}
