// Mediation rests on consent: each party's yes or no is a stored fact with date, channel and evidence, and a no at any
// moment ends the mediation (人民调解法 3, 17, 23; 特邀调解规定 11; 在线调解规则 4). Consent is asked for a purpose and holds for
// that purpose only.

import { type CalendarDay } from './calendar-day.ts';

/** What is consented to: mediation itself, or one of the steps for which the rules ask a consent of their own. */
export const CONSENT_SCOPES = [
  'mediation',
  'separateSessions',
  'online',
  'extension',
  'expert',
  'inviteHelper',
  'recording',
  'electronicService',
  'confirmation',
  'mediatorRelation',
] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

export const CONSENT_CHANNELS = ['inPerson', 'phone', 'sms', 'message', 'online', 'writing'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

export interface Consent {
  readonly partyId: string;
  readonly scope: ConsentScope;
  readonly answer: 'given' | 'refused';
  readonly on: CalendarDay;
  readonly channel: ConsentChannel;
  /** What proves it: file id, recording number, witness. */
  readonly evidence: string;
  readonly revokedOn?: CalendarDay;
}

export type ConsentState = 'none' | 'given' | 'refused' | 'revoked';

/** Where one party stands; the latest answer counts, and of one day the later entry. */
export function consentOf(partyId: string, scope: ConsentScope, consents: readonly Consent[]): ConsentState {
  const latest = consents
    .filter((consent) => consent.partyId === partyId && consent.scope === scope)
    .reduce<Consent | undefined>((last, next) => (last === undefined || next.on >= last.on ? next : last), undefined);
  if (latest === undefined) return 'none';
  return latest.revokedOn === undefined ? latest.answer : 'revoked';
}

/** Whether every party has agreed; a list without parties has not. */
export const allConsented = (partyIds: readonly string[], scope: ConsentScope, consents: readonly Consent[]): boolean =>
  partyIds.length > 0 && partyIds.every((partyId) => consentOf(partyId, scope, consents) === 'given');

/** Whether some party has said no or taken the yes back. */
export const anyRefused = (partyIds: readonly string[], scope: ConsentScope, consents: readonly Consent[]): boolean =>
  partyIds.some((partyId) => ['refused', 'revoked'].includes(consentOf(partyId, scope, consents)));
