import { type Migration } from '../platform/migrations.ts';

/** The first instant there is: the next sweep looks at the dispute once and then knows when to look again. */
const AT_ONCE = new Date(0);

/** An index of which nothing is asked any more; every write of a dispute paid for it. */
const UNUSED = 'clocks.rule_1_nextDueAt_1';

/** Disputes written before the sweep knew when to look at them. */
export const nextSweep: Migration = {
  name: '2026-11-23-next-sweep',
  up: async (connection) => {
    const disputes = connection.collection('disputes');
    await disputes.updateMany({ nextSweepAt: { $exists: false } }, { $set: { nextSweepAt: AT_ONCE } });
    if (await disputes.indexExists(UNUSED)) await disputes.dropIndex(UNUSED);
  },
};
