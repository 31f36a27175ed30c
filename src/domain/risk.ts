// How dangerous a dispute is, in the four colours used locally, with the duties each colour brings, and
// the signs that raise it (2.4(8), 4.5). What may turn into an offence is reported to the police at once (人民调解法 25).
// The colour follows from the signs only as a suggestion; a person decides and owns it. The times belong to the
// catalogue of clocks: CL28 for the report, CL29 for the review, one length a colour.

import { type Role } from './permission.ts';

export const RISK_LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Colours that are reported to the unit above: red within the hour, orange the same day. */
const REPORTED: readonly RiskLevel[] = ['red', 'orange'];
/** Colours somebody looks at again: red every day, orange after three days, blue after fourteen. */
const REVIEWED: readonly RiskLevel[] = ['red', 'orange', 'blue'];

export const isReported = (level: RiskLevel): boolean => REPORTED.includes(level);
export const isReviewed = (level: RiskLevel): boolean => REVIEWED.includes(level);

/** True when the first colour is the more dangerous. */
export const isWorse = (level: RiskLevel, than: RiskLevel): boolean =>
  RISK_LEVELS.indexOf(level) < RISK_LEVELS.indexOf(than);

/** Group disputes begin at ten people. */
export const GROUP_SIZE = 10;

export interface RiskTrigger {
  readonly raisesTo: RiskLevel;
  /** May lead to an offence: a report to the police with its receipt belongs in the record (人民调解法 25). */
  readonly policeReport: boolean;
}

export const RISK_TRIGGERS = {
  violence: { raisesTo: 'red', policeReport: true },
  weapon: { raisesTo: 'red', policeReport: true },
  selfHarm: { raisesTo: 'red', policeReport: true },
  priorPolice: { raisesTo: 'orange', policeReport: false },
  group: { raisesTo: 'orange', policeReport: false },
  minorsOrElderly: { raisesTo: 'orange', policeReport: false },
  beforeHoliday: { raisesTo: 'orange', policeReport: false },
  repeatedHotline: { raisesTo: 'orange', policeReport: false },
} as const satisfies Readonly<Record<string, RiskTrigger>>;
export type RiskTriggerId = keyof typeof RISK_TRIGGERS;
export const RISK_TRIGGER_IDS = Object.keys(RISK_TRIGGERS) as readonly RiskTriggerId[];

/** The colour the signs suggest; yellow, the ordinary case, when there is none. */
export function suggestRisk(triggers: readonly RiskTriggerId[]): RiskLevel {
  const raised = triggers.map((trigger) => RISK_LEVELS.indexOf(RISK_TRIGGERS[trigger].raisesTo));
  return RISK_LEVELS[Math.min(RISK_LEVELS.indexOf('yellow'), ...raised)] ?? 'yellow';
}

/** Whether the record needs a report to the police. */
export const needsPoliceReport = (triggers: readonly RiskTriggerId[]): boolean =>
  triggers.some((trigger) => RISK_TRIGGERS[trigger].policeReport);

/** Who in a unit may answer for a dispute's danger. */
export const RISK_OWNERS: readonly Role[] = [
  'villageMediator',
  'townshipClerk',
  'townshipMediator',
  'townshipHead',
  'tribunalClerk',
  'tribunalJudge',
  'courtFilingClerk',
];
