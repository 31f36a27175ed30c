// The catalogue of clocks CL01–CL29 and CL40: every time limit of the work as dated data. A limit that changes
// gets a second row with a later `effectiveFrom`; a dispute keeps the row that was in force when its clock started.
// `effectiveFrom` is the first day the row applies to; 2011-01-01 (人民调解法 in force) stands where no later text sets it.

import { type CalendarDay } from './calendar-day.ts';
import { type Act } from './lifecycle.ts';

export const CLOCK_IDS = [
  'CL01',
  'CL02',
  'CL03',
  'CL04',
  'CL05',
  'CL06',
  'CL07',
  'CL08',
  'CL09',
  'CL10',
  'CL11',
  'CL12',
  'CL13',
  'CL14',
  'CL15',
  'CL16',
  'CL17',
  'CL18',
  'CL19',
  'CL20',
  'CL21',
  'CL22',
  'CL23',
  'CL24',
  'CL25',
  'CL26',
  'CL27',
  'CL28',
  'CL29',
  'CL40',
] as const;
export type ClockId = (typeof CLOCK_IDS)[number];

/**
 * cd: calendar days, counted from the next day, the end rolling off rest days; nd: calendar days whose end does not roll,
 * for danger does not wait for a workday; wd: working days.
 */
export type ClockUnit = 'cd' | 'nd' | 'wd' | 'hours' | 'months';

export interface Term {
  readonly amount: number;
  readonly unit: ClockUnit;
}

/** The moment from which a clock counts. */
export const CLOCK_STARTS = [
  'paperReceived',
  'allConsented',
  'applicationReceived',
  'handOverSent',
  'handOverAccepted',
  'materialSignedFor',
  'baseTermEnded',
  'paused',
  'agreementEffective',
  'mediationFailed',
  'confirmationFiled',
  'rulingReceived',
  'interestKnown',
  'agreedDay',
  'lastDueDay',
  'lastPerformanceDay',
  'workOrderDispatched',
  'badRating',
  'caseFiled',
  'disputeClosed',
  'handOverReturned',
  'secondReturn',
  'returnedForCorrection',
  'feeNotified',
  'riskRaised',
  'riskAssessed',
] as const;
export type ClockStart = (typeof CLOCK_STARTS)[number];

/** Why a clock may stand still. */
export const PAUSE_CAUSES = ['expert', 'shamReview', 'forceMajeure', 'partiesAsk', 'courtDeducted'] as const;
export type PauseCause = (typeof PAUSE_CAUSES)[number];

/** What happens when the time is over. */
export const EXPIRY_ACTS = [
  'listForPresidingJudge',
  'unitAppoints',
  'alarmFilingClerk',
  'returnAsUnanswered',
  'remindMediatorThenHead',
  'failAsExpired',
  'toTrial',
  'tellArbitration',
  'headDecides',
  'confirmationLost',
  'askPresident',
  'objectionClosed',
  'markBreached',
  'listForRevisit',
  'enforcementLost',
  'reportOverdue',
  'alarmHead',
  'courtList',
  'listForArchiving',
  'escalateByItself',
  'alarmParent',
  'deemWithdrawn',
  'alarmHeadAndCourt',
  'claimBarred',
] as const;
export type ExpiryAct = (typeof EXPIRY_ACTS)[number];

/** How far a clock may be extended, by variant where lengths differ; `null` stands for no limit in law. */
export interface ExtensionRule {
  readonly unit: 'cd' | 'months';
  readonly max: number | Readonly<Record<string, number>> | null;
  readonly times: number | null;
  readonly by: 'parties' | 'president';
  readonly basis: string;
}

export interface ClockRule {
  readonly id: ClockId;
  /** One term by variant; a clock with a single length has the variant `standard`. */
  readonly terms: Readonly<Record<string, Term>>;
  readonly startsOn: readonly ClockStart[];
  /** The acts of the lifecycle that stop it, or an event outside the lifecycle. An article may stop a clock as well. */
  readonly stoppedBy: readonly (
    | Act
    | 'mediatorChosen'
    | 'contactMade'
    | 'objection'
    | 'visit'
    | 'enforcement'
    | 'feedback'
    | 'rectified'
    | 'judgment'
  )[];
  readonly pausedBy: readonly PauseCause[];
  readonly onExpiry: ExpiryAct;
  readonly extension?: ExtensionRule;
  /** The internal aim inside the limit, in the limit's unit. */
  readonly target?: number;
  /** True where no law sets the length: the deployment may. */
  readonly configurable?: true;
  readonly effectiveFrom: CalendarDay;
  readonly basis: string;
}

const day = (text: string): CalendarDay => text as CalendarDay;
const standard = (amount: number, unit: ClockUnit): ClockRule['terms'] => ({ standard: { amount, unit } });

const PEOPLES_MEDIATION = day('2011-01-01');
const INVITED_MEDIATION = day('2016-07-01');
const ONLINE_RULES = day('2022-01-01');
const FILE_FIRST = day('2025-01-01');

const MEDIATION_PAUSES: readonly PauseCause[] = ['expert', 'shamReview', 'forceMajeure', 'partiesAsk'];
const BY_CONSENT: ExtensionRule = { unit: 'cd', max: null, times: null, by: 'parties', basis: '特邀调解规定27' };
const ONCE_THIRTY_DAYS: ExtensionRule = {
  unit: 'cd',
  max: 30,
  times: 1,
  by: 'parties',
  basis: '2024-12-27立案与调解意见(3)',
};

export const CLOCK_RULES: readonly ClockRule[] = [
  {
    id: 'CL01',
    terms: standard(7, 'cd'),
    startsOn: ['paperReceived'],
    stoppedBy: ['fileCase'],
    pausedBy: [],
    onExpiry: 'listForPresidingJudge',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '民事诉讼法126；民诉法解释126',
  },
  {
    id: 'CL02',
    terms: standard(2, 'wd'),
    startsOn: ['allConsented'],
    stoppedBy: ['mediatorChosen'],
    pausedBy: [],
    onExpiry: 'unitAppoints',
    effectiveFrom: ONLINE_RULES,
    basis: '在线调解规则10',
  },
  {
    id: 'CL03',
    terms: standard(3, 'wd'),
    startsOn: ['applicationReceived'],
    stoppedBy: ['takeUp', 'pushDown', 'escalate', 'transferLaterally', 'refuseAcceptance'],
    pausedBy: [],
    onExpiry: 'alarmFilingClerk',
    effectiveFrom: ONLINE_RULES,
    basis: '在线调解规则10',
  },
  {
    id: 'CL04',
    terms: standard(3, 'wd'),
    startsOn: ['handOverSent'],
    stoppedBy: ['acceptHandOver', 'declineHandOver', 'recallHandOver'],
    pausedBy: [],
    onExpiry: 'returnAsUnanswered',
    effectiveFrom: ONLINE_RULES,
    basis: '在线调解规则12',
  },
  {
    id: 'CL05',
    terms: standard(3, 'wd'),
    startsOn: ['handOverAccepted'],
    stoppedBy: ['contactMade'],
    pausedBy: [],
    onExpiry: 'remindMediatorThenHead',
    effectiveFrom: ONLINE_RULES,
    basis: '在线调解规则15',
  },
  {
    id: 'CL06',
    terms: standard(30, 'cd'),
    startsOn: ['handOverAccepted'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'failAsExpired',
    extension: BY_CONSENT,
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '深圳条例25；宁波条例27；各地人民调解流程',
  },
  {
    id: 'CL07',
    terms: standard(30, 'cd'),
    startsOn: ['materialSignedFor'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'failAsExpired',
    extension: BY_CONSENT,
    effectiveFrom: INVITED_MEDIATION,
    basis: '特邀调解规定27；在线调解规则24、26',
  },
  {
    id: 'CL08',
    terms: standard(15, 'cd'),
    startsOn: ['materialSignedFor'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'toTrial',
    extension: BY_CONSENT,
    effectiveFrom: INVITED_MEDIATION,
    basis: '特邀调解规定27',
  },
  {
    id: 'CL08',
    terms: standard(15, 'cd'),
    startsOn: ['materialSignedFor'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'toTrial',
    extension: ONCE_THIRTY_DAYS,
    effectiveFrom: FILE_FIRST,
    basis: '特邀调解规定27；2024-12-27立案与调解意见(3)',
  },
  {
    id: 'CL09',
    terms: standard(7, 'cd'),
    startsOn: ['materialSignedFor'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'toTrial',
    extension: BY_CONSENT,
    effectiveFrom: INVITED_MEDIATION,
    basis: '特邀调解规定27',
  },
  {
    id: 'CL09',
    terms: standard(7, 'cd'),
    startsOn: ['materialSignedFor'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: MEDIATION_PAUSES,
    onExpiry: 'toTrial',
    extension: ONCE_THIRTY_DAYS,
    effectiveFrom: FILE_FIRST,
    basis: '特邀调解规定27；2024-12-27立案与调解意见(3)',
  },
  {
    id: 'CL10',
    terms: standard(30, 'cd'),
    startsOn: ['baseTermEnded'],
    stoppedBy: ['recordAgreement', 'failMediation', 'withdraw', 'merge'],
    pausedBy: [],
    onExpiry: 'toTrial',
    effectiveFrom: FILE_FIRST,
    basis: '2024-12-27立案与调解意见(3)',
  },
  {
    id: 'CL11',
    terms: standard(15, 'cd'),
    startsOn: ['applicationReceived'],
    stoppedBy: ['recordAgreement'],
    pausedBy: [],
    onExpiry: 'tellArbitration',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '劳动争议调解仲裁法14',
  },
  {
    id: 'CL12',
    terms: standard(60, 'cd'),
    startsOn: ['paused'],
    stoppedBy: ['resume'],
    pausedBy: [],
    onExpiry: 'headDecides',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: 'D',
  },
  {
    id: 'CL13',
    terms: standard(30, 'cd'),
    startsOn: ['agreementEffective'],
    stoppedBy: ['applyConfirmation'],
    pausedBy: [],
    onExpiry: 'confirmationLost',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '人民调解法33；民事诉讼法205',
  },
  {
    id: 'CL14',
    terms: standard(1, 'wd'),
    startsOn: ['mediationFailed'],
    stoppedBy: ['transferToFiling', 'fileCase', 'mediateAgain'],
    pausedBy: [],
    onExpiry: 'alarmFilingClerk',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '特邀调解规定21；在线调解规则15、21(即时)；D',
  },
  {
    id: 'CL15',
    terms: standard(30, 'cd'),
    startsOn: ['confirmationFiled'],
    stoppedBy: ['confirmAgreement', 'rejectConfirmation'],
    pausedBy: [],
    onExpiry: 'askPresident',
    extension: { unit: 'cd', max: null, times: null, by: 'president', basis: '民事诉讼法187' },
    target: 15,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '民事诉讼法187',
  },
  {
    id: 'CL16',
    terms: { party: { amount: 15, unit: 'cd' }, interestedPerson: { amount: 6, unit: 'months' } },
    startsOn: ['rulingReceived', 'interestKnown'],
    stoppedBy: ['objection'],
    pausedBy: [],
    onExpiry: 'objectionClosed',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '民诉法解释372',
  },
  {
    id: 'CL17',
    terms: standard(0, 'cd'),
    startsOn: ['agreedDay'],
    stoppedBy: ['recordPerformed', 'recordBreach'],
    pausedBy: [],
    onExpiry: 'markBreached',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '人民调解法31；D',
  },
  {
    id: 'CL18',
    terms: standard(7, 'cd'),
    startsOn: ['lastDueDay'],
    stoppedBy: ['visit'],
    pausedBy: [],
    onExpiry: 'listForRevisit',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '人民调解法31；D',
  },
  {
    id: 'CL19',
    terms: standard(24, 'months'),
    startsOn: ['lastPerformanceDay'],
    stoppedBy: ['enforcement'],
    pausedBy: [],
    onExpiry: 'enforcementLost',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '民事诉讼法250',
  },
  {
    id: 'CL20',
    terms: {
      danger: { amount: 2, unit: 'hours' },
      utilities: { amount: 24, unit: 'hours' },
      ordinary: { amount: 7, unit: 'cd' },
      complex: { amount: 15, unit: 'cd' },
    },
    startsOn: ['workOrderDispatched'],
    stoppedBy: ['feedback'],
    pausedBy: [],
    onExpiry: 'reportOverdue',
    configurable: true,
    effectiveFrom: day('2021-12-01'),
    basis: '北京12345服务与管理规范(征求意见稿)',
  },
  {
    id: 'CL21',
    terms: standard(15, 'wd'),
    startsOn: ['badRating'],
    stoppedBy: ['rectified'],
    pausedBy: [],
    onExpiry: 'alarmHead',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '好差评地方做法',
  },
  {
    id: 'CL22',
    terms: {
      smallClaim: { amount: 2, unit: 'months' },
      simple: { amount: 3, unit: 'months' },
      ordinary: { amount: 6, unit: 'months' },
    },
    startsOn: ['caseFiled'],
    stoppedBy: ['judgment'],
    pausedBy: ['expert', 'courtDeducted'],
    onExpiry: 'courtList',
    extension: {
      unit: 'months',
      max: { smallClaim: 1, simple: 1, ordinary: 6 },
      times: 1,
      by: 'president',
      basis: '民事诉讼法152、164、168',
    },
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '民事诉讼法152、164、168；民诉法解释243',
  },
  {
    id: 'CL23',
    terms: standard(30, 'cd'),
    startsOn: ['disputeClosed'],
    stoppedBy: ['archive'],
    pausedBy: [],
    onExpiry: 'listForArchiving',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: 'D',
  },
  // Design rules for limits the law leaves open: what came back is sent on within one working day, the common parent
  // rules within one working day, and a request nobody corrects in the time given counts as withdrawn.
  {
    id: 'CL24',
    terms: standard(1, 'wd'),
    startsOn: ['handOverReturned'],
    stoppedBy: ['takeUp', 'pushDown', 'escalate', 'transferLaterally', 'withdraw', 'merge'],
    pausedBy: [],
    onExpiry: 'escalateByItself',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: 'D；首接负责',
  },
  {
    id: 'CL25',
    terms: standard(1, 'wd'),
    startsOn: ['secondReturn'],
    stoppedBy: ['ruleHandOver', 'takeUp', 'withdraw', 'merge'],
    pausedBy: [],
    onExpiry: 'alarmParent',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: 'D；首接负责',
  },
  {
    id: 'CL26',
    terms: standard(7, 'cd'),
    startsOn: ['returnedForCorrection'],
    stoppedBy: ['correct', 'withdraw', 'merge'],
    pausedBy: [],
    onExpiry: 'deemWithdrawn',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '登记立案规定7；D',
  },
  {
    id: 'CL27',
    terms: standard(7, 'cd'),
    startsOn: ['feeNotified'],
    stoppedBy: ['recordFee', 'deemWithdrawn', 'recordCourtResult'],
    pausedBy: [],
    onExpiry: 'alarmFilingClerk',
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '诉讼费用交纳办法22',
  },
  // How fast danger is reported upwards, and to the police where an offence may follow, and how soon somebody looks
  // again; the colours of the district, one length a colour.
  {
    id: 'CL28',
    terms: { red: { amount: 1, unit: 'hours' }, orange: { amount: 0, unit: 'nd' } },
    startsOn: ['riskRaised'],
    stoppedBy: ['reportRisk', 'reportToPolice', 'assessRisk'],
    pausedBy: [],
    onExpiry: 'alarmHeadAndCourt',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '人民调解法25；D',
  },
  {
    id: 'CL29',
    terms: {
      red: { amount: 1, unit: 'nd' },
      orange: { amount: 3, unit: 'nd' },
      blue: { amount: 14, unit: 'nd' },
    },
    startsOn: ['riskAssessed'],
    stoppedBy: ['assessRisk'],
    pausedBy: [],
    onExpiry: 'alarmHeadAndCourt',
    configurable: true,
    effectiveFrom: PEOPLES_MEDIATION,
    basis: '人民调解法25；D',
  },
  // The claim itself: the request for mediation interrupted its limitation, which runs anew from the end of mediation. It
  // is told to the parties and belongs to them; no unit holds it.
  {
    id: 'CL40',
    terms: { standard: { amount: 36, unit: 'months' }, labour: { amount: 12, unit: 'months' } },
    startsOn: ['mediationFailed'],
    stoppedBy: [],
    pausedBy: [],
    onExpiry: 'claimBarred',
    effectiveFrom: day('2017-10-01'),
    basis: '诉讼时效规定12；民法典188、195；劳动争议调解仲裁法27',
  },
];
