import { ClientSession, Db, GridFSBucket, MongoClient } from 'mongodb';
import type { AbstractCursor, AnyBulkWriteOperation, ChangeStream, Collection, Document } from 'mongodb';
import type { Entities } from './entities.ts';
import { driverOptions, isCollection, isCursor } from './entities.ts';
import { Skipped } from './format.ts';
import type { Operation } from './format.ts';

type Run<Target> = (target: Target, parameters: Document, options: Document) => unknown;
type Table<Target> = Readonly<Record<string, Run<Target>>>;

/** Conveniences of other drivers, which the official one for Node.js leaves out. */
const NOT_IN_THIS_DRIVER = new Set([
  'listCollectionNames',
  'listCollectionObjects',
  'listDatabaseNames',
  'listDatabaseObjects',
  'listIndexNames',
  'mapReduce',
]);

/** The arguments that are positional in the driver; all others are options. */
const POSITIONAL = new Set(
  'pipeline requests document documents filter replacement update fieldName keys name models collection command callback'.split(
    ' ',
  ),
);

/** Opens a change stream as far as to see whether the server lets it. */
async function opened(stream: ChangeStream): Promise<ChangeStream> {
  await stream.tryNext();
  return stream;
}

const collectionTable: Table<Collection> = {
  aggregate: (c, p, o) => c.aggregate(p['pipeline'] as Document[], o).toArray(),
  bulkWrite: (c, p, o) => c.bulkWrite(p['requests'] as AnyBulkWriteOperation[], o),
  count: (c, p, o) => c.count((p['filter'] ?? {}) as Document, o),
  countDocuments: (c, p, o) => c.countDocuments(p['filter'] as Document, o),
  createChangeStream: (c, p, o) => opened(c.watch(p['pipeline'] as Document[], o)),
  createFindCursor: async (c, p, o) => {
    const cursor = c.find(p['filter'] as Document, o);
    await cursor.hasNext();
    return cursor;
  },
  createIndex: (c, p, o) => c.createIndex(p['keys'] as Document, { ...o, name: p['name'] as string }),
  deleteMany: (c, p, o) => c.deleteMany(p['filter'] as Document, o),
  deleteOne: (c, p, o) => c.deleteOne(p['filter'] as Document, o),
  distinct: (c, p, o) => c.distinct(String(p['fieldName']), (p['filter'] ?? {}) as Document, o),
  drop: (c, _p, o) => c.drop(o),
  dropIndex: (c, p, o) => c.dropIndex(String(p['name']), o),
  estimatedDocumentCount: (c, _p, o) => c.estimatedDocumentCount(o),
  find: (c, p, o) => c.find(p['filter'] as Document, o).toArray(),
  findOne: (c, p, o) => c.findOne(p['filter'] as Document, o),
  findOneAndDelete: (c, p, o) => c.findOneAndDelete(p['filter'] as Document, o),
  findOneAndReplace: (c, p, o) => c.findOneAndReplace(p['filter'] as Document, p['replacement'] as Document, o),
  findOneAndUpdate: (c, p, o) => c.findOneAndUpdate(p['filter'] as Document, p['update'] as Document, o),
  insertMany: (c, p, o) => c.insertMany(p['documents'] as Document[], o),
  insertOne: (c, p, o) => c.insertOne(p['document'] as Document, o),
  listIndexes: (c, _p, o) => c.listIndexes(o).toArray(),
  replaceOne: (c, p, o) => c.replaceOne(p['filter'] as Document, p['replacement'] as Document, o),
  updateMany: (c, p, o) => c.updateMany(p['filter'] as Document, p['update'] as Document, o),
  updateOne: (c, p, o) => c.updateOne(p['filter'] as Document, p['update'] as Document, o),
};

function commandCursor(database: Db, parameters: Document, options: Document): AbstractCursor<Document> {
  const { batchSize, maxTimeMS, comment, ...others } = options;
  const cursor = database.runCursorCommand(parameters['command'] as Document, others);
  if (batchSize !== undefined) cursor.setBatchSize(Number(batchSize));
  if (maxTimeMS !== undefined) cursor.setMaxTimeMS(Number(maxTimeMS));
  if (comment !== undefined) cursor.setComment(comment);
  return cursor;
}

const databaseTable: Table<Db> = {
  aggregate: (d, p, o) => d.aggregate(p['pipeline'] as Document[], o).toArray(),
  createChangeStream: (d, p, o) => opened(d.watch(p['pipeline'] as Document[], o)),
  createCollection: async (d, p, o) => {
    // The pipeline of a view is an option here.
    const view = p['pipeline'] ? { pipeline: p['pipeline'] as Document[] } : {};
    await d.createCollection(String(p['collection']), { ...o, ...view });
  },
  createCommandCursor: async (d, p, o) => {
    const cursor = commandCursor(d, p, o);
    await cursor.hasNext();
    return cursor;
  },
  dropCollection: (d, p, o) => d.dropCollection(String(p['collection']), o),
  listCollections: (d, p, o) => d.listCollections(p['filter'] as Document, o).toArray(),
  modifyCollection: (d, p, { session, ...o }) =>
    d.command({ collMod: p['collection'] as string, ...o }, session ? { session: session as ClientSession } : {}),
  runCommand: (d, p, { commandName: _name, ...o }) => d.command(p['command'] as Document, o),
  runCursorCommand: (d, p, { commandName: _name, ...o }) => commandCursor(d, p, o).toArray(),
};

const clientTable: Table<MongoClient> = {
  clientBulkWrite: (c, p, o) => {
    const models = (p['models'] as Document[]).map((model) => {
      const [name, fields] = Object.entries(model)[0] as [string, Document];
      return { name, ...fields };
    });
    return c.bulkWrite(models as never[], o);
  },
  close: (c) => c.close(),
  createChangeStream: (c, p, o) => opened(c.watch(p['pipeline'] as Document[], o)),
  listDatabases: async (c, _p, o) => (await c.db('admin').admin().listDatabases(o)).databases,
};

const sessionTable: Table<ClientSession> = {
  abortTransaction: (s, _p, o) => s.abortTransaction(o),
  commitTransaction: (s, _p, o) => s.commitTransaction(o),
  endSession: (s) => s.endSession(),
  getSnapshotTime: (s) => {
    const time = (s as ClientSession & { snapshotTime?: unknown }).snapshotTime;
    if (!s.snapshotEnabled) throw new Error('getSnapshotTime is for snapshot sessions only');
    return time;
  },
  startTransaction: (s, _p, o) => s.startTransaction(o),
};

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const bucketTable: Table<GridFSBucket> = {
  download: (b, _p, { id, ...o }) => readAll(b.openDownloadStream(id as never, o)),
  downloadByName: (b, _p, { filename, ...o }) => readAll(b.openDownloadStreamByName(String(filename), o)),
};

const cursorTable: Table<AbstractCursor> = {
  close: (c) => c.close(),
  iterateOnce: (c) => c.tryNext(),
  iterateUntilDocumentOrError: (c) => c.next(),
};

function lookUp<Target>(table: Table<Target>, name: string): Run<Target> {
  const run = table[name];
  if (run) return run;
  if (NOT_IN_THIS_DRIVER.has(name)) throw new Skipped(`this driver has no ${name}`);
  throw new Error(`the operation ${name} is not known here`);
}

/** Runs one operation on its object and gives back the driver's result. */
export async function runOperation(
  entities: Entities,
  operation: Operation,
  runAll: (operations: readonly Operation[]) => Promise<void>,
): Promise<unknown> {
  const parameters: Document = {};
  const rest: Document = {};
  for (const [key, value] of Object.entries(operation.arguments ?? {}) as [string, unknown][]) {
    if (key === 'session') rest[key] = entities.session(String(value));
    else (POSITIONAL.has(key) ? parameters : rest)[key] = value;
  }
  const options = driverOptions(rest);
  const target = entities.value(operation.object);
  const { name } = operation;
  if (target instanceof ClientSession) {
    if (name === 'withTransaction') {
      return target.withTransaction(() => runAll(parameters['callback'] as Operation[]), options);
    }
    return await lookUp(sessionTable, name)(target, parameters, options);
  }
  if (target instanceof MongoClient) return await lookUp(clientTable, name)(target, parameters, options);
  if (target instanceof Db) return await lookUp(databaseTable, name)(target, parameters, options);
  if (target instanceof GridFSBucket) return await lookUp(bucketTable, name)(target, parameters, options);
  if (isCollection(target)) return await lookUp(collectionTable, name)(target, parameters, options);
  if (isCursor(target)) return await lookUp(cursorTable, name)(target, parameters, options);
  throw new Error(`the object ${operation.object} takes no operations`);
}
