// What mediation leaves behind besides the dispute itself: attempts to reach the parties, their consents and ways of
// taking part, the sessions, and the rounds that came before the present one.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type ConsentChannel, type ConsentScope } from '../../domain/consent.ts';
import { type ContactChannel, type ContactResult } from '../../domain/contact.ts';
import { type ParticipationMode, type SessionFlag, type SessionResult } from '../../domain/session.ts';
import { type DisputeRecord } from '../disputes/index.ts';

interface Entry {
  readonly disputeId: string;
  readonly round: number;
  readonly recordedAt: Date;
  readonly recordedBy: { readonly accountId: string; readonly name: string };
}

/** One attempt to reach a party, successful or not (在线调解规则15). */
export interface ContactEntry extends Entry {
  readonly partyId: string;
  readonly at: Date;
  readonly channel: ContactChannel;
  readonly result: ContactResult;
  readonly note?: string;
}

/** A paper of the dispute named as proof, with its title as it was then. */
export interface EvidencePaper {
  readonly id: string;
  readonly title: string;
}

/** A party's answer to one question of consent, with what proves it (人民调解法17; 特邀调解规定11). */
export interface ConsentEntry extends Entry {
  readonly partyId: string;
  readonly scope: ConsentScope;
  readonly answer: 'given' | 'refused';
  readonly on: CalendarDay;
  readonly channel: ConsentChannel;
  /** What proves the answer, in words; empty where a paper alone does. */
  readonly evidence: string;
  readonly evidenceFile?: EvidencePaper;
  readonly revokedOn?: CalendarDay;
}

/** How a party takes part and whether it confirmed where papers reach it (在线调解规则16、17). */
export interface Participation extends Entry {
  readonly partyId: string;
  readonly mode: ParticipationMode;
  readonly addressConfirmedOn?: CalendarDay;
  readonly electronicService: boolean;
}

export const PRESENCES = ['present', 'separate', 'absent'] as const;
export type Presence = (typeof PRESENCES)[number];

/** A session record, form F07. `no` counts within the round. */
export interface SessionEntry extends Entry {
  readonly no: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly mode: ParticipationMode;
  /** The room, or its address when held on line. */
  readonly place: string;
  readonly host: string;
  readonly recorder: string;
  readonly attendance: readonly { readonly partyId: string; readonly presence: Presence; readonly as?: string }[];
  readonly recusal: 'none' | 'raised';
  readonly recusalNote?: string;
  readonly statements: string;
  readonly issues: readonly string[];
  readonly proposals: readonly string[];
  readonly result: SessionResult;
  readonly nextStep?: string;
  readonly nextOn?: CalendarDay;
  readonly flags: readonly SessionFlag[];
  /** Finished on a device away from the network; `recordedAt` is when it arrived. */
  readonly writtenAt?: Date;
}

/** A finished round as it stood when the next one began; never changed. */
export interface EarlierRound extends Entry {
  readonly track: DisputeRecord['track'];
  readonly state: DisputeRecord['state'];
  readonly sessions: number;
  readonly contactAttempts: number;
  readonly extensions: number;
  readonly acceptedAt?: Date;
  readonly endedAt?: Date;
  readonly mediator?: DisputeRecord['mediator'];
  readonly agreement?: DisputeRecord['agreement'];
  readonly failure?: DisputeRecord['failure'];
  readonly outcome?: DisputeRecord['outcome'];
  readonly termination?: DisputeRecord['termination'];
  readonly filing?: DisputeRecord['filing'];
  readonly enforcement?: DisputeRecord['enforcement'];
  readonly courtResult?: DisputeRecord['courtResult'];
}
