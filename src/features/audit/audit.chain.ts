// The audit as chains of lines. Each process writes a chain of its own, so that processes never wait for each other;
// each line's hash covers the line before it, under a key that is not in the database. Lines that wait together are
// stored together.

import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { type AuditEntry, type AuditLine, lineText } from '../../domain/audit.ts';
import { type Clock } from '../../platform/clock.ts';
import { type AuditArchive, type AuditHead, type AuditSeal } from './audit.model.ts';

/** The keyed hashes of the audit. */
export interface AuditSigner {
  lineHash(previous: string, line: Omit<AuditLine, 'hash'>): string;
  headMac(head: Omit<AuditHead, 'mac'>): string;
  sealMac(seal: Omit<AuditSeal, 'mac'>): string;
  archiveMac(archive: Omit<AuditArchive, 'mac'>): string;
}

/** What stands before the first line of a chain. */
export const BEGINNING = '';

/** The audit's key is derived from the index key, which never leaves the configuration and is never rotated. */
export function auditSigner(indexKey: Buffer): AuditSigner {
  const key = Buffer.from(hkdfSync('sha256', indexKey, '', 'jiefen audit chain', 32));
  const mac = (...parts: readonly unknown[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
  return {
    lineHash: (previous, line) => mac('line', previous, lineText(line)),
    headMac: ({ _id, seq, hash, at }) => mac('head', _id, seq, hash, at.toISOString()),
    sealMac: ({ _id, at, heads, previous }) =>
      mac(
        'seal',
        _id,
        at.toISOString(),
        heads.map(({ chain, seq, hash }) => [chain, seq, hash]),
        previous,
      ),
    archiveMac: ({ _id, seq, hash }) => mac('archive', _id, seq, hash),
  };
}

/** Where a chain is stored. */
export interface ChainStore {
  append(lines: readonly AuditLine[], head: AuditHead): Promise<void>;
}

interface Waiting {
  readonly entries: readonly Omit<AuditEntry, 'at'>[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const MOST_AT_ONCE = 200;

/** Writes lines in the order they come. */
export class AuditChain {
  readonly #store: ChainStore;
  readonly #signer: AuditSigner;
  readonly #clock: Clock;
  #chain: string = randomUUID();
  #seq = 0;
  #last = BEGINNING;
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(deps: { readonly store: ChainStore; readonly signer: AuditSigner; readonly clock: Clock }) {
    this.#store = deps.store;
    this.#signer = deps.signer;
    this.#clock = deps.clock;
  }

  /** Resolves once the lines are stored; rejects when they may not be. */
  record(entries: readonly Omit<AuditEntry, 'at'>[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entries, done, failed });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        await this.#append(batch.flatMap(({ entries }) => entries));
        for (const { done } of batch) done();
      } catch (error) {
        // Nobody knows how far the store came: what follows begins a chain of its own.
        this.#chain = randomUUID();
        this.#seq = 0;
        this.#last = BEGINNING;
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = false;
  }

  async #append(entries: readonly Omit<AuditEntry, 'at'>[]): Promise<void> {
    const at = this.#clock.now();
    const lines = entries.map((entry): AuditLine => {
      const line = { ...entry, at, chain: this.#chain, seq: this.#seq + 1 };
      const hash = this.#signer.lineHash(this.#last, line);
      this.#seq = line.seq;
      this.#last = hash;
      return { ...line, hash };
    });
    const head = { _id: this.#chain, seq: this.#seq, hash: this.#last, at };
    await this.#store.append(lines, { ...head, mac: this.#signer.headMac(head) });
  }
}
