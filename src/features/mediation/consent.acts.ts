// What each party answers when it is asked: a yes, a no, or a yes taken back is a dated entry with its channel and with
// what proves it, and a no ends the mediation at once (人民调解法3、17、23; 特邀调解规定11; 在线调解规则4).

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { CONSENT_CHANNELS, CONSENT_SCOPES } from '../../domain/consent.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Party,
  type PartyConsent,
} from '../disputes/index.ts';
import { disputants, entryOf, notAhead, partyOptions, unknownParties } from './entry.ts';
import { type ConsentEntry, type EvidencePaper } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import { CONSENT_ANSWERS, type ConsentInput, consentSchema } from './mediation.schema.ts';

/** The papers of a dispute that this person may name as proof. */
export type EvidencePapers = (actor: Actor, dispute: DisputeRecord) => Promise<readonly EvidencePaper[]>;

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

/** recordConsent. */
export function consentActs(repository: MediationRepository, papersOf: EvidencePapers): readonly AnyActDefinition[] {
  const recordConsent: ActDefinition<ConsentInput> = {
    act: 'recordConsent',
    schema: consentSchema,
    fields: async ({ dispute, now, actor }) => {
      const papers = await papersOf(actor, dispute);
      return [
        {
          name: 'parties',
          kind: 'checkboxes',
          required: true,
          options: partyOptions(dispute.parties),
          value: disputants(dispute)
            .filter(({ consent }) => consent.state === 'none')
            .map(({ id }) => id),
        },
        { name: 'answer', kind: 'radios', required: true, options: keyed(CONSENT_ANSWERS, 'consentAnswers') },
        { name: 'scope', kind: 'select', options: keyed(CONSENT_SCOPES, 'consentScopes'), value: 'mediation' },
        {
          name: 'channel',
          kind: 'select',
          required: true,
          options: keyed(CONSENT_CHANNELS, 'consentChannels'),
          value: 'inPerson',
        },
        { name: 'evidence', kind: 'text', hint: true, required: papers.length === 0 },
        ...(papers.length > 0
          ? [
              {
                name: 'evidenceFile',
                kind: 'select' as const,
                hint: true as const,
                options: papers.map(({ id, title }) => ({ value: id, text: title })),
              },
            ]
          : []),
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        {
          name: 'rightsToldOn',
          kind: 'date',
          hint: true,
          ...(dispute.rightsToldOn ? {} : { value: dayOfInstant(now) }),
        },
        {
          name: 'rightsToldHow',
          kind: 'select',
          options: keyed(CONSENT_CHANNELS, 'consentChannels'),
          value: 'inPerson',
        },
        { name: 'remediesToldOn', kind: 'date', hint: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now, actor } = context;
      const on = input.on ?? dayOfInstant(now);
      const paper = input.evidenceFile
        ? (await papersOf(actor, dispute)).find(({ id }) => id === input.evidenceFile)
        : undefined;
      const errors = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...evidenceErrors(input, paper),
        ...notAhead(on, now, 'on'),
        ...(input.rightsToldOn ? notAhead(input.rightsToldOn, now, 'rightsToldOn') : []),
        ...(input.remediesToldOn ? notAhead(input.remediesToldOn, now, 'remediesToldOn') : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const entries = input.parties.map((partyId): ConsentEntry => answerOf(context, input, { partyId, on, paper }));
      const consent: PartyConsent = {
        state: input.answer,
        on,
        channel: input.channel,
        ...(input.evidence ? { note: input.evidence } : {}),
        ...(input.answer !== 'given' && input.remediesToldOn ? { remediesToldOn: input.remediesToldOn } : {}),
      };
      const rightsTold = input.rightsToldOn && { on: input.rightsToldOn, how: input.rightsToldHow };
      const parties = dispute.parties.map((party) => {
        if (!input.parties.includes(party.id)) return party;
        return { ...party, ...(input.scope === 'mediation' ? { consent } : {}), ...(rightsTold ? { rightsTold } : {}) };
      });
      const rightsToldOn = toldToAll(disputants({ ...dispute, parties }));
      const refuses = input.scope === 'mediation' && input.answer !== 'given';
      return {
        set: { parties, ...(rightsToldOn ? { rightsToldOn } : {}) },
        data: { parties: input.parties, scope: input.scope, answer: input.answer, on, channel: input.channel },
        also: (tx) => repository.addConsents(entries, tx),
        ...(refuses ? { follow: 'endOnRefusal' as const } : {}),
      };
    },
  };

  return [recordConsent];
}

/** An answer is proved in words or by a paper of the dispute; nothing else counts as one. */
function evidenceErrors(input: ConsentInput, paper: EvidencePaper | undefined): readonly FieldError[] {
  if (input.evidenceFile && !paper) return [{ field: 'evidenceFile', code: 'mediation.evidenceUnknown' }];
  return input.evidence || paper ? [] : [{ field: 'evidence', code: 'mediation.evidenceMissing' }];
}

/** The day the last of both sides was told its rights; undefined while somebody has not been told. */
function toldToAll(parties: readonly Party[]): CalendarDay | undefined {
  const days = parties.flatMap(({ rightsTold }) => (rightsTold ? [rightsTold.on] : []));
  return days.length === parties.length ? days.toSorted().at(-1) : undefined;
}

/** A revoked consent is the yes that was given, with the day it was taken back. */
const answerOf = (
  context: ActContext,
  input: ConsentInput,
  { partyId, on, paper }: { partyId: string; on: CalendarDay; paper: EvidencePaper | undefined },
): ConsentEntry => ({
  ...entryOf(context),
  partyId,
  scope: input.scope,
  answer: input.answer === 'refused' ? 'refused' : 'given',
  on,
  channel: input.channel,
  evidence: input.evidence ?? '',
  ...(paper ? { evidenceFile: paper } : {}),
  ...(input.answer === 'revoked' ? { revokedOn: on } : {}),
});
