// From a failed mediation to a registered case in one step: the package builds itself, the clerk enters docket,
// procedure and date (特邀调解规定21–22; 在线调解规则21; 民事诉讼法126; 2024-12-27意见(5)(6)).

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { failureRecordErrors } from '../../domain/ending.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type UnitPosition } from '../../domain/tier.ts';
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
import { beginRound, type MediationRepository, notAhead } from '../mediation/index.ts';
import { type Procedure, PROCEDURES } from './filing.record.ts';
import { type FilingRepository } from './filing.repository.ts';
import {
  type AgainInput,
  againSchema,
  type FileInput,
  fileSchema,
  type TransferInput,
  transferSchema,
} from './filing.schema.ts';
import { buildPackage } from './package.ts';

/** The tribunal whose area the dispute's place lies in, on the day. */
export type TribunalFor = (dispute: DisputeRecord) => Promise<UnitPosition>;

export interface FilingActDeps {
  readonly repository: FilingRepository;
  readonly mediation: MediationRepository;
  readonly tribunalFor: TribunalFor;
  /** The court's word in its dockets, such as 京0112. */
  readonly docketWord: string;
}

/** What statistics call the filing. */
const FOLLOW_UP: Readonly<Record<Procedure, string>> = {
  fastTrack: 'O52',
  smallClaim: 'O52',
  simple: 'O51',
  ordinary: 'O53',
};

const RECORD_PARTS = ['course', 'reason', 'costConduct', 'hints'] as const;

/** True when the system ended the mediation and the record still has to be written. */
export const recordMissing = ({ failure }: Pick<DisputeRecord, 'failure'>): boolean => isRecordOpen(failure);

/** transferToFiling, fileCase and mediateAgain. */
export function filingActs(deps: FilingActDeps): readonly AnyActDefinition[] {
  const { repository, mediation, docketWord } = deps;

  /** A tribunal or the court keeps what it holds; everything else goes to the tribunal of the place. */
  const receiverOf = async ({ actor, dispute }: ActContext): Promise<UnitPosition> => {
    if (actor.unit.tier === 'tribunal') return position(actor.unit);
    if (dispute.owner.tier === 'tribunal') return dispute.owner;
    return position(await deps.tribunalFor(dispute));
  };

  const handOver = async (
    context: ActContext,
    evidence: readonly string[],
    failure: Failure | undefined,
  ): Promise<Effect & { readonly filing: NonNullable<DisputeRecord['filing']> }> => {
    const participations = await mediation.participations(context.dispute);
    const document = buildPackage(context, participations, evidence, failure);
    return {
      filing: { transferredAt: context.now, court: docketWord, materials: document.materials },
      custody: { to: await receiverOf(context), by: 'filing' },
      also: (tx) => repository.insertPackage(document, tx),
    };
  };

  const transferToFiling: ActDefinition<TransferInput> = {
    act: 'transferToFiling',
    schema: transferSchema,
    fields: ({ dispute, now }) => [
      { name: 'evidence', kind: 'lines', hint: true },
      ...(recordMissing(dispute)
        ? ([
            ...RECORD_PARTS.map((name) => ({ name, kind: 'textarea', required: true }) as const),
            { name: 'undisputedFacts', kind: 'lines' },
            {
              name: 'factsConfirmed',
              kind: 'checkboxes',
              options: [{ value: 'true', key: 'mediation:failure.confirmed' }],
            },
            { name: 'remediesToldOn', kind: 'date', required: true, value: dayOfInstant(now) },
          ] as const)
        : []),
    ],
    prepare: async (context, input) => {
      // The system waits for no words: the record is completed by the mediator, the case is where it belongs.
      const bySystem = context.actor.role === 'system';
      const failure = bySystem ? context.dispute.failure : completed(context, input);
      const { filing, ...effect } = await handOver(context, bySystem ? [] : input.evidence, failure);
      return {
        ...effect,
        set: { filing, ...(failure ? { failure } : {}) },
        data: { materials: filing.materials, tribunal: effect.custody?.to.code ?? null },
      };
    },
  };

  const fileCase: ActDefinition<FileInput> = {
    act: 'fileCase',
    schema: fileSchema,
    fields: ({ now }) => [
      { name: 'docket', kind: 'text', hint: true, required: true, value: docketStart(docketWord, now) },
      {
        name: 'procedure',
        kind: 'radios',
        required: true,
        options: PROCEDURES.map((value) => ({ value, key: `filing:procedures.${value}` })),
      },
      { name: 'filedOn', kind: 'date', value: dayOfInstant(now) },
      { name: 'feeNotifiedOn', kind: 'date', hint: true },
    ],
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const filedOn = input.filedOn ?? dayOfInstant(now);
      const errors = [
        ...docketErrors(input.docket, docketWord, filedOn),
        ...filedErrors(dispute, filedOn, now),
        ...(input.feeNotifiedOn ? notAhead(input.feeNotifiedOn, now, 'feeNotifiedOn') : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const docket = parseDocket(input.docket).text;
      const registered = { docket, filedOn, procedure: input.procedure };
      const data = {
        ...registered,
        outcome: FOLLOW_UP[input.procedure],
        ...(input.feeNotifiedOn ? { feeNotifiedOn: input.feeNotifiedOn } : {}),
      };
      const terms = [...new Set([...dispute.terms, ...termsOf(docket)])];
      if (dispute.filing) return { set: { filing: { ...dispute.filing, ...registered }, terms }, data };
      const { filing, ...effect } = await handOver(context, [], dispute.failure);
      return {
        ...effect,
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
          : { custody: { to: position(actor.unit), by: 'escalate' as const } }),
        data: { reason: input.reason, requestedOn, round: dispute.round + 1 },
      };
    },
  };

  return [transferToFiling, fileCase, mediateAgain];
}

const position = ({ code, tier, path }: UnitPosition): UnitPosition => ({ code, tier, path });

/** The beginning of a docket of this year, for the clerk to complete. */
export const docketStart = (word: string, now: Date): string => `（${dayOfInstant(now).slice(0, 4)}）${word}民初`;

/** The failure record with the parts the transfer supplies. @throws DomainError `validation` when some are missing */
function completed({ dispute, now }: ActContext, input: TransferInput): Failure | undefined {
  const { failure } = dispute;
  if (!failure || !recordMissing(dispute)) return failure;
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
    ...(input.undisputedFacts.length > 0 && !input.factsConfirmed
      ? [{ field: 'factsConfirmed', code: 'mediation.factsNotConfirmed' }]
      : []),
  ];
  if (errors.length > 0) throw invalid('validation', errors);
  return {
    ...failure,
    ...record,
    undisputedFacts: [...failure.undisputedFacts, ...input.undisputedFacts],
    ...(remediesToldOn ? { remediesToldOn } : {}),
  };
}

/** A first-instance civil docket of this court, of the year in which the case was filed (案号规定). */
function docketErrors(typed: string, word: string, filedOn: CalendarDay): readonly FieldError[] {
  const { parts } = parseDocket(typed);
  if (!parts) return [{ field: 'docket', code: 'docket.unrecognised' }];
  const types: readonly string[] = EXPECTED_TYPES.T3;
  if (parts.court !== word) return [{ field: 'docket', code: 'docket.otherCourt', params: { word } }];
  if (!types.includes(parts.type)) {
    return [{ field: 'docket', code: 'docket.otherType', params: { type: types.join('、') } }];
  }
  const year = Number(filedOn.slice(0, 4));
  return parts.year === year ? [] : [{ field: 'docket', code: 'docket.otherYear', params: { year } }];
}

/** A case entrusted after registration (T3) was filed before it came to mediation; every other one is filed after. */
const filedErrors = (dispute: DisputeRecord, filedOn: CalendarDay, now: Date): readonly FieldError[] => [
  ...notAhead(filedOn, now, 'filedOn'),
  ...(dispute.track !== 'T3' && filedOn < dispute.requestedOn
    ? [{ field: 'filedOn', code: 'filing.filedBeforeRequest' }]
    : []),
];
