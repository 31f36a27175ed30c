// Counting anew by processes that are killed at random, fifty times; afterwards what is stored must equal the events, and
// the figures a plain count over all disputes.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dayOfInstant } from '../src/domain/calendar-day.ts';
import { seedDistrict } from '../src/commands/seed.ts';
import { readDistrict } from '../src/features/units/index.ts';
import { generate } from '../src/generation/index.ts';
import { startApp } from '../test/support/app.ts';
import { testEnvironment } from '../test/support/database.ts';
import { loadConfig } from '../config/index.ts';
import { randomFrom } from '../test/support/open-disputes.ts';
import { retellEvents } from '../test/support/retold-events.ts';
import { type Measurement } from './product.ts';

const DISPUTES = Number(process.argv[3] ?? 333_000);
const KILLS = 50;
const WORKERS = 2;
const LONGEST_LIFE_MS = 6_000;

export async function measure(): Promise<Measurement> {
  const environment = await testEnvironment();
  const app = await startApp({}, loadConfig(environment));
  const { services, ...foundation } = app.composition;
  const { accounts, units, holidays, policies, statisticStore } = services;
  await seedDistrict(app.composition);
  const district = await readDistrict('tongzhou');
  await generate({ foundation, accounts, units, district, holidays, policies }, { disputes: 500, seed: 9 });
  const directory = await units.directory();
  const townships = directory
    .find({ tier: 'township' })
    .map(({ code }) => ({ code, villages: directory.children(code).map((village) => village.code) }));
  const today = dayOfInstant(foundation.clock.now());
  const events = await retellEvents(foundation.database.connection, { disputes: DISPUTES, townships, today });

  const random = randomFrom(Date.now());
  const workers = new Set<ChildProcess>();
  /** Starts a process and resolves once it folds. */
  const start = async (): Promise<ChildProcess> => {
    const script = join(import.meta.dirname, 'folding.ts');
    const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', script], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    workers.add(child);
    child.once('exit', () => workers.delete(child));
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    return child;
  };
  // The count begins and is cut off at once: the processes go on with it.
  await statisticStore
    .rebuild(() => {
      throw new Error('cut off');
    })
    .catch(() => undefined);
  const begun = performance.now();
  let kills = 0;
  let early = 0;
  for (;;) {
    const { phase, last } = await statisticStore.status();
    if (phase === 'live' && last !== '') break;
    if (kills >= KILLS) {
      if (workers.size === 0) await start();
      await pause(500);
      continue;
    }
    const [victim] = await Promise.all([start(), ...(workers.size < WORKERS ? [start()] : [])]);
    await pause(random() * LONGEST_LIFE_MS);
    if (victim.exitCode !== null) continue;
    const ended = once(victim, 'exit');
    victim.kill('SIGKILL');
    await ended;
    kills += 1;
    if ((await statisticStore.status()).last === '') early += 1;
  }
  const seconds = (performance.now() - begun) / 1000;
  for (const worker of workers) worker.kill('SIGTERM');
  const differences = await statisticStore.differences();
  const counted = await foundation.database.connection.collection('facts').countDocuments();
  await app.close();
  if (differences.length > 0) throw new Error(differences.join('\n'));
  return {
    title: `Counting ${events.toLocaleString('en')} events anew while ${kills} processes are killed`,
    rows: [
      { side: 'kills', value: kills, unit: '' },
      { side: 'kills before the first step', value: early, unit: '' },
      { side: 'time', value: seconds, unit: 's' },
      { side: 'disputes counted', value: counted, unit: '' },
      { side: 'differences from the events', value: differences.length, unit: '' },
    ],
    ratio: differences.length,
    bar: '0: no difference',
  };
}
