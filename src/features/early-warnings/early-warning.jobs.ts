import { type JobDefinition } from '../../platform/jobs.ts';
import { type EarlyWarningSearch } from './early-warning.search.ts';

/** Every hour it is asked whether a day or a week is to be looked through; each is, once. */
const EVERY_SECONDS = 3_600;

export const searchEarlyWarnings = (search: Pick<EarlyWarningSearch, 'run'>): JobDefinition => ({
  name: 'search-early-warnings',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    await search.run();
  },
});
