// Reads a database that is in use, as it was at one instant.

import { isDeepStrictEqual } from 'node:util';
import { BSON, type ClientSession, type Db, type Document, MongoServerError } from 'mongodb';
import { BackupError } from './backup-error.ts';
import { type Frame, writeContainer } from './container.ts';
import {
  CollectionDigest,
  type CollectionRecord,
  type CollectionSummary,
  type Manifest,
  totalDigest,
} from './content.ts';

const FORMAT = 1;
const BATCH = 1000;
/** The database ended the transaction, because it took too long. */
const TRANSACTION_GONE = new Set([239, 246, 251, 290]);

/** Every collection and view of a database, but the server's own. */
export async function describeCollections(db: Db): Promise<CollectionRecord[]> {
  const found = await db.listCollections().toArray();
  const records: CollectionRecord[] = [];
  for (const { name, type = 'collection', ...rest } of found) {
    if (name.startsWith('system.')) continue;
    const options = ('options' in rest ? rest.options : undefined) ?? {};
    const indexes = type === 'collection' ? await describeIndexes(db, name) : [];
    records.push({ name, type, options, indexes });
  }
  return records.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The indexes as they are made again; what only one server says of them is left out. */
async function describeIndexes(db: Db, name: string): Promise<Document[]> {
  const indexes = await db.collection(name).listIndexes().toArray();
  return indexes
    .filter((index) => index['name'] !== '_id_')
    .map((index) => Object.fromEntries(Object.entries(index).filter(([field]) => field !== 'ns' && field !== 'v')));
}

/** Every document as the bytes that are stored. */
async function* rawDocuments(db: Db, name: string, session?: ClientSession): AsyncGenerator<Buffer> {
  const options = { raw: true, batchSize: BATCH, ...(session ? { session } : {}) };
  for await (const document of db.collection(name).find({}, options)) yield document as unknown as Buffer;
}

/**
 * Begins a snapshot and tells which collections it has. Collections cannot be listed within a transaction, so they are
 * listed before and after it begins, until both lists are the same.
 */
async function beginSnapshot(db: Db, session: ClientSession): Promise<CollectionRecord[]> {
  for (let records = await describeCollections(db); ;) {
    session.startTransaction({ readConcern: { level: 'snapshot' } });
    // The snapshot is that of the first read.
    await db.collection(records[0]?.name ?? 'nothing').findOne({}, { session });
    const after = await describeCollections(db);
    if (isDeepStrictEqual(records, after)) return records;
    records = after;
    await session.abortTransaction();
  }
}

async function* framesOf(
  db: Db,
  now: Date,
  session: ClientSession,
  report: (manifest: Manifest) => void,
): AsyncGenerator<Frame> {
  const summaries: CollectionSummary[] = [];
  for (const record of await beginSnapshot(db, session)) {
    yield { kind: 'C', payload: Buffer.from(BSON.EJSON.stringify(record, { relaxed: false })) };
    const digest = new CollectionDigest(record);
    if (record.type === 'collection') {
      for await (const document of rawDocuments(db, record.name, session)) {
        digest.add(document);
        yield { kind: 'D', payload: document };
      }
    }
    summaries.push(digest.summary());
  }
  const manifest = {
    format: FORMAT,
    madeAt: now.toISOString(),
    collections: summaries,
    digest: totalDigest(summaries),
  };
  report(manifest);
  yield { kind: 'M', payload: Buffer.from(JSON.stringify(manifest)) };
}

const LIMIT = 'transactionLifetimeLimitSeconds';
/** Long enough for the largest court; a snapshot that is held any longer is a mistake. */
const LONGEST_BACKUP_SECONDS = 6 * 3600;

/**
 * Lets transactions last longer than the usual minute. Returns what sets the limit back.
 * Where the account may not change parameters the limit stays, and a small database fits into it all the same.
 */
async function allowLongSnapshot(db: Db): Promise<() => Promise<void>> {
  const admin = db.client.db('admin');
  try {
    const { [LIMIT]: limit } = await admin.command({ getParameter: 1, [LIMIT]: 1 });
    if (typeof limit !== 'number' || limit >= LONGEST_BACKUP_SECONDS) return async () => undefined;
    await admin.command({ setParameter: 1, [LIMIT]: LONGEST_BACKUP_SECONDS });
    return async () => void (await admin.command({ setParameter: 1, [LIMIT]: limit }));
  } catch (error) {
    if (error instanceof MongoServerError) return async () => undefined;
    throw error;
  }
}

/**
 * Backs a database up while it is in use: all documents are read in one snapshot transaction, for which the limit of
 * transactions (MongoDB and the embedded database: 60 seconds) is raised meanwhile. Throws `BackupError` where the
 * account may not raise it and the snapshot is given up.
 */
export async function backUp(db: Db, file: string, now: Date, secret?: Buffer): Promise<Manifest> {
  const setBack = await allowLongSnapshot(db);
  try {
    return await backUpSnapshot(db, file, now, secret);
  } finally {
    await setBack();
  }
}

async function backUpSnapshot(db: Db, file: string, now: Date, secret?: Buffer): Promise<Manifest> {
  const session = db.client.startSession();
  let manifest: Manifest | undefined;
  try {
    await writeContainer(
      file,
      framesOf(db, now, session, (made) => (manifest = made)),
      secret,
    );
    await session.commitTransaction();
  } catch (error) {
    if (!(error instanceof MongoServerError) || !TRANSACTION_GONE.has(Number(error.code))) throw error;
    throw new BackupError(
      'The database ended the snapshot before everything was read, because it took too long: raise ' +
        `its limit for transactions (${LIMIT}), or let the account of the backup do it`,
      { cause: error },
    );
  } finally {
    await session.endSession();
  }
  if (!manifest) throw new BackupError('the backup has no manifest');
  return manifest;
}

/** The digest of what a database holds now. */
export async function digestOf(db: Db): Promise<string> {
  const summaries: CollectionSummary[] = [];
  for (const record of await describeCollections(db)) {
    const digest = new CollectionDigest(record);
    if (record.type === 'collection') for await (const document of rawDocuments(db, record.name)) digest.add(document);
    summaries.push(digest.summary());
  }
  return totalDigest(summaries);
}
