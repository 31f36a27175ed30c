// What the dispute's page says of its mediation. Statements and proposals of a session belong to the mediation and are
// not told to the court that may later try the case (特邀调解规定22; 在线调解规则18).

import { CONTACT_RESULTS, enteredLate } from '../../domain/contact.ts';
import { type DisputeRecord } from '../disputes/index.ts';
import {
  type ConsentEntry,
  type ContactEntry,
  type EarlierRound,
  type EvidencePaper,
  type Participation,
  type SessionEntry,
} from './mediation.record.ts';
import { type UnreachableParty } from './failure.acts.ts';

export interface SessionView {
  readonly no: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly minutes: number;
  readonly mode: string;
  readonly place: string;
  readonly host: string;
  readonly recorder: string;
  readonly attendance: readonly {
    readonly name: string;
    readonly side: string;
    readonly presence: string;
    readonly as: string | null;
  }[];
  readonly recusal: string;
  readonly recusalNote: string | null;
  readonly result: string;
  readonly nextStep: string | null;
  readonly nextOn: string | null;
  readonly flags: readonly string[];
  /** A record that came in late from a device: when it was finished, and when it arrived. */
  readonly offline: { readonly writtenAt: Date; readonly receivedAt: Date } | null;
  /** Null where the reader may know that the session took place but not what was said. */
  readonly content: {
    readonly statements: string;
    readonly issues: readonly string[];
    readonly proposals: readonly string[];
  } | null;
}

export interface ContactView {
  readonly at: Date;
  readonly party: string;
  readonly channel: string;
  readonly result: string;
  readonly reached: boolean;
  /** Typed more than a day after it was made. */
  readonly late: boolean;
  readonly by: string;
  readonly note: string | null;
}

export interface ConsentView {
  readonly scope: string;
  readonly answer: 'given' | 'refused' | 'revoked';
  readonly on: string;
  readonly channel: string;
  readonly evidence: string | null;
  readonly evidenceFile: EvidencePaper | null;
  readonly by: string;
}

export interface MediationSections {
  readonly disputeId: string;
  readonly sessions: readonly SessionView[];
  readonly contacts: readonly ContactView[];
  readonly unreachable: readonly UnreachableParty[];
  readonly consents: readonly (ConsentView & { readonly party: string })[];
  /** The same answers, party by party, with the notice of rights. */
  readonly answers: readonly {
    readonly party: string;
    readonly side: string;
    readonly rightsToldOn: string | null;
    readonly rightsToldHow: string | null;
    readonly history: readonly ConsentView[];
  }[];
  readonly participations: readonly {
    readonly party: string;
    readonly mode: string;
    readonly addressConfirmedOn: string | null;
    readonly electronicService: boolean;
  }[];
  readonly rounds: readonly {
    readonly round: number;
    readonly outcome: string | null;
    readonly endedAt: Date | null;
  }[];
}

export interface MediationWork {
  readonly sessions: readonly SessionEntry[];
  readonly contacts: readonly ContactEntry[];
  readonly consents: readonly ConsentEntry[];
  readonly participations: readonly Participation[];
  readonly rounds: readonly EarlierRound[];
  readonly unreachable: readonly UnreachableParty[];
}

const MS_PER_MINUTE = 60_000;

/** One answer as the pages tell it. */
export const consentView = (consent: ConsentEntry): ConsentView => ({
  scope: consent.scope,
  answer: consent.revokedOn ? 'revoked' : consent.answer,
  on: consent.revokedOn ?? consent.on,
  channel: consent.channel,
  evidence: consent.evidence || null,
  evidenceFile: consent.evidenceFile ?? null,
  by: consent.recordedBy.name,
});

/** `confidential` is true for a reader of the mediation's own tier or hand, false for the court. */
export function presentMediation(
  dispute: DisputeRecord,
  work: MediationWork,
  confidential: boolean,
): MediationSections {
  const nameOf = (partyId: string) => dispute.parties.find((party) => party.id === partyId)?.name ?? partyId;
  const sideOf = (partyId: string) => dispute.parties.find((party) => party.id === partyId)?.side ?? 'third';
  return {
    disputeId: dispute.id,
    sessions: work.sessions.map((session) => ({
      no: session.no,
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      minutes: Math.round((session.endedAt.getTime() - session.startedAt.getTime()) / MS_PER_MINUTE),
      mode: session.mode,
      place: session.place,
      host: session.host,
      recorder: session.recorder,
      attendance: session.attendance.map(({ partyId, presence, as }) => ({
        name: nameOf(partyId),
        side: sideOf(partyId),
        presence,
        as: as ?? null,
      })),
      recusal: session.recusal,
      recusalNote: session.recusalNote ?? null,
      result: session.result,
      nextStep: session.nextStep ?? null,
      nextOn: session.nextOn ?? null,
      flags: session.flags,
      offline: session.writtenAt ? { writtenAt: session.writtenAt, receivedAt: session.recordedAt } : null,
      content: confidential
        ? { statements: session.statements, issues: session.issues, proposals: session.proposals }
        : null,
    })),
    contacts: work.contacts.toReversed().map((contact) => ({
      at: contact.at,
      party: nameOf(contact.partyId),
      channel: contact.channel,
      result: contact.result,
      reached: CONTACT_RESULTS[contact.result].reached,
      late: enteredLate(contact.at, contact.recordedAt),
      by: contact.recordedBy.name,
      note: contact.note ?? null,
    })),
    unreachable: work.unreachable,
    consents: work.consents
      .toReversed()
      .map((consent) => ({ party: nameOf(consent.partyId), ...consentView(consent) })),
    answers: dispute.parties.map((party) => ({
      party: party.name,
      side: party.side,
      rightsToldOn: party.rightsTold?.on ?? null,
      rightsToldHow: party.rightsTold?.how ?? null,
      history: work.consents
        .filter((consent) => consent.partyId === party.id)
        .toReversed()
        .map(consentView),
    })),
    participations: work.participations.map((row) => ({
      party: nameOf(row.partyId),
      mode: row.mode,
      addressConfirmedOn: row.addressConfirmedOn ?? null,
      electronicService: row.electronicService,
    })),
    rounds: work.rounds.map((round) => ({
      round: round.round,
      outcome: round.outcome?.code ?? null,
      endedAt: round.endedAt ?? null,
    })),
  };
}
