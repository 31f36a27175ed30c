// Judicial confirmation: jointly applied for within thirty days, ruled on by the court, enforceable once confirmed
// (民事诉讼法205–206; 人民调解法33; 民诉法解释353–358).

import { confirmationEligibility, type ConfirmationFinding } from '../../domain/agreement.ts';
import { type CalendarDay, dayOfInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { startClock } from '../../domain/clock.ts';
import { EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type ActDefinition, type Agreement, type AnyActDefinition, type DisputeRecord } from '../disputes/index.ts';
import {
  beginRound,
  disputants,
  type MediationRepository,
  notAhead,
  outcomeOf,
  partyOptions,
  unknownParties,
} from '../mediation/index.ts';
import { type PapersOf } from './agreement.paper.ts';
import { type AgreementRepository } from './agreement.repository.ts';
import {
  type ApplicationInput,
  applicationSchema,
  type ConfirmInput,
  confirmSchema,
  EXCLUSION_CODES,
  type RejectInput,
  REJECTION_REASONS,
  rejectSchema,
  type RemediateInput,
  remediateSchema,
  type VerificationInput,
  verificationSchema,
} from './agreement.schema.ts';
import { attachmentsOf } from './confirmation.presenter.ts';
import { exclusionsOf } from './effect.ts';

export interface ConfirmationActDeps {
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
  readonly mediation: MediationRepository;
  readonly repository: AgreementRepository;
  readonly papersOf: PapersOf;
}

/** Whether the agreement may go to confirmation today, with every reason against it. */
export const eligibility = (
  dispute: DisputeRecord & { readonly agreement: Agreement },
  input: ApplicationInput,
  now: Date,
  holidays: HolidayTable,
): ConfirmationFinding =>
  confirmationEligibility(
    {
      form: dispute.agreement.form,
      effectiveOn: dispute.agreement.effectiveOn,
      today: dayOfInstant(now),
      exclusions: exclusionsOf(dispute, input.exclusions),
      jointly: input.jointly,
      organisationCertified: input.certified,
    },
    holidays,
  );

const agreementOf = (dispute: DisputeRecord): Agreement => {
  if (!dispute.agreement) throw new Error(`dispute ${dispute.id} has no agreement to confirm`);
  return dispute.agreement;
};

/** The fields at which each reason against confirmation is shown. */
const REASON_FIELDS: Readonly<Record<string, string>> = { notJoint: 'jointly', notCertified: 'certified' };

/** applyConfirmation, recordVerification, confirmAgreement, rejectConfirmation and remediate. */
export function confirmationActs(deps: ConfirmationActDeps): readonly AnyActDefinition[] {
  const { mediation } = deps;

  const applyConfirmation: ActDefinition<ApplicationInput> = {
    act: 'applyConfirmation',
    schema: applicationSchema,
    fields: ({ dispute }) => [
      {
        name: 'jointly',
        kind: 'checkboxes',
        required: true,
        options: [{ value: 'true', key: 'agreements:application.jointly' }],
      },
      {
        name: 'certified',
        kind: 'checkboxes',
        required: true,
        options: [{ value: 'true', key: 'agreements:application.certified' }],
      },
      {
        name: 'exclusions',
        kind: 'checkboxes',
        options: EXCLUSION_CODES.filter((code) => !exclusionsOf(dispute, []).includes(code)).map((value) => ({
          value,
          key: `agreements:exclusions.${value}`,
        })),
      },
    ],
    prepare: async ({ dispute, now, holidays }, input) => {
      const agreement = agreementOf(dispute);
      const finding = eligibility({ ...dispute, agreement }, input, now, holidays);
      if (!finding.eligible) {
        throw invalid(
          'agreements.notEligible',
          finding.reasons.map(({ code, article }) => ({
            field: REASON_FIELDS[code] ?? 'exclusions',
            code: `agreements.eligibility.${code}`,
            params: { article },
          })),
        );
      }
      const appliedOn = dayOfInstant(now);
      const [document, papers] = await Promise.all([deps.repository.latest(dispute), deps.papersOf(dispute.id)]);
      const missing = attachmentsOf(dispute, document, papers).filter(({ standing }) => standing === 'missing');
      return {
        set: { agreement: { ...agreement, confirmation: { appliedOn } } },
        data: { appliedOn, lastDay: finding.lastDay ?? null, missing: [...new Set(missing.map(({ kind }) => kind))] },
      };
    },
  };

  const recordVerification: ActDefinition<VerificationInput> = {
    act: 'recordVerification',
    schema: verificationSchema,
    fields: ({ dispute, now, actor }) => [
      { name: 'on', kind: 'date', required: true, value: dayOfInstant(now) },
      { name: 'place', kind: 'text', required: true, value: actor.unit.name },
      {
        name: 'present',
        kind: 'checkboxes',
        hint: true,
        required: true,
        options: partyOptions(disputants(dispute)),
        value: disputants(dispute).map(({ id }) => id),
      },
      { name: 'voluntary', kind: 'checkboxes', options: [{ value: 'true', key: 'agreements:verification.voluntary' }] },
      { name: 'findings', kind: 'textarea', hint: true, required: true },
    ],
    prepare: ({ actor, dispute, now }, { on, ...input }) => {
      const agreement = agreementOf(dispute);
      const confirmation = agreement.confirmation ?? { appliedOn: on };
      const errors = [
        ...unknownParties(dispute, input.present, 'present'),
        ...notAhead(on, now, 'on'),
        ...(on < confirmation.appliedOn ? [{ field: 'on', code: 'agreements.verifiedBeforeApplication' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const verification = { on, ...input, by: actor.name };
      return {
        set: { agreement: { ...agreement, confirmation: { ...confirmation, verification } } },
        data: { on, present: input.present, voluntary: input.voluntary },
      };
    },
  };

  const confirmAgreement: ActDefinition<ConfirmInput> = {
    act: 'confirmAgreement',
    schema: confirmSchema,
    fields: ({ now }) => [
      { name: 'docket', kind: 'text', required: true, value: docketStart(deps.docketWord, now) },
      { name: 'ruledOn', kind: 'date', required: true, value: dayOfInstant(now) },
    ],
    prepare: ({ dispute, now, holidays }, input) => {
      const agreement = agreementOf(dispute);
      const confirmation = agreement.confirmation ?? { appliedOn: input.ruledOn };
      const errors = [...docketErrors(input.docket, deps.docketWord), ...ruledErrors(input.ruledOn, confirmation, now)];
      if (errors.length > 0) throw invalid('validation', errors);
      const docket = parseDocket(input.docket).text;
      return {
        set: {
          agreement: {
            ...agreement,
            confirmation: { ...confirmation, docket, ruledOn: input.ruledOn, result: 'confirmed' },
          },
          outcome: outcomeOf(dispute, 'O15', input.ruledOn),
        },
        // A party may object within fifteen days (民诉法解释372).
        clocks: (moved) => [
          ...moved,
          startClock('CL16', startOfDayInstant(input.ruledOn), holidays, { variant: 'party' }),
        ],
        data: { docket, ruledOn: input.ruledOn, outcome: 'O15' },
        follow: 'beginPerformance',
      };
    },
  };

  const rejectConfirmation: ActDefinition<RejectInput> = {
    act: 'rejectConfirmation',
    schema: rejectSchema,
    fields: ({ now }) => [
      {
        name: 'because',
        kind: 'radios',
        required: true,
        options: REJECTION_REASONS.map((value) => ({ value, key: `agreements:rejections.${value}` })),
      },
      { name: 'note', kind: 'textarea', required: true },
      { name: 'docket', kind: 'text' },
      { name: 'ruledOn', kind: 'date', required: true, value: dayOfInstant(now) },
    ],
    prepare: ({ dispute, now }, input) => {
      const agreement = agreementOf(dispute);
      const confirmation = agreement.confirmation ?? { appliedOn: input.ruledOn };
      const errors = [
        ...(input.docket ? docketErrors(input.docket, deps.docketWord) : []),
        ...ruledErrors(input.ruledOn, confirmation, now),
        // What was examined and dismissed was examined with both sides summoned (民诉法解释356、358).
        ...(confirmation.verification || UNEXAMINED.includes(input.because)
          ? []
          : [{ field: 'because', code: 'agreements.notVerified' }]),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      return {
        set: {
          agreement: {
            ...agreement,
            confirmation: {
              ...confirmation,
              ...(input.docket ? { docket: parseDocket(input.docket).text } : {}),
              ruledOn: input.ruledOn,
              result: 'rejected',
              reason: `${input.because}: ${input.note}`,
            },
          },
        },
        data: { because: input.because, note: input.note, ruledOn: input.ruledOn },
      };
    },
  };

  const remediate: ActDefinition<RemediateInput> = {
    act: 'remediate',
    schema: remediateSchema,
    fields: ({ now }) => [
      { name: 'consentedOn', kind: 'date', required: true, value: dayOfInstant(now) },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: (context, input) => {
      const { dispute, now } = context;
      const errors = notAhead(input.consentedOn, now, 'consentedOn');
      if (errors.length > 0) throw invalid('validation', errors);
      const round = beginRound(context, mediation);
      return {
        ...round,
        set: {
          ...round.set,
          rightsToldOn: dispute.rightsToldOn,
          parties: dispute.parties.map((party) => ({
            ...party,
            consent: { state: 'given' as const, on: input.consentedOn, channel: 'inPerson' },
          })),
        },
        data: { round: dispute.round + 1, consentedOn: input.consentedOn, ...(input.note ? { note: input.note } : {}) },
      };
    },
  };

  return [applyConfirmation, recordVerification, confirmAgreement, rejectConfirmation, remediate];
}

/** Not accepted, or taken back before anything was examined (民诉法解释355、357). */
const UNEXAMINED: readonly RejectInput['because'][] = ['notAccepted', 'withdrawn'];

const docketStart = (word: string, now: Date): string => `（${dayOfInstant(now).slice(0, 4)}）${word}民特`;

/** A confirmation is docketed by this court under a word of confirmation. */
function docketErrors(typed: string, word: string): readonly FieldError[] {
  const { parts } = parseDocket(typed);
  if (!parts) return [{ field: 'docket', code: 'docket.unrecognised' }];
  if (parts.court !== word) return [{ field: 'docket', code: 'docket.otherCourt', params: { word } }];
  const known: readonly string[] = EXPECTED_TYPES.confirmation;
  return known.includes(parts.type) ? [] : [{ field: 'docket', code: 'docket.otherType', params: { type: '民特' } }];
}

const ruledErrors = (
  ruledOn: CalendarDay,
  { appliedOn, verification }: NonNullable<Agreement['confirmation']>,
  now: Date,
): readonly FieldError[] => [
  ...notAhead(ruledOn, now, 'ruledOn'),
  ...(ruledOn < appliedOn ? [{ field: 'ruledOn', code: 'agreements.ruledBeforeApplication' }] : []),
  ...(verification && ruledOn < verification.on
    ? [{ field: 'ruledOn', code: 'agreements.ruledBeforeVerification' }]
    : []),
];
