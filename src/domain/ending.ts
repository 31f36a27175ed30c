// How a mediation ends: the codes O11–O53, which follow the eight endings of 在线调解规则 25 and 特邀调解规定
// 26. Some endings must be proved: "cannot be reached" by a contact log, refusal by the refusal, every failure by the
// four-part record of 在线调解规则 21 and by telling the parties what else they may do (人民调解法 26).

import { type FieldError } from './errors.ts';

export const ENDING_GROUPS = ['success', 'self', 'failure', 'admin', 'followUp'] as const;
export type EndingGroup = (typeof ENDING_GROUPS)[number];

/** What must be on record before an ending may be chosen. */
export type EndingProof =
  | 'agreement'
  | 'performance'
  | 'confirmationRuling'
  | 'courtDocument'
  | 'failureRecord'
  | 'remediesTold'
  | 'contactLog'
  | 'refusal'
  | 'termExpired'
  | 'unsignedAgreement'
  | 'shamReport'
  | 'receivingUnit'
  | 'masterCase'
  | 'referral'
  | 'docket';

export interface Ending {
  readonly group: EndingGroup;
  readonly needs: readonly EndingProof[];
  readonly basis: string;
}

const FAILURE: readonly EndingProof[] = ['failureRecord', 'remediesTold'];

export const ENDINGS = {
  O11: { group: 'success', needs: ['agreement'], basis: '人民调解法28-29；在线调解规则25(1)' },
  O12: { group: 'success', needs: ['agreement'], basis: '人民调解法28、30' },
  O13: { group: 'success', needs: ['agreement'], basis: '在线调解规则19' },
  O14: { group: 'success', needs: ['agreement', 'performance'], basis: '人民调解法28；2024-12-27意见(4)' },
  O15: { group: 'success', needs: ['agreement', 'confirmationRuling'], basis: '民事诉讼法206' },
  O16: { group: 'success', needs: ['courtDocument'], basis: '特邀调解规定20' },
  O17: { group: 'success', needs: ['courtDocument'], basis: '2024-12-27意见(4)' },
  O21: { group: 'self', needs: [], basis: '在线调解规则25(2)' },
  O31: { group: 'failure', needs: ['refusal', ...FAILURE], basis: '人民调解法17；在线调解规则25(4)' },
  O32: { group: 'failure', needs: ['contactLog', ...FAILURE], basis: '在线调解规则15、25(3)' },
  O33: { group: 'failure', needs: FAILURE, basis: '在线调解规则25(5)；特邀调解规定26(3)' },
  O34: { group: 'failure', needs: ['termExpired', ...FAILURE], basis: '在线调解规则25(6)' },
  O35: { group: 'failure', needs: ['unsignedAgreement', ...FAILURE], basis: '在线调解规则25(7)' },
  O36: { group: 'failure', needs: ['shamReport', ...FAILURE], basis: '特邀调解规定18' },
  O37: { group: 'failure', needs: FAILURE, basis: '在线调解规则25(8)；特邀调解规定26(4)' },
  O41: { group: 'admin', needs: ['remediesTold'], basis: '人民调解法17、26' },
  O42: { group: 'admin', needs: ['receivingUnit'], basis: '在线调解规则12' },
  O43: { group: 'admin', needs: ['masterCase'], basis: 'D' },
  O44: { group: 'admin', needs: ['referral'], basis: '人民调解法25' },
  O45: { group: 'admin', needs: [], basis: 'D' },
  O51: { group: 'followUp', needs: ['docket'], basis: '特邀调解规定21' },
  O52: { group: 'followUp', needs: ['docket'], basis: '民事诉讼法165' },
  O53: { group: 'followUp', needs: ['docket'], basis: '民事诉讼法152' },
} as const satisfies Readonly<Record<string, Ending>>;
export type EndingCode = keyof typeof ENDINGS;
export const ENDING_CODES = Object.keys(ENDINGS) as readonly EndingCode[];

/** The group of an outcome's code; undefined without one. */
export const groupOf = (code: string | undefined): EndingGroup | undefined =>
  code !== undefined && code in ENDINGS ? ENDINGS[code as EndingCode].group : undefined;

/** The codes of one group, in order. */
export const endingsOf = (group: EndingGroup): readonly EndingCode[] =>
  ENDING_CODES.filter((code) => ENDINGS[code].group === group);

/** What is still to be proved before the ending may be chosen. */
export function missingProofs(code: EndingCode, proved: ReadonlySet<EndingProof>): readonly EndingProof[] {
  const needs: readonly EndingProof[] = ENDINGS[code].needs;
  return needs.filter((proof) => !proved.has(proof));
}

/** The failure record of 在线调解规则 21; whoever has nothing to say of a part says "none". */
export interface FailureRecord {
  /** Basic course of the mediation. */
  readonly course: string;
  readonly reason: string;
  /** Conduct of a party that raised the other's costs. */
  readonly costConduct: string;
  /** Anything else the court should know. */
  readonly hints: string;
}

const FAILURE_PARTS = ['course', 'reason', 'costConduct', 'hints'] as const;

/** The parts left empty, as field errors. */
export const failureRecordErrors = (record: FailureRecord): readonly FieldError[] =>
  FAILURE_PARTS.filter((part) => record[part].trim() === '').map((field) => ({ field, code: 'any.required' }));
