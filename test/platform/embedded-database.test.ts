import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { startEmbeddedMongo } from 'embedded-mongo';
import { loadConfig } from '../../config/index.ts';
import { strike } from '../../packages/embedded-mongo/test/durability/kills.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { embeddedDirectory } from '../../src/platform/embedded-directory.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { testEnvironment } from '../support/database.ts';

describe('the embedded database of a running process', function () {
  this.timeout(60_000);
  let directory: string;
  let data: string;
  let database: Database;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'jiefen-revived-'));
    // The database's own user must pass through.
    await chmod(data, 0o711);
    directory = embeddedDirectory(data);
    const { MONGODB_URI: _shared, ...environment } = await testEnvironment({ JIEFEN_DATA_DIR: data });
    database = await openDatabase(loadConfig(environment), createLogger('silent'));
  });
  after(async () => {
    await database.close();
    await (await startEmbeddedMongo({ directory })).stop({ force: true });
    await rm(data, { recursive: true, force: true });
  });

  it('When all of it dies, then it is started again and what was written is there', async () => {
    await database.connection.collection('notes').insertOne({ text: '院墙' });
    await strike('both', directory, Math.random, async () => undefined);
    expect(await database.ping(500)).to.equal(false);
    while (!(await database.ping(500))) await wait(100);
    expect(await database.connection.collection('notes').countDocuments()).to.equal(1);
  });
});
