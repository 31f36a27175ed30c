// Concluding an agreement: recording it, collecting the signatures, a party's refusal to sign or a return to the table (人民调解法28–31; 特邀调解规定
// 24; 在线调解规则19、25(7)).

import Joi from 'joi';
import { AGREEMENT_FORMS, endingOfAgreement } from '../../domain/agreement.ts';
import { reopened, standingOfProposal } from '../../domain/board.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { barredBy } from '../../domain/clause.ts';
import { type ClockRecord } from '../../domain/clock.ts';
import { conflict, type FieldError, invalid } from '../../domain/errors.ts';
import { cleanSignature } from '../../domain/signature.ts';
import {
  type ActDefinition,
  type Agreement,
  type AnyActDefinition,
  type DisputeRecord,
  latestTerm,
  text,
} from '../disputes/index.ts';
import {
  disputants,
  entryOf,
  failed,
  factFields,
  failureErrors,
  failureRecordOf,
  notAhead,
  outcomeOf,
  partyOptions,
  type SessionEntry,
  unknownParties,
} from '../mediation/index.ts';
import { type AgreementDocument, SEAL_SIGNER } from './agreement.document.ts';
import { checkInput, itemsOf, receiptsOf } from './agreement.input.ts';
import { paperErrors, type PapersOf } from './agreement.paper.ts';
import { type AgreementRepository } from './agreement.repository.ts';
import {
  type AgreementInput,
  agreementSchema,
  type RefusalInput,
  refusalSchema,
  type SignaturesInput,
  signaturesSchema,
} from './agreement.schema.ts';
import { type BoardRepository } from './board.repository.ts';
import { confirmationClock, effectiveDay, exclusionsOf, inEffect, signersFor, stillUnsigned } from './effect.ts';
import { agentErrors, type Signer, signerOf, signerOptions, unauthorised } from './signer.ts';

export interface AgreementActDeps {
  readonly repository: AgreementRepository;
  readonly boards: BoardRepository;
  readonly papersOf: PapersOf;
  /** The sessions of the round, oldest first. */
  readonly sessions: (dispute: DisputeRecord) => Promise<readonly SessionEntry[]>;
}

/** The clock as if it had never been stopped: its inputs, and so its due date, stay. */
function running({ stoppedAt: _stopped, ...clock }: ClockRecord): ClockRecord {
  return clock;
}

/** recordAgreement, recordSignatures, refuseToSign and resumeNegotiation. */
export function concludeActs({
  repository,
  boards,
  papersOf,
  sessions,
}: AgreementActDeps): readonly AnyActDefinition[] {
  const recordAgreement: ActDefinition<AgreementInput> = {
    act: 'recordAgreement',
    schema: agreementSchema,
    fields: ({ dispute, now }) => [
      { name: 'form', kind: 'radios', required: true, options: keyed(AGREEMENT_FORMS, 'forms'), value: 'written' },
      { name: 'reachedOn', kind: 'date', value: dayOfInstant(now) },
      { name: 'facts', kind: 'textarea', required: true, value: dispute.facts },
      { name: 'responsibility', kind: 'textarea', hint: true },
      { name: 'terms', kind: 'lines', hint: true, required: true },
      { name: 'breachTerm', kind: 'textarea', hint: true },
      { name: 'remainder', kind: 'textarea' },
      { name: 'signedOn', kind: 'date', hint: true },
    ],
    prepare: async (context, input) => {
      const { dispute, now, holidays } = context;
      const { reachedOn, drafts, findings, errors } = checkInput(context, input);
      const strangers = await strangeClauses(boards, dispute, input);
      const held = (await sessions(dispute)).at(-1);
      const agents = unauthorised(dispute.parties, held?.attendance ?? []).map((name) => ({
        field: 'form',
        code: 'agreements.agentNotAuthorised',
        params: { name },
      }));
      if (errors.length + strangers.length + agents.length > 0)
        throw invalid('validation', [...errors, ...strangers, ...agents]);

      const items = itemsOf(drafts, input.form);
      const exclusions = [...new Set([...exclusionsOf(dispute, input.exclusions), ...barredBy(findings)])];
      const earlier = await repository.versions(dispute);
      const signers = signersFor(dispute, items, input);
      const signatures = input.signedOn ? signers.map((signer) => ({ signer, on: input.signedOn as CalendarDay })) : [];
      const draft: Agreement = {
        form: input.form,
        partial: input.partial,
        reachedOn,
        facts: input.facts,
        responsibility: input.responsibility ?? '',
        terms: input.terms,
        items,
        confirmable: input.form !== 'oral' && exclusions.length === 0,
        ...stillUnsigned(input, signers, signatures),
      };
      const effective = effectiveDay(draft, input.medium, signers, signatures);
      const agreement = effective ? inEffect(draft, effective, holidays) : draft;
      const code = endingOfAgreement(input);
      const document: AgreementDocument = {
        ...entryOf(context),
        version: earlier.length + 1,
        text: agreement,
        medium: input.medium,
        breachTerm: input.breachTerm ?? '',
        remainder: input.remainder ?? '',
        exclusions,
        signers,
        signatures,
      };
      return {
        set: { agreement, outcome: outcomeOf(dispute, code, reachedOn), endedAt: now },
        clocks: confirmationClock(agreement, holidays),
        data: {
          form: input.form,
          partial: input.partial,
          outcome: code,
          version: document.version,
          items: items.length,
          amountFen: items.reduce((sum, item) => sum + (item.amountFen ?? 0), 0),
          effectiveOn: effective ?? null,
        },
        also: async (tx) => {
          await repository.insert(document, tx);
          if (input.form === 'onTheSpot') await repository.addReceipts(receiptsOf(context, input, items), tx);
        },
        follow: 'beginPerformance',
      };
    },
  };

  const recordSignatures: ActDefinition<SignaturesInput> = {
    act: 'recordSignatures',
    schema: signaturesSchema,
    fields: async ({ dispute, now }) => {
      const document = await repository.latest(dispute);
      const signed = new Set(document?.signatures.map((signature) => signature.signer));
      const missing = (document?.signers ?? []).filter((signer) => !signed.has(signer));
      return [
        {
          name: 'signers',
          kind: 'checkboxes',
          required: true,
          options: signerOptions(dispute, missing),
        },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        { name: 'file', kind: 'file', hint: true },
      ];
    },
    prepare: async ({ dispute, now, holidays }, input) => {
      const document = await repository.latest(dispute);
      if (!document || !dispute.agreement) throw new Error(`dispute ${dispute.id} has no stored agreement`);
      const on = input.on ?? dayOfInstant(now);
      const signed = input.signers.map((typed) => signerOf(dispute, typed));
      const ids = signed.map(({ signer }) => signer);
      const errors: FieldError[] = [
        ...notAhead(on, now, 'on'),
        ...(on < dispute.agreement.reachedOn ? [{ field: 'on', code: 'agreements.signedBeforeAgreement' }] : []),
        ...agentErrors(dispute, input.signers),
        ...(ids.some((id) => !document.signers.includes(id))
          ? [{ field: 'signers', code: 'agreements.signerUnknown' }]
          : []),
        ...(ids.some((id, index) => ids.indexOf(id) !== index || document.signatures.some((one) => one.signer === id))
          ? [{ field: 'signers', code: 'agreements.signedBefore' }]
          : []),
        ...(input.onScreen && !input.path ? [{ field: 'path', code: 'law.signature.empty' }] : []),
        // A drawn signature is that of one person, made now.
        ...(input.path && (input.signers.length > 1 || input.signers.includes(SEAL_SIGNER) || on !== dayOfInstant(now))
          ? [{ field: 'path', code: 'law.signature.onePerson' }]
          : []),
        ...(await paperErrors(papersOf, dispute, input.fileId)),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const drawn = input.path
        ? { path: cleanSignature(input.path, 'path'), at: now, device: input.device ?? '' }
        : undefined;
      const proof = { ...(drawn ? { drawn } : {}), ...(input.fileId ? { fileId: input.fileId } : {}) };
      const signatures = [...document.signatures, ...signed.map((one) => ({ ...one, on, ...proof }))];
      const { unsigned: _unsigned, ...text } = dispute.agreement;
      const effective = effectiveDay(text, document.medium, document.signers, signatures);
      const agreement = {
        ...(effective ? inEffect(text, effective, holidays) : text),
        ...stillUnsigned(text, document.signers, signatures),
      };
      return {
        set: { agreement },
        clocks: confirmationClock(agreement, holidays),
        data: {
          signers: ids,
          ...agentsIn(signed),
          on,
          how: drawn ? 'screen' : input.fileId ? 'scan' : 'paper',
          effectiveOn: effective ?? null,
        },
        also: (tx) => repository.complete(document, { signatures, text: agreement }, tx),
        follow: 'beginPerformance',
      };
    },
  };

  const refuseToSign: ActDefinition<RefusalInput> = {
    act: 'refuseToSign',
    schema: refusalSchema,
    fields: ({ dispute, now }) => [
      { name: 'party', kind: 'radios', required: true, options: partyOptions(disputants(dispute)) },
      { name: 'course', kind: 'textarea', required: true },
      { name: 'reason', kind: 'textarea', required: true },
      { name: 'costConduct', kind: 'textarea', required: true },
      { name: 'hints', kind: 'textarea', required: true },
      ...factFields(dispute, dayOfInstant(now)),
      { name: 'remediesToldOn', kind: 'date', required: true, value: dayOfInstant(now) },
    ],
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const today = dayOfInstant(now);
      const errors = [...unknownParties(dispute, [input.party], 'party'), ...failureErrors(dispute, input, now)];
      if (errors.length > 0) throw invalid('validation', errors);
      const document = await repository.latest(dispute);
      const effect = failed(context, 'O35', failureRecordOf(input, today), input);
      return {
        ...effect,
        // What was nearly agreed is a concession; it stays with the mediation (特邀调解规定22).
        set: { ...effect.set, agreement: undefined },
        data: { ...effect.data, party: input.party },
        also: async (tx) => {
          if (document) {
            await repository.complete(document, { refusedBy: input.party, refusedOn: input.on ?? today }, tx);
          }
        },
      };
    },
  };

  /** Somebody would not sign, but both sides go on talking inside the term: the draft goes, the term runs on. */
  const resumeNegotiation: ActDefinition<{ note: string }> = {
    act: 'resumeNegotiation',
    schema: Joi.object({ note: text(500).required() }),
    fields: () => [{ name: 'note', kind: 'textarea', required: true, hint: true }],
    prepare: async ({ dispute, now }, input) => {
      const term = latestTerm(dispute.clocks);
      if (term?.dueAt && term.dueAt < now) throw conflict('law.termOpen', 'L51');
      // The clauses go back to the board, where they are worded from now on.
      const board = reopened(await boards.ofRound(dispute), dispute.agreement?.items ?? [], dayOfInstant(now));
      return {
        set: { agreement: undefined, outcome: undefined, endedAt: undefined },
        clocks: (moved) => moved.map((clock) => (clock === term ? running(clock) : clock)),
        data: { note: input.note },
        also: (tx) => boards.save(dispute, board, tx),
      };
    },
  };

  return [recordAgreement, recordSignatures, refuseToSign, resumeNegotiation];
}

const agentsIn = (signed: readonly Signer[]): { readonly agents?: readonly string[] } => {
  const agents = signed.flatMap(({ by }) => by ?? []);
  return agents.length > 0 ? { agents } : {};
};

/** A clause that names a proposal must be one that both sides have accepted, or already be a clause. */
async function strangeClauses(
  boards: BoardRepository,
  dispute: DisputeRecord,
  input: AgreementInput,
): Promise<readonly FieldError[]> {
  if (!input.items.some(({ clause }) => clause)) return [];
  const { proposals } = await boards.ofRound(dispute);
  const sides = disputants(dispute).map(({ id }) => id);
  const clauses = dispute.agreement?.items.map(({ id }) => id) ?? [];
  return input.items.flatMap(({ clause }, index) => {
    if (!clause) return [];
    const proposal = proposals.find(({ id }) => id === clause);
    const standing = proposal && standingOfProposal(proposal, sides, clauses);
    return standing === 'accepted' || standing === 'clause'
      ? []
      : [{ field: `items.${index}.what`, code: 'agreements.notAccepted' }];
  });
}

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `agreements:${group}.${value}` }));
