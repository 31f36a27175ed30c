// The dispute as it is stored and handed about: one aggregate, one version. Identity numbers, phones and addresses are
// sealed (platform/crypto) before they enter a record and opened only by the presenter's caller.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type ClockRecord } from '../../domain/clock.ts';
import { type ConsentChannel } from '../../domain/consent.ts';
import { type CourtResultCode, type Remedy } from '../../domain/court-result.ts';
import { type HandOverKind } from '../../domain/hand-over.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type RiskTriggerId } from '../../domain/risk.ts';
import { type RiskSign } from '../../domain/risk-sign.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type UndisputedFact } from '../../domain/undisputed-fact.ts';
import { type Agreement, type Enforcement } from './agreement.record.ts';

export type Track = 'T1' | 'T2' | 'T3';
export type Side = 'applicant' | 'respondent' | 'third';
export type ConsentState = 'none' | 'given' | 'refused' | 'revoked';

export interface Agent {
  readonly name: string;
  readonly phone?: string;
  readonly phoneIndex?: string;
  /** Only a special authority (特别授权) may settle (民诉法解释147). */
  readonly authority: 'general' | 'special';
}

export interface PartyConsent {
  readonly state: ConsentState;
  readonly on?: CalendarDay;
  readonly channel?: string;
  /** What proves the answer, in words. */
  readonly note?: string;
  /** With a no: the day the party was told what else it may do (人民调解法26). */
  readonly remediesToldOn?: CalendarDay;
}

/**
 * Where papers reach a party, as it has confirmed (送达地址确认书, F16); postcode, address, phone and the electronic
 * address are sealed (民诉法解释136–137; 在线调解规则17).
 */
export interface ServiceAddress {
  readonly recipient: string;
  readonly postcode: string;
  readonly address: string;
  readonly phone: string;
  /** Present when the party agrees to electronic service. */
  readonly electronic?: { readonly by: 'phone' | 'email' | 'wechat' | 'platform'; readonly to: string };
  /** The other side is not to learn the address. */
  readonly confidential: boolean;
  readonly confirmedOn: CalendarDay;
  readonly how: ConsentChannel;
}

/** A party; `idNumber`, `phone` and `address` are sealed, their `…Index` twins serve exact-match search. */
export interface Party {
  readonly id: string;
  readonly side: Side;
  readonly kind: 'natural' | 'organisation';
  readonly name: string;
  readonly idNumber?: string;
  readonly idIndex?: string;
  readonly phone?: string;
  readonly phoneIndex?: string;
  readonly address?: string;
  readonly addressIndex?: string;
  readonly representative?: string;
  /** 民族 and 职业或者职务, as the forms of people's mediation ask for them; sealed. */
  readonly ethnicity?: string;
  readonly occupation?: string;
  readonly agents: readonly Agent[];
  readonly consent: PartyConsent;
  /** When and how the rights and duties were told to this party (人民调解法23、24; 特邀调解规定14). */
  readonly rightsTold?: { readonly on: CalendarDay; readonly how: string };
  readonly service?: ServiceAddress;
}

/** One stretch of the custody chain: `until` is missing on the last row, which is always the present owner. */
export interface CustodyRow {
  readonly unitCode: string;
  readonly tier: UnitPosition['tier'];
  readonly from: Date;
  readonly until?: Date;
  readonly by: 'lodged' | HandOverKind | 'ruling' | 'filing';
  readonly handOverId?: string;
}

export interface PendingHandOver {
  readonly id: string;
  readonly kind: HandOverKind;
  readonly from: UnitPosition;
  readonly to: UnitPosition;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly reason: string;
  readonly brief: string;
}

/** Help asked of another unit; the dispute stays with its owner. */
export interface OpenAssistance {
  readonly id: string;
  readonly to: UnitPosition;
  readonly question: string;
  readonly askedAt: Date;
  readonly dueAt: Date;
}

export interface Mediator {
  readonly accountId: string;
  readonly name: string;
  readonly unitCode: string;
  readonly appointedAt: Date;
  readonly acceptedAt?: Date;
  readonly disclosure?: {
    readonly relations: readonly string[];
    readonly note?: string;
    /** What the records showed when the mediator disclosed. */
    readonly signs?: readonly { readonly sign: string; readonly partyId: string; readonly caseNumber?: string }[];
    /** Each party's agreement to this mediator all the same, knowing the relation (特邀调解规定15). */
    readonly waivers?: readonly {
      readonly partyId: string;
      readonly on: CalendarDay;
      readonly channel: string;
      readonly evidence: string;
    }[];
  };
}

/** A question of recusal and how it was decided (特邀调解规定15). */
export interface Recusal {
  /** A party's id, `mediator` or `unit`. */
  readonly by: string;
  readonly ground: string;
  readonly note: string;
  readonly raisedAt: Date;
  readonly decision?: {
    readonly result: 'stays' | 'stepsAside';
    readonly reason: string;
    readonly by: { readonly accountId: string; readonly name: string; readonly unitCode: string };
    readonly at: Date;
  };
}

/** The failure record has four fixed parts (在线调解规则21). */
export interface Failure {
  readonly ending: string;
  readonly on: CalendarDay;
  readonly course: string;
  readonly reason: string;
  readonly costConduct: string;
  readonly hints: string;
  readonly remediesToldOn?: CalendarDay;
}

/** The notice that the mediation has ended, with what else the parties may do (F19; 人民调解法26). */
export interface Termination {
  readonly remedies: readonly Remedy[];
  readonly served: readonly { readonly partyId: string; readonly on: CalendarDay; readonly how: ConsentChannel }[];
  readonly note?: string;
}

/** The court's fee as far as the desk knows of it: told, and settled by payment or by a decision (诉讼费用交纳办法22). */
export interface CourtFee {
  readonly notifiedOn: CalendarDay;
  readonly amountFen?: number;
  readonly settledOn?: CalendarDay;
  readonly how?: 'paid' | 'deferred' | 'reduced' | 'exempt';
}

/** How the suit ended. */
export interface CourtResult {
  readonly kind: CourtResultCode;
  readonly on: CalendarDay;
  readonly note?: string;
}

export interface Filing {
  readonly transferredAt: Date;
  readonly court: string;
  readonly docket?: string;
  readonly filedOn?: CalendarDay;
  readonly procedure?: string;
  /** O51–O53: where the case went on. */
  readonly followUp?: string;
  /** Who hears the case. */
  /** Of a matter that goes to arbitration first: what it came to, or why the suit needs none (劳动争议调解仲裁法5). */
  readonly arbitration?: string;
  readonly judge?: string;
  readonly fee?: CourtFee;
  readonly materials: readonly string[];
  /** Who takes part in the trial, asked of against those who mediated (特邀调解规定16). */
  readonly trialRoles?: {
    readonly named: Readonly<Record<string, readonly string[]>>;
    /** Why somebody of a mediator's name is another person. */
    readonly explained?: string;
    readonly checkedAt: Date;
    readonly checkedBy: string;
  };
}

/** Who answers for a dispute's danger, what was reported, and what nobody has judged yet. */
export interface RiskFile {
  /** Moves with the custody of the dispute; without a person the unit answers for it. */
  readonly owner: { readonly unitCode: string; readonly accountId?: string; readonly name?: string };
  /** When a person last looked at it. */
  readonly assessedAt: Date;
  /** When the present colour was reported to the unit above. */
  readonly reportedAt?: Date;
  /** Reports to the police with the receipt that proves them (人民调解法25). */
  readonly policeReports: readonly {
    readonly at: Date;
    readonly station: string;
    readonly receipt: string;
    readonly by: string;
  }[];
  /** Signs the system has found and no person has judged. */
  readonly found: readonly RiskSign[];
  /** True while some are; serves the list of them. */
  readonly undecided?: true;
}

export interface DisputeRecord {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  /** How many events the dispute has; the number of the last one. */
  readonly eventCount: number;
  readonly state: State;
  readonly track: Track;
  readonly round: number;
  /** The day the present round began, where it is not the first. */
  readonly roundOn?: CalendarDay;
  readonly source: string;
  readonly type: string;
  /** 案由: a name of the catalogue with its code and edition, or free text where none was imported. */
  readonly cause?: string;
  readonly causeCode?: string;
  readonly causeEdition?: string;
  readonly title: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly amountFen?: number;
  readonly place: { readonly unitCode: string; readonly townshipCode: string; readonly text: string };
  /** The day of the request interrupts limitation (诉讼时效规定12). */
  readonly requestedOn: CalendarDay;
  readonly lodgedAt: Date;
  readonly acceptedAt?: Date;
  readonly endedAt?: Date;
  readonly closedAt?: Date;
  readonly parties: readonly Party[];
  readonly owner: UnitPosition;
  readonly origin: { readonly unitCode: string; readonly tier: UnitPosition['tier']; readonly accountId: string };
  readonly custody: readonly CustodyRow[];
  readonly handOver?: PendingHandOver;
  /** Requests for help that await an answer. */
  readonly assists?: readonly OpenAssistance[];
  readonly bounces: number;
  readonly rulingUnit?: string;
  readonly boundUnit?: string;
  /** True once the dispute has been pushed to a lower unit. */
  readonly pushedDown: boolean;
  readonly mediator?: Mediator;
  readonly recusal?: Recusal;
  readonly rightsToldOn?: CalendarDay;
  readonly sessions: number;
  readonly contactAttempts: number;
  readonly extensions: number;
  readonly failures: number;
  readonly risk: 'red' | 'orange' | 'yellow' | 'blue';
  readonly riskTriggers: readonly RiskTriggerId[];
  readonly riskFile?: RiskFile;
  readonly clocks: readonly ClockRecord[];
  /** The nearest due instant of its clocks; `NOTHING_DUE` when none runs, so that lists by due date have an end. */
  readonly nextDueAt: Date;
  /** When time alone next brings something about: a warning or an act of expiry; `NOTHING_DUE` when never. */
  readonly nextSweepAt: Date;
  readonly agreement?: Agreement;
  readonly failure?: Failure;
  readonly filing?: Filing;
  /** 诉前调 docket of a suit that is referred before it is filed (T2). */
  readonly referralDocket?: string;
  readonly enforcement?: Enforcement;
  readonly undisputedFacts?: readonly UndisputedFact[];
  readonly termination?: Termination;
  readonly courtResult?: CourtResult;
  readonly missing?: readonly string[];
  readonly outcome?: {
    readonly code: string;
    readonly on: CalendarDay;
    readonly tier: UnitPosition['tier'];
    readonly unitCode: string;
  };
  readonly mergedInto?: string;
  readonly external?: { readonly system: string; readonly number: string };
  readonly visibleTo: readonly string[];
  readonly terms: readonly string[];
  readonly updatedAt: Date;
}
