// Mediation that fails ends with a proved reason and the four-part record the court will read (在线调解规则21、25; 特邀调解规定
// 26; 人民调解法26). When the term is over the system ends it, never silently.

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { cannotBeReached, stillMissing, type UnreachableFinding } from '../../domain/contact.ts';
import { type EndingCode, endingsOf, type EndingProof, missingProofs } from '../../domain/ending.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Effect,
  type Failure,
  isRecordOpen,
  runningTerm,
} from '../disputes/index.ts';
import { disputants, notAhead, outcomeOf } from './entry.ts';
import { factErrors, factFields, type FactsInput, factsWith } from './fact.acts.ts';
import { type ContactEntry } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import { type FailInput, type FailureRecordInput, failSchema } from './mediation.schema.ts';

/** How far a party's contact log meets the rule of "cannot be reached". */
export interface UnreachableParty extends UnreachableFinding {
  readonly partyId: string;
  readonly name: string;
  readonly missing: ReturnType<typeof stillMissing>;
}

export const unreachableParties = (
  dispute: DisputeRecord,
  contacts: readonly ContactEntry[],
): readonly UnreachableParty[] =>
  disputants(dispute).map((party) => {
    const finding = cannotBeReached(contacts.filter((contact) => contact.partyId === party.id));
    return { partyId: party.id, name: party.name, ...finding, missing: stillMissing(finding) };
  });

/** What the record already proves of the endings' conditions; the forms of the record itself are asked in the input. */
export function provedEndings(
  dispute: DisputeRecord,
  contacts: readonly ContactEntry[],
  now: Date,
): ReadonlySet<EndingProof> {
  const proved = new Set<EndingProof>(['failureRecord', 'remediesTold']);
  const due = runningTerm(dispute)?.dueAt;
  if (disputants(dispute).some(({ consent }) => consent.state === 'refused' || consent.state === 'revoked')) {
    proved.add('refusal');
  }
  if (unreachableParties(dispute, contacts).some((party) => party.met)) proved.add('contactLog');
  if (due && now > due) proved.add('termExpired');
  return proved;
}

/** What is wrong with a failure record as typed: days ahead, facts that not everybody has confirmed or that sound like an offer. */
export function failureErrors(dispute: DisputeRecord, input: FailureRecordInput, now: Date): readonly FieldError[] {
  return [
    ...(input.on ? notAhead(input.on, now, 'on') : []),
    ...notAhead(input.remediesToldOn, now, 'remediesToldOn'),
    ...factErrors(dispute, input, now, true),
  ];
}

/** The change every failed mediation makes: record, outcome, end, one failure more; and the facts typed with it. */
export function failed(
  context: ActContext,
  ending: EndingCode,
  record: Omit<Failure, 'ending'>,
  facts?: FactsInput,
): Effect {
  const { dispute, now } = context;
  const failure: Failure = { ending, ...record };
  return {
    set: {
      ...(facts && facts.undisputedFacts.length > 0
        ? { undisputedFacts: factsWith(dispute, facts, dayOfInstant(now)) }
        : {}),
      failure,
      outcome: outcomeOf(dispute, ending, record.on),
      endedAt: now,
      failures: dispute.failures + 1,
    },
    data: { ending, on: record.on, undisputedFacts: facts?.undisputedFacts.length ?? 0 },
    // A registered suit goes back to its court as soon as the record can go with it (2024-12-27意见(5)); what is missing
    // is waited for one working day (CL14).
    ...(isRecordOpen(failure) ? {} : { follow: 'transferToFiling' as const }),
  };
}

/** The record as it is kept. */
export const failureRecordOf = (input: FailureRecordInput, today: CalendarDay): Omit<Failure, 'ending'> => ({
  on: input.on ?? today,
  course: input.course,
  reason: input.reason,
  costConduct: input.costConduct,
  hints: input.hints,
  remediesToldOn: input.remediesToldOn,
});

/** failMediation and expireTerm. */
export function failureActs(repository: MediationRepository): readonly AnyActDefinition[] {
  const proofsOf = async ({ dispute, now }: ActContext) =>
    provedEndings(dispute, await repository.contacts(dispute), now);

  const failMediation: ActDefinition<FailInput> = {
    act: 'failMediation',
    schema: failSchema,
    fields: async (context) => {
      const proved = new Set([...(await proofsOf(context)), 'shamReport' as const]);
      const open = endingsOf('failure').filter((code) => missingProofs(code, proved).length === 0);
      const today = dayOfInstant(context.now);
      return [
        {
          name: 'ending',
          kind: 'radios',
          required: true,
          options: open.map((value) => ({ value, key: `codes:endings.${value}` })),
        },
        { name: 'course', kind: 'textarea', hint: true, required: true },
        { name: 'reason', kind: 'textarea', hint: true, required: true },
        { name: 'costConduct', kind: 'textarea', required: true },
        { name: 'hints', kind: 'textarea', required: true },
        ...factFields(context.dispute, today),
        { name: 'remediesToldOn', kind: 'date', hint: true, required: true, value: today },
        { name: 'shamReportedOn', kind: 'date', hint: true },
        { name: 'on', kind: 'date', value: today },
      ];
    },
    prepare: async (context, input) => {
      const proved = new Set(await proofsOf(context));
      if (input.shamReportedOn) proved.add('shamReport');
      const errors = [
        ...missingProofs(input.ending, proved).map((proof) => ({
          field: proof === 'shamReport' ? 'shamReportedOn' : 'ending',
          code: `mediation.proof.${proof}`,
        })),
        ...failureErrors(context.dispute, input, context.now),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      return failed(context, input.ending, failureRecordOf(input, dayOfInstant(context.now)), input);
    },
  };

  // The four parts stay empty until whoever transfers the dispute to filing writes them.
  const expireTerm: ActDefinition<Record<string, never>> = {
    act: 'expireTerm',
    schema: Joi.object({}),
    prepare: (context) => ({
      ...failed(context, 'O34', {
        on: dayOfInstant(context.now),
        course: '',
        reason: '',
        costConduct: '',
        hints: '',
      }),
      // When its time is over a registered suit waits for no record (2024-12-27意见(5)).
      follow: 'transferToFiling',
    }),
  };

  return [failMediation, expireTerm];
}
