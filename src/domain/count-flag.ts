// The words of what is counted: sources of rows, and flags that say what a row is.

import { type State } from './lifecycle.ts';
import { TIERS, type Tier } from './tier.ts';

/**
 * What is counted, and by which day it falls into a period. lodged, accepted, ended, filed: disputes by the day of
 * lodging, acceptance, outcome, filing. received: takings-over after a push-down. sent: hand-overs by the day of sending.
 * agreed: agreements by the day they were reached. ruled: decisions on confirmation. due: agreements by the last day of
 * performance.
 */
export const COUNT_SOURCES = [
  'lodged',
  'accepted',
  'ended',
  'filed',
  'received',
  'sent',
  'agreed',
  'ruled',
  'due',
] as const;
export type CountSource = (typeof COUNT_SOURCES)[number];

/** What has become of a dispute: each is in exactly one of these. */
export const FATES = ['Resolved', 'ToCourt', 'Otherwise', 'Waiting'] as const;
export type Fate = (typeof FATES)[number];

/** Where an open dispute stands in its course. */
export const STAGES = ['intake', 'handOver', 'contact', 'mediating', 'filing', 'closing'] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_STATES: Readonly<Partial<Record<State, Stage>>> = {
  S01: 'intake',
  S02: 'intake',
  S03: 'intake',
  S05: 'handOver',
  S06: 'handOver',
  S07: 'contact',
  S08: 'contact',
  S09: 'contact',
  S10: 'mediating',
  S11: 'mediating',
  S12: 'mediating',
  S17: 'filing',
  S18: 'filing',
};
export const stageOf = (state: State): Stage => STAGE_STATES[state] ?? 'closing';

type FlowFlag = `${Tier}${Fate}`;
type StageFlag = `at-${Stage}`;
type SenderFlag = `from-${Tier}`;

const BASIC_FLAGS = [
  'all',
  'success',
  'failed',
  'concluded',
  'filed',
  'open',
  'resolved',
  'otherwise',
  'grassroots',
  'settled',
  'returned',
  'inTime',
  'late',
  'suit',
  'mediated',
  'unreachable',
  'overdue',
  'extended',
  'contacted',
  'reachedInTime',
  'within30',
  'within60',
  'within90',
  'bounced',
  'twice',
  'confirmed',
  'performed',
  'own',
  'pushed',
  'diverted',
  'active',
  'timed',
  'prompt',
  'kept',
  'visited',
  'breached',
  'lasting6',
  'lasting12',
] as const;
export type CountFlag = (typeof BASIC_FLAGS)[number] | FlowFlag | StageFlag | SenderFlag;
export const COUNT_FLAGS: readonly CountFlag[] = [
  ...BASIC_FLAGS,
  ...TIERS.flatMap((tier) => FATES.map((fate) => `${tier}${fate}` as const)),
  ...STAGES.map((stage) => `at-${stage}` as const),
  ...TIERS.map((tier) => `from-${tier}` as const),
];

/** Days without a suit after which a local settlement counts as settled on the spot (K05). */
export const STAYS_SOLVED_DAYS = 180;
/** Days after which the way from failure to filing counts as stuck (K17). */
export const PROMPT_FILING_DAYS = 7;

/** Lodged with the court itself: its window, online filing, tribunal. */
export const SUIT_SOURCES: readonly string[] = ['I07', 'I08', 'I09'];
