// Which figures stand where on the statistics page.

import { type IndicatorId } from '../../domain/indicator.ts';

export const KEY_FIGURES: readonly IndicatorId[] = ['accepted', 'K02a', 'K02b', 'K05', 'K12', 'K14', 'K15', 'open'];
export const TIER_FIGURES: readonly IndicatorId[] = [
  'accepted',
  'pushedDown',
  'success',
  'K06',
  'failed',
  'filed',
  'returned',
  'open',
  'K02a',
  'K12',
];
export const UNIT_FIGURES: readonly IndicatorId[] = [
  'accepted',
  'pushedDown',
  'success',
  'failed',
  'filed',
  'open',
  'K02a',
  'K05',
  'K12',
  'K14',
  'K15',
];
export const MONTH_FIGURES: readonly IndicatorId[] = ['accepted', 'success', 'failed', 'filed', 'pushedDown', 'K02a'];
/** The months drawn as bars. */
export const TREND_FIGURES: readonly IndicatorId[] = ['accepted', 'success', 'filed'];
export const TYPE_FIGURES: readonly IndicatorId[] = ['accepted', 'success', 'failed', 'filed', 'open', 'K02a', 'K12'];
export const FUNNEL_FIGURES: readonly IndicatorId[] = [
  'entered',
  'resolved',
  'toCourt',
  'otherwise',
  'waiting',
  'returned',
];
export const PAGE_FIGURES: readonly IndicatorId[] = [
  ...new Set([...KEY_FIGURES, ...TIER_FIGURES, ...UNIT_FIGURES, ...MONTH_FIGURES, ...TYPE_FIGURES, ...FUNNEL_FIGURES]),
];
/** The table that is frozen every month. */
export const MONTHLY_FIGURES: readonly IndicatorId[] = [
  'entered',
  'accepted',
  'pushedDown',
  'success',
  'failed',
  'filed',
  'returned',
  'K02a',
  'K02b',
  'K05',
  'K12',
  'K14',
  'K29',
];
/** Figures one may draw by month, and by township. */
export const TREND_CHOICES: readonly IndicatorId[] = [
  'accepted',
  'entered',
  'success',
  'filed',
  'K02a',
  'K05',
  'K12',
  'K14',
  'K15',
];
export const MAP_FIGURES: readonly IndicatorId[] = [
  'accepted',
  'success',
  'filed',
  'K02a',
  'K05',
  'ownShare',
  'lasting6',
  'K07',
];
export const TOWNSHIP_FIGURES: readonly IndicatorId[] = [
  'accepted',
  'success',
  'filed',
  'ownShare',
  'K02a',
  'K05',
  'lasting6',
  'lasting12',
  'K07',
  'K07b',
];
export const MEDIATOR_FIGURES: readonly IndicatorId[] = [
  'accepted',
  'success',
  'failed',
  'open',
  'K02a',
  'K12m',
  'K13',
  'K16a',
  'K16b',
  'lasting6',
];
