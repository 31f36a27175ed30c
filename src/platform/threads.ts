// Heavy work beside the process that answers people: pictures, pages and documents are made in threads of their own, so
// that nobody waits for them and a file that breaks its reader breaks a thread and not the system.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { type Logger } from './logger.ts';

export interface Threads {
  /**
   * Runs the default function of a module in a thread.
   * @param module address of a file ending in `.thread`, without its ending, such as `new URL('./file.thread', import.meta.url)`
   * @throws Error when the work fails, takes longer than its time or needs more memory than a thread has
   */
  run<Answer>(module: URL, input: object, options?: ThreadOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface ThreadOptions {
  /** Seconds after which the thread is ended; 120 unless told. */
  readonly seconds?: number;
  /** Buffers that are given away instead of copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

const IDLE_MILLISECONDS = 30_000;
const SECONDS = 120;
const MOST_MEGABYTES = 1_024;
/** Sources run as they are in development and tests, and compiled in production. */
const ENDING = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Threads start when first needed and end when idle. */
export function createThreads(log: Logger): Threads {
  let pool: Piscina | undefined;
  const start = (): Piscina => {
    const made = new Piscina({
      minThreads: 0,
      maxThreads: Math.max(1, Math.min(2, availableParallelism() - 1)),
      idleTimeout: IDLE_MILLISECONDS,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
      recordTiming: false,
    });
    made.on('error', (error) => log.error({ err: error }, 'a thread broke'));
    return made;
  };
  return {
    run: async (module, input, { seconds = SECONDS, transfer = [] } = {}) =>
      (pool ??= start()).run(input, {
        filename: fileURLToPath(module) + ENDING,
        signal: AbortSignal.timeout(seconds * 1_000),
        transferList: [...transfer],
      }),
    close: async () => {
      await pool?.close({ force: true });
    },
  };
}
