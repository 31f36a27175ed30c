// The sessions themselves, and the time they have: recording (F07), pausing, resuming and extending the term
// (人民调解法27; 在线调解规则16–17、22、24、26; 特邀调解规定18、27).

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type ClockRecord, extendClock, pauseClock, resumeClock } from '../../domain/clock.ts';
import { invalid, invalidField } from '../../domain/errors.ts';
import { checkSession, PARTICIPATION_MODES, SESSION_RESULTS, type SessionFinding } from '../../domain/session.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  runningTerm,
} from '../disputes/index.ts';
import { extensionAnswers } from './extension.ts';
import { entryOf, notAhead, partyOptions, unknownParties } from './entry.ts';
import { type SessionEntry } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import {
  DEFAULT_EXTENSION_DAYS,
  type ExtendInput,
  extendSchema,
  type PauseInput,
  PAUSES,
  pauseSchema,
  type ResumeInput,
  resumeSchema,
  type SessionInput,
  sessionSchema,
} from './mediation.schema.ts';

/** The fields under which the form asks for what the domain calls otherwise. */
const FORM_FIELDS: Readonly<Record<string, string>> = { startedAt: 'from', endedAt: 'until' };

/** Applies a change to the running mediation clock. */
const onTerm =
  (dispute: DisputeRecord, change: (term: ClockRecord) => ClockRecord) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] => {
    const term = runningTerm(dispute);
    return clocks.map((clock) => (term && clock.rule === term.rule && !clock.stoppedAt ? change(clock) : clock));
  };

/** The last day of the term as it runs now; null while it stands still. */
function dueDayOf(dispute: DisputeRecord): string | null {
  const dueAt = runningTerm(dispute)?.dueAt;
  return dueAt ? dayOfInstant(dueAt) : null;
}

export interface SessionDeps {
  readonly repository: MediationRepository;
}

/** recordSession, pause, resume and extendTerm. */
export function sessionActs({ repository }: SessionDeps): readonly AnyActDefinition[] {
  const recordSession: ActDefinition<SessionInput> = {
    act: 'recordSession',
    schema: sessionSchema,
    fields: ({ dispute, now }) => [
      { name: 'on', kind: 'date', required: true, value: dayOfInstant(now) },
      { name: 'from', kind: 'text', required: true },
      { name: 'until', kind: 'text', hint: true },
      { name: 'mode', kind: 'radios', required: true, options: keyed(PARTICIPATION_MODES, 'modes'), value: 'inPerson' },
      { name: 'place', kind: 'text', hint: true, required: true },
      { name: 'host', kind: 'text', required: true, value: dispute.mediator?.name ?? '' },
      { name: 'recorder', kind: 'text', required: true },
      { name: 'statements', kind: 'textarea', hint: true, required: true },
      { name: 'issues', kind: 'lines' },
      { name: 'proposals', kind: 'lines', hint: true },
      { name: 'result', kind: 'radios', required: true, options: keyed(SESSION_RESULTS, 'sessionResults') },
      { name: 'nextStep', kind: 'text' },
      { name: 'nextOn', kind: 'date' },
    ],
    prepare: (context, sent) => {
      const { dispute, now } = context;
      const input = { ...sent, until: untilOf(sent, now) };
      const session = sessionOf(context, input);
      const finding = judge(dispute, input, session, now);
      const errors = [
        ...finding.errors.map((error) => ({ ...error, field: FORM_FIELDS[error.field] ?? error.field })),
        ...unknownParties(
          dispute,
          input.attendance.map((row) => row.party),
          'attendance',
        ),
        ...(input.recusal === 'raised' && !input.recusalNote ? [{ field: 'recusalNote', code: 'any.required' }] : []),
        ...(input.nextOn && input.nextOn < input.on ? [{ field: 'nextOn', code: 'mediation.nextBeforeSession' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const entry = { ...session, flags: finding.flags };
      return {
        set: {
          sessions: dispute.sessions + 1,
          // A party that asks for another mediator in the session has put the question (特邀调解规定15).
          ...(input.recusal === 'raised'
            ? { recusal: { by: 'session', ground: 'other', note: input.recusalNote ?? '', raisedAt: now } }
            : {}),
        },
        at: session.startedAt,
        data: {
          no: session.no,
          on: input.on,
          mode: input.mode,
          result: input.result,
          flags: finding.flags,
          ...(entry.writtenAt ? { writtenAt: entry.writtenAt } : {}),
        },
        also: (tx) => repository.addSession(entry, tx),
      };
    },
  };

  const pause: ActDefinition<PauseInput> = {
    act: 'pause',
    schema: pauseSchema,
    fields: () => [
      { name: 'cause', kind: 'radios', required: true, options: keyed(PAUSES, 'pauseCauses') },
      { name: 'reason', kind: 'textarea', required: true },
      { name: 'courtConsentOn', kind: 'date', hint: true },
      { name: 'partiesAgree', kind: 'checkboxes', options: [{ value: 'true', key: 'mediation:pauseCauses.agreed' }] },
    ],
    prepare: ({ dispute, now, holidays }, input) => {
      // Expert work starts only with the court's consent (在线调解规则26; 法办〔2023〕275号).
      if (input.cause === 'expert' && !input.courtConsentOn) {
        throw invalidField('courtConsentOn', 'mediation.courtConsentMissing');
      }
      if (input.cause === 'partiesAsk' && !input.partiesAgree) {
        throw invalidField('partiesAgree', 'mediation.partiesMustAgree');
      }
      const ahead = input.courtConsentOn ? notAhead(input.courtConsentOn, now, 'courtConsentOn') : [];
      if (ahead.length > 0) throw invalid('validation', ahead);
      return {
        clocks: onTerm(dispute, (term) => pauseClock(term, now, holidays, input.cause)),
        data: { cause: input.cause, reason: input.reason, courtConsentOn: input.courtConsentOn ?? null },
      };
    },
  };

  const resume: ActDefinition<ResumeInput> = {
    act: 'resume',
    schema: resumeSchema,
    fields: () => [{ name: 'note', kind: 'textarea' }],
    prepare: ({ dispute, now, holidays }, input) => ({
      clocks: onTerm(dispute, (term) => resumeClock(term, now, holidays)),
      data: input.note ? { note: input.note } : {},
    }),
  };

  const extendTerm: ActDefinition<ExtendInput> = {
    act: 'extendTerm',
    schema: extendSchema,
    fields: async ({ dispute, now }) => {
      const missing = (await extensionAnswers(repository, dispute)).filter(({ answer }) => answer !== 'given');
      return [
        { name: 'days', kind: 'number', hint: true, required: true, value: DEFAULT_EXTENSION_DAYS },
        ...(missing.length > 0
          ? [
              {
                name: 'signedBy',
                kind: 'checkboxes' as const,
                hint: true as const,
                required: true,
                options: partyOptions(missing.map(({ party }) => party)),
              },
            ]
          : []),
        { name: 'signedOn', kind: 'date', required: true, value: dayOfInstant(now) },
        { name: 'reason', kind: 'textarea', required: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now, holidays } = context;
      const answers = await extensionAnswers(repository, dispute);
      const errors = [
        ...unknownParties(dispute, input.signedBy, 'signedBy'),
        ...(dispute.acceptedAt && input.signedOn < dayOfInstant(dispute.acceptedAt)
          ? [{ field: 'signedOn', code: 'mediation.signedBeforeTerm' }]
          : []),
        ...notAhead(input.signedOn, now, 'signedOn'),
        ...(answers.every(({ party, answer }) => answer === 'given' || input.signedBy.includes(party.id))
          ? []
          : [{ field: 'signedBy', code: 'mediation.everyPartyMustSign' }]),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const entries = input.signedBy.map((partyId) => ({
        ...entryOf(context),
        partyId,
        scope: 'extension' as const,
        answer: 'given' as const,
        on: input.signedOn,
        channel: 'writing' as const,
        evidence: 'F17',
      }));
      return {
        set: { extensions: dispute.extensions + 1 },
        clocks: onTerm(dispute, (term) => extendClock(term, input.days, now, holidays)),
        data: {
          days: input.days,
          signedOn: input.signedOn,
          reason: input.reason,
          dueBefore: dueDayOf(dispute),
        },
        also: (tx) => repository.addConsents(entries, tx),
      };
    },
  };

  return [recordSession, pause, resume, extendTerm];
}

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });

/** @throws DomainError `validation` when the session was on another day, whose end nobody can guess */
function untilOf({ until, on }: SessionInput, now: Date): string {
  if (until) return until;
  if (on !== dayOfInstant(now)) throw invalidField('until', 'any.required');
  return clockTime.format(now);
}

type TimedInput = SessionInput & { readonly until: string };

function sessionOf(context: ActContext, input: TimedInput): Omit<SessionEntry, 'flags'> {
  return {
    ...entryOf(context),
    no: context.dispute.sessions + 1,
    startedAt: new Date(`${input.on}T${input.from}:00+08:00`),
    endedAt: new Date(`${input.on}T${input.until}:00+08:00`),
    mode: input.mode,
    place: input.place,
    host: input.host,
    recorder: input.recorder,
    attendance: input.attendance.map(({ party, presence, as }) => ({
      partyId: party,
      presence,
      ...(as ? { as } : {}),
    })),
    recusal: input.recusal,
    ...(input.recusalNote ? { recusalNote: input.recusalNote } : {}),
    statements: input.statements,
    issues: input.issues,
    proposals: input.proposals,
    result: input.result,
    ...(input.nextStep ? { nextStep: input.nextStep } : {}),
    ...(input.nextOn ? { nextOn: input.nextOn } : {}),
    // A device's clock that runs ahead says nothing.
    ...(input.writtenAt && input.writtenAt <= context.now ? { writtenAt: input.writtenAt } : {}),
  };
}

function judge(
  dispute: DisputeRecord,
  input: SessionInput,
  session: Omit<SessionEntry, 'flags'>,
  now: Date,
): SessionFinding {
  const sides = new Map(dispute.parties.map((party) => [party.id, party.side]));
  return checkSession(
    {
      ...session,
      attendance: input.attendance.flatMap(({ party, presence }) => {
        const side = sides.get(party);
        return side ? [{ partyId: party, side, present: presence !== 'absent' }] : [];
      }),
      separately: input.attendance.some((row) => row.presence === 'separate'),
      separateConsent: input.separateConsent,
      identityChecked: input.identityChecked,
      rightsTold: input.rightsTold,
      disclosed: input.disclosed,
      issues: input.issues.join('\n'),
      proposals: input.proposals.join('\n'),
      nextStep: input.nextStep ?? '',
    },
    now,
  );
}
