// Statistics follow the events by seconds. One worker folds at a time, for the job is leased; should two ever do, each
// event is still counted once.

import { type StatisticStore } from '../features/statistics/index.ts';
import { type JobDefinition } from '../platform/jobs.ts';

const EVERY_SECONDS = 3;

export const foldStatistics = (store: Pick<StatisticStore, 'catchUp'>): JobDefinition => ({
  name: 'fold-statistics',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    await store.catchUp();
  },
});
