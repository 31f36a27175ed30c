// A worker process for tests that kill it: sweeps at an instant it is told, once its parent says so, and tells what it did.

import { loadConfig } from '../../config/index.ts';
import { compose } from '../../src/compose.ts';
import { sweepDeadlines } from '../../src/jobs/deadline-sweep.ts';
import { TestClock } from '../support/people.ts';

const composition = await compose(loadConfig(), { clock: new TestClock(process.argv[2]) });
const { deadlines } = composition.services.casework;
process.once('message', () => {
  void sweepDeadlines({ deadlines, logger: composition.logger }).then((report) => {
    process.send?.(report);
    process.disconnect();
    return composition.close();
  });
});
process.send?.('ready');
