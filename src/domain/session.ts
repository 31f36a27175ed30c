// The record of a mediation session, form F07: who took part from when to when, that the rights were told and the
// mediator's relations disclosed, what was said, proposed and resolved (人民调解法 27; 特邀调解规定 14–15; 在线调解规则 16–17, 22).
// A record that breaks a rule is refused; one that merely looks odd is kept and flagged.

import { dayOfInstant, daysBetween } from './calendar-day.ts';
import { type FieldError } from './errors.ts';

export const PARTICIPATION_MODES = [
  'video',
  'separateVideo',
  'assistedSite',
  'inPerson',
  'telephone',
  'mixed',
] as const;
export type ParticipationMode = (typeof PARTICIPATION_MODES)[number];

export const SESSION_RESULTS = ['agreed', 'partlyAgreed', 'continue', 'failed', 'adjourned'] as const;
export type SessionResult = (typeof SESSION_RESULTS)[number];

export interface Attendance {
  readonly partyId: string;
  readonly side: 'applicant' | 'respondent' | 'third';
  readonly present: boolean;
}

export interface SessionRecord {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly mode: ParticipationMode;
  /** Place of meeting, or the room's address when held on line. */
  readonly place: string;
  readonly host: string;
  readonly recorder: string;
  readonly attendance: readonly Attendance[];
  /** The mediator met the sides one after the other, with their consent (在线调解规则 16). */
  readonly separately: boolean;
  readonly separateConsent: boolean;
  readonly identityChecked: boolean;
  readonly rightsTold: boolean;
  readonly disclosed: boolean;
  readonly statements: string;
  readonly issues: string;
  readonly proposals: string;
  readonly result: SessionResult;
  readonly nextStep: string;
}

export const SESSION_FLAGS = [
  'lateEntry',
  'sameMinute',
  'overnight',
  'heldSeparately',
  'mediatorRecordedAlone',
] as const;
export type SessionFlag = (typeof SESSION_FLAGS)[number];

export interface SessionFinding {
  readonly errors: readonly FieldError[];
  readonly flags: readonly SessionFlag[];
}

/** Days after which an entry counts as late, unless the deployment says otherwise. */
export const LATE_AFTER_DAYS = 3;
const MS_PER_MINUTE = 60_000;

const REQUIRED_TEXTS = ['place', 'host', 'recorder', 'statements'] as const;
const REQUIRED_STEPS = ['identityChecked', 'rightsTold', 'disclosed'] as const;

/** Judges a session record as typed at `now`; without errors it may be stored, flags included. */
export function checkSession(record: SessionRecord, now: Date, lateAfterDays = LATE_AFTER_DAYS): SessionFinding {
  const errors: FieldError[] = [
    ...REQUIRED_TEXTS.filter((field) => record[field].trim() === '').map((field) => ({ field, code: 'any.required' })),
    ...REQUIRED_STEPS.filter((field) => !record[field]).map((field) => ({ field, code: `law.session.${field}` })),
  ];
  if (record.endedAt <= record.startedAt) errors.push({ field: 'endedAt', code: 'law.session.endBeforeStart' });
  if (record.startedAt > now) errors.push({ field: 'startedAt', code: 'law.session.inFuture' });
  else if (record.endedAt > now) errors.push({ field: 'endedAt', code: 'law.session.inFuture' });
  errors.push(...attendanceErrors(record));
  if (record.result === 'continue' && record.nextStep.trim() === '') {
    errors.push({ field: 'nextStep', code: 'law.session.nextStepMissing' });
  }
  return { errors, flags: flagsOf(record, now, lateAfterDays) };
}

function attendanceErrors(record: SessionRecord): readonly FieldError[] {
  const sides = new Set(record.attendance.filter((row) => row.present).map((row) => row.side));
  if (sides.size === 0) return [{ field: 'attendance', code: 'law.session.nobodyPresent' }];
  if (record.separately) {
    return record.separateConsent ? [] : [{ field: 'separateConsent', code: 'law.session.separateConsentMissing' }];
  }
  const bothSides = sides.has('applicant') && sides.has('respondent');
  return bothSides ? [] : [{ field: 'attendance', code: 'law.session.oneSideOnly' }];
}

function flagsOf(record: SessionRecord, now: Date, lateAfterDays: number): readonly SessionFlag[] {
  const endDay = dayOfInstant(record.endedAt);
  const oddities: Readonly<Record<SessionFlag, boolean>> = {
    lateEntry: daysBetween(endDay, dayOfInstant(now)) > lateAfterDays,
    sameMinute: record.endedAt.getTime() - record.startedAt.getTime() < MS_PER_MINUTE,
    overnight: dayOfInstant(record.startedAt) !== endDay,
    heldSeparately: record.separately,
    mediatorRecordedAlone: record.host.trim() === record.recorder.trim(),
  };
  return SESSION_FLAGS.filter((flag) => oddities[flag]);
}
