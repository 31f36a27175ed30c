// What a change of the holiday calendar does to a dispute: every due date is computed anew from its stored inputs, and
// the dates that were copied from a clock follow it.

import { dayOfInstant } from '../../domain/calendar-day.ts';
import { type ClockRecord, startClock, withDue } from '../../domain/clock.ts';
import { type ClockId } from '../../domain/clock-catalogue.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { settled, warned } from './dispute.deadlines.ts';
import { isRunning } from './dispute.clocks.ts';
import { type DisputeRecord } from './dispute.record.ts';

/** One date that moved, as the event keeps it. */
export interface ClockMove {
  readonly clock: ClockId;
  readonly before: Date | null;
  readonly after: Date | null;
  readonly provisional: boolean;
}

/** The record under another calendar, with the dates that moved; undefined when none did. */
export function recomputed(
  dispute: DisputeRecord,
  holidays: HolidayTable,
  now: Date,
): { readonly record: DisputeRecord; readonly moves: readonly ClockMove[] } | undefined {
  const clocks = dispute.clocks.map((clock) => withDue(clock, holidays));
  const moves = clocks.flatMap((clock, index) => moveOf(dispute.clocks[index], clock));
  const assists = dispute.assists?.map((help) => ({
    ...help,
    dueAt: startClock('CL04', help.askedAt, holidays).dueAt ?? help.dueAt,
  }));
  const helpMoved = assists?.some(({ dueAt }, index) => !sameInstant(dueAt, dispute.assists?.[index]?.dueAt)) ?? false;
  if (moves.length === 0 && !helpMoved) return undefined;
  const due = (rule: ClockId) => clocks.findLast((clock) => clock.rule === rule)?.dueAt;
  const answerBy = due('CL04');
  const confirmBy = due('CL13');
  const record = {
    ...dispute,
    clocks: warned(clocks, now),
    ...(assists ? { assists } : {}),
    ...(dispute.handOver && answerBy ? { handOver: { ...dispute.handOver, dueAt: answerBy } } : {}),
    ...(dispute.agreement?.confirmationDueOn && confirmBy
      ? { agreement: { ...dispute.agreement, confirmationDueOn: dayOfInstant(confirmBy) } }
      : {}),
  };
  return { record: settled(record, now), moves };
}

function moveOf(before: ClockRecord | undefined, after: ClockRecord): readonly ClockMove[] {
  const stays = sameInstant(before?.dueAt, after.dueAt) && before?.provisional === after.provisional;
  if (stays) return [];
  return [
    {
      clock: after.rule,
      before: before?.dueAt ?? null,
      after: after.dueAt,
      provisional: isRunning(after) && after.provisional === true,
    },
  ];
}

const sameInstant = (a: Date | null | undefined, b: Date | null | undefined): boolean =>
  (a?.getTime() ?? null) === (b?.getTime() ?? null);
