// Asking the parties to confirm, and their answer. The answer comes from the party's own page, so the system records it.

import { randomBytes, randomInt } from 'node:crypto';
import Joi from 'joi';
import { startOfDayInstant, addDays, dayOfInstant } from '../../domain/calendar-day.ts';
import { conflict, type FieldError, invalid } from '../../domain/errors.ts';
import { ANSWER_DAYS, CODE_DIGITS, PROOF_ANSWERS, type ProofAnswer, standingOfProof } from '../../domain/proof.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  choice,
  type Party,
  partyIds,
  text,
} from '../disputes/index.ts';
import { disputants, partyOptions, unknownParties } from '../mediation/index.ts';
import { type MessageRepository, waiting } from '../messages/index.ts';
import { type ProofRequest } from './proof.record.ts';
import { type ProofRepository } from './proof.repository.ts';

export interface ProofActDeps {
  readonly repository: ProofRepository;
  readonly messages: MessageRepository;
  readonly personalData: PersonalData;
  /** Address of the deployment, as written in messages. */
  readonly baseUrl: string;
}

interface AskInput {
  /** `agreement`, or `session:<number>`. */
  readonly subject: string;
  readonly parties: readonly string[];
}

interface AnswerInput {
  readonly request: string;
  readonly answer: ProofAnswer;
  readonly note?: string;
}

const SHORT_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const shortCode = (): string =>
  Array.from({ length: 8 }, () => SHORT_LETTERS[randomInt(SHORT_LETTERS.length)]).join('');
const digits = (): string => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');

/** The keyed hash of a code; a code of one request is worth nothing for another. */
export const codeHash = (personalData: PersonalData, id: string, code: string): string =>
  personalData.blindIndex(`proof:${id}:${code}`);

/** askConfirmation and answerConfirmation. */
export function proofActs({ repository, messages, personalData, baseUrl }: ProofActDeps): readonly AnyActDefinition[] {
  const askConfirmation: ActDefinition<AskInput> = {
    act: 'askConfirmation',
    schema: Joi.object<AskInput>({
      subject: Joi.string()
        .empty('')
        .pattern(/^(agreement|session:\d{1,3})$/)
        .required(),
      parties: partyIds().min(1).required(),
    }),
    fields: ({ dispute }) => {
      const sessions = Array.from({ length: dispute.sessions }, (_, index) => dispute.sessions - index);
      const subjects = [
        ...(dispute.agreement ? [{ value: 'agreement', text: { zh: '调解协议', en: 'The agreement' } }] : []),
        ...sessions.map((no) => ({ value: `session:${no}`, text: { zh: `第 ${no} 次调解`, en: `Session ${no}` } })),
      ];
      const reachable = disputants(dispute).filter(({ phone }) => phone);
      return [
        { name: 'subject', kind: 'radios', required: true, options: subjects, value: subjects[0]?.value },
        {
          name: 'parties',
          kind: 'checkboxes',
          required: true,
          hint: true,
          options: partyOptions(reachable),
          value: reachable.map(({ id }) => id),
        },
      ];
    },
    prepare: (context, input) => {
      const { dispute } = context;
      const no = input.subject === 'agreement' ? undefined : Number(input.subject.split(':')[1]);
      const parties = input.parties.flatMap((id) => dispute.parties.filter((party) => party.id === id));
      const errors: FieldError[] = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...parties
          .filter(({ phone }) => !phone)
          .map(({ name }) => ({ field: 'parties', code: 'proofs.noPhone', params: { name } })),
        ...((no === undefined ? dispute.agreement !== undefined : no >= 1 && no <= dispute.sessions)
          ? []
          : [{ field: 'subject', code: 'proofs.nothingToConfirm' }]),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const written = parties.map((party) => write(context, party, no));
      return {
        data: { subject: input.subject, parties: input.parties },
        also: async (tx) => {
          await repository.ask(
            written.map(({ request }) => request),
            tx,
          );
          await messages.add(
            written.map(({ message }) => message),
            tx,
          );
        },
      };
    },
  };

  const write = ({ dispute, actor, now }: ActContext, party: Party, no: number | undefined) => {
    const id = randomBytes(12).toString('hex');
    const code = digits();
    const short = shortCode();
    const request: ProofRequest = {
      id,
      short,
      disputeId: dispute.id,
      round: dispute.round,
      partyId: party.id,
      subject: no === undefined ? 'agreement' : 'session',
      ...(no === undefined ? {} : { no }),
      codeHash: codeHash(personalData, id, code),
      askedAt: now,
      askedBy: { accountId: actor.accountId, name: actor.name },
      expiresAt: startOfDayInstant(addDays(dayOfInstant(now), ANSWER_DAYS + 1)),
      tries: 0,
    };
    const about = no === undefined ? '调解协议' : `第${no}次调解`;
    const words = `【解纷】${actor.unit.name}请您确认${about}。打开 ${baseUrl}/p/${short} 输入验证码 ${code}，${ANSWER_DAYS}日内有效，请勿告诉他人。`;
    const message = waiting({ id, disputeId: dispute.id, to: party.phone ?? '', text: personalData.seal(words) }, now);
    return { request, message };
  };

  const answerConfirmation: ActDefinition<AnswerInput> = {
    act: 'answerConfirmation',
    schema: Joi.object<AnswerInput>({
      request: Joi.string().hex().length(24).required(),
      answer: choice(PROOF_ANSWERS).required(),
      note: text(300),
    }),
    prepare: async ({ dispute, now }, { request: id, answer, note }) => {
      const request = await repository.get(id);
      if (!request || request.disputeId !== dispute.id) throw conflict('proofs.unknown');
      if (standingOfProof(request, now) !== 'waiting') throw conflict('proofs.closed');
      return {
        data: { party: request.partyId, subject: request.subject, no: request.no ?? null, confirmation: answer },
        also: (tx) => repository.answer(id, { answer, answeredAt: now, ...(note ? { note } : {}) }, tx),
      };
    },
  };

  return [askConfirmation, answerConfirmation];
}
