import { type Clock } from '../../platform/clock.ts';

const FRESH_MS = 2_000;
const MOST = 5_000;

/**
 * Keeps answers for two seconds, so that a burst of requests asks the database once. A change made by this process
 * empties it at once; one made by another process is seen after two seconds.
 */
export class Recent<T> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly value: T; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#clock.now().getTime() ? entry.value : undefined;
  }

  set(key: string, value: T): void {
    if (this.#entries.size >= MOST) this.#entries.clear();
    this.#entries.set(key, { value, until: this.#clock.now().getTime() + FRESH_MS });
  }

  clear(): void {
    this.#entries.clear();
  }
}
