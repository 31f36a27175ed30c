// From a failed mediation to a registered case in one step: the package builds itself, the clerk enters docket,
// procedure and date (特邀调解规定21–22; 在线调解规则21; 民事诉讼法126; 2024-12-27意见(5)(6)).

import { type CalendarDay, dayOfInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { demandsOf } from '../../domain/demand.ts';
import { startClock } from '../../domain/clock.ts';
import { FOLLOW_UP, PROCEDURES } from '../../domain/court-result.ts';
import { docketErrors, EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { failureRecordErrors } from '../../domain/ending.ts';
import { DomainError, type FieldError, invalid } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { barring, type SuitabilityFinding } from '../../domain/suitability.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Effect,
  type Failure,
  isRecordOpen,
  termsOf,
} from '../disputes/index.ts';
import { beginRound, factErrors, factFields, factsWith, notAhead } from '../mediation/index.ts';
import {
  type AgainInput,
  againSchema,
  type FileInput,
  fileSchema,
  type TransferInput,
  transferSchema,
} from './filing.schema.ts';
import { type PackageParts, type PackageSender, positionOf, type SenderDeps } from './package.ts';
import { rolesAtFiling } from './trial-roles.acts.ts';

export interface FilingActDeps extends SenderDeps {
  /** What the rules of suitability say of the dispute today. */
  readonly suitability: (dispute: DisputeRecord) => Promise<readonly SuitabilityFinding[]>;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
}

const RECORD_PARTS = ['course', 'reason', 'costConduct', 'hints'] as const;

/** True when the system ended the mediation and the record still has to be written. */
export const recordMissing = ({ failure }: Pick<DisputeRecord, 'failure'>): boolean => isRecordOpen(failure);

/** transferToFiling, fileCase and mediateAgain. */
export function filingActs(deps: FilingActDeps, send: PackageSender): readonly AnyActDefinition[] {
  const { mediation, docketWord } = deps;

  const handOver = async (
    context: ActContext,
    parts: PackageParts,
  ): Promise<Effect & { readonly filing: NonNullable<DisputeRecord['filing']> }> => {
    const { materials, ...effect } = await send(context, parts);
    const filing = { ...registrationOf(context.dispute), transferredAt: context.now, court: docketWord, materials };
    return { filing, ...effect };
  };

  const transferToFiling: ActDefinition<TransferInput> = {
    act: 'transferToFiling',
    schema: transferSchema,
    fields: async ({ dispute, now }) => [
      { name: 'evidence', kind: 'lines', hint: true, value: await deps.evidenceOf(dispute) },
      ...(isBroken(dispute)
        ? ([{ name: 'claims', kind: 'lines', hint: true, value: brokenClaims(dispute, now) }] as const)
        : []),
      ...(recordMissing(dispute)
        ? ([
            ...RECORD_PARTS.map((name) => ({ name, kind: 'textarea', required: true }) as const),
            ...factFields(dispute, dayOfInstant(now)),
            { name: 'remediesToldOn', kind: 'date', required: true, value: dayOfInstant(now) },
          ] as const)
        : []),
    ],
    prepare: async (context, input) => {
      // The system waits for no words: the record is completed by the mediator, the case is where it belongs.
      const bySystem = context.actor.role === 'system';
      const failure = bySystem ? context.dispute.failure : completed(context, input);
      const facts =
        !bySystem && input.undisputedFacts.length > 0
          ? { undisputedFacts: factsWith(context.dispute, input, dayOfInstant(context.now)) }
          : {};
      const dispute = { ...context.dispute, ...facts };
      const { filing, ...effect } = await handOver(
        { ...context, dispute },
        {
          evidence: bySystem ? [] : input.evidence,
          claims: bySystem ? [] : claimsFor(context, input.claims),
          failure,
        },
      );
      return {
        ...effect,
        set: { filing, ...facts, ...(failure ? { failure } : {}) },
        data: { materials: filing.materials, tribunal: effect.custody?.to.code ?? null },
      };
    },
  };

  const fileCase: ActDefinition<FileInput> = {
    act: 'fileCase',
    schema: fileSchema,
    fields: async ({ dispute, now }) => [
      ...(barring(await deps.suitability(dispute), 'arbitrationFirst')
        ? ([{ name: 'arbitration', kind: 'text', hint: true, required: true }] as const)
        : []),
      { name: 'docket', kind: 'text', hint: true, required: true, value: docketStart(docketWord, now) },
      {
        name: 'procedure',
        kind: 'radios',
        required: true,
        options: PROCEDURES.map((value) => ({ value, key: `filing:procedures.${value}` })),
      },
      { name: 'filedOn', kind: 'date', value: dayOfInstant(now) },
      { name: 'judge', kind: 'text', hint: true },
      { name: 'explained', kind: 'text', hint: true },
      { name: 'feeNotifiedOn', kind: 'date', hint: true },
      { name: 'fee', kind: 'money' },
      {
        name: 'smallClaimAgreed',
        kind: 'checkboxes',
        hint: true,
        options: [{ value: 'true', key: 'filing:smallClaim.agreed' }],
      },
    ],
    prepare: async (context, input) => {
      const { dispute, now, holidays } = context;
      const filedOn = input.filedOn ?? dayOfInstant(now);
      const findings = await deps.suitability(dispute);
      const unarbitrated = input.arbitration ? undefined : barring(findings, 'arbitrationFirst');
      const errors = [
        ...arbitrationErrors(unarbitrated),
        ...docketErrors(input.docket, {
          word: docketWord,
          types: EXPECTED_TYPES.T3,
          year: Number(filedOn.slice(0, 4)),
        }),
        ...filedErrors(dispute, filedOn, now),
        ...(input.feeNotifiedOn ? notAhead(input.feeNotifiedOn, now, 'feeNotifiedOn') : []),
        ...(input.fee && !input.feeNotifiedOn ? [{ field: 'feeNotifiedOn', code: 'any.required' }] : []),
        ...(input.procedure === 'smallClaim' ? smallClaimErrors(findings, input.smallClaimAgreed) : []),
        ...feeErrors(input.fee),
      ];
      if (errors.length > 0) throw refused(errors, unarbitrated?.rule);
      const roles = await rolesAtFiling(context, input, mediation);
      const docket = parseDocket(input.docket).text;
      const { feeNotifiedOn } = input;
      const registered = {
        docket,
        filedOn,
        procedure: input.procedure,
        followUp: FOLLOW_UP[input.procedure],
        ...(input.arbitration ? { arbitration: input.arbitration } : {}),
        ...roles,
        ...(feeNotifiedOn
          ? { fee: { notifiedOn: feeNotifiedOn, ...(input.fee ? { amountFen: parseMoney(input.fee) } : {}) } }
          : {}),
      };
      const clocks: Pick<Effect, 'clocks'> = feeNotifiedOn
        ? {
            clocks: (moved) => [
              ...moved,
              startClock(
                'CL27',
                feeNotifiedOn === dayOfInstant(now) ? now : startOfDayInstant(feeNotifiedOn),
                holidays,
              ),
            ],
          }
        : {};
      const data = {
        docket,
        filedOn,
        procedure: input.procedure,
        outcome: FOLLOW_UP[input.procedure],
        ...(feeNotifiedOn ? { feeNotifiedOn } : {}),
        ...(roles.trialRoles?.explained ? { note: roles.trialRoles.explained } : {}),
      };
      const terms = [...new Set([...dispute.terms, ...termsOf(docket)])];
      if (dispute.filing) return { ...clocks, set: { filing: { ...dispute.filing, ...registered }, terms }, data };
      const { filing, ...effect } = await handOver(context, {
        evidence: [],
        claims: claimsFor(context, []),
        failure: dispute.failure,
      });
      return {
        ...effect,
        ...clocks,
        set: { filing: { ...filing, ...registered }, terms },
        data: { ...data, materials: filing.materials, tribunal: effect.custody?.to.code ?? null },
      };
    },
  };

  const mediateAgain: ActDefinition<AgainInput> = {
    act: 'mediateAgain',
    schema: againSchema,
    fields: ({ now }) => [
      { name: 'reason', kind: 'textarea', required: true },
      { name: 'requestedOn', kind: 'date', value: dayOfInstant(now) },
    ],
    prepare: (context, input) => {
      const { actor, dispute, now } = context;
      const requestedOn = input.requestedOn ?? dayOfInstant(now);
      const errors = notAhead(requestedOn, now, 'requestedOn');
      if (errors.length > 0) throw invalid('validation', errors);
      const round = beginRound(context, mediation);
      return {
        ...round,
        set: { ...round.set, mediator: undefined, acceptedAt: undefined },
        // A clerk from above takes the case to himself, to send it where it is mediated next.
        ...(actor.unit.code === dispute.owner.code
          ? {}
          : { custody: { to: positionOf(actor.unit), by: 'escalate' as const } }),
        data: { reason: input.reason, requestedOn, round: dispute.round + 1 },
      };
    },
  };

  return [transferToFiling, fileCase, mediateAgain];
}

/** The parties sue because an agreement in effect was not kept. */
const isBroken = ({ state, agreement }: DisputeRecord): boolean => state === 'S21' && agreement !== undefined;

const brokenClaims = ({ agreement }: DisputeRecord, now: Date): readonly string[] =>
  demandsOf(agreement?.items ?? [], dayOfInstant(now)).claims;

/** What was typed; of a broken agreement otherwise what its clauses give. */
export const claimsFor = ({ dispute, now }: Pick<ActContext, 'dispute' | 'now'>, typed: readonly string[]) =>
  typed.length > 0 ? typed : isBroken(dispute) ? brokenClaims(dispute, now) : undefined;

/** What the court's registration left, which a later transfer of the same suit keeps. */
const registrationOf = ({ filing }: DisputeRecord): Partial<NonNullable<DisputeRecord['filing']>> =>
  filing?.docket === undefined ? {} : filing;

/** The beginning of a docket of this year, for the clerk to complete. */
export const docketStart = (word: string, now: Date): string => `（${dayOfInstant(now).slice(0, 4)}）${word}民初`;

/** The failure record with the parts the transfer supplies. @throws DomainError `validation` when some are missing */
function completed({ dispute, now }: ActContext, input: TransferInput): Failure | undefined {
  const factsWrong = factErrors(dispute, input, now, true);
  const { failure } = dispute;
  if (!failure || !recordMissing(dispute)) {
    if (factsWrong.length > 0) throw invalid('validation', factsWrong);
    return failure;
  }
  const part = (name: (typeof RECORD_PARTS)[number]) => failure[name] || (input[name] ?? '');
  const record = {
    course: part('course'),
    reason: part('reason'),
    costConduct: part('costConduct'),
    hints: part('hints'),
  };
  const remediesToldOn = failure.remediesToldOn ?? input.remediesToldOn;
  const errors: readonly FieldError[] = [
    ...failureRecordErrors(record),
    ...(remediesToldOn
      ? notAhead(remediesToldOn, now, 'remediesToldOn')
      : [{ field: 'remediesToldOn', code: 'any.required' }]),
    ...factsWrong,
  ];
  if (errors.length > 0) throw invalid('validation', errors);
  return {
    ...failure,
    ...record,
    ...(remediesToldOn ? { remediesToldOn } : {}),
  };
}

/**
 * A small claim is one of the rules' own, or one both sides choose (民事诉讼法165–166). Where the year's average wage has
 * not been entered, the clerk decides.
 */
/** Labour disputes are arbitrated before any court hears them, but for what the law lets go to court at once. */
const arbitrationErrors = (barred: SuitabilityFinding | undefined): readonly FieldError[] =>
  barred ? [{ field: 'arbitration', code: 'filing.arbitrationFirst', params: { article: barred.basis } }] : [];

const refused = (errors: readonly FieldError[], rule: string | undefined): DomainError =>
  new DomainError('invalid', 'validation', { errors, ...(rule ? { rule } : {}) });

function smallClaimErrors(findings: readonly SuitabilityFinding[], agreed: boolean): readonly FieldError[] {
  const small = findings.filter(({ effect }) => effect === 'smallClaim');
  if (small.length === 0) return [{ field: 'procedure', code: 'filing.notSmallClaim' }];
  const byChoice = small.some(({ rule, weight }) => rule === BY_CHOICE && weight !== 'unset');
  return byChoice && !agreed ? [{ field: 'smallClaimAgreed', code: 'filing.smallClaimByChoice' }] : [];
}

/** The rule of small claims above half the yearly wage, which the parties must choose. */
const BY_CHOICE = 'SU10';

function feeErrors(typed: string | undefined): readonly FieldError[] {
  if (typed === undefined) return [];
  try {
    return parseMoney(typed) > 0 ? [] : [{ field: 'fee', code: 'law.money.invalid' }];
  } catch (error) {
    if (error instanceof DomainError) return [{ field: 'fee', code: error.code }];
    throw error;
  }
}

/** A case entrusted after registration (T3) was filed before it came to mediation; every other one is filed after. */
const filedErrors = (dispute: DisputeRecord, filedOn: CalendarDay, now: Date): readonly FieldError[] => [
  ...notAhead(filedOn, now, 'filedOn'),
  ...(dispute.track !== 'T3' && filedOn < dispute.requestedOn
    ? [{ field: 'filedOn', code: 'filing.filedBeforeRequest' }]
    : []),
];
