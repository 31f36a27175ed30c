/** An open cursor. PostgreSQL keeps nothing for it but perhaps a file: the continuation says where to go on. */
export interface Cursor {
  readonly database: string;
  readonly namespace: string;
  readonly neverExpires: boolean;
  continuation: Buffer;
  lastUsed: number;
  busy: boolean;
}

/** The open cursors, by id. */
export class CursorStore {
  readonly #cursors = new Map<bigint, Cursor>();
  readonly #idleMs: number;

  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  get size(): number {
    return this.#cursors.size;
  }

  open(id: bigint, cursor: Omit<Cursor, 'lastUsed' | 'busy'>): void {
    this.#cursors.set(id, { ...cursor, lastUsed: Date.now(), busy: false });
  }

  get(id: bigint): Cursor | undefined {
    return this.#cursors.get(id);
  }

  close(id: bigint): boolean {
    return this.#cursors.delete(id);
  }

  /** Forgets cursors nobody asked for more for long. */
  expire(now = Date.now()): void {
    for (const [id, cursor] of this.#cursors) {
      if (!cursor.neverExpires && !cursor.busy && now - cursor.lastUsed > this.#idleMs) this.#cursors.delete(id);
    }
  }
}
