// What a dispute may and may not be taken through: what no mediation may settle, what goes to arbitration first, what no
// court confirms, what is a small claim, and what a village may be given. One table; every finding names its rule and
// article. `bars` forbids the act the effect speaks of; `ask` has signs of it, and a person decides.

import { causeKey } from './cause.ts';
import { type DisputeTypeCode, DISPUTE_TYPES, type DisputeType } from './dispute-type.ts';
import { type ConfirmationExclusion } from './agreement.ts';
import { type Fen } from './money.ts';

export const SUITABILITY_EFFECTS = [
  'cannotMediate',
  'arbitrationFirst',
  'notConfirmable',
  'notForVillage',
  'smallClaim',
  'askCourt',
] as const;
export type SuitabilityEffect = (typeof SUITABILITY_EFFECTS)[number];

/** Last year's average yearly wage of the province, as the court has set it: no figure is built in. */
export interface AverageWage {
  readonly year: number;
  readonly amountFen: Fen;
}

/** What the rules look at. */
export interface SuitabilityFacts {
  readonly type: string;
  /** 案由, where it is known. */
  readonly cause?: string | undefined;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly amountFen?: Fen | undefined;
  /** Dispute types a village may be given (社区职责清单). */
  readonly villageMatters: ReadonlySet<string>;
  readonly averageWage?: AverageWage | undefined;
}

/** no: the rule says nothing; unset: it cannot be asked, because a figure it needs has not been set. */
type Finding = 'bars' | 'ask' | 'unset' | 'no';

export interface SuitabilityRule {
  readonly id: string;
  readonly effect: SuitabilityEffect;
  readonly basis: string;
  readonly test: (facts: SuitabilityFacts) => Finding;
}

const SPECIAL_PROCEDURE: ReadonlySet<string> = new Set(['C1103', 'C1104']);
const PAYMENT_ORDER: ReadonlySet<string> = new Set(['C1102']);
/** Causes outside judicial confirmation by their nature. */
const STATUS: ReadonlySet<string> = new Set(['C0201']);
const OWNERSHIP: ReadonlySet<string> = new Set(['C0301', 'C0601', 'C0604']);

const STATUS_WORDS = /确认.{0,8}(婚姻|亲子|收养).{0,6}(无效|有效|成立|不成立|关系|不存在)|否认亲子关系/;
const SPECIAL_WORDS = /宣告(失踪|死亡)|认定.{0,8}(无民事行为能力|限制民事行为能力|财产无主)|指定监护人/;
const SUMMONS_WORDS = /公示催告|除权判决|申请破产|破产清算/;
const OWNERSHIP_WORDS = /确认.{0,12}(所有权|产权|物权|著作权|商标权|专利权)|确权/;
const MONEY_WORDS = /元|欠款|借款|货款|租金|工资|物业费|赔偿|退款|利息/;

const words = ({ facts, claims }: SuitabilityFacts): string => [facts, ...claims].join('\n');
const asks = (facts: SuitabilityFacts, pattern: RegExp): Finding => (pattern.test(words(facts)) ? 'ask' : 'no');
const keyOf = (cause: string | undefined): string => (cause === undefined ? '' : (causeKey(cause) ?? ''));
const among = ({ cause }: SuitabilityFacts, causes: ReadonlySet<string>): boolean => causes.has(keyOf(cause));

const typeOf = ({ type }: SuitabilityFacts): DisputeType | undefined =>
  (DISPUTE_TYPES as Readonly<Partial<Record<string, DisputeType>>>)[type];

/** Personal status and ownership, foreign elements and appraisals keep a claim out of the small-claims procedure. */
const excludedFromSmall = (facts: SuitabilityFacts): boolean =>
  among(facts, STATUS) || among(facts, OWNERSHIP) || OWNERSHIP_WORDS.test(words(facts));

const smallUpTo = (facts: SuitabilityFacts, from: number, to: number): Finding => {
  if (facts.amountFen === undefined || excludedFromSmall(facts) || !MONEY_WORDS.test(words(facts))) return 'no';
  if (facts.averageWage === undefined) return 'unset';
  const share = facts.amountFen / facts.averageWage.amountFen;
  return share > from && share <= to ? 'ask' : 'no';
};

export const SUITABILITY_RULES: readonly SuitabilityRule[] = [
  {
    id: 'SU01',
    effect: 'cannotMediate',
    basis: '民诉法解释143',
    test: (facts) => (among(facts, SPECIAL_PROCEDURE) ? 'bars' : asks(facts, SPECIAL_WORDS)),
  },
  {
    id: 'SU02',
    effect: 'cannotMediate',
    basis: '民诉法解释143',
    test: (facts) => (among(facts, PAYMENT_ORDER) ? 'bars' : asks(facts, SUMMONS_WORDS)),
  },
  { id: 'SU03', effect: 'cannotMediate', basis: '民诉法解释143', test: (facts) => asks(facts, STATUS_WORDS) },
  {
    id: 'SU04',
    effect: 'arbitrationFirst',
    basis: '劳动争议调解仲裁法14',
    test: (facts) => (typeOf(facts)?.arbitrationFirst || keyOf(facts.cause).startsWith('C07') ? 'bars' : 'no'),
  },
  {
    id: 'SU05',
    effect: 'notConfirmable',
    basis: '民诉法解释355(3)',
    test: (facts) => (among(facts, STATUS) ? 'bars' : asks(facts, STATUS_WORDS)),
  },
  {
    id: 'SU06',
    effect: 'notConfirmable',
    basis: '民诉法解释355(4)',
    test: (facts) => (among(facts, SPECIAL_PROCEDURE) ? 'bars' : asks(facts, SUMMONS_WORDS)),
  },
  {
    id: 'SU07',
    effect: 'notConfirmable',
    basis: '民诉法解释355(5)',
    test: (facts) => (among(facts, OWNERSHIP) ? 'bars' : asks(facts, OWNERSHIP_WORDS)),
  },
  {
    id: 'SU08',
    effect: 'notForVillage',
    basis: '北京市接诉即办工作条例17',
    test: ({ type, villageMatters }) => (villageMatters.has(type) ? 'no' : 'bars'),
  },
  { id: 'SU09', effect: 'smallClaim', basis: '民事诉讼法165-166', test: (facts) => smallUpTo(facts, 0, 0.5) },
  { id: 'SU10', effect: 'smallClaim', basis: '民事诉讼法165-166', test: (facts) => smallUpTo(facts, 0.5, 2) },
  {
    id: 'SU11',
    effect: 'askCourt',
    basis: '简易程序规定14；D',
    test: (facts) => (typeOf(facts)?.suitable === 'ask' ? 'ask' : 'no'),
  },
];

export interface SuitabilityFinding {
  readonly rule: string;
  readonly effect: SuitabilityEffect;
  readonly basis: string;
  readonly weight: 'bars' | 'ask' | 'unset';
}

/** Every rule that has something to say of the dispute, the barring ones first. */
export function suitabilityOf(facts: SuitabilityFacts): readonly SuitabilityFinding[] {
  const found = SUITABILITY_RULES.flatMap(({ id, effect, basis, test }) => {
    const weight = test(facts);
    return weight === 'no' ? [] : [{ rule: id, effect, basis, weight }];
  });
  return found.toSorted((a, b) => Number(b.weight === 'bars') - Number(a.weight === 'bars'));
}

/** The rule that bars the effect outright; undefined when none does. */
export const barring = (
  findings: readonly SuitabilityFinding[],
  effect: SuitabilityEffect,
): SuitabilityFinding | undefined => findings.find((finding) => finding.effect === effect && finding.weight === 'bars');

/** Whether the matter, by its cause, may be mediated at all (民诉法解释143). */
export const mayBeMediated = (cause: string | undefined): boolean =>
  !(SPECIAL_PROCEDURE.has(keyOf(cause)) || PAYMENT_ORDER.has(keyOf(cause)));

/** What by the dispute's cause stands against judicial confirmation (民诉法解释355). */
export function confirmationExclusionOf(cause: string | undefined): ConfirmationExclusion | undefined {
  const key = keyOf(cause);
  if (STATUS.has(key)) return 'status';
  if (OWNERSHIP.has(key)) return 'ownership';
  return SPECIAL_PROCEDURE.has(key) ? 'otherProcedure' : undefined;
}

/** The types of dispute a village may be given under a list, in the order of the statistics. */
export const villageTypes = (matters: ReadonlySet<string>): readonly DisputeTypeCode[] =>
  (Object.keys(DISPUTE_TYPES) as DisputeTypeCode[]).filter((code) => matters.has(code)).toSorted();
