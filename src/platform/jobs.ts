// Work to be done later or regularly, kept in the database. Any number of workers may take it: a job is taken by
// moving its next run to the end of a lease, so a worker that dies gives it back by doing nothing.

import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import mongoose, { Schema, type Connection, type Model } from 'mongoose';
import { type Clock } from './clock.ts';
import { type Logger } from './logger.ts';
import { type Tx } from './transaction.ts';

export interface JobDefinition {
  readonly name: string;
  /** Does the work. It may be called again after a crash, so it must bear repetition. */
  perform(payload: unknown): Promise<void>;
  /** Seconds between the ends of two runs; absent: only when enqueued. */
  readonly everySeconds?: number;
  /** Runs after which an enqueued job is given up; 8 unless told. */
  readonly attempts?: number;
}

interface JobRecord {
  readonly _id: string;
  readonly name: string;
  readonly payload: unknown;
  /** Earliest next run; while a worker has the job, the end of its lease. */
  readonly runAt: Date;
  readonly attempts: number;
  readonly claim: string | null;
  readonly state: 'waiting' | 'givenUp';
  readonly lastError: string | null;
}

export interface Enqueued {
  readonly payload?: unknown;
  readonly runAt?: Date;
}

export interface Jobs {
  /** Adds a job inside the transaction whose change asks for it. */
  enqueue(tx: Tx, name: string, job?: Enqueued): Promise<void>;
}

export interface JobRunner {
  /** Takes and performs what is due until nothing is; tells how many jobs ran. */
  runDue(): Promise<number>;
  start(): Promise<void>;
  /** Takes nothing more and waits for the job in hand. */
  stop(): Promise<void>;
}

const DEFAULT_ATTEMPTS = 8;
const LEASE_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 2_000;
const LONGEST_WAIT_SECONDS = 3_600;

const schema = new Schema<JobRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    payload: { type: Schema.Types.Mixed },
    runAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    claim: { type: String, default: null },
    state: { type: String, required: true },
    lastError: { type: String, default: null },
  },
  { collection: 'jobs', versionKey: false, minimize: false },
);
schema.index({ state: 1, runAt: 1 });

export const jobModel = (connection: Connection): Model<JobRecord> =>
  (connection.models['Job'] as Model<JobRecord> | undefined) ?? connection.model<JobRecord>('Job', schema);

export const createJobs = (connection: Connection, clock: Clock): Jobs => ({
  enqueue: async (tx, name, { payload = null, runAt = clock.now() } = {}) => {
    const job = { _id: randomUUID(), name, payload, runAt, attempts: 0, state: 'waiting' as const };
    await jobModel(connection).create([job], { session: tx.session });
  },
});

/** Seconds to wait after the nth failure: 10, 20, 40 … at most an hour. */
export const backoffSeconds = (attempt: number): number => Math.min(10 * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS);

export interface RunnerOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly definitions: readonly JobDefinition[];
  readonly leaseMilliseconds?: number;
}

export function createJobRunner(options: RunnerOptions): JobRunner {
  const { connection, clock, log, definitions, leaseMilliseconds = LEASE_MILLISECONDS } = options;
  const jobs = jobModel(connection);
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const inMilliseconds = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;

  const claim = (): Promise<JobRecord | null> =>
    jobs
      .findOneAndUpdate(
        {
          state: 'waiting',
          runAt: mongoose.trusted({ $lte: clock.now() }),
          name: mongoose.trusted({ $in: [...byName.keys()] }),
        },
        { $set: { claim: randomUUID(), runAt: inMilliseconds(leaseMilliseconds) }, $inc: { attempts: 1 } },
        { sort: { runAt: 1 }, returnDocument: 'after' },
      )
      .lean<JobRecord>();

  /** Changes the job only while it is still ours: after a lost lease it belongs to another worker. */
  const settle = async ({ _id, claim }: JobRecord, change: Partial<JobRecord> | 'done'): Promise<void> => {
    if (change === 'done') await jobs.deleteOne({ _id, claim });
    else await jobs.updateOne({ _id, claim }, { $set: change });
  };

  const succeed = (job: JobRecord, { everySeconds }: JobDefinition): Promise<void> =>
    everySeconds === undefined
      ? settle(job, 'done')
      : settle(job, { runAt: inMilliseconds(everySeconds * 1_000), attempts: 0, claim: null, lastError: null });

  const fail = async (job: JobRecord, definition: JobDefinition, error: unknown): Promise<void> => {
    const { _id: jobId, name, attempts } = job;
    const last = definition.everySeconds === undefined && attempts >= (definition.attempts ?? DEFAULT_ATTEMPTS);
    log.error({ err: error, job: name, jobId, attempts, givenUp: last }, 'a job failed');
    await settle(job, {
      state: last ? 'givenUp' : 'waiting',
      runAt: inMilliseconds(backoffSeconds(attempts) * 1_000),
      claim: null,
      lastError: error instanceof Error ? error.message : String(error),
    });
  };

  const perform = async (job: JobRecord, definition: JobDefinition): Promise<void> => {
    const renewal = setInterval(() => {
      settle(job, { runAt: inMilliseconds(leaseMilliseconds) }).catch((error: unknown) =>
        log.warn({ err: error, job: job.name }, 'the lease could not be renewed'),
      );
    }, leaseMilliseconds / 3);
    try {
      await definition.perform(job.payload);
    } catch (error) {
      return await fail(job, definition, error);
    } finally {
      clearInterval(renewal);
    }
    await succeed(job, definition);
  };

  const runDue = async (): Promise<number> => {
    let performed = 0;
    while (!stopping.signal.aborted) {
      const job = await claim();
      const definition = job && byName.get(job.name);
      if (!job || !definition) break;
      await perform(job, definition);
      performed += 1;
    }
    return performed;
  };

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await runDue().catch((error: unknown) => log.error({ err: error }, 'jobs cannot be taken'));
      await setTimeout(POLL_MILLISECONDS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  /** One document a regular job, whoever starts first. */
  const schedule = async (): Promise<void> => {
    for (const { name, everySeconds } of definitions) {
      if (everySeconds === undefined) continue;
      const fresh = { name, payload: null, runAt: clock.now(), attempts: 0, claim: null, state: 'waiting' as const };
      await jobs.updateOne({ _id: `every:${name}` }, { $setOnInsert: fresh }, { upsert: true });
    }
  };

  return {
    runDue,
    start: async () => {
      await schedule();
      loop = work();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
