// A party as people type it: checked, brought into one form, sealed.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type FieldError } from '../../domain/errors.ts';
import {
  isCreditCode,
  isPhone,
  normaliseAddress,
  normaliseId,
  normalisePhone,
  readResidentId,
} from '../../domain/identity.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Party } from './dispute.record.ts';
import { type PartyInput } from './dispute.schema.ts';

/** What is wrong with the parties as typed. */
export function partyErrors(parties: readonly PartyInput[], today: CalendarDay): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const side of ['applicant', 'respondent'] as const) {
    if (!parties.some((party) => party.side === side))
      errors.push({ field: 'parties', code: `parties.${side}Missing` });
  }
  for (const [index, party] of parties.entries()) {
    const field = (name: string) => `parties.${index}.${name}`;
    if (party.idNumber) {
      const number = normaliseId(party.idNumber);
      const known = party.kind === 'natural' ? readResidentId(number, today) !== undefined : isCreditCode(number);
      if (!known)
        errors.push({
          field: field('idNumber'),
          code: party.kind === 'natural' ? 'residentId.invalid' : 'creditCode.invalid',
        });
    }
    if (party.phone && !isPhone(normalisePhone(party.phone)))
      errors.push({ field: field('phone'), code: 'phone.invalid' });
  }
  return errors;
}

/** A party as it is stored: identity, phone and address sealed, with blind indexes for exact matches. */
export function sealParty(personalData: PersonalData, party: PartyInput, id: string): Party {
  const idNumber = party.idNumber ? normaliseId(party.idNumber) : undefined;
  const phone = party.phone ? normalisePhone(party.phone) : undefined;
  return {
    id,
    side: party.side,
    kind: party.kind,
    name: party.name,
    ...(idNumber ? { idNumber: personalData.seal(idNumber), idIndex: personalData.blindIndex(idNumber) } : {}),
    ...(phone ? { phone: personalData.seal(phone), phoneIndex: personalData.blindIndex(phone) } : {}),
    ...(party.address
      ? {
          address: personalData.seal(party.address),
          addressIndex: personalData.blindIndex(normaliseAddress(party.address)),
        }
      : {}),
    ...(party.representative ? { representative: party.representative } : {}),
    ...(party.ethnicity ? { ethnicity: personalData.seal(party.ethnicity) } : {}),
    ...(party.occupation ? { occupation: personalData.seal(party.occupation) } : {}),
    agents: party.agents.map((agent) => ({
      name: agent.name,
      authority: agent.authority,
      ...(agent.phone
        ? {
            phone: personalData.seal(normalisePhone(agent.phone)),
            phoneIndex: personalData.blindIndex(normalisePhone(agent.phone)),
          }
        : {}),
    })),
    consent: { state: 'none' },
  };
}
