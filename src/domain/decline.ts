// Why a unit may decline what it was sent: coded, in words that can stand in the record, and mostly with a better
// target, because whoever first receives a matter does not push it away (首接负责; 在线调解规则12).

import { type FieldError } from './errors.ts';

export interface DeclineReason {
  /** The reason in the words of the record; enough by itself unless `needsNote`. */
  readonly words: string;
  /** Says nothing without words of one's own. */
  readonly needsNote?: true;
  /** Must name a better unit (or, where the matter is another authority's, that body). */
  readonly proposes: boolean;
  /** Must rest on logged contact attempts. */
  readonly needsContactLog?: true;
  /** The better target may be a body outside the network. */
  readonly outsideBody?: true;
  /** Counted against the declining unit in the statistics. */
  readonly countsAgainstUnit?: true;
}

/** Why a unit may decline. */
export const DECLINE_REASONS = {
  B1: { words: '非本辖区', proposes: true },
  B2: { words: '超出本单位调解范围或领域', proposes: true },
  B3: { words: '应由其他部门处理', proposes: true, outsideBody: true },
  B4: { words: '存在利益冲突', proposes: false, needsNote: true },
  B5: { words: '当事人不同意调解', proposes: false },
  B6: { words: '信息不全，无法联系当事人', proposes: true, needsContactLog: true },
  B7: { words: '与已有纠纷重复', proposes: false },
  B8: { words: '人员或者条件不足', proposes: true, countsAgainstUnit: true },
  B9: { words: '其他', proposes: true, needsNote: true },
} as const satisfies Readonly<Record<string, DeclineReason>>;
export type DeclineCode = keyof typeof DECLINE_REASONS;
export const DECLINE_CODES = Object.keys(DECLINE_REASONS) as readonly DeclineCode[];

/** Why help may be declined: outside its field, conflict of interest, no people for it, another reason. */
export const ASSISTANCE_DECLINES: readonly DeclineCode[] = ['B2', 'B4', 'B8', 'B9'];

export interface Decline {
  readonly code: DeclineCode;
  readonly note: string;
  readonly proposedUnit?: string | undefined;
  readonly proposedBody?: string | undefined;
}

/** What is wrong with a decline: no words where the code says too little, no better target where one is due, B6 without attempts. */
export function declineErrors(decline: Decline, ownUnit: string, attempts: number): readonly FieldError[] {
  const reason: DeclineReason = DECLINE_REASONS[decline.code];
  const errors: FieldError[] = [];
  if (reason.needsNote && decline.note.trim() === '') errors.push({ field: 'note', code: 'any.required' });
  if (decline.proposedUnit === ownUnit) errors.push({ field: 'proposedUnit', code: 'law.handOver.proposesItself' });
  const named = decline.proposedUnit !== undefined || (reason.outsideBody && decline.proposedBody?.trim());
  if (reason.proposes && !named) errors.push({ field: 'proposedUnit', code: 'law.handOver.proposalMissing' });
  if (reason.needsContactLog && attempts < 1) errors.push({ field: 'code', code: 'law.handOver.attemptsMissing' });
  return errors;
}
