// What the list of delays and the urgings say. Texts are named by keys; a reader without the dispute reads its number.

import { type CalendarDay, dayOfInstant, daysBetween } from '../../domain/calendar-day.ts';
import { CLOCK_RULES, type ExpiryAct } from '../../domain/clock-catalogue.ts';
import { maskedTitle, type UnitNames } from '../disputes/index.ts';
import { type UrgingPerson, type UrgingRecord } from './urging.record.ts';
import { type SupervisedWarning } from './warning.record.ts';

export interface WarningView {
  readonly id: string;
  readonly dispute: string;
  readonly number: string;
  /** null where the reader may not open the dispute. */
  readonly title: string | null;
  readonly href: string | null;
  readonly clock: string;
  readonly level: string;
  readonly state: string;
  readonly risk: string;
  readonly unit: { readonly code: string; readonly tier: string; readonly name: string };
  readonly person: string | null;
  readonly dueAt: Date;
  readonly provisional: boolean;
  readonly raisedAt: Date;
  /** Calendar days since the due day; negative while it lies ahead. */
  readonly daysOver: number;
  /** What follows when the time is over; a key below `law:clockExpiry`. */
  readonly next: ExpiryAct;
  readonly urgeHref: string | null;
}

const nextOf = (clock: string): ExpiryAct => CLOCK_RULES.findLast((rule) => rule.id === clock)?.onExpiry ?? 'alarmHead';

export function warningView(
  { warning, dispute, mayUrge }: SupervisedWarning,
  units: UnitNames,
  now: Date,
): WarningView {
  const { id, disputeId, number, clock, level, state, risk, holder, person, dueAt, provisional, raisedAt } = warning;
  return {
    id,
    dispute: disputeId,
    number,
    title: dispute ? (dispute.masked ? maskedTitle(dispute.record) : dispute.record.title) : null,
    href: dispute ? `/disputes/${disputeId}` : null,
    clock,
    level,
    state,
    risk,
    unit: { code: holder.code, tier: holder.tier, name: units(holder.code) },
    person: person?.name ?? null,
    dueAt,
    provisional,
    raisedAt,
    daysOver: daysBetween(dayOfInstant(dueAt), dayOfInstant(now)),
    next: nextOf(clock),
    urgeHref: mayUrge ? `/supervision/warnings/${encodeURIComponent(id)}/urge` : null,
  };
}

export interface UrgingView {
  readonly id: string;
  readonly dispute: string;
  readonly number: string;
  readonly clock: string;
  readonly dueAt: Date;
  readonly by: string;
  readonly byUnit: string;
  readonly to: { readonly code: string; readonly tier: string; readonly name: string };
  readonly note: string;
  readonly answerBy: CalendarDay;
  readonly urgedAt: Date;
  readonly state: string;
  /** True while no answer has come and the day for it has passed. */
  readonly late: boolean;
  readonly closedAt: Date | null;
  readonly replies: readonly { readonly at: Date; readonly by: string; readonly unit: string; readonly text: string }[];
  readonly href: string;
}

export function urgingView(urging: UrgingRecord, units: UnitNames, now: Date): UrgingView {
  const { id, disputeId, number, clock, dueAt, by, to, note, answerBy, urgedAt, state, replies, closedAt } = urging;
  const unitOf = ({ unitCode }: UrgingPerson) => units(unitCode);
  return {
    id,
    dispute: disputeId,
    number,
    clock,
    dueAt,
    by: by.name,
    byUnit: unitOf(by),
    to: { code: to.code, tier: to.tier, name: units(to.code) },
    note,
    answerBy,
    urgedAt,
    state,
    late: state === 'open' && answerBy < dayOfInstant(now),
    closedAt: closedAt ?? null,
    replies: replies.map((reply) => ({ at: reply.at, by: reply.by.name, unit: unitOf(reply.by), text: reply.text })),
    href: `/supervision/urgings/${id}`,
  };
}
