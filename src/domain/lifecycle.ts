// The law of a dispute's life as one table of articles: from which state, by which act, in whose capacity, under
// which guards, to which state, which clocks run, and on what basis. Services ask it before every act, pages draw
// their buttons from it, tests and documents are generated from it. Nothing else moves a dispute.

import { forbidden, conflict, type DomainError } from './errors.ts';
import { CAPACITIES, type Actor, type Capacity, type CaseCustody, holds, ROLES } from './permission.ts';
import { GUARDS, type CaseFacts, type GuardId } from './guard.ts';

export const STATES = {
  S00: 'draft',
  S01: 'lodged',
  S02: 'screening',
  S03: 'returnedToSubmitter',
  S04: 'notAccepted',
  S05: 'assignedUnit',
  S06: 'unitReturned',
  S07: 'accepted',
  S08: 'mediatorPending',
  S09: 'contacting',
  S10: 'mediating',
  S11: 'paused',
  S12: 'agreed',
  S13: 'performing',
  S14: 'confirmationFiled',
  S15: 'confirmed',
  S16: 'confirmationRejected',
  S17: 'failed',
  S18: 'transferredToFiling',
  S19: 'filed',
  S20: 'performed',
  S21: 'breached',
  S22: 'closed',
  S23: 'archived',
  S24: 'withdrawn',
  S25: 'merged',
} as const;
export type State = keyof typeof STATES;
export const STATE_CODES = Object.keys(STATES) as readonly State[];

/** States in which nobody works on the dispute any more. */
export const CLOSED_STATES: readonly State[] = ['S04', 'S22', 'S23', 'S25'];
/** States in which the dispute still needs somebody: exactly one unit owns it in each of them. */
export const OPEN_STATES: readonly State[] = STATE_CODES.filter((state) => !CLOSED_STATES.includes(state));

/** The acts of the court's and the mediators' work. */
export const ACTS = [
  'lodge',
  'screen',
  'returnForCorrection',
  'correct',
  'refuseAcceptance',
  'takeUp',
  'pushDown',
  'escalate',
  'transferLaterally',
  'requestAssistance',
  'answerAssistance',
  'declineAssistance',
  'withdrawAssistance',
  'timeOutAssistance',
  'acceptHandOver',
  'declineHandOver',
  'recallHandOver',
  'timeOutHandOver',
  'ruleHandOver',
  'appointMediator',
  'acceptAppointment',
  'declineAppointment',
  'replaceMediator',
  'recordContact',
  'recordConsent',
  'beginMediation',
  'planSession',
  'cancelSession',
  'recordSession',
  'pause',
  'resume',
  'extendTerm',
  'updateBoard',
  'askConfirmation',
  'answerConfirmation',
  'recordAgreement',
  'recordSignatures',
  'serveAgreement',
  'refuseToSign',
  'resumeNegotiation',
  'beginPerformance',
  'recordReceipt',
  'recordPerformed',
  'recordBreach',
  'applyEnforcement',
  'fileEnforcement',
  'recordRevisit',
  'lapseRight',
  'applyConfirmation',
  'recordVerification',
  'confirmAgreement',
  'rejectConfirmation',
  'remediate',
  'endOnRefusal',
  'failMediation',
  'completeFailureRecord',
  'recordFacts',
  'answerFacts',
  'confirmServiceAddress',
  'serveTermination',
  'expireTerm',
  'transferToFiling',
  'fileCase',
  'recordFee',
  'deemWithdrawn',
  'recordCourtResult',
  'mediateAgain',
  'entrustMediation',
  'withdraw',
  'merge',
  'close',
  'archive',
  'reopen',
  'assessRisk',
  'reportRisk',
  'reportToPolice',
  'raiseRecusal',
  'decideRecusal',
  'recordTrialRoles',
] as const;
export type Act = (typeof ACTS)[number];

/** One row of the law. `via` names a state passed through within the same act, recorded as an event of its own. */
export interface Article {
  readonly id: string;
  readonly from: readonly State[];
  readonly act: Act;
  readonly by: readonly Capacity[];
  readonly to: State;
  readonly via?: State;
  /** True when the act leaves the dispute in whatever state it is in. */
  readonly stays?: true;
  readonly guards: readonly GuardId[];
  readonly starts?: readonly ClockName[];
  readonly stops?: readonly ClockName[];
  readonly basis: string;
}

/** Clocks of the catalogue that articles start or stop; `term` is the mediation clock of the dispute's track. */
export type ClockName =
  | 'term'
  | 'CL01'
  | 'CL03'
  | 'CL04'
  | 'CL05'
  | 'CL12'
  | 'CL13'
  | 'CL14'
  | 'CL15'
  | 'CL17'
  | 'CL18'
  | 'CL19'
  | 'CL23'
  | 'CL26'
  | 'CL27';

const OPEN_WORK: readonly State[] = ['S07', 'S08', 'S09', 'S10'];
const BEFORE_WORK: readonly State[] = ['S01', 'S02', 'S03', 'S06'];
const MEDIATION: readonly State[] = [...OPEN_WORK, 'S11'];
/** Whoever is near enough to a dispute to see danger coming. */
const WATCHFUL: readonly Capacity[] = ['mediator', 'ownUnit', 'receiver', 'helper', 'guidingJudge'];
const UNDER_WAY: readonly State[] = OPEN_STATES.filter((state) => state !== 'S00');

export const ARTICLES: readonly Article[] = [
  // Intake and screening
  {
    id: 'L01',
    from: ['S00'],
    act: 'lodge',
    by: ['registrar'],
    to: 'S01',
    guards: [],
    basis: '诉讼时效规定12；人民调解法17',
  },
  {
    id: 'L02',
    from: ['S01'],
    act: 'screen',
    by: ['system', 'ownUnit'],
    to: 'S02',
    guards: [],
    starts: ['CL03'],
    basis: '在线调解规则10',
  },
  {
    id: 'L03',
    from: ['S02'],
    act: 'returnForCorrection',
    by: ['screener'],
    to: 'S03',
    guards: [],
    starts: ['CL26'],
    stops: ['CL03'],
    basis: '登记立案规定7',
  },
  {
    id: 'L04',
    from: ['S03'],
    act: 'correct',
    by: ['ownUnit'],
    to: 'S02',
    guards: [],
    starts: ['CL03'],
    stops: ['CL26'],
    basis: '登记立案规定7；民诉法解释126',
  },
  {
    id: 'L05',
    from: ['S02'],
    act: 'refuseAcceptance',
    by: ['screener', 'head'],
    to: 'S04',
    guards: [],
    stops: ['CL03'],
    basis: '人民调解法17、26',
  },
  {
    id: 'L06',
    from: ['S02', 'S06'],
    act: 'takeUp',
    by: ['ownUnit'],
    to: 'S07',
    guards: ['unitMediates', 'mediable'],
    starts: ['term', 'CL05'],
    stops: ['CL03'],
    basis: '人民调解法17',
  },
  // Custody
  {
    id: 'L07',
    from: ['S02', 'S06'],
    act: 'pushDown',
    by: ['clerk'],
    to: 'S05',
    guards: ['lowerUnitExists', 'rulingNotDue', 'mediable'],
    starts: ['CL04'],
    stops: ['CL03'],
    basis: '在线调解规则10、12；法〔2021〕247号',
  },
  {
    id: 'L08',
    from: ['S07', 'S08', 'S09'],
    act: 'pushDown',
    by: ['clerk'],
    to: 'S05',
    guards: ['lowerUnitExists', 'notBoundByRuling', 'mediable'],
    starts: ['CL04'],
    basis: '法〔2021〕247号；接诉即办条例17',
  },
  {
    id: 'L09',
    from: ['S02', 'S06'],
    act: 'escalate',
    by: ['clerk'],
    to: 'S05',
    guards: ['upperUnitExists', 'rulingNotDue'],
    starts: ['CL04'],
    stops: ['CL03'],
    basis: '在线调解规则12',
  },
  {
    id: 'L10',
    from: OPEN_WORK,
    act: 'escalate',
    by: ['clerk', 'mediator'],
    to: 'S05',
    guards: ['upperUnitExists', 'notBoundByRuling'],
    starts: ['CL04'],
    basis: '在线调解规则12；人民调解法25',
  },
  {
    id: 'L11',
    from: ['S02', 'S06', 'S07'],
    act: 'transferLaterally',
    by: ['clerk'],
    to: 'S05',
    guards: ['notBoundByRuling', 'rulingNotDue'],
    starts: ['CL04'],
    stops: ['CL03'],
    basis: '在线调解规则12',
  },
  {
    id: 'L12',
    from: ['S05'],
    act: 'acceptHandOver',
    by: ['receiver'],
    to: 'S07',
    guards: ['handOverPending'],
    starts: ['term', 'CL05'],
    stops: ['CL04'],
    basis: '在线调解规则12；特邀调解规定27',
  },
  {
    id: 'L13',
    from: ['S05'],
    act: 'declineHandOver',
    by: ['receiver'],
    to: 'S06',
    guards: ['handOverPending', 'mayStillDecline'],
    stops: ['CL04'],
    basis: '在线调解规则12；接诉即办条例(首接负责)',
  },
  {
    id: 'L14',
    from: ['S05'],
    act: 'recallHandOver',
    by: ['sender'],
    to: 'S06',
    guards: ['handOverPending'],
    stops: ['CL04'],
    basis: '在线调解规则12',
  },
  {
    id: 'L15',
    from: ['S05'],
    act: 'timeOutHandOver',
    by: ['system'],
    to: 'S06',
    guards: ['handOverPending', 'answerOverdue'],
    stops: ['CL04'],
    basis: '在线调解规则12',
  },
  {
    id: 'L16',
    from: ['S06'],
    act: 'ruleHandOver',
    by: ['ruler'],
    to: 'S07',
    via: 'S05',
    guards: ['rulingDue'],
    starts: ['term', 'CL05'],
    stops: ['CL03'],
    basis: '首接负责；防止互相推诿的裁定',
  },
  {
    id: 'L17',
    from: MEDIATION,
    act: 'requestAssistance',
    by: ['clerk', 'mediator'],
    to: 'S10',
    guards: [],
    basis: '人民调解法20',
  },
  // Mediator
  {
    id: 'L18',
    from: ['S07', 'S08'],
    act: 'appointMediator',
    by: ['clerk'],
    to: 'S08',
    guards: [],
    basis: '人民调解法19；特邀调解规定12；在线调解规则10',
  },
  {
    id: 'L19',
    from: ['S08'],
    act: 'acceptAppointment',
    by: ['mediator'],
    to: 'S09',
    guards: ['mediatorMayGoOn'],
    basis: '特邀调解规定15；在线调解规则13',
  },
  {
    id: 'L20',
    from: ['S08'],
    act: 'declineAppointment',
    by: ['mediator'],
    to: 'S07',
    guards: [],
    basis: '特邀调解规定15；在线调解规则12',
  },
  // Contact and consent
  {
    id: 'L21',
    from: ['S09', 'S10'],
    act: 'recordContact',
    by: ['mediator'],
    to: 'S10',
    guards: [],
    basis: '在线调解规则15',
  },
  {
    id: 'L22',
    from: [...BEFORE_WORK, ...MEDIATION],
    act: 'recordConsent',
    by: ['mediator', 'clerk'],
    to: 'S10',
    guards: [],
    basis: '人民调解法17；特邀调解规定11；在线调解规则4',
  },
  {
    id: 'L23',
    from: ['S09'],
    act: 'beginMediation',
    by: ['mediator'],
    to: 'S10',
    guards: ['mediable', 'everyPartyConsents', 'rightsTold', 'mediatorMayGoOn'],
    basis: '在线调解规则15-17',
  },
  // Mediation
  {
    id: 'L70',
    from: ['S09', 'S10'],
    act: 'planSession',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: ['hasMediator', 'termOpen'],
    basis: '特邀调解规定14',
  },
  {
    id: 'L71',
    from: ['S09', 'S10', 'S11'],
    act: 'cancelSession',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: [],
    basis: '特邀调解规定14',
  },
  {
    id: 'L24',
    from: ['S10'],
    act: 'recordSession',
    by: ['mediator'],
    to: 'S10',
    guards: ['termOpen', 'mediatorDisclosed', 'mediatorMayGoOn'],
    basis: '人民调解法27；在线调解规则22',
  },
  {
    id: 'L25',
    from: ['S10'],
    act: 'pause',
    by: ['mediator'],
    to: 'S11',
    guards: ['termOpen'],
    starts: ['CL12'],
    basis: '在线调解规则26；特邀调解规定18',
  },
  {
    id: 'L26',
    from: ['S11'],
    act: 'resume',
    by: ['mediator', 'head'],
    to: 'S10',
    guards: [],
    stops: ['CL12'],
    basis: '在线调解规则26',
  },
  {
    id: 'L27',
    from: ['S09', 'S10'],
    act: 'extendTerm',
    by: ['mediator'],
    to: 'S10',
    guards: ['termOpen', 'mayExtend'],
    basis: '特邀调解规定27；2024-12-27立案与调解意见(3)',
  },
  // Agreement
  {
    id: 'L28',
    from: ['S10'],
    act: 'recordAgreement',
    by: ['mediator'],
    to: 'S12',
    guards: ['termOpen', 'everyPartyConsents', 'sessionHeld', 'mediatorMayGoOn'],
    stops: ['term', 'CL05'],
    basis: '人民调解法28-30；特邀调解规定24',
  },
  // The register of a spoken agreement, signed by the parties although it binds already
  {
    id: 'L121',
    from: ['S12', 'S13'],
    act: 'recordSignatures',
    by: ['mediator'],
    to: 'S12',
    stays: true,
    guards: ['registerUnsigned'],
    basis: '人民调解法28；D',
  },
  {
    id: 'L29',
    from: ['S12'],
    act: 'recordSignatures',
    by: ['mediator'],
    to: 'S12',
    guards: ['awaitsSignatures'],
    starts: ['CL13'],
    basis: '人民调解法29；在线调解规则19',
  },
  {
    id: 'L30',
    from: ['S12'],
    act: 'refuseToSign',
    by: ['mediator'],
    to: 'S17',
    guards: ['awaitsSignatures'],
    starts: ['CL14'],
    basis: '在线调解规则25(7)',
  },
  {
    id: 'L31',
    from: ['S12', 'S15'],
    act: 'beginPerformance',
    by: ['mediator', 'clerk', 'system'],
    to: 'S13',
    guards: ['agreementEffective', 'itemsOutstanding'],
    starts: ['CL17'],
    basis: '人民调解法31',
  },
  {
    id: 'L32',
    from: ['S13'],
    act: 'recordReceipt',
    by: ['mediator', 'clerk'],
    to: 'S13',
    guards: ['itemsOutstanding'],
    basis: '人民调解法31',
  },
  {
    id: 'L33',
    from: ['S13'],
    act: 'recordPerformed',
    by: ['mediator', 'clerk'],
    to: 'S20',
    guards: ['nothingOutstanding'],
    stops: ['CL13', 'CL17'],
    basis: '人民调解法31',
  },
  {
    id: 'L34',
    from: ['S13'],
    act: 'recordBreach',
    by: ['mediator', 'clerk'],
    to: 'S21',
    guards: ['itemOverdue'],
    stops: ['CL17'],
    basis: '人民调解法31-32；民事诉讼法250',
  },
  // The session board, and a new version of an agreement nobody is bound by yet
  {
    id: 'L101',
    from: ['S09', 'S10'],
    act: 'updateBoard',
    by: ['mediator'],
    to: 'S10',
    stays: true,
    guards: ['everyPartyConsents'],
    basis: '特邀调解规定22；在线调解规则18',
  },
  {
    id: 'L102',
    from: ['S12'],
    act: 'recordAgreement',
    by: ['mediator'],
    to: 'S12',
    guards: ['awaitsSignatures', 'everyPartyConsents'],
    basis: '人民调解法28-29；特邀调解规定24',
  },
  // Proof that it happened: asked of the parties, answered on their own phones
  {
    id: 'L103',
    from: ['S10', 'S12', 'S13', 'S14', 'S15', 'S20', 'S22'],
    act: 'askConfirmation',
    by: ['mediator'],
    to: 'S10',
    stays: true,
    guards: ['sessionHeld'],
    basis: '人民调解法27；D',
  },
  {
    id: 'L104',
    from: STATE_CODES.filter((state) => state !== 'S23'),
    act: 'answerConfirmation',
    by: ['system'],
    to: 'S10',
    stays: true,
    guards: [],
    basis: '人民调解法27；D',
  },
  // 回访, form F23
  {
    id: 'L105',
    from: ['S12', 'S13', 'S15', 'S20', 'S21', 'S22'],
    act: 'recordRevisit',
    by: ['mediator', 'clerk', 'head'],
    to: 'S13',
    stays: true,
    guards: ['agreementEffective'],
    stops: ['CL18'],
    basis: '人民调解法31',
  },
  // One copy of a written agreement for each party
  {
    id: 'L120',
    from: ['S12', 'S13', 'S14', 'S15', 'S16', 'S20', 'S21'],
    act: 'serveAgreement',
    by: ['mediator', 'clerk'],
    to: 'S12',
    stays: true,
    guards: ['agreementEffective', 'writtenAgreement'],
    basis: '人民调解法29；特邀调解规定19；在线调解规则19',
  },
  // Judicial confirmation
  {
    id: 'L35',
    from: ['S12', 'S13', 'S21'],
    act: 'applyConfirmation',
    by: ['clerk', 'mediator'],
    to: 'S14',
    guards: ['agreementEffective', 'notEnforceable', 'confirmable', 'withinConfirmationTerm'],
    starts: ['CL15'],
    stops: ['CL13'],
    basis: '民事诉讼法205；人民调解法33',
  },
  {
    id: 'L122',
    from: ['S14'],
    act: 'recordVerification',
    by: ['guidingJudge', 'filingClerk'],
    to: 'S14',
    guards: [],
    basis: '民诉法解释356',
  },
  {
    id: 'L36',
    from: ['S14'],
    act: 'confirmAgreement',
    by: ['guidingJudge'],
    to: 'S15',
    guards: ['partiesVerified', 'willVerified'],
    stops: ['CL15'],
    basis: '民事诉讼法206；民诉法解释356、358(4)',
  },
  {
    id: 'L37',
    from: ['S14'],
    act: 'rejectConfirmation',
    by: ['guidingJudge'],
    to: 'S16',
    guards: [],
    stops: ['CL15'],
    basis: '民事诉讼法206；民诉法解释358',
  },
  {
    id: 'L38',
    from: ['S16'],
    act: 'remediate',
    by: ['clerk', 'mediator'],
    to: 'S10',
    guards: [],
    starts: ['term'],
    basis: '民事诉讼法206',
  },
  // Failure and filing
  {
    id: 'L39',
    from: ['S09', 'S10', 'S11'],
    act: 'failMediation',
    by: ['mediator', 'head'],
    to: 'S17',
    guards: [],
    starts: ['CL14'],
    stops: ['term', 'CL05', 'CL12'],
    basis: '人民调解法26；在线调解规则21、25；特邀调解规定26',
  },
  {
    id: 'L40',
    from: ['S06', 'S07', 'S08', 'S09', 'S10'],
    act: 'expireTerm',
    by: ['system'],
    to: 'S17',
    guards: ['termExpired'],
    starts: ['CL14'],
    stops: ['term', 'CL05'],
    basis: '在线调解规则24-25',
  },
  // A suit that was registered before goes back to its docket; only another is registered now.
  {
    id: 'L99',
    from: ['S17'],
    act: 'transferToFiling',
    by: ['clerk', 'mediator', 'filingClerk', 'system'],
    to: 'S19',
    via: 'S18',
    guards: ['suitRegistered', 'docketKnown'],
    stops: ['CL14'],
    basis: '2024-12-27立案与调解意见(5)；特邀调解规定21',
  },
  {
    id: 'L41',
    from: ['S17', 'S16', 'S21'],
    act: 'transferToFiling',
    by: ['clerk', 'mediator', 'filingClerk'],
    to: 'S18',
    guards: ['notEnforceable'],
    starts: ['CL01'],
    stops: ['CL13', 'CL14'],
    basis: '特邀调解规定21-22；在线调解规则21',
  },
  {
    id: 'L42',
    from: ['S18'],
    act: 'fileCase',
    by: ['filingClerk'],
    to: 'S19',
    guards: [],
    stops: ['CL01'],
    basis: '民事诉讼法126',
  },
  {
    id: 'L43',
    from: ['S17', 'S16', 'S21'],
    act: 'fileCase',
    by: ['filingClerk'],
    to: 'S19',
    via: 'S18',
    guards: ['notEnforceable'],
    stops: ['CL13', 'CL14'],
    basis: '民事诉讼法126；特邀调解规定21',
  },
  {
    id: 'L44',
    from: ['S17'],
    act: 'mediateAgain',
    by: ['filingClerk', 'clerk'],
    to: 'S02',
    guards: ['notEntrusted', 'firstFailure'],
    starts: ['CL03'],
    stops: ['CL14'],
    basis: '人民调解法18；民事诉讼法125',
  },
  // A confirmed agreement that is not kept is enforced; nobody sues on it again
  {
    id: 'L123',
    from: ['S21'],
    act: 'applyEnforcement',
    by: ['clerk', 'mediator', 'filingClerk'],
    to: 'S21',
    guards: ['enforceable', 'enforcementOpen'],
    stops: ['CL19'],
    basis: '民事诉讼法206、250；人民调解法33',
  },
  {
    id: 'L124',
    from: ['S21'],
    act: 'fileEnforcement',
    by: ['filingClerk'],
    to: 'S21',
    guards: ['enforcementApplied'],
    basis: '民事诉讼法206；案号规定',
  },
  // Leaving and ending
  {
    id: 'L45',
    from: [...BEFORE_WORK, ...MEDIATION, 'S12'],
    act: 'withdraw',
    by: ['ownUnit', 'mediator'],
    to: 'S24',
    guards: [],
    stops: ['term', 'CL03', 'CL05', 'CL12', 'CL13', 'CL26'],
    basis: '在线调解规则25(2)；人民调解法23',
  },
  {
    id: 'L46',
    from: ['S01', 'S02', 'S03', 'S06', ...MEDIATION],
    act: 'merge',
    by: ['screener'],
    to: 'S25',
    guards: [],
    stops: ['term', 'CL03', 'CL05', 'CL12', 'CL26'],
    basis: '一事一案',
  },
  {
    id: 'L47',
    from: ['S12', 'S15'],
    act: 'close',
    by: ['mediator', 'clerk'],
    to: 'S22',
    guards: ['agreementEffective', 'nothingOutstanding'],
    starts: ['CL18', 'CL23'],
    stops: ['CL13'],
    basis: '人民调解法27',
  },
  {
    id: 'L48',
    from: ['S19', 'S20', 'S21', 'S24'],
    act: 'close',
    by: ['mediator', 'clerk', 'filingClerk'],
    to: 'S22',
    guards: [],
    starts: ['CL23'],
    stops: ['CL13', 'CL14'],
    basis: '人民调解法27；结案报告',
  },
  // A registered suit that was not settled goes to trial; only another may end with its mediation.
  {
    id: 'L125',
    from: ['S17'],
    act: 'close',
    by: ['mediator', 'clerk', 'filingClerk'],
    to: 'S22',
    guards: ['notEntrusted'],
    starts: ['CL23'],
    stops: ['CL14'],
    basis: '人民调解法27；结案报告；2024-12-27立案与调解意见(5)',
  },
  {
    id: 'L49',
    from: ['S22'],
    act: 'archive',
    by: ['clerk', 'head'],
    to: 'S23',
    guards: [],
    stops: ['CL18', 'CL23'],
    basis: '人民调解法27；一案一卷',
  },
  {
    id: 'L50',
    from: ['S22', 'S23'],
    act: 'reopen',
    by: ['head', 'guidingJudge'],
    to: 'S10',
    guards: ['hasMediator'],
    starts: ['term'],
    stops: ['CL18', 'CL23'],
    basis: '重新调解另起一轮,原记录保留',
  },
  {
    id: 'L51',
    from: ['S12'],
    act: 'resumeNegotiation',
    by: ['mediator'],
    to: 'S10',
    guards: ['awaitsSignatures', 'everyPartyConsents'],
    basis: '在线调解规则25(7)；人民调解法23',
  },
  // Help without a change of custody
  {
    id: 'L52',
    from: OPEN_STATES,
    act: 'answerAssistance',
    by: ['helper'],
    to: 'S10',
    guards: ['assistanceOpen'],
    basis: '人民调解法20',
  },
  {
    id: 'L53',
    from: OPEN_STATES,
    act: 'declineAssistance',
    by: ['helper'],
    to: 'S10',
    guards: ['assistanceOpen'],
    basis: '人民调解法20',
  },
  {
    id: 'L54',
    from: OPEN_STATES,
    act: 'withdrawAssistance',
    by: ['clerk', 'mediator'],
    to: 'S10',
    guards: ['assistanceOpen'],
    basis: '人民调解法20',
  },
  {
    id: 'L55',
    from: STATE_CODES,
    act: 'timeOutAssistance',
    by: ['system'],
    to: 'S10',
    guards: ['assistanceOpen'],
    basis: '在线调解规则12(参照)',
  },
  // A mediator who leaves or is away for long
  {
    id: 'L56',
    from: ['S08', 'S09', 'S10', 'S11', 'S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S20', 'S21', 'S24'],
    act: 'replaceMediator',
    by: ['clerk'],
    to: 'S10',
    guards: ['hasMediator'],
    basis: '特邀调解规定13；在线调解规则12',
  },
  {
    id: 'L57',
    from: ['S09', 'S10', 'S11', 'S12', 'S13'],
    act: 'acceptAppointment',
    by: ['mediator'],
    to: 'S10',
    stays: true,
    guards: ['disclosureDue'],
    basis: '特邀调解规定15；在线调解规则13',
  },
  // A receiver tries to reach the parties before it says that they cannot be reached
  {
    id: 'L58',
    from: ['S05'],
    act: 'recordContact',
    by: ['receiver'],
    to: 'S10',
    guards: ['handOverPending'],
    basis: '在线调解规则12、15',
  },
  // Consent: a no ends the mediation at once, wherever it stands
  {
    id: 'L60',
    from: [...BEFORE_WORK, 'S05', ...MEDIATION],
    act: 'endOnRefusal',
    by: ['system'],
    to: 'S17',
    guards: ['consentRefused'],
    starts: ['CL14'],
    stops: ['term', 'CL03', 'CL04', 'CL05', 'CL12', 'CL26'],
    basis: '人民调解法3、17、23；在线调解规则4、25(4)',
  },
  {
    id: 'L61',
    from: ['S12'],
    act: 'endOnRefusal',
    by: ['system'],
    to: 'S17',
    guards: ['consentRefused', 'awaitsSignatures'],
    starts: ['CL14'],
    basis: '人民调解法3、23；在线调解规则25(4)',
  },
  {
    id: 'L62',
    from: ['S05'],
    act: 'recordConsent',
    by: ['mediator', 'sender', 'receiver'],
    to: 'S05',
    guards: ['handOverPending'],
    basis: '人民调解法17、23；在线调解规则4',
  },
  {
    id: 'L63',
    from: ['S12'],
    act: 'recordConsent',
    by: ['mediator', 'clerk'],
    to: 'S12',
    guards: ['awaitsSignatures'],
    basis: '人民调解法23；在线调解规则4',
  },
  {
    id: 'L64',
    from: ['S17', 'S18', 'S19'],
    act: 'completeFailureRecord',
    by: ['mediator', 'head', 'clerk'],
    to: 'S17',
    stays: true,
    guards: ['failureRecordOpen'],
    basis: '在线调解规则21；人民调解法26',
  },
  // What may travel to a trial, where papers reach the parties, and what they are told at the end
  {
    id: 'L90',
    from: ['S10', 'S11', 'S12', 'S17'],
    act: 'recordFacts',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: [],
    basis: '在线调解规则18、22；特邀调解规定22',
  },
  {
    id: 'L91',
    from: ['S10', 'S11', 'S12', 'S17'],
    act: 'answerFacts',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: ['factsRecorded'],
    basis: '在线调解规则18、22；特邀调解规定22',
  },
  {
    id: 'L92',
    from: ['S02', 'S06', ...MEDIATION, 'S12', 'S13', 'S17', 'S18'],
    act: 'confirmServiceAddress',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: [],
    basis: '在线调解规则8、17；民诉法解释136-137',
  },
  {
    id: 'L93',
    from: ['S17', 'S18', 'S19'],
    act: 'serveTermination',
    by: ['mediator', 'head', 'clerk'],
    to: 'S17',
    stays: true,
    guards: [],
    basis: '人民调解法26；特邀调解规定26',
  },
  // What the court makes of a filed case
  {
    id: 'L94',
    from: ['S19'],
    act: 'recordFee',
    by: ['filingClerk'],
    to: 'S19',
    guards: ['feeNotified'],
    stops: ['CL27'],
    basis: '诉讼费用交纳办法22、44-48',
  },
  {
    id: 'L95',
    from: ['S19'],
    act: 'deemWithdrawn',
    by: ['filingClerk'],
    to: 'S19',
    guards: ['courtResultOpen', 'feeOverdue'],
    stops: ['CL27'],
    basis: '2024-12-27意见(6)；民诉法解释213',
  },
  {
    id: 'L96',
    from: ['S19'],
    act: 'recordCourtResult',
    by: ['filingClerk'],
    to: 'S19',
    guards: ['courtResultOpen'],
    stops: ['CL27'],
    basis: '民事诉讼法100、148、155、157；特邀调解规定20',
  },
  {
    id: 'L97',
    from: ['S12', 'S13', 'S20'],
    act: 'recordCourtResult',
    by: ['filingClerk'],
    to: 'S12',
    stays: true,
    guards: ['suitRegistered', 'agreementEffective', 'courtResultOpen'],
    basis: '特邀调解规定20；2024-12-27意见(4)',
  },
  // What time alone brings about; see deadline.ts
  {
    id: 'L80',
    from: ['S13'],
    act: 'recordBreach',
    by: ['system'],
    to: 'S21',
    guards: ['graceOver'],
    stops: ['CL17'],
    basis: '人民调解法31-32；民事诉讼法250',
  },
  {
    id: 'L81',
    from: ['S03'],
    act: 'withdraw',
    by: ['system'],
    to: 'S24',
    guards: ['correctionOver'],
    stops: ['CL26'],
    basis: '登记立案规定7；在线调解规则25(2)',
  },
  {
    id: 'L82',
    from: ['S06'],
    act: 'escalate',
    by: ['system'],
    to: 'S05',
    guards: ['upperUnitExists', 'rulingNotDue', 'redispatchOver'],
    starts: ['CL04'],
    stops: ['CL03'],
    basis: '在线调解规则12；首接负责',
  },
  // A registered suit: with consent it is entrusted once before it goes to trial, and returns to trial by itself.
  {
    id: 'L98',
    from: ['S19'],
    act: 'entrustMediation',
    by: ['filingClerk', 'clerk'],
    to: 'S02',
    guards: ['notEntrusted', 'docketKnown', 'courtResultOpen', 'mediable'],
    starts: ['CL03'],
    basis: '2024-12-27立案与调解意见(2)；民事诉讼法125；特邀调解规定1',
  },
  {
    id: 'L83',
    from: ['S17'],
    act: 'transferToFiling',
    by: ['system'],
    to: 'S18',
    guards: ['suitRegistered'],
    starts: ['CL01'],
    stops: ['CL14'],
    basis: '2024-12-27立案与调解意见(5)；特邀调解规定21',
  },
  {
    id: 'L84',
    from: STATE_CODES.filter((state) => state !== 'S23'),
    act: 'lapseRight',
    by: ['system'],
    to: 'S12',
    stays: true,
    guards: ['rightLapsed'],
    basis: '民事诉讼法205、250；人民调解法33；民诉法解释372',
  },
  // Danger: judged by a person, reported upwards, and to the police where an offence may follow
  {
    id: 'L110',
    from: UNDER_WAY,
    act: 'assessRisk',
    by: WATCHFUL,
    to: 'S10',
    stays: true,
    guards: [],
    basis: '人民调解法25；D',
  },
  {
    id: 'L111',
    from: UNDER_WAY,
    act: 'reportRisk',
    by: WATCHFUL,
    to: 'S10',
    stays: true,
    guards: ['riskReported'],
    basis: '人民调解法25；D',
  },
  {
    id: 'L112',
    from: UNDER_WAY,
    act: 'reportToPolice',
    by: WATCHFUL,
    to: 'S10',
    stays: true,
    guards: [],
    basis: '人民调解法25',
  },
  // Recusal, and the roles closed at the trial to whoever mediated
  {
    id: 'L113',
    from: ['S08', 'S09', 'S10', 'S11', 'S12'],
    act: 'raiseRecusal',
    by: ['mediator', 'clerk'],
    to: 'S10',
    stays: true,
    guards: ['hasMediator'],
    basis: '特邀调解规定15；在线调解规则13-14',
  },
  {
    id: 'L114',
    from: ['S08', 'S09', 'S10', 'S11', 'S12'],
    act: 'decideRecusal',
    by: ['recusalDecider'],
    to: 'S10',
    stays: true,
    guards: ['recusalOpen'],
    basis: '特邀调解规定15',
  },
  {
    id: 'L115',
    from: ['S18', 'S19', 'S22'],
    act: 'recordTrialRoles',
    by: ['filingClerk', 'guidingJudge'],
    to: 'S19',
    stays: true,
    guards: [],
    basis: '特邀调解规定16',
  },
];

/** Acts that leave the dispute in whatever state it is in, although the table names one state for them. */
const STAYS: ReadonlySet<Act> = new Set([
  'requestAssistance',
  'answerAssistance',
  'declineAssistance',
  'withdrawAssistance',
  'timeOutAssistance',
  'replaceMediator',
  'recordContact',
  'recordConsent',
  'extendTerm',
]);

/** The state the dispute is in after the article's act. */
export const stateAfter = (article: Article, from: State): State =>
  article.stays === true || STAYS.has(article.act) ? from : article.to;

/** What the law says of one act at this moment to this person. */
export type Judgement =
  | { readonly act: Act; readonly allowed: true; readonly article: Article }
  | {
      readonly act: Act;
      readonly allowed: false;
      readonly article: Article | undefined;
      readonly reason: GuardId | 'wrongState' | 'notYours';
    };

/** The case as the law sees it: its facts and who stands where. */
export type CaseInLaw = CaseFacts & CaseCustody & { readonly state: State };

/** The articles of each act, in the order of the table. */
const OF_ACT: ReadonlyMap<Act, readonly Article[]> = new Map(
  ACTS.map((act) => [act, ARTICLES.filter((article) => article.act === act)]),
);

/** Judges one act; the first article that permits it wins, otherwise the nearest refusal is explained. */
export function judge(act: Act, subject: CaseInLaw, actor: Actor): Judgement {
  const articles = OF_ACT.get(act) ?? [];
  const candidates = articles.filter((article) => article.from.includes(subject.state));
  let refusal: Judgement = {
    act,
    allowed: false,
    // Outside its stage an act is refused by the article that says where its place is.
    article: candidates[0] ?? articles[0],
    reason: candidates[0] ? 'notYours' : 'wrongState',
  };
  for (const article of candidates) {
    if (!article.by.some((capacity) => holds(actor, capacity, subject))) continue;
    const failed = article.guards.find((guard) => !GUARDS[guard](subject));
    if (!failed) return { act, allowed: true, article };
    refusal = { act, allowed: false, article, reason: failed };
  }
  return refusal;
}

/** Every act with its judgement, for pages and `GET …/actions`; acts no table grants to the role at all are left out. */
export function judgeAll(subject: CaseInLaw, actor: Actor): readonly Judgement[] {
  return ACTS.filter((act) => act !== 'lodge' && roleMayEver(actor.role, act)).map((act) => judge(act, subject, actor));
}

/** Acts by the role they are granted to in some relation. */
const ACTS_OF_ROLE: ReadonlyMap<string, ReadonlySet<Act>> = new Map(
  ROLES.map((role) => {
    const holdsEver = (capacity: Capacity): boolean =>
      CAPACITIES[capacity].some((grant) => (grant.roles as readonly string[]).includes(role));
    return [role, new Set(ARTICLES.filter(({ by }) => by.some(holdsEver)).map(({ act }) => act))];
  }),
);

/** True when some article grants the act to the role in some relation. */
export const roleMayEver = (role: Actor['role'], act: Act): boolean => ACTS_OF_ROLE.get(role)?.has(act) === true;

/**
 * The article under which the act may be done.
 * @throws DomainError `law.wrongState` or a guard's reason (conflict), `law.notYours` (forbidden), with the article as rule
 */
export function demand(act: Act, subject: CaseInLaw, actor: Actor): Article {
  const judgement = judge(act, subject, actor);
  if (judgement.allowed) return judgement.article;
  throw refusalOf(judgement, subject.state);
}

function refusalOf(judgement: Judgement & { allowed: false }, state: State): DomainError {
  const rule = judgement.article?.id;
  const params = { act: judgement.act, state };
  return judgement.reason === 'notYours'
    ? forbidden('law.notYours', rule, params)
    : conflict(`law.${judgement.reason}`, rule, params);
}
