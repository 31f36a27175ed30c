// The conditions the lifecycle's articles name. Each is a pure question about the facts of the case; a false answer
// is the reason shown to the user, so every guard has its sentence in the locale files (`law:errors.<guard>`).

import { addDays, type CalendarDay } from './calendar-day.ts';
import { type ClockId } from './clock-catalogue.ts';
import { isReported, type RiskLevel } from './risk.ts';
import { mayBeMediated } from './suitability.ts';
import { type Tier } from './tier.ts';

/** The facts of a case that guards look at, as of one instant. */
export interface CaseFacts {
  readonly today: CalendarDay;
  readonly track: 'T1' | 'T2' | 'T3';
  readonly owner: { readonly code: string; readonly tier: Tier; readonly path: readonly string[] };
  readonly mediatorId?: string | undefined;
  /** Declined hand-overs since the last accepted one. */
  readonly bounces: number;
  /** Set when the common parent has ruled that the owner keeps the case. */
  readonly boundUnit?: string | undefined;
  readonly handOver?: { readonly dueAt: Date; readonly kind: string } | undefined;
  readonly now: Date;
  /** True while a mediator who took over has not yet disclosed relations to the parties. */
  readonly disclosureDue?: boolean | undefined;
  readonly risk?: RiskLevel | undefined;
  /** A question of recusal that is open, or a mediator who has to step aside. */
  readonly recusal?: 'open' | 'stepsAside' | undefined;
  /** How many requests for help await an answer. */
  readonly assistsOpen?: number | undefined;
  readonly consents: readonly ('none' | 'given' | 'refused' | 'revoked')[];
  readonly rightsToldOn?: string | undefined;
  readonly sessions: number;
  readonly termDueAt?: Date | undefined;
  readonly termPaused: boolean;
  /** Clocks that run although their time is over. */
  readonly expired?: readonly ClockId[] | undefined;
  readonly extensions: number;
  readonly failures: number;
  /** The suit is registered and has its docket. */
  readonly docketKnown?: boolean | undefined;
  /** 案由, where it is known. */
  readonly cause?: string | undefined;
  /** A mediation that ended by itself still lacks parts of its record. */
  readonly failureRecordOpen: boolean;
  /** How many facts are recorded as undisputed, confirmed by everybody or not. */
  readonly factsRecorded?: number | undefined;
  /** The agreement is spoken; the mediator keeps a register of it. */
  readonly spokenAgreement?: boolean | undefined;
  /** Somebody has not yet signed that register. */
  readonly registerUnsigned?: boolean | undefined;
  /** The court's meeting with both sides on their application for confirmation. */
  readonly verification?: { readonly everyParty: boolean; readonly voluntary: boolean } | undefined;
  /** The court has confirmed the agreement. */
  readonly enforceable?: boolean | undefined;
  /** How far the enforcement of the agreement has come. */
  readonly enforcement?: 'applied' | 'filed' | undefined;
  /** The court has told the plaintiff to pay its fee, and nobody has recorded a payment. */
  readonly feeNotified?: boolean | undefined;
  /** The court has ended the suit. */
  readonly courtResult?: string | undefined;
  readonly agreement?:
    | {
        readonly effectiveOn?: CalendarDay | undefined;
        readonly confirmable: boolean;
        readonly confirmationDueOn?: CalendarDay | undefined;
        readonly items: readonly { readonly dueOn: CalendarDay; readonly settled: boolean }[];
      }
    | undefined;
}

const outstanding = (facts: CaseFacts) => (facts.agreement?.items ?? []).filter((item) => !item.settled);

/** Calendar days an instalment is waited for before it counts as a breach; no law sets them. */
export const GRACE_DAYS = 7;

const isOver = (facts: CaseFacts, ...clocks: readonly ClockId[]): boolean =>
  facts.expired?.some((clock) => clocks.includes(clock)) ?? false;

export const GUARDS = {
  /** Tribunals and villages alike mediate; only the court's own tier does not take up a dispute itself. */
  unitMediates: (facts) => facts.owner.tier !== 'court',
  lowerUnitExists: (facts) => facts.owner.tier !== 'village',
  upperUnitExists: (facts) => facts.owner.tier !== 'court',
  /** A ruling of the common parent binds the unit it names. */
  notBoundByRuling: (facts) => facts.boundUnit !== facts.owner.code,
  handOverPending: (facts) => facts.handOver !== undefined,
  /** After the second decline only the common parent decides. */
  mayStillDecline: (facts) => facts.bounces < 2,
  rulingDue: (facts) => facts.bounces >= 2,
  rulingNotDue: (facts) => facts.bounces < 2,
  assistanceOpen: (facts) => (facts.assistsOpen ?? 0) > 0,
  answerOverdue: (facts) => facts.handOver !== undefined && facts.now.getTime() > facts.handOver.dueAt.getTime(),
  everyPartyConsents: (facts) => facts.consents.length >= 2 && facts.consents.every((consent) => consent === 'given'),
  /** Special procedures, payment orders and public summons are not for mediation (民诉法解释143). */
  mediable: (facts) => mayBeMediated(facts.cause),
  /** One side's no is enough (人民调解法17、23). */
  consentRefused: (facts) => facts.consents.some((consent) => consent === 'refused' || consent === 'revoked'),
  failureRecordOpen: (facts) => facts.failureRecordOpen,
  rightsTold: (facts) => facts.rightsToldOn !== undefined,
  sessionHeld: (facts) => facts.sessions > 0,
  termOpen: (facts) =>
    facts.termPaused || facts.termDueAt === undefined || facts.now.getTime() <= facts.termDueAt.getTime(),
  termExpired: (facts) =>
    !facts.termPaused && facts.termDueAt !== undefined && facts.now.getTime() > facts.termDueAt.getTime(),
  /** T3 may be extended once (2024-12-27 意见(3)); T1 and T2 have no cap of number in law. */
  mayExtend: (facts) => facts.track !== 'T3' || facts.extensions === 0,
  awaitsSignatures: (facts) => facts.agreement !== undefined && facts.agreement.effectiveOn === undefined,
  agreementEffective: (facts) => facts.agreement?.effectiveOn !== undefined,
  itemsOutstanding: (facts) => outstanding(facts).length > 0,
  nothingOutstanding: (facts) => outstanding(facts).length === 0,
  itemOverdue: (facts) => outstanding(facts).some((item) => item.dueOn < facts.today),
  graceOver: (facts) => outstanding(facts).some((item) => addDays(item.dueOn, GRACE_DAYS) < facts.today),
  /** A spoken agreement has no copies to be served; its register is shown to whoever asks (人民调解法28). */
  writtenAgreement: (facts) => facts.spokenAgreement !== true,
  registerUnsigned: (facts) => facts.registerUnsigned === true,
  /** A confirmed agreement is enforced, any other is sued on (民事诉讼法206; 人民调解法32–33). */
  enforceable: (facts) => facts.enforceable === true,
  notEnforceable: (facts) => facts.enforceable !== true,
  enforcementOpen: (facts) => facts.enforcement === undefined,
  enforcementApplied: (facts) => facts.enforcement === 'applied',
  confirmable: (facts) => facts.agreement?.confirmable === true,
  withinConfirmationTerm: (facts) =>
    facts.agreement?.confirmationDueOn !== undefined && facts.today <= facts.agreement.confirmationDueOn,
  /** The court summons both sides together and asks them before it confirms (民诉法解释356). */
  partiesVerified: (facts) => facts.verification?.everyParty === true,
  /** What is not wanted by everybody is dismissed (民诉法解释358(4)). */
  willVerified: (facts) => facts.verification?.voluntary !== false,
  /** Applying for confirmation, objecting to it and applying for enforcement each have their time. */
  rightLapsed: (facts) => isOver(facts, 'CL13', 'CL16', 'CL19'),
  correctionOver: (facts) => isOver(facts, 'CL26'),
  redispatchOver: (facts) => isOver(facts, 'CL24'),
  factsRecorded: (facts) => (facts.factsRecorded ?? 0) > 0,
  feeNotified: (facts) => facts.feeNotified === true,
  /** The time to pay the court's fee is over and no payment is on record (诉讼费用交纳办法22). */
  feeOverdue: (facts) => isOver(facts, 'CL27'),
  courtResultOpen: (facts) => facts.courtResult === undefined,
  /** The suit was registered before it came to mediation (2024-12-27意见(2)(5)). */
  suitRegistered: (facts) => facts.track === 'T3',
  /** The court has a docket for it. */
  docketKnown: (facts) => facts.docketKnown === true,
  notEntrusted: (facts) => facts.track !== 'T3',
  firstFailure: (facts) => facts.failures <= 1,
  hasMediator: (facts) => facts.mediatorId !== undefined,
  /** A mediator who takes over from another discloses as everybody does before going on (特邀调解规定15). */
  mediatorDisclosed: (facts) => facts.disclosureDue !== true,
  disclosureDue: (facts) => facts.disclosureDue === true,
  /** Nobody goes on mediating while it is asked whether they may, nor when they may not (特邀调解规定15). */
  mediatorMayGoOn: (facts) => facts.recusal === undefined,
  recusalOpen: (facts) => facts.recusal === 'open',
  /** Red and orange are reported upwards (4.5). */
  riskReported: (facts) => facts.risk !== undefined && isReported(facts.risk),
} as const satisfies Readonly<Record<string, (facts: CaseFacts) => boolean>>;

export type GuardId = keyof typeof GUARDS;
