// The docket of a referral before filing (民诉前调). A request is received without one, for nothing may hold up the day of
// the request; but nobody mediates for a court without the letter that bears it (特邀调解规定11、27; form F14). So it is
// asked of court or tribunal when the dispute leaves its desk for mediation, where it was not entered at lodging.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { docketErrors, EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { DomainError } from '../../domain/errors.ts';
import { type ActContext, type Effect, type FormField } from './act.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { termsOf } from './dispute.terms.ts';
import { takesSuits } from './intake.reading.ts';

/** True where a court refers a dispute before filing and has not said under which docket. */
export const lacksReferralDocket = ({
  track,
  referralDocket,
  owner,
}: Pick<DisputeRecord, 'track' | 'referralDocket' | 'owner'>): boolean =>
  track === 'T2' && referralDocket === undefined && takesSuits({ unit: owner });

/** The field that asks for it; none where it is known or nobody has to say it. */
export const referralDocketFields = (
  { dispute, now }: Pick<ActContext, 'dispute' | 'now'>,
  word: string,
): readonly FormField[] =>
  lacksReferralDocket(dispute)
    ? [
        {
          name: 'docket',
          kind: 'text',
          hint: true,
          required: true,
          value: `（${dayOfInstant(now).slice(0, 4)}）${word}${EXPECTED_TYPES.T2[0]}`,
        },
      ]
    : [];

/**
 * What is kept of the docket as typed; nothing where none is due.
 * @throws DomainError `validation` at `docket`, with the article as rule
 */
export function referralDocketOf(
  { dispute }: Pick<ActContext, 'dispute'>,
  typed: string | undefined,
  word: string,
): NonNullable<Effect['set']> {
  if (!lacksReferralDocket(dispute)) return {};
  const errors =
    typed === undefined
      ? [{ field: 'docket', code: 'docket.referralMissing' }]
      : docketErrors(typed, { word, types: EXPECTED_TYPES.T2 });
  if (typed === undefined || errors.length > 0) {
    throw new DomainError('invalid', 'validation', { rule: '特邀调解规定11、27', errors });
  }
  const referralDocket = parseDocket(typed).text;
  return { referralDocket, terms: [...new Set([...dispute.terms, ...termsOf(referralDocket)])] };
}
