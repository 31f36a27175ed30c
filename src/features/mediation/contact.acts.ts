// Reaching the parties and asking whether they want to mediate: every attempt and every answer is a dated entry
// (人民调解法3、17; 在线调解规则4、15–17).

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type ClockRecord, stopClock } from '../../domain/clock.ts';
import { CONSENT_CHANNELS, CONSENT_SCOPES } from '../../domain/consent.ts';
import { CONTACT_CHANNELS, CONTACT_RESULT_CODES, CONTACT_RESULTS } from '../../domain/contact.ts';
import { invalid, invalidField } from '../../domain/errors.ts';
import { PARTICIPATION_MODES } from '../../domain/session.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  isRunning,
  type Party,
  type PartyConsent,
} from '../disputes/index.ts';
import { disputants, entryOf, notAhead, partyOptions, unknownParties } from './entry.ts';
import { type ConsentEntry } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';
import {
  type BeginInput,
  beginSchema,
  CONSENT_ANSWERS,
  type ConsentInput,
  consentSchema,
  type ContactInput,
  contactSchema,
} from './mediation.schema.ts';

/** The first real contact ends CL05 at the moment it happened, even when it is typed later. */
const contactMade =
  (at: Date, now: Date) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] =>
    clocks.map((clock) =>
      clock.rule === 'CL05' && isRunning(clock) ? stopClock(clock, at < clock.baseStart ? now : at) : clock,
    );

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

/** recordContact, recordConsent and beginMediation. */
export function contactActs(repository: MediationRepository): readonly AnyActDefinition[] {
  const recordContact: ActDefinition<ContactInput> = {
    act: 'recordContact',
    schema: contactSchema,
    fields: ({ dispute, now }) => [
      {
        name: 'party',
        kind: 'radios',
        required: true,
        options: partyOptions(dispute.parties),
        value: dispute.parties.find(({ side }) => side === 'respondent')?.id,
      },
      { name: 'at', kind: 'datetime', value: now },
      {
        name: 'channel',
        kind: 'radios',
        required: true,
        options: keyed(CONTACT_CHANNELS, 'contactChannels'),
        value: 'phone',
      },
      { name: 'result', kind: 'radios', required: true, options: keyed(CONTACT_RESULT_CODES, 'contactResults') },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: (context, input) => {
      const { dispute, now } = context;
      const at = input.at ?? now;
      const errors = unknownParties(dispute, [input.party], 'party');
      if (errors.length > 0) throw invalid('validation', errors);
      if (at > now) throw invalidField('at', 'day.future');
      if (dayOfInstant(at) < dispute.requestedOn) throw invalidField('at', 'mediation.contactBeforeRequest');
      const entry = {
        ...entryOf(context),
        partyId: input.party,
        at,
        channel: input.channel,
        result: input.result,
        ...(input.note ? { note: input.note } : {}),
      };
      return {
        set: { contactAttempts: dispute.contactAttempts + 1 },
        ...(CONTACT_RESULTS[input.result].reached ? { clocks: contactMade(at, now) } : {}),
        at,
        data: { party: input.party, channel: input.channel, result: input.result },
        also: (tx) => repository.addContact(entry, tx),
      };
    },
  };

  const recordConsent: ActDefinition<ConsentInput> = {
    act: 'recordConsent',
    schema: consentSchema,
    fields: ({ dispute, now }) => [
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
      { name: 'on', kind: 'date', value: dayOfInstant(now) },
      { name: 'rightsToldOn', kind: 'date', hint: true, ...(dispute.rightsToldOn ? {} : { value: dayOfInstant(now) }) },
      { name: 'rightsToldHow', kind: 'select', options: keyed(CONSENT_CHANNELS, 'consentChannels'), value: 'inPerson' },
      { name: 'remediesToldOn', kind: 'date', hint: true },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: (context, input) => {
      const { dispute, now } = context;
      const on = input.on ?? dayOfInstant(now);
      const errors = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...notAhead(on, now, 'on'),
        ...(input.rightsToldOn ? notAhead(input.rightsToldOn, now, 'rightsToldOn') : []),
        ...(input.remediesToldOn ? notAhead(input.remediesToldOn, now, 'remediesToldOn') : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const entries = input.parties.map((partyId): ConsentEntry => answerOf(context, input, partyId, on));
      const consent: PartyConsent = {
        state: input.answer,
        on,
        channel: input.channel,
        ...(input.note ? { note: input.note } : {}),
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

  const beginMediation: ActDefinition<BeginInput> = {
    act: 'beginMediation',
    schema: beginSchema,
    fields: ({ dispute }) => [
      {
        name: 'mode',
        kind: 'radios',
        required: true,
        options: keyed(PARTICIPATION_MODES, 'modes'),
        value: 'inPerson',
      },
      { name: 'addressConfirmed', kind: 'checkboxes', hint: true, options: partyOptions(dispute.parties) },
      { name: 'electronicService', kind: 'checkboxes', options: partyOptions(dispute.parties) },
    ],
    prepare: (context, input) => {
      const { dispute, now } = context;
      const errors = [
        ...unknownParties(dispute, input.addressConfirmed, 'addressConfirmed'),
        ...unknownParties(dispute, input.electronicService, 'electronicService'),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const entries = dispute.parties.map((party) => ({
        ...entryOf(context),
        partyId: party.id,
        mode: input.mode,
        ...(input.addressConfirmed.includes(party.id) ? { addressConfirmedOn: dayOfInstant(now) } : {}),
        electronicService: input.electronicService.includes(party.id),
      }));
      return {
        data: { mode: input.mode, addressConfirmed: input.addressConfirmed, parties: disputants(dispute).length },
        also: (tx) => repository.addParticipations(entries, tx),
      };
    },
  };

  return [recordContact, recordConsent, beginMediation];
}

/** The day the last of both sides was told its rights; undefined while somebody has not been told. */
function toldToAll(parties: readonly Party[]): CalendarDay | undefined {
  const days = parties.flatMap(({ rightsTold }) => (rightsTold ? [rightsTold.on] : []));
  return days.length === parties.length ? days.toSorted().at(-1) : undefined;
}

/** A revoked consent is the yes that was given, with the day it was taken back. */
const answerOf = (context: ActContext, input: ConsentInput, partyId: string, on: ConsentEntry['on']): ConsentEntry => ({
  ...entryOf(context),
  partyId,
  scope: input.scope,
  answer: input.answer === 'refused' ? 'refused' : 'given',
  on,
  channel: input.channel,
  evidence: input.note ?? '',
  ...(input.answer === 'revoked' ? { revokedOn: on } : {}),
});
