import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../config/index.ts';
import { openDatabase, type Database } from '../../src/platform/database.ts';
import { createLogger } from '../../src/platform/logger.ts';

/**
 * Base address of the server under test: MONGODB_URI, or one embedded server for all test processes of this user,
 * which ends itself when nobody has used it for a while. It gives up safety for speed.
 */
async function serverUri(): Promise<string> {
  const given = process.env['MONGODB_URI'];
  if (given) return given;
  const { startEmbeddedMongo } = await import('embedded-mongo');
  const directory = join(tmpdir(), `jiefen-test-${process.getuid?.() ?? 0}`);
  return (await startEmbeddedMongo({ directory, durability: 'none', idleExitSeconds: 120 })).uri;
}

let server: Promise<string> | undefined;

const KEY = Buffer.alloc(32, 7).toString('base64');

/** The environment of a process under test, with a database of its own. */
export async function testEnvironment(changes: NodeJS.ProcessEnv = {}): Promise<NodeJS.ProcessEnv> {
  server ??= serverUri();
  const uri = new URL(await server);
  uri.pathname = `/test_${process.pid}_${randomBytes(4).toString('hex')}`;
  return {
    NODE_ENV: 'test',
    PORT: '0',
    MONGODB_URI: uri.href,
    JIEFEN_SESSION_SECRET: 'a secret for tests and for nothing else',
    JIEFEN_DATA_KEYS: `k1:${KEY}`,
    JIEFEN_INDEX_KEY: KEY,
    JIEFEN_LOG_LEVEL: 'silent',
    ...changes,
  };
}

/** A configuration for tests, on a database of its own. */
export const testConfig = async (changes: NodeJS.ProcessEnv = {}): Promise<Config> =>
  loadConfig(await testEnvironment(changes));

/** An empty database, dropped and closed by `drop`. */
export async function testDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const database = await openDatabase(await testConfig(), createLogger('silent'));
  return { ...database, drop: () => dropAndClose(database) };
}

export async function dropAndClose(database: Database): Promise<void> {
  await database.connection.dropDatabase();
  await database.close();
}
