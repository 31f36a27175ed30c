// Opens the one database of the process: the server named in the configuration, or the embedded one.

import mongoose, { type Connection } from 'mongoose';
import { type Config } from '../../config/index.ts';
import { embeddedDirectory } from './embedded-directory.ts';
import { type Logger } from './logger.ts';

export interface Database {
  readonly uri: string;
  readonly connection: Connection;
  /** True when the server answers within the given time. */
  ping(milliseconds?: number): Promise<boolean>;
  close(): Promise<void>;
}

const DATABASE_NAME = 'jiefen';
/** Collections made at the same time; one after the other is mostly waiting. */
const SIDE_BY_SIDE = 6;

// Operators in a filter count only where the code marks them as its own (mongoose.trusted); an unknown path in a
// filter is an error instead of matching everything; without a connection an operation fails at once.
mongoose.set({
  sanitizeFilter: true,
  strictQuery: 'throw',
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
});

/** Seconds without any client after which the embedded database ends itself; others may still be using it. */
const IDLE_EXIT_SECONDS = 60;

async function serverUri(config: Pick<Config, 'mongodbUri' | 'dataDirectory'>, log: Logger): Promise<string> {
  if (config.mongodbUri !== undefined) return config.mongodbUri;
  const { startEmbeddedMongo } = await import('embedded-mongo');
  const { uri } = await startEmbeddedMongo({
    directory: embeddedDirectory(config.dataDirectory),
    idleExitSeconds: IDLE_EXIT_SECONDS,
    log: (line) => log.info({ component: 'embedded-mongo' }, line),
  });
  return uri;
}

/** Name of the database in a connection string; the product's own when the string names none. */
function databaseName(uri: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(uri)?.[1];
  return path ? decodeURIComponent(path) : DATABASE_NAME;
}

/** Connects; the returned database is ready for use. */
export async function openDatabase(
  config: Pick<Config, 'mongodbUri' | 'dataDirectory'>,
  log: Logger,
): Promise<Database> {
  const uri = await serverUri(config, log);
  const connection = await mongoose
    .createConnection(uri, {
      dbName: databaseName(uri),
      serverSelectionTimeoutMS: 10_000,
      maxPoolSize: 40,
      retryWrites: true,
      writeConcern: { w: 'majority' },
    })
    .asPromise();
  const watch = config.mongodbUri === undefined ? reviving(connection, () => serverUri(config, log), log) : undefined;
  return {
    uri,
    connection,
    ping: async (milliseconds = 2_000) => {
      try {
        await connection.db?.command({ ping: 1 }, { timeoutMS: milliseconds });
        return connection.readyState === mongoose.ConnectionStates.connected;
      } catch {
        return false;
      }
    },
    close: () => {
      watch?.abort();
      return connection.close();
    },
  };
}

/**
 * Starts the embedded database again when it is gone: nobody else would, and a small office has no operator at hand. A
 * start while it runs changes nothing. Ended by aborting.
 */
function reviving(connection: Connection, start: () => Promise<string>, log: Logger): AbortController {
  const ended = new AbortController();
  let starting: Promise<unknown> | undefined;
  connection.getClient().on('serverHeartbeatFailed', () => {
    if (ended.signal.aborted || starting) return;
    log.warn({ component: 'embedded-mongo' }, 'the embedded database does not answer; starting it');
    starting = start()
      .catch((error: unknown) => log.error({ component: 'embedded-mongo', err: error }, 'it did not start'))
      .finally(() => (starting = undefined));
  });
  return ended;
}

/**
 * Creates the collections and indexes of every model made on the connection. Done once at start, outside any
 * transaction, so that no request ever waits for it.
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  const models = Object.values(connection.models);
  const inTurn = async (): Promise<void> => {
    for (let model = models.pop(); model; model = models.pop()) {
      await model.createCollection();
      await model.createIndexes();
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, inTurn));
}
