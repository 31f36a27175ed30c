import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../config/index.ts';
import { openDatabase, type Database } from '../../src/platform/database.ts';
import { createLogger } from '../../src/platform/logger.ts';

/** Base address of the server under test: MONGODB_URI, or an embedded one started for this process. */
let server: Promise<{ uri: string; stop(): Promise<void> }> | undefined;

async function startServer(): Promise<{ uri: string; stop(): Promise<void> }> {
  const given = process.env['MONGODB_URI'];
  if (given) return { uri: given, stop: async () => {} };
  const { startEmbeddedMongo } = await import('embedded-mongo');
  const directory = await mkdtemp(join(tmpdir(), 'jiefen-test-'));
  const embedded = await startEmbeddedMongo({ directory, durability: 'none' });
  return {
    uri: embedded.uri,
    stop: async () => {
      await embedded.stop({ force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Mocha's root hook of whoever started the server ends it with the process. */
after(async () => {
  await (await server)?.stop();
  server = undefined;
});

const KEY = Buffer.alloc(32, 7).toString('base64');

/** A configuration for tests, on a database of its own. */
export async function testConfig(changes: NodeJS.ProcessEnv = {}): Promise<Config> {
  server ??= startServer();
  const uri = new URL((await server).uri);
  uri.pathname = `/test_${process.pid}_${randomBytes(4).toString('hex')}`;
  return loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    MONGODB_URI: uri.href,
    JIEFEN_SESSION_SECRET: 'a secret for tests and for nothing else',
    JIEFEN_DATA_KEYS: `k1:${KEY}`,
    JIEFEN_INDEX_KEY: KEY,
    JIEFEN_LOG_LEVEL: 'silent',
    ...changes,
  });
}

/** An empty database, dropped and closed by `drop`. */
export async function testDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const database = await openDatabase(await testConfig(), createLogger('silent'));
  return { ...database, drop: () => dropAndClose(database) };
}

export async function dropAndClose(database: Database): Promise<void> {
  await database.connection.dropDatabase();
  await database.close();
}
