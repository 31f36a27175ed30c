// One sweep over 100,000 open disputes of which a realistic share is due, and a second one in which nothing is. The
// disputes are written by this bench; what is due is done by the product's own sweep, one dispute a transaction.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compose } from '../src/compose.ts';
import { seedDistrict } from '../src/commands/seed.ts';
import { sweepDeadlines } from '../src/jobs/deadline-sweep.ts';
import { dropAndClose, testConfig } from '../test/support/database.ts';
import { writeOpenDisputes } from '../test/support/open-disputes.ts';
import { TestClock } from '../test/support/people.ts';
import { type DeadlineService } from '../src/features/disputes/index.ts';
import { type Measurement } from './product.ts';

/** Pages of the sweep between two looks at what is held. */
const PAGES_BETWEEN = 10;
const DISPUTES = Number(process.argv[3] ?? 100_000);
/** A minute before midnight in Beijing: the last days begin and end at the same moment, the fullest sweep of a day. */
const START = '2026-03-03T15:59:00Z';

export async function measure(): Promise<Measurement> {
  const clock = new TestClock(START);
  const composition = await compose(await testConfig(), { clock });
  await seedDistrict(composition);
  const { connection } = composition.database;
  const { deadlines, holidays } = composition.services.casework;
  await writeOpenDisputes(connection, { count: DISPUTES, now: clock.now(), holidays: await holidays() });
  const { logger } = composition;
  clock.advance({ minutes: 2 });
  const memory = [rss()];
  const watch = setInterval(() => memory.push(rss()), 250);
  // What is held, garbage left out, at the beginning, on the way and at the end: it must not grow with the disputes.
  const held = [holds()];
  let pages = 0;
  const watched: Pick<DeadlineService, 'due' | 'settle'> = {
    settle: (seen) => deadlines.settle(seen),
    due: async (limit, last) => {
      pages += 1;
      if (pages % PAGES_BETWEEN === 0) held.push(holds());
      return deadlines.due(limit, last);
    },
  };

  const start = performance.now();
  const report = await sweepDeadlines({ deadlines: watched, logger });
  const first = performance.now() - start;
  clearInterval(watch);
  held.push(holds());

  const begun = performance.now();
  const idle = await sweepDeadlines({ deadlines, logger });
  const second = performance.now() - begun;

  clock.advance({ days: 1 });
  const started = performance.now();
  const backlog = await sweepDeadlines({ deadlines, logger });
  const third = performance.now() - started;
  await dropAndClose(composition.database);
  if (report.failed + backlog.failed > 0 || idle.read > 0)
    throw new Error(`the sweep left work: ${JSON.stringify({ report, idle })}`);
  return {
    title: `The sweep after midnight over ${DISPUTES.toLocaleString('en')} open disputes`,
    rows: [
      { side: 'the sweep', value: first / 1_000, unit: 's' },
      { side: 'disputes read', value: report.read, unit: '' },
      { side: 'acts of expiry', value: report.acts, unit: '' },
      { side: 'disputes warned', value: report.warned, unit: '' },
      { side: 'memory at the start', value: memory[0] ?? 0, unit: 'MB' },
      { side: 'memory at most', value: Math.max(...memory), unit: 'MB' },
      { side: 'held at the start, garbage left out', value: held[0] ?? 0, unit: 'MB' },
      { side: 'held on the way at most', value: Math.max(...held), unit: 'MB' },
      { side: 'held at the end', value: held.at(-1) ?? 0, unit: 'MB' },
      { side: 'a second sweep, nothing due', value: second, unit: 'ms' },
      { side: 'after a day without a worker', value: third / 1_000, unit: 's' },
      { side: 'disputes read then', value: backlog.read, unit: '' },
      { side: 'disputes a second then', value: backlog.read / (third / 1_000), unit: '/s' },
    ],
    ratio: first / 60_000,
    bar: 'at most 1 of 60 s',
  };
}

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const holds = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

const rss = (): number => process.memoryUsage.rss() / 1024 / 1024;
