// The thirty forms of mediation: where each stands in the dossier, who issues it, what it needs before it may be issued
// and what the person who issues it adds by hand. Fields and duty after the standard dossier of people's mediation
// (司法部 2010-12 文书格式), 特邀调解规定14、19、21、24、26、27, 在线调解规则17–22, 民诉法解释147、353–356.

import { type DossierPart } from './dossier.ts';
import { type State } from './lifecycle.ts';
import { type Capacity } from './permission.ts';

/** What a form may lack; each names where to fill it in (see `NEEDS`). */
export const NEED_IDS = [
  'facts',
  'claims',
  'addresses',
  'phones',
  'identities',
  'representatives',
  'mediator',
  'acceptance',
  'rightsTold',
  'agents',
  'evidence',
  'session',
  'undisputedFacts',
  'agreement',
  'agreementEffective',
  'responsibility',
  'performance',
  'breachTerm',
  'receipts',
  'ending',
  'failure',
  'remedies',
  'serviceAddresses',
  'docket',
  'closing',
  'package',
] as const;
export type NeedId = (typeof NEED_IDS)[number];

/** Page of the dispute, or an act, where the missing thing is filled in. */
export const NEED_PLACES: Readonly<Record<NeedId, string>> = {
  facts: '',
  claims: '',
  addresses: '#parties-title',
  phones: '#parties-title',
  identities: '#parties-title',
  representatives: '#parties-title',
  mediator: '/acts/appointMediator',
  acceptance: '',
  rightsTold: '/acts/recordConsent',
  agents: '#parties-title',
  evidence: '/files#add',
  session: '/acts/recordSession',
  undisputedFacts: '/acts/recordFacts',
  agreement: '/acts/recordAgreement',
  agreementEffective: '/acts/recordSignatures',
  responsibility: '/acts/recordAgreement',
  performance: '/acts/recordAgreement',
  breachTerm: '/acts/recordAgreement',
  receipts: '/acts/recordReceipt',
  ending: '',
  failure: '/acts/completeFailureRecord',
  remedies: '/acts/serveTermination',
  serviceAddresses: '/acts/confirmServiceAddress',
  docket: '/acts/fileCase',
  closing: '/acts/close',
  package: '/acts/transferToFiling',
};

/** What the issuer adds by hand because no other page records it. */
export interface Ask {
  /** The tag in the template. */
  readonly tag: string;
  /** Key of its label. */
  readonly id: string;
  readonly long?: true;
  readonly optional?: true;
  /** Of a unit and a period, not of a dispute: printed from the statistics. */
  readonly ofUnit?: true;
}

export interface Form {
  /** Its place in the dossier; null when it is no part of one. */
  readonly part: DossierPart | null;
  readonly by: readonly Capacity[];
  readonly needs: readonly NeedId[];
  readonly asks?: readonly Ask[];
  /** States in which it makes sense; without it, any once lodged. */
  readonly states?: readonly State[];
  /** One for each session of the round. */
  readonly perSession?: true;
  /** Numbered 人调字 by unit and year. */
  readonly numbered?: true;
  /** Not used unless the deployment says so: the rule behind it is not settled. */
  readonly optional?: true;
  /** Of a unit and a period, not of a dispute: printed from the statistics. */
  readonly ofUnit?: true;
}

const WORK: readonly Capacity[] = ['ownUnit', 'mediator'];
const COURT: readonly Capacity[] = ['filingClerk', 'guidingJudge'];
const AGREED: readonly State[] = ['S12', 'S13', 'S14', 'S15', 'S16', 'S19', 'S20', 'S21', 'S22', 'S23'];

export const FORMS = {
  F01: { part: 'application', by: WORK, needs: ['facts', 'claims', 'addresses', 'phones', 'representatives'] },
  F02: { part: 'application', by: WORK, needs: ['facts', 'addresses'] },
  F03: { part: 'rightsNotice', by: WORK, needs: ['mediator'] },
  F04: { part: 'authority', by: WORK, needs: ['identities'] },
  F05: {
    part: 'investigation',
    by: WORK,
    needs: [],
    asks: [
      { tag: '调查时间', id: 'investigatedAt' },
      { tag: '调查地点', id: 'place' },
      { tag: '调查人', id: 'investigator' },
      { tag: '被调查人', id: 'asked' },
      { tag: '关系', id: 'relation' },
      { tag: '调查内容', id: 'questions', long: true },
    ],
  },
  F06: { part: 'evidence', by: WORK, needs: ['evidence'] },
  F07: { part: 'sessionRecord', by: ['mediator'], needs: ['session'], perSession: true },
  F08: { part: 'termination', by: WORK, needs: ['undisputedFacts'] },
  // What a mediator proposes belongs to the mediation, as its record does.
  F09: {
    part: 'sessionRecord',
    by: ['mediator'],
    needs: ['addresses'],
    optional: true,
    asks: [
      { tag: '方案内容', id: 'proposal', long: true },
      { tag: '送达日期', id: 'servedOn' },
      { tag: '异议期限', id: 'objectionUntil' },
      { tag: '异议情况', id: 'objection' },
    ],
  },
  F10: {
    part: 'agreement',
    by: WORK,
    needs: ['mediator', 'addresses', 'agreement', 'performance', 'breachTerm'],
    states: AGREED,
    numbered: true,
  },
  F11: { part: 'agreement', by: WORK, needs: ['mediator', 'agreement'], states: AGREED, numbered: true },
  F12: {
    part: 'confirmation',
    by: WORK,
    needs: ['addresses', 'phones', 'identities', 'agreement', 'agreementEffective'],
    states: AGREED,
  },
  F13: { part: 'confirmation', by: WORK, needs: ['mediator', 'acceptance', 'agreement'], states: AGREED },
  F14: {
    part: 'application',
    by: COURT,
    needs: ['facts', 'addresses'],
    asks: [
      { tag: '案号', id: 'docketOfCourt', optional: true },
      { tag: '移交材料', id: 'handedOver' },
      { tag: '联系人', id: 'contact' },
    ],
  },
  F15: {
    part: 'termination',
    by: WORK,
    needs: ['acceptance', 'ending'],
    asks: [
      { tag: '案号', id: 'docketOfCourt', optional: true },
      { tag: '移交材料', id: 'handedOver' },
    ],
  },
  F16: { part: 'identity', by: WORK, needs: ['serviceAddresses'] },
  F17: {
    part: 'situation',
    by: WORK,
    needs: ['acceptance'],
    asks: [
      { tag: '延长事由', id: 'extensionReason' },
      { tag: '原期限', id: 'termBefore' },
      { tag: '延长至', id: 'extendedUntil' },
    ],
  },
  F18: {
    part: 'situation',
    by: WORK,
    needs: ['acceptance'],
    asks: [
      { tag: '中止事由', id: 'pauseReason', long: true },
      { tag: '中止日期', id: 'pausedOn' },
      { tag: '恢复日期', id: 'resumedOn', optional: true },
      { tag: '期限情况', id: 'clockPosition', optional: true },
    ],
  },
  F19: {
    part: 'termination',
    by: WORK,
    needs: ['acceptance', 'failure', 'remedies'],
    asks: [{ tag: '送达方式', id: 'servedHow' }],
  },
  F20: {
    part: 'situation',
    by: WORK,
    needs: [],
    asks: [
      { tag: '退回单位', id: 'decliningUnit' },
      { tag: '退回对象', id: 'sendingUnit' },
      { tag: '退回理由', id: 'declineReason' },
      { tag: '建议单位', id: 'proposedUnit' },
    ],
  },
  F21: {
    part: 'situation',
    by: WORK,
    needs: ['mediator'],
    asks: [
      { tag: '回避申请人', id: 'recusalApplicant' },
      { tag: '回避理由', id: 'recusalGround', long: true },
      { tag: '回避决定', id: 'recusalDecision', long: true },
      { tag: '决定人', id: 'decider' },
      { tag: '决定日期', id: 'decidedOn' },
    ],
  },
  F22: { part: 'receipts', by: WORK, needs: ['agreement', 'receipts'] },
  F23: {
    part: 'revisit',
    by: WORK,
    needs: ['agreement'],
    asks: [
      { tag: '回访事由', id: 'visitReason' },
      { tag: '回访情况', id: 'visitFindings', long: true },
      { tag: '回访方式', id: 'visitManner' },
      { tag: '回访时间', id: 'visitedAt' },
      { tag: '回访人', id: 'visitor' },
    ],
  },
  F24: { part: 'situation', by: WORK, needs: ['facts', 'ending', 'closing'] },
  F25: { part: 'backCover', by: WORK, needs: ['closing'] },
  F26: { part: 'termination', by: [...WORK, ...COURT], needs: ['package'] },
  F27: {
    part: 'situation',
    by: WORK,
    needs: ['addresses'],
    asks: [
      { tag: '鉴定事项', id: 'expertMatter', long: true },
      { tag: '鉴定理由', id: 'expertReason', long: true },
      { tag: '各方意见', id: 'opinions' },
      { tag: '鉴定材料', id: 'expertMaterial' },
      { tag: '鉴定机构', id: 'expertBody' },
    ],
  },
  F28: {
    part: 'application',
    by: WORK,
    needs: ['facts'],
    asks: [{ tag: '采取措施', id: 'measures', long: true }],
  },
  F29: { part: null, by: [], needs: [], ofUnit: true },
  F30: {
    part: null,
    by: WORK,
    needs: ['facts', 'ending'],
    asks: [
      { tag: '案例标题', id: 'caseTitle' },
      { tag: '匿名事实', id: 'maskedFacts', long: true },
      { tag: '调解过程', id: 'course', long: true },
      { tag: '匿名结果', id: 'maskedResult', long: true },
      { tag: '典型意义', id: 'meaning', long: true },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>;
export type FormId = keyof typeof FORMS;
export const FORM_IDS = Object.keys(FORMS) as readonly FormId[];

/** The form's row, with every field of a row. */
export const formOf = (id: FormId): Form => FORMS[id];

/** How a print is marked: nothing on the first one, 副本 and its number on every later one. */
export const printMark = (print: number): string => (print <= 1 ? '' : `副本　第${print}次打印`);

/** 人调字 number of a unit and a year. */
export const agreementNumber = (unit: string, year: number, serial: number): string =>
  `（${year}）${unit}人调字第${serial}号`;
