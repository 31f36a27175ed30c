// Each party has its copy of a written agreement: when, how, and what shows that it came (人民调解法29; 特邀调解规定19; 在线调解规则
// 19).

import Joi from 'joi';
import { SERVICE_CHANNELS, type ServiceChannel } from '../../domain/agreement.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, choice, day, partyIds, text } from '../disputes/index.ts';
import { disputants, notAhead, partyOptions, unknownParties } from '../mediation/index.ts';
import { paperErrors, type PapersOf } from './agreement.paper.ts';
import { fileId } from './agreement.schema.ts';

interface ServeInput {
  readonly parties: readonly string[];
  readonly how: ServiceChannel;
  readonly on?: CalendarDay;
  readonly receipt?: string;
  readonly fileId?: string;
}

/** serveAgreement. */
export function serviceActs(papersOf: PapersOf): readonly AnyActDefinition[] {
  const serveAgreement: ActDefinition<ServeInput> = {
    act: 'serveAgreement',
    schema: Joi.object<ServeInput>({
      parties: partyIds().min(1).required(),
      how: choice(SERVICE_CHANNELS).required(),
      on: day(),
      receipt: text(200),
      fileId: fileId(),
    }),
    fields: ({ dispute, now }) => {
      const served = new Set(dispute.agreement?.served?.map(({ partyId }) => partyId));
      return [
        {
          name: 'parties',
          kind: 'checkboxes',
          required: true,
          options: partyOptions(disputants(dispute)),
          value: disputants(dispute).flatMap(({ id }) => (served.has(id) ? [] : [id])),
        },
        {
          name: 'how',
          kind: 'radios',
          required: true,
          options: SERVICE_CHANNELS.map((value) => ({ value, key: `agreements:service.channels.${value}` })),
          value: 'inPerson',
        },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        { name: 'receipt', kind: 'text', hint: true },
        { name: 'file', kind: 'file', hint: true },
      ];
    },
    prepare: async ({ dispute, now }, { on = dayOfInstant(now), ...input }) => {
      const { agreement } = dispute;
      if (!agreement) throw new Error(`dispute ${dispute.id} has no agreement to serve`);
      const reached = dispute.parties.filter(({ id }) => input.parties.includes(id));
      const errors: readonly FieldError[] = [
        ...unknownParties(dispute, input.parties, 'parties'),
        ...notAhead(on, now, 'on'),
        ...(agreement.effectiveOn && on < agreement.effectiveOn
          ? [{ field: 'on', code: 'agreements.servedBeforeEffect' }]
          : []),
        // Electronic service only on whoever agreed to it (民诉法解释135–136).
        ...(input.how === 'electronic'
          ? reached
              .filter(({ service }) => service?.electronic === undefined)
              .map(({ name }) => ({ field: 'how', code: 'agreements.noElectronicConsent', params: { name } }))
          : []),
        // Whoever takes it in person signs for it; for every other way something has to show that it came.
        ...(input.receipt || input.fileId ? [] : [{ field: 'receipt', code: 'any.required' }]),
        ...(await paperErrors(papersOf, dispute, input.fileId)),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const { how, receipt = '', fileId: paper } = input;
      const rows = input.parties.map((partyId) => ({
        partyId,
        on,
        how,
        receipt,
        ...(paper ? { fileId: paper } : {}),
      }));
      const earlier = (agreement.served ?? []).filter(({ partyId }) => !input.parties.includes(partyId));
      return {
        set: { agreement: { ...agreement, served: [...earlier, ...rows] } },
        data: { parties: input.parties, on, how, receipt },
      };
    },
  };
  return [serveAgreement];
}
