// The notice that a mediation has ended: why, what else the parties may do and by when, served on each of them (F19;
// 人民调解法26; 特邀调解规定26).

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../domain/consent.ts';
import { REMEDIES, type Remedy } from '../../domain/court-result.ts';
import { isLabour } from '../../domain/dispute-type.ts';
import { invalid } from '../../domain/errors.ts';
import {
  type ActDefinition,
  type AnyActDefinition,
  choice,
  choices,
  day,
  isRecordOpen,
  partyIds,
  text,
} from '../disputes/index.ts';
import { disputants, notAhead, partyOptions, unknownParties } from './entry.ts';

interface TerminationInput {
  readonly remedies: readonly Remedy[];
  readonly parties: readonly string[];
  readonly on?: CalendarDay;
  readonly how: ConsentChannel;
  readonly note?: string;
}

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

/** serveTermination. */
export function terminationActs(): readonly AnyActDefinition[] {
  const serveTermination: ActDefinition<TerminationInput> = {
    act: 'serveTermination',
    schema: Joi.object<TerminationInput>({
      remedies: choices(REMEDIES).min(1).required(),
      parties: partyIds().min(1).required(),
      on: day(),
      how: choice(CONSENT_CHANNELS).required(),
      note: text(500),
    }),
    fields: ({ dispute, now }) => {
      const told = dispute.termination?.served.map(({ partyId }) => partyId) ?? [];
      return [
        {
          name: 'remedies',
          kind: 'checkboxes',
          hint: true,
          required: true,
          options: keyed(REMEDIES, 'remedies'),
          value: dispute.termination?.remedies ?? (isLabour(dispute.type) ? ['arbitration'] : ['litigation']),
        },
        {
          name: 'parties',
          kind: 'checkboxes',
          required: true,
          options: partyOptions(disputants(dispute)),
          value: disputants(dispute).flatMap(({ id }) => (told.includes(id) ? [] : [id])),
        },
        { name: 'how', kind: 'select', required: true, options: keyed(CONSENT_CHANNELS, 'consentChannels') },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        { name: 'note', kind: 'textarea', hint: true },
      ];
    },
    prepare: ({ dispute, now }, input) => {
      const on = input.on ?? dayOfInstant(now);
      const { failure } = dispute;
      const errors = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...notAhead(on, now, 'on'),
        ...(failure && on < failure.on ? [{ field: 'on', code: 'mediation.servedBeforeEnd' }] : []),
        // A labour dispute goes to arbitration before any court hears it (劳动争议调解仲裁法5、14).
        ...(isLabour(dispute.type) && !input.remedies.includes('arbitration')
          ? [{ field: 'remedies', code: 'mediation.arbitrationFirst' }]
          : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const served = [
        ...(dispute.termination?.served ?? []).filter(({ partyId }) => !input.parties.includes(partyId)),
        ...input.parties.map((partyId) => ({ partyId, on, how: input.how })),
      ];
      const note = input.note ?? dispute.termination?.note;
      // The record of failure asks when the remedies were told; the notice tells them.
      const completes = failure && isRecordOpen(failure) && failure.remediesToldOn === undefined;
      return {
        set: {
          termination: { remedies: input.remedies, served, ...(note ? { note } : {}) },
          ...(completes ? { failure: { ...failure, remediesToldOn: on } } : {}),
        },
        data: { remedies: input.remedies, parties: input.parties, on, how: input.how },
      };
    },
  };
  return [serveTermination];
}
