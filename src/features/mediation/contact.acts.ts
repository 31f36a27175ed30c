// Reaching the parties and beginning with them: every attempt is a dated entry (在线调解规则15–17). What they answer is in
// consent.acts.ts.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type ClockRecord, stopClock } from '../../domain/clock.ts';
import { CONTACT_CHANNELS, CONTACT_RESULT_CODES, CONTACT_RESULTS } from '../../domain/contact.ts';
import { invalid, invalidField } from '../../domain/errors.ts';
import { PARTICIPATION_MODES } from '../../domain/session.ts';
import { type ActDefinition, type AnyActDefinition, isRunning } from '../disputes/index.ts';
import { disputants, entryOf, partyOptions, unknownParties } from './entry.ts';
import { type MediationRepository } from './mediation.repository.ts';
import { type BeginInput, beginSchema, type ContactInput, contactSchema } from './mediation.schema.ts';

/** The first real contact ends CL05 at the moment it happened, even when it is typed later. */
const contactMade =
  (at: Date, now: Date) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] =>
    clocks.map((clock) =>
      clock.rule === 'CL05' && isRunning(clock) ? stopClock(clock, at < clock.baseStart ? now : at) : clock,
    );

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

/** recordContact and beginMediation. */
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

  return [recordContact, beginMediation];
}
