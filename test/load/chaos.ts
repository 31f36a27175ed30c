// `npm run chaos -- [--kills 50] [--seed N]`: web processes, workers and every part of the database die at random moments under
// mixed load; clients ask again with the same key. Prints its counts and exits with 1 when anything acknowledged is lost,
// doubled or broken.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from 'embedded-mongo';
import { loadConfig } from '../../config/index.ts';
import { strike, type Victim } from '../../packages/embedded-mongo/test/durability/kills.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { embeddedDirectory } from '../../src/platform/embedded-directory.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { firstMessage } from '../support/child.ts';
import { testEnvironment } from '../support/database.ts';
import { startJourney } from '../support/journey.ts';
import { MixedLoad } from '../support/mixed-load.ts';
import { randomFrom } from '../support/open-disputes.ts';

const CLIENTS = 6;
const PROCESSES = 2;
const RECOVERY_MS = 60_000;
const VICTIMS = ['web', 'worker', 'postgres', 'backend', 'gateway', 'both'] as const;

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const random = randomFrom(seed);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const data = await mkdtemp(join(tmpdir(), 'jiefen-chaos-'));
// The database's own user must pass through.
await chmod(data, 0o711);
const directory = embeddedDirectory(data);
const { MONGODB_URI: _shared, ...rest } = await testEnvironment({ JIEFEN_DATA_DIR: data, JIEFEN_LOG_LEVEL: 'error' });
const environment = { PATH: process.env['PATH'], ...rest };
const journey = await startJourney({ clock: systemClock }, loadConfig(environment));

const spawned = (program: readonly string[], ipc: boolean): ChildProcess =>
  spawn(process.execPath, ['--conditions=development', '--import', 'tsx', ...program], {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 2, 'inherit', ...(ipc ? (['ipc'] as const) : [])],
  });
const webs: { readonly process: ChildProcess; readonly address: string }[] = [];
const workers: ChildProcess[] = [];
/** A process that cannot start while the database is away is started again, as a service manager does. */
async function startWeb(): Promise<void> {
  for (;;) {
    const child = spawned(['test/load/web-process.ts'], true);
    const address = await firstMessage(child).then(
      ([told]) => String(told),
      () => undefined,
    );
    if (address === undefined) continue;
    webs.push({ process: child, address });
    return;
  }
}
function startWorker(): void {
  const child = spawned(['src/cli.ts', 'worker'], false);
  workers.push(child);
  child.once('exit', () => {
    const at = workers.indexOf(child);
    if (at < 0) return;
    workers.splice(at, 1);
    startWorker();
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

let starting = Promise.resolve();

/** Kills the victim; whoever manages services starts another process, and the database comes back by itself. */
async function hit(victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim === 'web') {
    await starting;
    const web = webs.shift();
    if (web) await kill(web.process);
    starting = startWeb();
    return;
  }
  if (victim === 'worker') {
    const worker = workers.shift();
    if (worker) await kill(worker);
    return startWorker();
  }
  await strike(victim satisfies Victim, directory, random, async () => undefined);
}

await Promise.all(Array.from({ length: PROCESSES }, startWeb));
for (let index = 0; index < PROCESSES; index += 1) startWorker();
let turn = 0;
const load = new MixedLoad(journey, CLIENTS, () => webs[(turn += 1) % webs.length]?.address ?? 'http://127.0.0.1:9');
const counts: Record<string, number> = {};
const recoveries: number[] = [];
const deck: (typeof VICTIMS)[number][] = [];
for (let index = 1; index <= kills; index += 1) {
  await wait(200 + random() * 1_200);
  if (deck.length === 0) deck.push(...VICTIMS);
  const [victim = 'web'] = deck.splice(Math.floor(random() * deck.length), 1);
  const [begun, before] = [Date.now(), load.acknowledged];
  await hit(victim);
  // More than were under way: somebody has both asked and been answered since.
  while (load.acknowledged <= before + CLIENTS) {
    if (Date.now() - begun > RECOVERY_MS) throw new Error(`nothing went on after ${victim} was killed (seed ${seed})`);
    await wait(20);
  }
  recoveries.push(Date.now() - begun);
  counts[victim] = (counts[victim] ?? 0) + 1;
  say(`${index}: ${victim} killed, acknowledged again after ${recoveries.at(-1)} ms, ${load.acknowledged} in all`);
}
await load.stop();
await starting;
for (const child of [...webs.map((web) => web.process), ...workers.splice(0)]) await kill(child);

const sorted = recoveries.toSorted((a, b) => a - b);
say(
  `seed ${seed}: ${Object.entries(counts)
    .map((pair) => pair.join(' '))
    .join(', ')}`,
);
say(`until the next acknowledgement: median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`);
say(
  `${load.acknowledged} acknowledged, ${load.interrupted} asked again, ${load.faults.length} faults, ${load.disputes.length} disputes`,
);
for (const fault of load.faults.slice(0, 10)) say(fault);
await load.judge();
// Closing verifies everything.
await journey.close();
say('nothing lost, nothing doubled, verification found nothing');
await (await startEmbeddedMongo({ directory })).stop({ force: true });
await rm(data, { recursive: true, force: true });
process.exit(load.faults.length > 0 ? 1 : 0);
