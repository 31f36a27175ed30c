// Statistics follow the events by seconds. One worker folds at a time, for the job is leased; should two ever do, each
// event is still counted once.

import { type SnapshotService, type StatisticStore } from '../features/statistics/index.ts';
import { type JobDefinition } from '../platform/jobs.ts';

const EVERY_SECONDS = 3;

export const foldStatistics = (store: Pick<StatisticStore, 'catchUp'>): JobDefinition => ({
  name: 'fold-statistics',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    await store.catchUp();
  },
});

const FREEZE_SECONDS = 600;

/** When a month is over its tables are frozen; again changes nothing, for a table is written once. */
export const freezeMonths = (snapshots: Pick<SnapshotService, 'freezeDue'>): JobDefinition => ({
  name: 'freeze-months',
  everySeconds: FREEZE_SECONDS,
  perform: async () => {
    await snapshots.freezeDue();
  },
});
