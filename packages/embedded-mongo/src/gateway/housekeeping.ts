import type { Pool } from '../postgres/pool.ts';

/** Files of cursors nobody read to the end are removed after this long. */
const CURSOR_FILE_SECONDS = 900;

const CHORES = [
  'CALL documentdb_api_internal.delete_expired_rows()',
  `SELECT documentdb_api_internal.cursor_directory_cleanup(${CURSOR_FILE_SECONDS})`,
  "DELETE FROM documentdb_data.retryable_writes WHERE write_time < now() - interval '10 minutes'",
  "DELETE FROM embedded_mongo.committed_transactions WHERE at < now() - interval '30 minutes'",
];

/** Does in turns what the engine leaves to a scheduler: expired documents, forgotten cursor files, old retry records. */
export class Housekeeping {
  readonly #pool: Pool;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #everyMs = 0;

  constructor(pool: Pool, log: (line: string) => void) {
    this.#pool = pool;
    this.#log = log;
  }

  /** Milliseconds between two turns. */
  get everyMs(): number {
    return this.#everyMs;
  }

  /** Runs every so many milliseconds from now on. */
  schedule(milliseconds: number): void {
    this.stop();
    this.#everyMs = milliseconds;
    this.#timer = setInterval(() => void this.run(), milliseconds);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Runs all chores once; a turn that is still under way is not overtaken. */
  async run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#pool.use(async (connection) => {
        for (const chore of CHORES) await connection.simple(chore);
      });
    } catch (error) {
      this.#log(`housekeeping failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#busy = false;
    }
  }
}
