// What a backup says of its content, and how two contents are known to be the same.

import { createHash } from 'node:crypto';
import { BSON, type Document } from 'mongodb';

/** A collection or view as it is made again: options of `create`, and the indexes but the one of `_id`. */
export interface CollectionRecord {
  readonly name: string;
  readonly type: string;
  readonly options: Document;
  readonly indexes: readonly Document[];
}

export interface CollectionSummary {
  readonly name: string;
  readonly documents: number;
  readonly digest: string;
  /** Documents of this collection expire by themselves, so that it is no part of the content's digest. */
  readonly expires: boolean;
}

/** The last frame of a backup. */
export interface Manifest {
  readonly format: number;
  readonly madeAt: string;
  readonly collections: readonly CollectionSummary[];
  /** Of all that does not expire by itself. */
  readonly digest: string;
}

const MODULUS = 2n ** 256n;

/** SHA-256 of each document, added up: the same documents in any order have the same digest. */
export class CollectionDigest {
  readonly #record: CollectionRecord;
  #sum = 0n;
  #documents = 0;

  constructor(record: CollectionRecord) {
    this.#record = record;
  }

  add(document: Buffer): void {
    this.#sum = (this.#sum + BigInt(`0x${createHash('sha256').update(document).digest('hex')}`)) % MODULUS;
    this.#documents += 1;
  }

  summary(): CollectionSummary {
    const { name, options, indexes } = this.#record;
    const described = BSON.EJSON.stringify({ name, options, indexes: byName(indexes) }, { relaxed: false });
    const digest = createHash('sha256').update(`${described}\n${this.#documents}\n${this.#sum}`).digest('hex');
    const expires = indexes.some((index) => index['expireAfterSeconds'] !== undefined);
    return { name, documents: this.#documents, digest, expires };
  }
}

const byName = (indexes: readonly Document[]): Document[] =>
  indexes.toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));

/** The digest of a whole database from those of its collections. */
export function totalDigest(collections: readonly CollectionSummary[]): string {
  const hash = createHash('sha256');
  const lasting = collections.filter(({ expires }) => !expires);
  for (const { name, digest } of lasting.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${name} ${digest}\n`);
  return hash.digest('hex');
}
