// The clauses of an agreement and what is said of them before anybody signs: what the law wants written, what it forbids,
// and what a judge would refuse to confirm. Every finding names its source. There is no check of interest: no rule on its
// limit is among the sources of this system, and none is invented.

import { type AgreementText, type ConfirmationExclusion, type PerformanceManner } from './agreement.ts';
import { type CalendarDay, daysBetween } from './calendar-day.ts';
import { type FieldError } from './errors.ts';
import { type Fen, formatMoney } from './money.ts';

/** What one party does or pays: who, to whom, what, how much, until when, in which manner, and what a breach costs. */
export interface Clause {
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  /** Absent where something is to be done rather than paid. */
  readonly amountFen?: Fen | undefined;
  /** Absent while nobody has said until when. */
  readonly dueOn?: CalendarDay | undefined;
  readonly manner: PerformanceManner;
  readonly breachTerm?: string | undefined;
}

/**
 * error: must be cured before the agreement is recorded; bar: may stand, but the agreement cannot be confirmed by the
 * court; hint: shown, and may stand.
 */
export const CLAUSE_WEIGHTS = ['error', 'bar', 'hint'] as const;
export type ClauseWeight = (typeof CLAUSE_WEIGHTS)[number];

export interface ClauseFinding extends FieldError {
  readonly weight: ClauseWeight;
  /** The article, or `D` where prudence and not the law speaks. */
  readonly basis: string;
  /** Which exclusion from judicial confirmation the clause falls under; with `bar` only. */
  readonly bars?: ConfirmationExclusion;
}

/** Beyond this many days the mediator is told that a long term is a long risk. */
export const LONG_TERM_DAYS = 30;

const isPaid = ({ manner }: Pick<Clause, 'manner'>): boolean => manner === 'once' || manner === 'instalments';
const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

interface ClauseRule {
  readonly field: keyof Clause;
  readonly code: string;
  readonly weight: ClauseWeight;
  readonly basis: string;
  readonly breaks: (clause: Clause, agreement: AgreementText) => boolean;
}

/** 人民调解法29 asks for the content of performance, its manner and its time limit. */
const CONTENT = '人民调解法29';

const CLAUSE_RULES: readonly ClauseRule[] = [
  { field: 'payer', code: 'payerMissing', weight: 'error', basis: CONTENT, breaks: ({ payer }) => isBlank(payer) },
  { field: 'payee', code: 'payeeMissing', weight: 'error', basis: CONTENT, breaks: ({ payee }) => isBlank(payee) },
  {
    field: 'payee',
    code: 'paysItself',
    weight: 'error',
    basis: CONTENT,
    breaks: ({ payer, payee }) => !isBlank(payer) && payer === payee,
  },
  {
    // Whoever owes or receives signs, so must be a party or be added as a third person.
    field: 'payer',
    code: 'payerNoParty',
    weight: 'error',
    basis: CONTENT,
    breaks: ({ payer }, { partyNames }) => !isBlank(payer) && !partyNames.includes(payer),
  },
  {
    field: 'payee',
    code: 'payeeNoParty',
    weight: 'error',
    basis: CONTENT,
    breaks: ({ payee }, { partyNames }) => !isBlank(payee) && !partyNames.includes(payee),
  },
  { field: 'what', code: 'whatMissing', weight: 'error', basis: CONTENT, breaks: ({ what }) => isBlank(what) },
  {
    field: 'amountFen',
    code: 'amountMissing',
    weight: 'error',
    basis: CONTENT,
    breaks: (clause) => isPaid(clause) && clause.amountFen === undefined,
  },
  {
    field: 'amountFen',
    code: 'amountInvalid',
    weight: 'error',
    basis: CONTENT,
    breaks: ({ amountFen }) => amountFen !== undefined && (!Number.isSafeInteger(amountFen) || amountFen <= 0),
  },
  { field: 'dueOn', code: 'dueMissing', weight: 'error', basis: CONTENT, breaks: ({ dueOn }) => dueOn === undefined },
  {
    field: 'dueOn',
    code: 'dueBeforeAgreement',
    weight: 'error',
    basis: CONTENT,
    breaks: ({ dueOn }, { reachedOn }) => dueOn !== undefined && dueOn < reachedOn,
  },
  {
    // Each instalment is a clause of its own, or nobody can say which one is late.
    field: 'manner',
    code: 'instalmentAlone',
    weight: 'hint',
    basis: CONTENT,
    breaks: (clause, { items }) =>
      clause.manner === 'instalments' &&
      items.filter(
        ({ manner, payer, payee }) => manner === 'instalments' && payer === clause.payer && payee === clause.payee,
      ).length < 2,
  },
  {
    field: 'dueOn',
    code: 'longTerm',
    weight: 'hint',
    basis: 'D',
    breaks: ({ dueOn }, { reachedOn }) => dueOn !== undefined && daysBetween(reachedOn, dueOn) > LONG_TERM_DAYS,
  },
];

interface WordingRule {
  readonly code: string;
  readonly weight: ClauseWeight;
  readonly basis: string;
  readonly bars?: ConfirmationExclusion;
  readonly pattern: RegExp;
}

/** What may be read off the words of a clause. The words found are shown, so that a person can judge. */
const WORDING_RULES: readonly WordingRule[] = [
  {
    code: 'fee',
    weight: 'error',
    basis: '人民调解法4',
    pattern: /调解(?:服务|手续|工作)?费|(?:给付|支付)调解员(?:报酬|辛苦费|好处费)/,
  },
  {
    code: 'noRemedy',
    weight: 'error',
    basis: '人民调解法3',
    pattern:
      /(?:不得|不准|不能|不再|放弃)[^，。；、]{0,6}(?:起诉|诉讼|申请仲裁|仲裁权|上诉)(?:的?权利|权)?|放弃[^，。；、]{0,4}诉权/,
  },
  {
    code: 'status',
    weight: 'bar',
    basis: '民诉法解释355(3)',
    bars: 'status',
    pattern:
      /(?:同意|自愿|协议|准予|双方)离婚|(?:解除|终止)[^，。；、]{0,4}(?:婚姻|收养|亲子|父子|母子|父女|母女)关系|(?:确认|否认|承认|不存在)[^，。；、]{0,8}(?:亲子|收养|婚姻)关系|婚姻关系?(?:有效|无效)/,
  },
  {
    code: 'ownership',
    weight: 'bar',
    basis: '民诉法解释355(5)',
    bars: 'ownership',
    pattern:
      /(?:房屋|房产|宅基地|土地|车辆|商标|专利|著作权|股权|产权|所有权|使用权)[^，。；]{0,14}归[^，。；]{1,20}所有|确认[^，。；]{0,20}(?:所有权|产权|使用权|著作权|专利权|商标权)/,
  },
  {
    code: 'unclear',
    weight: 'hint',
    basis: '民诉法解释358',
    pattern:
      /尽快|尽早|适当(?:补偿|赔偿|给付)|酌情|视情况|若干|左右|另行协商|合理期限|有钱(?:时|了)|条件允许|方便的?时候/,
  },
];

const AMOUNT = /(\d[\d,，]*(?:\.\d{1,2})?)(万)?元/g;

/** Amounts of money a text names in digits, in fen. */
const amountsIn = (text: string): readonly Fen[] =>
  [...text.matchAll(AMOUNT)].map(([, digits = '', wan]) =>
    Math.round(Number(digits.replaceAll(/[,，]/g, '')) * (wan ? 1_000_000 : 100)),
  );

const finding = (
  field: string,
  code: string,
  { weight, basis, bars }: Pick<WordingRule, 'weight' | 'basis' | 'bars'>,
  params: Readonly<Record<string, unknown>> = {},
): ClauseFinding => ({
  field,
  code: `law.clause.${code}`,
  params: { ...params, article: basis },
  weight,
  basis,
  ...(bars ? { bars } : {}),
});

const wordingFindings = (field: string, text: string | undefined): readonly ClauseFinding[] =>
  text === undefined
    ? []
    : WORDING_RULES.flatMap((rule) => {
        const words = rule.pattern.exec(text)?.[0];
        return words === undefined ? [] : [finding(field, rule.code, rule, { words })];
      });

/** A sum named in the text that no clause pays is one nobody will be reminded of and no court can enforce. */
function amountFindings({ terms, items }: AgreementText): readonly ClauseFinding[] {
  const paid = items.flatMap(({ amountFen }) => (amountFen === undefined ? [] : [amountFen]));
  const known = new Set([...paid, paid.reduce((sum, fen) => sum + fen, 0)]);
  return terms.flatMap((term) =>
    amountsIn(term)
      .filter((fen) => !known.has(fen))
      .map((fen) =>
        finding(
          'terms',
          'amountWithoutClause',
          { weight: 'hint', basis: '民诉法解释358' },
          { amount: formatMoney(fen) },
        ),
      ),
  );
}

/** Everything there is to say of the clauses, the gravest first. Fields read `items.0.dueOn`, `terms`, `breachTerm`. */
export function checkClauses(agreement: AgreementText): readonly ClauseFinding[] {
  const { items, terms, breachTerm, form } = agreement;
  const findings: ClauseFinding[] = items.flatMap((item, index) => [
    ...CLAUSE_RULES.filter((rule) => rule.breaks(item, agreement)).map((rule) =>
      finding(`items.${index}.${rule.field}`, rule.code, rule),
    ),
    ...wordingFindings(`items.${index}.what`, item.what),
    ...wordingFindings(`items.${index}.breachTerm`, item.breachTerm),
  ]);
  findings.push(
    ...terms.flatMap((term) => wordingFindings('terms', term)),
    ...wordingFindings('breachTerm', breachTerm),
    ...amountFindings(agreement),
  );
  const unsecured = isBlank(breachTerm) && items.some((item) => isBlank(item.breachTerm));
  if (form === 'written' && unsecured) {
    findings.push(finding('breachTerm', 'breachTermMissing', { weight: 'hint', basis: 'D' }));
  }
  return findings.toSorted((a, b) => CLAUSE_WEIGHTS.indexOf(a.weight) - CLAUSE_WEIGHTS.indexOf(b.weight));
}

/** The exclusions from judicial confirmation that the words of the agreement themselves bring about (民诉法解释355). */
export const barredBy = (findings: readonly ClauseFinding[]): readonly ConfirmationExclusion[] => [
  ...new Set(findings.flatMap(({ bars }) => (bars ? [bars] : []))),
];
