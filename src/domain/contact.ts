// Contact with a party: every attempt is logged, the first real contact is due three working days after acceptance
// (在线调解规则 15, CL05), and "cannot be reached" is an ending that must be earned: at least three failed attempts on at least
// two days by at least two channels (the counts are a design choice).

import { dayOfInstant } from './calendar-day.ts';

export const CONTACT_CHANNELS = ['phone', 'sms', 'message', 'visit', 'post', 'viaVillage', 'platform'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** Whether the party was reached; a party who refuses has been reached. */
export const CONTACT_RESULTS = {
  reached: { reached: true },
  refused: { reached: true },
  noAnswer: { reached: false },
  unreachableNumber: { reached: false },
  wrongNumber: { reached: false },
  notAtAddress: { reached: false },
  returnedMail: { reached: false },
} as const satisfies Readonly<Record<string, { readonly reached: boolean }>>;
export type ContactResult = keyof typeof CONTACT_RESULTS;
export const CONTACT_RESULT_CODES = Object.keys(CONTACT_RESULTS) as readonly ContactResult[];

export interface ContactAttempt {
  readonly at: Date;
  readonly channel: ContactChannel;
  readonly result: ContactResult;
}

export const UNREACHABLE_RULE = { attempts: 3, days: 2, channels: 2 } as const;

export interface UnreachableFinding {
  readonly met: boolean;
  readonly reached: boolean;
  readonly attempts: number;
  readonly days: number;
  readonly channels: number;
}

const isContact = (attempt: ContactAttempt): boolean => CONTACT_RESULTS[attempt.result].reached;

/** Judges the log of one party: how far the rule is met, so that a page can say what is still missing. */
export function cannotBeReached(attempts: readonly ContactAttempt[]): UnreachableFinding {
  const days = new Set(attempts.map((attempt) => dayOfInstant(attempt.at))).size;
  const channels = new Set(attempts.map((attempt) => attempt.channel)).size;
  const reached = attempts.some(isContact);
  const enough =
    attempts.length >= UNREACHABLE_RULE.attempts &&
    days >= UNREACHABLE_RULE.days &&
    channels >= UNREACHABLE_RULE.channels;
  return { met: enough && !reached, reached, attempts: attempts.length, days, channels };
}

/** What the log of a party still lacks before it may be said that it cannot be reached; all zero when nothing does. */
export const stillMissing = ({ attempts, days, channels }: UnreachableFinding) => ({
  attempts: Math.max(0, UNREACHABLE_RULE.attempts - attempts),
  days: Math.max(0, UNREACHABLE_RULE.days - days),
  channels: Math.max(0, UNREACHABLE_RULE.channels - channels),
});

const LATE_ENTRY_MS = 24 * 3_600_000;

/** An attempt typed more than a day after it was made is marked as entered late. */
export const enteredLate = (at: Date, recordedAt: Date): boolean => recordedAt.getTime() - at.getTime() > LATE_ENTRY_MS;

/** When the party was first really reached: what stops CL05. */
export const firstContact = (attempts: readonly ContactAttempt[]): Date | undefined =>
  attempts.filter(isContact).toSorted((a, b) => a.at.getTime() - b.at.getTime())[0]?.at;
