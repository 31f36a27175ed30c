// What a registration form leaves to be worked out: the track, what its docket says, a title from the parties' names, the
// amount in fen.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { FOLLOW_UP } from '../../domain/court-result.ts';
import { docketErrors, EXPECTED_TYPES, parseDocket } from '../../domain/docket.ts';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { type Actor } from '../../domain/permission.ts';
import { COURT_SOURCES, LODGED_AT_COURT, type SourceCode } from '../../domain/source.ts';
import { type TrackPolicy } from '../../domain/track-policy.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { type PartyInput, type RegisterInput } from './dispute.schema.ts';

/**
 * T1 (社会调解) unless a suit is lodged with the court or one of its tribunals; then as the court's policy of the day says.
 * What a tribunal refers to mediation without a docket, and what comes by the court's hotline, is no suit yet.
 */
export function trackOf(
  { source, docket }: Pick<RegisterInput, 'source' | 'docket'>,
  { unit: { tier } }: Pick<Actor, 'unit'>,
  policy: Pick<TrackPolicy, 'lodged'>,
): DisputeRecord['track'] {
  if (!takesSuits({ unit: { tier } }) || !COURT_SOURCES.includes(source as SourceCode)) return 'T1';
  return docket !== undefined || LODGED_AT_COURT.includes(source as SourceCode) ? policy.lodged : 'T1';
}

/** Courts and their tribunals register suits; nobody else does. */
export const takesSuits = ({ unit: { tier } }: { readonly unit: Pick<Actor['unit'], 'tier'> }): boolean =>
  tier === 'court' || tier === 'tribunal';

/**
 * What the docket says of the dispute: a referral before filing bears 民诉前调 and is no suit; a registered suit bears 民初
 * and has been filed, in a procedure that sets its term (2024-12-27立案与调解意见(2)(3)).
 */
export function docketOf(
  input: Pick<RegisterInput, 'docket' | 'procedure' | 'source'>,
  track: DisputeRecord['track'],
  { word, on, now }: { readonly word: string; readonly on: CalendarDay; readonly now: Date },
  errors: FieldError[],
): Pick<DisputeRecord, 'referralDocket' | 'filing'> {
  if (!input.docket) return {};
  if (track === 'T1') {
    errors.push({ field: 'docket', code: 'docket.notLodged' });
    return {};
  }
  const wrong = docketErrors(input.docket, { word, types: EXPECTED_TYPES[track], year: Number(on.slice(0, 4)) });
  errors.push(...wrong);
  if (wrong.length > 0) return {};
  const docket = parseDocket(input.docket).text;
  if (track === 'T2') return { referralDocket: docket };
  const procedure = input.procedure ?? 'ordinary';
  const followUp = FOLLOW_UP[procedure];
  return { filing: { transferredAt: now, court: word, docket, filedOn: on, procedure, followUp, materials: [] } };
}

export function titleOf(parties: readonly PartyInput[]): string {
  const first = (side: PartyInput['side']) => parties.filter((party) => party.side === side).map((party) => party.name);
  const short = (names: readonly string[]) => (names.length > 1 ? `${names[0]}等${names.length}人` : (names[0] ?? ''));
  return `${short(first('applicant'))}与${short(first('respondent'))}`.slice(0, 80);
}

export function amountOf(text: string | undefined, errors: FieldError[]): number | undefined {
  if (!text) return undefined;
  try {
    const fen = parseMoney(text);
    if (fen >= 0) return fen;
  } catch {
    // The amount is reported below together with every other field.
  }
  errors.push({ field: 'amount', code: 'money.invalid' });
  return undefined;
}

/** A cause as it is kept. @throws DomainError `validation` at `cause` */
export type ChooseCause = (typed: string) => Promise<Pick<DisputeRecord, 'cause' | 'causeCode' | 'causeEdition'>>;

/** The cause as typed in the words of the catalogue; what is wrong with it goes to the other errors. */
export async function causeOf(
  choose: ChooseCause,
  typed: string | undefined,
  errors: FieldError[],
): Promise<Awaited<ReturnType<ChooseCause>>> {
  if (!typed) return {};
  return choose(typed).catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
    errors.push(...error.errors);
    return {};
  });
}
