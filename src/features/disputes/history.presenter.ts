// What the history of a dispute says: who held it how long, and what was done by whom.

import { type DisputeEvent } from '../../domain/event.ts';
import { type Tier, TIERS } from '../../domain/tier.ts';
import { type UnitNames } from './dispute.presenter.ts';
import { type DisputeRecord } from './dispute.record.ts';

export interface CustodyView {
  readonly unit: string;
  readonly tier: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly days: number;
  readonly by: string;
  readonly current: boolean;
}

const MS_PER_DAY = 86_400_000;

/** Who held the case, at which tier, for how many days (rounded up: a day begun is a day held). */
export const custodyViews = (dispute: DisputeRecord, units: UnitNames, now: Date): readonly CustodyView[] =>
  dispute.custody.map((row) => ({
    unit: units(row.unitCode),
    tier: row.tier,
    from: row.from,
    until: row.until ?? null,
    days: Math.max(1, Math.ceil(((row.until ?? dispute.closedAt ?? now).getTime() - row.from.getTime()) / MS_PER_DAY)),
    by: row.by,
    current: row.until === undefined,
  }));

/** How long each tier held the case in all, stays at several units of a tier taken together; the tiers in their order. */
export function custodyTotals(
  dispute: Pick<DisputeRecord, 'custody' | 'closedAt'>,
  now: Date,
): readonly { readonly tier: Tier; readonly days: number; readonly stays: number }[] {
  const end = dispute.closedAt ?? now;
  return TIERS.flatMap((tier) => {
    const rows = dispute.custody.filter((row) => row.tier === tier);
    const held = rows.reduce((sum, row) => sum + ((row.until ?? end).getTime() - row.from.getTime()), 0);
    return rows.length === 0 ? [] : [{ tier, days: Math.max(1, Math.ceil(held / MS_PER_DAY)), stays: rows.length }];
  });
}

export interface TimelineEntry {
  readonly seq: number;
  readonly act: string;
  readonly at: Date;
  readonly late: boolean;
  readonly actor: string;
  readonly role: string;
  readonly unit: string;
  readonly from: string | null;
  readonly to: string;
  readonly details: readonly { readonly key: string; readonly value: string; readonly textKey?: string }[];
}

/** What of an event's data is shown as words: reasons and notes, and units by name. */
const SHOWN = [
  'reopened',
  'reason',
  'note',
  'answer',
  'remedy',
  'summary',
  'code',
  'ending',
  'docket',
  'master',
  'insteadOf',
  'right',
  'confirmation',
  'courtResult',
  'feeSettled',
  'level',
  'reportedTo',
  'station',
  'receipt',
] as const;
const SHOWN_UNITS = ['to', 'proposedUnit', 'suggested'] as const;

/** Why a record was amended that was only given its cause; whoever amends by hand writes a reason. */
export const CAUSE_CHOSEN = 'causeChosen';

/** Codes are told by name. */
function detailOf(event: DisputeEvent, key: (typeof SHOWN)[number], value: string) {
  if (key === 'ending') return { key, value, textKey: `codes:endings.${value}` };
  if ((event.act === 'declineHandOver' || event.act === 'declineAssistance') && key === 'code')
    return { key, value, textKey: `codes:declineReasons.${value}` };
  if ((event.act === 'timeOutHandOver' || event.act === 'timeOutAssistance') && key === 'code')
    return { key, value, textKey: 'disputes:details.noAnswer' };
  if (event.act === 'refuseAcceptance' && key === 'reason') return { key, value, textKey: `disputes:refusal.${value}` };
  if (event.act === 'recordConsent' && key === 'answer')
    return { key, value, textKey: `mediation:consentAnswers.${value}` };
  if (event.act === 'amend' && value === CAUSE_CHOSEN) return { key, value, textKey: 'disputes:details.causeChosen' };
  if (key === 'reopened') return { key, value, textKey: `filing:reopenReasons.${value}` };
  if (key === 'courtResult') return { key, value, textKey: `filing:courtResults.${value}` };
  if (key === 'feeSettled') return { key, value, textKey: `filing:feeSettlements.${value}` };
  if (key === 'level') return { key, value, textKey: `codes:risk.${value}` };
  if (key === 'confirmation') return { key, value, textKey: `proofs:standings.${value}` };
  if (key === 'right') return { key, value, textKey: `law:clock.${value}` };
  if (key === 'remedy' && (event.act === 'recordBreach' || event.act === 'lapseRight'))
    return { key, value, textKey: `disputes:details.remedies.${value}` };
  return { key, value };
}

/** An act that passes through a state leaves two events; a reader sees the act once, with where it led. */
const passesThrough = (event: DisputeEvent, next: DisputeEvent | undefined): boolean =>
  next !== undefined &&
  next.act === event.act &&
  next.article === event.article &&
  next.from === event.to &&
  event.from !== event.to &&
  next.recordedAt.getTime() === event.recordedAt.getTime();

export const timeline = (events: readonly DisputeEvent[], units: UnitNames): readonly TimelineEntry[] =>
  events
    .filter((event, index) => !passesThrough(event, events[index + 1]))
    .toReversed()
    .map((event) => ({
      seq: event.seq,
      act: event.act,
      at: event.at,
      late: event.recordedAt.getTime() - event.at.getTime() > MS_PER_DAY,
      actor: event.actor.name,
      role: event.actor.role,
      unit: event.actor.role === 'system' ? '' : units(event.actor.unitCode),
      from: event.from,
      to: event.to,
      details: [
        ...SHOWN_UNITS.flatMap((key) =>
          typeof event.data[key] === 'string' ? [{ key, value: units(event.data[key]) }] : [],
        ),
        ...SHOWN.flatMap((key) => (typeof event.data[key] === 'string' ? [detailOf(event, key, event.data[key])] : [])),
      ],
    }));
