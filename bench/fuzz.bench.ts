// Requests made at random from the API's own description: how they were answered, and what they left in memory.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Fuzzer } from '../test/support/fuzz.ts';
import { startJourney, UNITS } from '../test/support/journey.ts';
import { listen, type Measurement } from './product.ts';

const REQUESTS = Number(process.argv[3] ?? 20_000);
const SEED = Number(process.argv[4] ?? Date.now() % 1_000_000);
/** Requests before memory is looked at for the first time: everything is loaded then. */
const WARM_UP = 2_000;
const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldMegabytes(): number {
  collect();
  return process.memoryUsage().heapUsed / MB;
}

/** @throws Error with what was found when a request was answered by a fault, a trace or nothing, or broke a record */
export async function measure(): Promise<Measurement> {
  const journey = await startJourney();
  const { people } = journey;
  const dispute = await journey.register(people.clerk);
  const { base, server } = await listen(journey.app);
  const address = `${base}/api/v1`;
  const document = await (await fetch(`${address}/openapi.json`)).json();
  const tokens = [people.clerk, people.mediator, people.tribunalClerk, people.courtAdmin].map(({ token }) => token);
  const ids = [dispute.id, dispute.number, UNITS.village, people.mediator.id, 'p1', 'K02a'];
  const fuzz = (requests: number, seed: number) => new Fuzzer({ address, document, tokens, ids, requests, seed }).run();

  const first = await fuzz(WARM_UP, SEED + 1);
  const before = heldMegabytes();
  const report = await fuzz(REQUESTS, SEED);
  const after = heldMegabytes();
  server.close();
  const problems = [...first.problems, ...report.problems];
  // Closing verifies every record the requests wrote.
  await journey.close();
  if (problems.length > 0) throw new Error(`seed ${SEED}: ${problems.slice(0, 20).join('\n')}`);
  return {
    title: `${REQUESTS.toLocaleString('en')} requests at random, seed ${SEED}`,
    rows: [
      ...Object.entries(report.statuses).map(([status, value]) => ({ side: `answered ${status}`, value, unit: '' })),
      { side: 'faults, traces, silence', value: problems.length, unit: '' },
      { side: 'slowest answer', value: report.slowestMs, unit: 'ms' },
      { side: 'memory held before', value: before, unit: 'MB' },
      { side: 'memory held afterwards', value: after, unit: 'MB' },
    ],
    ratio: after / before,
    bar: 'at most 1.2 of the memory held, no fault',
  };
}
