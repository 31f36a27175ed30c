// What time alone does to a dispute: which level its clocks have come to, which act of expiry the law calls for, and
// when somebody has to look again. Pure, and computed at every change, so that one stored instant finds all the work.

import { compareDays } from '../../domain/calendar-day.ts';
import { type ClockRecord } from '../../domain/clock.ts';
import { DEADLINES, expiryAt, levelReached, nextLevelAt } from '../../domain/deadline.ts';
import { GRACE_DAYS } from '../../domain/guard.ts';
import { type Act, judge } from '../../domain/lifecycle.ts';
import { isRunning, nextDueAt, NOTHING_DUE } from './dispute.clocks.ts';
import { caseInLaw } from './dispute.law.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { systemActor } from './system-actor.ts';

/** An act of the system with the input it takes. */
export interface Expiry {
  readonly act: Act;
  readonly input: object;
}

/** The clocks with the level each has come to; a level that no longer holds, after an extension, is taken back. */
export const warned = (clocks: readonly ClockRecord[], now: Date): readonly ClockRecord[] =>
  clocks.map((clock) => {
    if (!isRunning(clock)) return clock;
    const level = levelReached(clock, now);
    if (level === clock.warned) return clock;
    const { warned: _before, ...rest } = clock;
    return level === undefined ? rest : { ...rest, warned: level };
  });

/** The record with everything that follows from its clocks at this instant. */
export function settled(dispute: DisputeRecord, now: Date): DisputeRecord {
  const record = { ...dispute, clocks: warned(dispute.clocks, now) };
  return { ...record, nextDueAt: nextDueAt(record.clocks), nextSweepAt: nextSweepAt(record) };
}

/** When a clock next comes to a level nobody was warned at, or its expiry calls for an act. */
export function nextSweepAt(dispute: DisputeRecord): Date {
  const instants = dispute.clocks
    .filter(isRunning)
    .flatMap((clock) => [nextLevelAt(clock), lawfulExpiryAt(dispute, clock)])
    .flatMap((at) => (at ? [at.getTime()] : []));
  return new Date(Math.min(NOTHING_DUE.getTime(), ...instants));
}

/** The act the law calls for now because a clock has run out; undefined when there is none. */
export function expiryOf(dispute: DisputeRecord, now: Date): Expiry | undefined {
  for (const clock of dispute.clocks) {
    const at = expiryAt(clock, dispute.state);
    const act = DEADLINES[clock.rule].act?.act;
    if (at && act && at <= now && isLawful(dispute, act, now)) return { act, input: INPUTS[act]?.(dispute) ?? {} };
  }
  return undefined;
}

function lawfulExpiryAt(dispute: DisputeRecord, clock: ClockRecord): Date | undefined {
  const at = expiryAt(clock, dispute.state);
  const act = DEADLINES[clock.rule].act?.act;
  return at && act && isLawful(dispute, act, at) ? at : undefined;
}

const isLawful = (dispute: DisputeRecord, act: Act, at: Date): boolean =>
  judge(act, caseInLaw(dispute, at), systemActor(dispute.owner.path[0] ?? dispute.owner.code)).allowed;

/** What the system says where people would fill in a form; it goes into the record. */
const INPUTS: Readonly<Partial<Record<Act, (dispute: DisputeRecord) => object>>> = {
  withdraw: () => ({ settled: false, note: '补正期限届满未补正，视为撤回' }),
  escalate: ({ owner }) => ({ toUnit: owner.path.at(-2), reason: '退回后一个工作日内未再派出，由系统上报上级单位' }),
  recordBreach: ({ agreement }) => ({
    item: agreement?.items.filter(({ settledOn }) => !settledOn).toSorted((a, b) => compareDays(a.dueOn, b.dueOn))[0]
      ?.id,
    note: `逾期满${GRACE_DAYS}日未履行，由系统登记`,
  }),
};
