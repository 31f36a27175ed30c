// Brings a backup back. The whole file is read and checked once before the database is touched.

import { BSON, type Collection, type Db, type Document } from 'mongodb';
import { BackupError } from './backup-error.ts';
import { readContainer } from './container.ts';
import {
  CollectionDigest,
  type CollectionRecord,
  type CollectionSummary,
  type Manifest,
  totalDigest,
} from './content.ts';
import { digestOf } from './dump.ts';

const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8 * 1024 * 1024;

/** What is done with each piece of a backup, in the order of the file. */
interface Visitor {
  collection?(record: CollectionRecord): Promise<void>;
  document?(bytes: Buffer): Promise<void>;
}

/** Reads a backup from end to end and throws where its documents are not those its manifest names. */
async function walk(file: string, secret: Buffer | undefined, visitor: Visitor = {}): Promise<Manifest> {
  let digest: CollectionDigest | undefined;
  const summaries: CollectionSummary[] = [];
  let manifest: Manifest | undefined;
  const close = (): void => void (digest && summaries.push(digest.summary()));
  for await (const { kind, payload } of readContainer(file, secret)) {
    if (kind === 'C') {
      close();
      const record = BSON.EJSON.parse(payload.toString(), { relaxed: false }) as CollectionRecord;
      digest = new CollectionDigest(record);
      await visitor.collection?.(record);
    } else if (kind === 'D') {
      digest?.add(payload);
      await visitor.document?.(payload);
    } else {
      close();
      manifest = JSON.parse(payload.toString()) as Manifest;
    }
  }
  if (!manifest) throw new BackupError(`${file} has no manifest`);
  if (
    totalDigest(summaries) !== manifest.digest ||
    JSON.stringify(summaries) !== JSON.stringify(manifest.collections)
  ) {
    throw new BackupError(`${file}: its documents are not the ones its manifest names`);
  }
  return manifest;
}

/** Reads a backup through and through, and touches nothing. */
export const inspectBackup = (file: string, secret?: Buffer): Promise<Manifest> => walk(file, secret);

/** Every type as it is: an integer stays one, a double stays one. */
const exactly = (bytes: Buffer): Document =>
  BSON.deserialize(bytes, { promoteValues: false, bsonRegExp: true, promoteBuffers: false });

/** Collects documents and inserts them in batches. */
class Inserter implements Visitor {
  readonly #db: Db;
  #target: Collection | undefined;
  #batch: Document[] = [];
  #bytes = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  async collection({ name, options, indexes }: CollectionRecord): Promise<void> {
    await this.flush();
    await this.#db.createCollection(name, options);
    this.#target = this.#db.collection(name);
    if (indexes.length > 0) await this.#db.command({ createIndexes: name, indexes });
  }

  async document(bytes: Buffer): Promise<void> {
    this.#batch.push(exactly(bytes));
    this.#bytes += bytes.length;
    if (this.#batch.length >= BATCH_DOCUMENTS || this.#bytes >= BATCH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#batch.length > 0) {
      await this.#target?.insertMany(this.#batch, { ordered: false, bypassDocumentValidation: true });
    }
    this.#batch = [];
    this.#bytes = 0;
  }
}

async function isEmpty(db: Db): Promise<boolean> {
  for (const { name, type } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (type === 'view' || name.startsWith('system.')) continue;
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) return false;
  }
  return true;
}

/**
 * Restores a backup into an empty database; with `force` what is there is dropped first. Throws `BackupError`, with the
 * database untouched, where the file is not whole, not ours or the key is wrong; and afterwards, should the restored
 * documents not have the digest of the backup.
 */
export async function restore(
  db: Db,
  file: string,
  { secret, force = false }: { secret?: Buffer | undefined; force?: boolean },
): Promise<Manifest> {
  const manifest = await inspectBackup(file, secret);
  if (!force && !(await isEmpty(db))) {
    throw new BackupError('The database is not empty: --force drops what it holds and restores the backup');
  }
  await db.dropDatabase();
  const inserter = new Inserter(db);
  await walk(file, secret, inserter);
  await inserter.flush();
  if ((await digestOf(db)) !== manifest.digest) {
    throw new BackupError('What was restored is not what was backed up: do not use this database');
  }
  return manifest;
}
