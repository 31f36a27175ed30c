import { inspect } from 'node:util';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from 'embedded-mongo';
import { delay } from '../../src/platform.ts';
import { strike, VICTIMS } from './kills.ts';
import type { Victim } from './kills.ts';
import { Workload } from './workload.ts';
import type { Verdict } from './workload.ts';

export interface RoundsOptions {
  readonly directory: string;
  readonly rounds: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

export interface RoundsReport extends Verdict {
  readonly kills: Readonly<Record<Victim, number>>;
  /** From a kill to the next acknowledged write, in milliseconds. */
  readonly recoveries: readonly number[];
  readonly errors: ReadonlyMap<string, number>;
}

/** A row that has not been written for so long is a database that needs a hand. */
const RECOVERY_MS = 60_000;

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function waitForProgress(workload: Workload, describe: () => string): Promise<number> {
  const started = Date.now();
  const before = workload.acknowledged;
  // More than were under way when it began: at least one was both sent and answered since.
  while (workload.acknowledged <= before + workload.writers) {
    if (Date.now() - started > RECOVERY_MS) throw new Error(`the database did not come back by itself: ${describe()}`);
    await delay(10);
  }
  return Date.now() - started;
}

/** Kills parts of a database at random under concurrent writers, round after round, and counts what went wrong. */
export async function killInRounds({ directory, rounds, seed, log }: RoundsOptions): Promise<RoundsReport> {
  const random = seededRandom(seed);
  const start = () => startEmbeddedMongo({ directory, idleExitSeconds: 120 });
  const { uri } = await start();
  const client = await MongoClient.connect(uri, { retryWrites: true, writeConcern: { w: 'majority', j: true } });
  let seen: unknown;
  client.on('topologyDescriptionChanged', ({ newDescription }) => (seen = newDescription));
  const workload = new Workload(client, `r${Date.now()}`);
  const kills: Record<Victim, number> = { postgres: 0, backend: 0, gateway: 0, both: 0, 'while starting': 0 };
  const recoveries: number[] = [];
  // Each five rounds have each victim once, in random order.
  const deck: Victim[] = [];
  try {
    await workload.start();
    for (let round = 1; round <= rounds; round++) {
      await delay(200 + random() * 1_000);
      if (deck.length === 0) deck.push(...VICTIMS);
      const [victim = 'both'] = deck.splice(Math.floor(random() * deck.length), 1);
      const began = Date.now();
      await strike(victim, directory, random, start);
      await waitForProgress(workload, () => `${inspect(seen, { depth: 6 })} ${uri}`);
      recoveries.push(Date.now() - began);
      kills[victim]++;
      log(
        `round ${round}: ${victim} killed, writing again after ${recoveries.at(-1)} ms, ${workload.acknowledged} acknowledged`,
      );
    }
  } finally {
    await workload.stop();
  }
  const verdict = await workload.judge();
  await client.close();
  return { ...verdict, kills, recoveries, errors: workload.errors };
}
