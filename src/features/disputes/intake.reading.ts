// What a registration form leaves to be worked out: the track, a title from the parties' names, the amount in fen.

import { type FieldError } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { type Actor } from '../../domain/permission.ts';
import { COURT_SOURCES, type SourceCode } from '../../domain/source.ts';
import { type TrackPolicy } from '../../domain/track-policy.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { type PartyInput } from './dispute.schema.ts';

/** T1 (社会调解) unless a suit is lodged with the court; then as the court's policy of the day says. */
export const trackOf = (
  source: SourceCode,
  actor: Actor,
  policy: Pick<TrackPolicy, 'lodged'>,
): DisputeRecord['track'] => (COURT_SOURCES.includes(source) && actor.unit.tier === 'court' ? policy.lodged : 'T1');

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
