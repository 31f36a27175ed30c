// Keeps the warnings in step with their disputes, inside the transaction that changes a dispute: what has come is
// raised, what is done ends by itself, and whoever has the dispute now is told. Nothing is written when nothing changed.

import { type ClockId } from '../../domain/clock-catalogue.ts';
import { rankOf } from '../../domain/deadline.ts';
import { type DisputeRecord, isRunning, type Moved, type Witness } from '../disputes/index.ts';
import { type UrgingRepository } from './urging.repository.ts';
import { type WarningEnd } from './warning.record.ts';
import { type WarningChange, type WarningRepository } from './warning.repository.ts';
import { clockKey, factsOf, type Standing, standingOf } from './warning.rules.ts';

/** What the rows say of a dispute; while it stays, they stay. */
const gist = ({ owner, mediator, handOver, rulingUnit, state, risk, number }: DisputeRecord): string =>
  [owner.code, mediator?.accountId, handOver?.id, rulingUnit, state, risk, number].join(' ');

const idOf = (dispute: DisputeRecord, { clock, level }: Standing): string =>
  `${dispute.id}:${clockKey(clock)}:${level}`;

/** The changes of the rows that follow from a change of the dispute. */
export function warningChanges({ before, after, now }: Moved): readonly WarningChange[] {
  const was = standingOf(before);
  const is = standingOf(after);
  const changes: WarningChange[] = [];
  for (const [key, old] of was) {
    const next = is.get(key);
    if (next?.level === old.level) continue;
    changes.push({ does: 'end', id: idOf(before, old), at: now, as: endOf(key, old, next, after) });
  }
  const moved = gist(before) !== gist(after);
  for (const [key, standing] of is) {
    const old = was.get(key);
    const id = idOf(after, standing);
    const { clock, level } = standing;
    if (old?.level !== level) {
      const facts = factsOf(standing, after, before);
      const { id: disputeId, number } = after;
      changes.push({
        does: 'raise',
        row: { id, disputeId, number, clock: clock.rule, level, raisedAt: now, ...facts },
      });
    } else if (clock.stoppedAt === undefined && (moved || old.clock.dueAt?.getTime() !== clock.dueAt?.getTime())) {
      changes.push({ does: 'amend', id, facts: factsOf(standing, after, before) });
    }
  }
  return changes;
}

/** A clock that runs on below the level has been given more time. */
function endOf(key: string, old: Standing, next: Standing | undefined, after: DisputeRecord): WarningEnd {
  if (next) return rankOf(next.level) > rankOf(old.level) ? 'raised' : 'lowered';
  return after.clocks.some((clock) => isRunning(clock) && clockKey(clock) === key) ? 'lowered' : 'stopped';
}

/** The witness of every act and of every sweep. An urging that was answered closes with the delay it was about. */
export const warningLedger =
  (warnings: Pick<WarningRepository, 'apply'>, urgings: Pick<UrgingRepository, 'close'>): Witness =>
  async (moved, tx) => {
    const changes = warningChanges(moved);
    await warnings.apply(changes, tx);
    const over = overClocks(moved.before).filter((clock) => !overClocks(moved.after).includes(clock));
    if (over.length > 0) await urgings.close(moved.after.id, over, moved.now, tx);
  };

const overClocks = (dispute: DisputeRecord): readonly ClockId[] =>
  [...standingOf(dispute).values()].filter(({ level }) => level === 'overdue').map(({ clock }) => clock.rule);
