// Where papers reach a party, confirmed by the party itself and asked early, while it is still at the table (送达地址确认书,
// F16; 在线调解规则8、17; 民诉法解释136–137).

import Joi from 'joi';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../domain/consent.ts';
import { invalid } from '../../domain/errors.ts';
import { isPhone, normalisePhone } from '../../domain/identity.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import {
  type ActDefinition,
  type AnyActDefinition,
  choice,
  day,
  flag,
  type ServiceAddress,
  text,
} from '../disputes/index.ts';
import { notAhead, partyOptions, unknownParties } from './entry.ts';

const ELECTRONIC = ['none', 'phone', 'email', 'wechat', 'platform'] as const;

interface ServiceAddressInput {
  readonly party: string;
  readonly recipient?: string;
  readonly postcode: string;
  readonly address: string;
  readonly phone: string;
  readonly electronic: (typeof ELECTRONIC)[number];
  readonly electronicTo?: string;
  readonly consequencesTold: boolean;
  readonly confidential: boolean;
  readonly on?: CalendarDay;
  readonly how: ConsentChannel;
}

const schema = Joi.object<ServiceAddressInput>({
  party: text(5).required(),
  recipient: text(60),
  postcode: Joi.string()
    .trim()
    .empty('')
    .required()
    .custom((value: string, helpers) => (/^\d{6}$/.test(value) ? value : helpers.error('mediation.postcode')))
    .messages({ 'mediation.postcode': 'mediation.postcode' }),
  address: text(200).required(),
  phone: text(30).required(),
  electronic: choice(ELECTRONIC).default('none'),
  electronicTo: text(100),
  consequencesTold: flag(),
  confidential: flag(),
  on: day(),
  how: choice(CONSENT_CHANNELS).default('writing'),
});

const keyed = (values: readonly string[], group: string) =>
  values.map((value) => ({ value, key: `mediation:${group}.${value}` }));

/** confirmServiceAddress. */
export function serviceAddressActs(personalData: PersonalData): readonly AnyActDefinition[] {
  const confirmServiceAddress: ActDefinition<ServiceAddressInput> = {
    act: 'confirmServiceAddress',
    schema,
    fields: ({ dispute, now }) => {
      // Whoever has not confirmed yet comes first, with what is on file.
      const next = dispute.parties.find((party) => party.service === undefined) ?? dispute.parties[0];
      const onFile = (sealed: string | undefined) => (sealed ? personalData.open(sealed) : '');
      return [
        { name: 'party', kind: 'radios', required: true, options: partyOptions(dispute.parties), value: next?.id },
        { name: 'recipient', kind: 'text', hint: true },
        { name: 'postcode', kind: 'text', hint: true, required: true },
        { name: 'address', kind: 'text', hint: true, required: true, value: onFile(next?.address) },
        { name: 'phone', kind: 'text', required: true, value: onFile(next?.phone) },
        {
          name: 'electronic',
          kind: 'radios',
          hint: true,
          options: keyed(ELECTRONIC, 'electronicService'),
          value: 'none',
        },
        { name: 'electronicTo', kind: 'text', hint: true },
        {
          name: 'consequencesTold',
          kind: 'checkboxes',
          required: true,
          options: [{ value: 'true', key: 'mediation:service.consequencesTold' }],
        },
        {
          name: 'confidential',
          kind: 'checkboxes',
          options: [{ value: 'true', key: 'mediation:service.confidential' }],
        },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        { name: 'how', kind: 'select', options: keyed(CONSENT_CHANNELS, 'consentChannels'), value: 'writing' },
      ];
    },
    prepare: ({ dispute, now }, input) => {
      const on = input.on ?? dayOfInstant(now);
      const phone = normalisePhone(input.phone);
      const errors = [
        ...unknownParties(dispute, [input.party], 'party'),
        ...notAhead(on, now, 'on'),
        ...(isPhone(phone) ? [] : [{ field: 'phone', code: 'mediation.servicePhone' }]),
        ...(input.consequencesTold ? [] : [{ field: 'consequencesTold', code: 'mediation.consequencesNotTold' }]),
        ...(['email', 'wechat', 'platform'].includes(input.electronic) && !input.electronicTo
          ? [{ field: 'electronicTo', code: 'any.required' }]
          : []),
        ...(input.electronic === 'email' && input.electronicTo && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(input.electronicTo)
          ? [{ field: 'electronicTo', code: 'string.email' }]
          : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const seal = (plain: string) => personalData.seal(plain);
      const party = dispute.parties.find(({ id }) => id === input.party);
      const service: ServiceAddress = {
        recipient: input.recipient ?? party?.name ?? '',
        postcode: seal(input.postcode),
        address: seal(input.address),
        phone: seal(phone),
        ...(input.electronic === 'none'
          ? {}
          : { electronic: { by: input.electronic, to: seal(input.electronicTo ?? phone) } }),
        confidential: input.confidential,
        confirmedOn: on,
        how: input.how,
      };
      return {
        set: { parties: dispute.parties.map((each) => (each.id === input.party ? { ...each, service } : each)) },
        data: { party: input.party, electronic: input.electronic !== 'none', confidential: input.confidential, on },
      };
    },
  };
  return [confirmServiceAddress];
}
