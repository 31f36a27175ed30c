// The indicators of the diversion network as data: what is counted above and below the line, by which day, since when.
// Rule zero: a figure is never shown without numerator, denominator and period basis, because public reports disagree on
// exactly these. A part counts one flag on the rows of one source, so the list behind a number shows the same rows; or it
// is a number the court enters.

import { type CalendarDay } from './calendar-day.ts';
import { type CountFlag, type CountSource, FATES, STAGES } from './count-flag.ts';
import { type InputKey } from './statistic-input.ts';
import { TIERS } from './tier.ts';

/** intake: what became of the disputes accepted in the period; closing: what was concluded in it. */
export const BASES = ['intake', 'closing'] as const;
export type Basis = (typeof BASES)[number];

export interface RecordPart {
  readonly source: CountSource;
  readonly flag: CountFlag;
}
/** `lastYear`: of the same months a year earlier. */
export interface EnteredPart {
  readonly input: InputKey;
  readonly lastYear?: true;
}
export type Part = RecordPart | EnteredPart;

/**
 * count: how many; share: numerator ÷ denominator; mean, median, p90: of the lengths of the rows, in days; sum: of their
 * amounts, in fen; quotient: numerator ÷ denominator as it is; rate: per 10,000; growth: (numerator − denominator) ÷
 * denominator.
 */
export type IndicatorKind = 'count' | 'share' | 'mean' | 'median' | 'p90' | 'sum' | 'quotient' | 'rate' | 'growth';

export interface Indicator {
  readonly kind: IndicatorKind;
  /** Parts add up. By basis where the indicator can be read on both. */
  readonly numerator: readonly Part[] | Readonly<Record<Basis, readonly Part[]>>;
  readonly denominator?: readonly Part[];
  /** The share of a tier in all tiers: the denominator ignores the tier asked for. */
  readonly acrossTiers?: true;
  /** Counts only what ended so many months before the day of knowledge. */
  readonly matures?: number;
  /** Counts what is there at the end of the period, whenever it came. */
  readonly stock?: true;
  /** Where the definition comes from; D is our own. */
  readonly source: string;
  /** First day for which it has a meaning; since the beginning where missing. */
  readonly from?: CalendarDay;
  /** Something a reader must know beside the formula; said in the texts under its id. */
  readonly caveat?: true;
  /** Days on which the series changes its meaning. */
  readonly breaks?: readonly CalendarDay[];
}

/** Below this many cases a rate says little and is shown with a warning, and a cell is hidden outside its unit. */
export const SMALL_NUMBER = 5;

const day = (text: string): CalendarDay => text as CalendarDay;
/** Since then a suit is registered first and may then be mediated (2024-12-27意见): before and after do not compare. */
export const SERIES_BREAK = day('2025-01-01');
const BREAKS = [SERIES_BREAK] as const;
/** 人民调解法、在线调解规则、民事诉讼法司法确认程序 come into force. */
const ONLINE_RULES = day('2022-01-01');
const CONFIRMATION = day('2013-01-01');

const on = (source: CountSource, flag: CountFlag = 'all'): readonly Part[] => [{ source, flag }];
const entered = (...inputs: readonly InputKey[]): readonly Part[] => inputs.map((input) => ({ input }));
const lastYear = (...inputs: readonly InputKey[]): readonly Part[] =>
  inputs.map((input) => ({ input, lastYear: true }));

const count = (source: CountSource, flag: CountFlag = 'all', more: Partial<Indicator> = {}): Indicator => ({
  kind: 'count',
  numerator: on(source, flag),
  source: 'D',
  ...more,
});
const share = (
  numerator: readonly Part[],
  denominator: readonly Part[],
  source: string,
  more: Partial<Indicator> = {},
): Indicator => ({ kind: 'share', numerator, denominator, source, ...more });
const length = (kind: 'mean' | 'median' | 'p90', source: CountSource, flag: CountFlag, from = 'D'): Indicator => ({
  kind,
  numerator: on(source, flag),
  denominator: on(source, flag),
  source: from,
});
const both = (intake: CountFlag, source: CountSource, flag: CountFlag): Indicator => ({
  kind: 'count',
  numerator: { intake: on('accepted', intake), closing: on(source, flag) },
  source: 'D',
  breaks: BREAKS,
});

const COUNTS = {
  entered: count('lodged'),
  resolved: count('lodged', 'resolved'),
  toCourt: count('lodged', 'filed'),
  otherwise: count('lodged', 'otherwise'),
  waiting: count('lodged', 'open'),
  accepted: count('accepted'),
  open: count('accepted', 'open'),
  pushedDown: count('received'),
  pushed: count('sent'),
  returned: count('sent', 'returned'),
  success: both('success', 'ended', 'success'),
  failed: both('failed', 'ended', 'failed'),
  filed: both('filed', 'filed', 'all'),
} as const satisfies Readonly<Record<string, Indicator>>;

const K_TABLE = {
  K01: share(on('lodged', 'diverted'), on('lodged', 'suit'), '各地通报(诉前分流率)', { breaks: BREAKS }),
  K02a: share(on('ended', 'success'), on('ended', 'concluded'), '各地通报(办结口径)', { breaks: BREAKS }),
  K02b: share(on('accepted', 'success'), on('accepted'), '扬州2012(受理口径)', { breaks: BREAKS }),
  K03: share(on('ended', 'success'), entered('civilSuits'), '扬州2012', { breaks: BREAKS }),
  K04: share(
    on('ended', 'success'),
    [...on('ended', 'success'), ...entered('civilSuits', 'adminSuits')],
    '新华社2024-01-14',
    { breaks: BREAKS },
  ),
  K05: share(on('accepted', 'settled'), on('accepted', 'grassroots'), 'D'),
  K06: share(on('ended', 'success'), on('ended', 'success'), 'D', { acrossTiers: true, breaks: BREAKS }),
  K07: {
    ...share(entered('civilSuits', 'adminSuits'), entered('residents', 'migrants'), '人民法院报2023-11-16'),
    kind: 'rate',
  },
  K07b: { ...share(entered('civilSuits'), entered('residents', 'migrants'), '虹口区口径'), kind: 'rate' },
  K08: { ...share(entered('civilSuits'), lastYear('civilSuits'), 'D', { breaks: BREAKS }), kind: 'growth' },
  K09: share(on('agreed', 'confirmed'), on('agreed'), '浙江2013—2018', { from: CONFIRMATION }),
  K09b: share(on('ruled', 'confirmed'), on('ruled'), '民事诉讼法206', { from: CONFIRMATION }),
  K10: share(on('due', 'kept'), on('due'), '人民调解法31'),
  K11: share(entered('enforcements'), on('ruled', 'confirmed'), '民事诉讼法250', { from: CONFIRMATION, caveat: true }),
  K11b: share(on('ruled', 'breached'), on('ruled', 'confirmed'), 'D', { from: CONFIRMATION }),
  K12: { ...length('mean', 'ended', 'concluded', '在线调解规则18') },
  K12m: length('median', 'ended', 'concluded', '在线调解规则18'),
  K12p: length('p90', 'ended', 'concluded', '在线调解规则18'),
  K13: share(on('accepted', 'overdue'), on('accepted'), '在线调解规则18', { caveat: true }),
  K14: share(on('sent', 'inTime'), on('sent'), '在线调解规则12', { from: ONLINE_RULES }),
  K15: share(on('sent', 'returned'), on('sent'), 'D'),
  K15b: share(on('lodged', 'twice'), on('lodged'), 'D'),
  K16a: share(on('accepted', 'reachedInTime'), on('accepted'), '在线调解规则15', { from: ONLINE_RULES }),
  K16b: share(on('ended', 'unreachable'), on('ended', 'concluded'), '在线调解规则25(3)', { from: ONLINE_RULES }),
  K17: length('median', 'filed', 'timed'),
  K17b: share(on('filed', 'prompt'), on('filed', 'timed'), 'D'),
  K18: share(on('accepted', 'extended'), on('accepted'), '2024-12-27意见(3)'),
  K19: {
    kind: 'quotient',
    numerator: on('ended', 'concluded'),
    denominator: entered('mediators'),
    source: 'D',
    caveat: true,
  },
  K20: share(on('due', 'visited'), on('due'), '人民调解法31'),
  K21: { kind: 'sum', numerator: on('agreed'), source: 'D' },
  K21b: { kind: 'sum', numerator: on('due'), source: 'D' },
  K22: { kind: 'count', numerator: entered('offences'), source: '人民调解法25' },
  K23: share(entered('hotlineContacted'), entered('hotlineOrders'), '北京市接诉即办工作条例(口径由法院定)'),
  K24: share(entered('callBacksSolved'), entered('callBacks'), '北京市接诉即办工作条例(口径由法院定)'),
  K25: share(entered('callBacksSatisfied'), entered('callBacks'), '北京市接诉即办工作条例(口径由法院定)'),
  K26: share(entered('ratingsGood'), entered('ratings'), '政务服务好差评'),
  K26b: share(entered('ratingsRectified'), entered('ratingsPoor'), '政务服务好差评'),
  K27: share(on('ended'), on('lodged'), 'NCSC CourTools 2'),
  K28a: share(on('ended', 'within30'), on('ended'), 'NCSC CourTools 3'),
  K28b: share(on('ended', 'within60'), on('ended'), 'NCSC CourTools 3'),
  K28c: share(on('ended', 'within90'), on('ended'), 'NCSC CourTools 3'),
  K29: count('lodged', 'active', { stock: true, source: 'NCSC CourTools 4' }),
  K30: share(entered('civilMediated', 'civilWithdrawn'), entered('civilClosed'), '最高人民法院2026-01-30', {
    breaks: BREAKS,
  }),
} as const satisfies Readonly<Record<string, Indicator>>;

const COURSE = {
  ownShare: share(on('accepted', 'own'), on('accepted'), '新华社2024-01-14'),
  lasting6: share(on('ended', 'lasting6'), on('ended', 'success'), 'D', { matures: 6 }),
  lasting12: share(on('ended', 'lasting12'), on('ended', 'success'), 'D', { matures: 12 }),
  untilAccepted: length('median', 'accepted', 'timed'),
  untilAnswered: length('median', 'sent', 'timed'),
  untilRuled: length('median', 'ruled', 'timed'),
} as const satisfies Readonly<Record<string, Indicator>>;

type FlowId = `${(typeof TIERS)[number]}${(typeof FATES)[number]}`;
type StageId = `at-${(typeof STAGES)[number]}`;
type SenderId = `from-${(typeof TIERS)[number]}`;
export type IndicatorId =
  keyof typeof COUNTS | keyof typeof K_TABLE | keyof typeof COURSE | FlowId | StageId | SenderId;

const flows = TIERS.flatMap((tier) =>
  FATES.map((fate): [FlowId, Indicator] => [`${tier}${fate}`, count('lodged', `${tier}${fate}`)]),
);
const stages = STAGES.map((stage): [StageId, Indicator] => [
  `at-${stage}`,
  count('lodged', `at-${stage}`, { stock: true }),
]);
const senders = TIERS.map((tier): [SenderId, Indicator] => [`from-${tier}`, count('sent', `from-${tier}`)]);

/** Every figure of the statistics. */
export const INDICATORS: Readonly<Record<IndicatorId, Indicator>> = {
  ...COUNTS,
  ...K_TABLE,
  ...COURSE,
  ...(Object.fromEntries([...flows, ...stages, ...senders]) as Record<FlowId | StageId | SenderId, Indicator>),
};
export const INDICATOR_IDS = Object.keys(INDICATORS) as readonly IndicatorId[];
/** The plain counts and K01–K30, as the formula cards show them. */
export const CARD_IDS = [...Object.keys(COUNTS), ...Object.keys(K_TABLE)] as readonly IndicatorId[];

export const indicatorOf = (id: IndicatorId): Indicator => INDICATORS[id];

/** The parts above the line on a basis. */
export function numeratorOf(id: IndicatorId, basis: Basis): readonly Part[] {
  const { numerator } = indicatorOf(id);
  return 'intake' in numerator ? numerator[basis] : numerator;
}
export const denominatorOf = (id: IndicatorId): readonly Part[] => indicatorOf(id).denominator ?? [];

export const isEntered = (part: Part): part is EnteredPart => 'input' in part;
export const isRecorded = (part: Part): part is RecordPart => 'source' in part;

/** Whether something the court enters is needed: then only whole months count. */
export const needsEntry = (id: IndicatorId): boolean =>
  [...numeratorOf(id, 'closing'), ...denominatorOf(id)].some(isEntered);

/** Whether the indicator can be read on both bases. */
export const followsBasis = (id: IndicatorId): boolean => 'intake' in indicatorOf(id).numerator;

/** Every number the indicator needs entered. */
export const inputsOf = (id: IndicatorId): readonly InputKey[] => [
  ...new Set([...numeratorOf(id, 'closing'), ...denominatorOf(id)].filter(isEntered).map(({ input }) => input)),
];

/** The value at which so great a part of the lengths lies at or below it; lengths by how often each occurs. */
export function percentile(lengths: ReadonlyMap<number, number>, part: number): number | null {
  const total = [...lengths.values()].reduce((sum, times) => sum + times, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [days, times] of [...lengths].toSorted(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= total * part) return days;
  }
  return null;
}
