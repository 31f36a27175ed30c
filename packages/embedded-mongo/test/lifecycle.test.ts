import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { EmbeddedMongoError, provision, startEmbeddedMongo } from 'embedded-mongo';
import { delay, identifyProcess, requireArchitecture, waitForExit } from '../src/platform.ts';
import { failureOf, removeDirectory, temporaryDirectory, TestDatabase } from './support/database.ts';

const supervisorOf = async (directory: string): Promise<number> => {
  const state = JSON.parse(await readFile(path.join(directory, 'state.json'), 'utf8')) as {
    supervisor: { pid: number };
  };
  return state.supervisor.pid;
};

const postgresOf = async (directory: string): Promise<number> =>
  Number((await readFile(path.join(directory, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);

async function kill(pid: number): Promise<void> {
  const identity = await identifyProcess(pid);
  process.kill(pid, 'SIGKILL');
  if (identity) await waitForExit(identity, 5_000);
}

/** Inserts numbered documents until told to stop; remembers which were acknowledged. */
function writer(uri: string, name: string): { acknowledged: number[]; stop: () => Promise<void> } {
  const acknowledged: number[] = [];
  const end = new AbortController();
  const work = (async () => {
    const client = await MongoClient.connect(uri);
    const collection = client.db('t').collection<{ _id: number }>(name);
    for (let n = 0; !end.signal.aborted; n++) {
      const done = await collection.insertOne({ _id: n }).catch(() => null);
      if (done) acknowledged.push(n);
    }
    await client.close();
  })();
  return {
    acknowledged,
    stop: () => {
      end.abort();
      return work;
    },
  };
}

describe('a database over its life', () => {
  let database: TestDatabase;

  before(async () => {
    database = await TestDatabase.start({ durability: 'full' });
  });

  after(() => database.remove());

  it('keeps its documents, and its port, over a restart', async () => {
    await database.db('t').collection('kept').insertOne({ text: '留' });
    const { directory, server } = database;
    await database.client.close();
    expect(server.attached).to.equal(false);
    await server.stop();
    database = await TestDatabase.start({ directory, durability: 'full' });
    expect(database.server.uri).to.equal(server.uri);
    expect(await database.db('t').collection('kept').countDocuments({ text: '留' })).to.equal(1);
  });

  it('is attached to when it runs, and ends only for its owner or by force', async () => {
    const attached = await startEmbeddedMongo({ directory: database.directory });
    expect(attached).to.include({ attached: true, uri: database.server.uri });
    await attached.stop();
    await database.db('t').command({ ping: 1 });
    await attached.stop({ force: true });
    const again = await startEmbeddedMongo({ directory: database.directory, idleExitSeconds: 120 });
    expect(again.attached).to.equal(false);
  });

  it('keeps acknowledged writes when PostgreSQL is killed, and starts it again', async () => {
    const writing = writer(database.server.uri, 'first');
    await delay(400);
    await kill(await postgresOf(database.directory));
    await delay(1_200);
    await writing.stop();
    const stored = await database.db('t').collection<{ _id: number }>('first').find().toArray();
    expect(stored.map(({ _id }) => _id)).to.include.members(writing.acknowledged);
    expect(writing.acknowledged.length).to.be.greaterThan(20);
    // One insert after another without a failure: the restart was invisible to the client.
    expect(writing.acknowledged).to.deep.equal(writing.acknowledged.map((_, n) => n));
  });

  it('recovers from the death of the supervisor, which leaves PostgreSQL behind', async () => {
    const { directory } = database;
    const writing = writer(database.server.uri, 'second');
    await delay(400);
    await kill(await supervisorOf(directory));
    const orphan = await identifyProcess(await postgresOf(directory));
    const server = await startEmbeddedMongo({ directory });
    expect(server).to.include({ attached: false, uri: database.server.uri });
    expect(orphan && (await identifyProcess(orphan.pid))).to.not.deep.equal(orphan);
    await delay(300);
    await writing.stop();
    const stored = await database.db('t').collection<{ _id: number }>('second').find().toArray();
    expect(stored.map(({ _id }) => _id)).to.include.members(writing.acknowledged);
  });

  it('recovers from the death of everything at once', async () => {
    const { directory } = database;
    await database.db('t').collection('survivors').insertOne({ n: 1 });
    const [supervisor, postgres] = [await supervisorOf(directory), await postgresOf(directory)];
    await kill(supervisor);
    await kill(postgres);
    await startEmbeddedMongo({ directory });
    expect(await database.db('t').collection('survivors').countDocuments()).to.equal(1);
  });

  it('outlives the application that started it', async () => {
    const directory = await temporaryDirectory();
    const script =
      `import { startEmbeddedMongo } from ${JSON.stringify(path.resolve('src/index.ts'))};` +
      `startEmbeddedMongo({ directory: ${JSON.stringify(directory)}, durability: 'none', idleExitSeconds: 60 })` +
      '.then(({ uri }) => { process.stdout.write(uri); setInterval(() => {}, 1000); });';
    const application = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    const uri = await new Promise<string>((resolve) => {
      application.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    });
    application.kill('SIGKILL');
    await delay(200);
    const server = await startEmbeddedMongo({ directory });
    expect(server).to.include({ attached: true, uri });
    await server.stop({ force: true });
    await removeDirectory(directory);
  });

  it('says in plain words that a port is taken', async () => {
    const directory = await temporaryDirectory();
    const port = Number(new URL(database.server.uri).port);
    const failure = await failureOf(startEmbeddedMongo({ directory, port }));
    expect(failure).to.be.instanceOf(EmbeddedMongoError);
    expect(failure).to.include({ code: 'port-taken' });
    expect(failure.message).to.include(String(port));
    await removeDirectory(directory);
  });
});

describe('starting', () => {
  it('ends in one database however many start it at once', async () => {
    const directory = await temporaryDirectory();
    const options = { directory, durability: 'none', idleExitSeconds: 60 } as const;
    const servers = await Promise.all([1, 2, 3, 4].map(() => startEmbeddedMongo(options)));
    expect(new Set(servers.map(({ uri }) => uri)).size).to.equal(1);
    expect(servers.filter(({ attached }) => !attached)).to.have.length(1);
    await servers[0]?.stop({ force: true });
    await removeDirectory(directory);
  });

  it('knows a folder by whatever path it is reached', async () => {
    const one = await TestDatabase.start();
    const link = `${one.directory}-link`;
    await symlink(one.directory, link);
    expect(await startEmbeddedMongo({ directory: link })).to.include({ attached: true, uri: one.server.uri });
    await one.server.stop();
    const again = await startEmbeddedMongo({ directory: link, idleExitSeconds: 60 });
    expect(await startEmbeddedMongo({ directory: one.directory })).to.include({ attached: true, uri: again.uri });
    await one.remove();
    await rm(link);
  });

  it('ends itself when nobody is connected', async () => {
    const directory = await temporaryDirectory();
    await startEmbeddedMongo({ directory, durability: 'none', idleExitSeconds: 1 });
    const identity = await identifyProcess(await supervisorOf(directory));
    expect(identity && (await waitForExit(identity, 10_000))).to.equal(true);
    await removeDirectory(directory);
  });

  it('works in a folder too deep for the path of a socket', async () => {
    const parent = await temporaryDirectory();
    const directory = path.join(parent, 'deep'.repeat(20), 'deeper'.repeat(10));
    await mkdir(directory, { recursive: true, mode: 0o755 });
    await chmod(parent, 0o755);
    const deep = await TestDatabase.start({ directory });
    await deep.db('t').collection('c').insertOne({ a: 1 });
    await deep.remove();
    await removeDirectory(parent);
  });

  it('keeps its files to itself', async () => {
    const one = await TestDatabase.start();
    const mode = async (name: string): Promise<number> => (await stat(path.join(one.directory, name))).mode & 0o777;
    expect([await mode('data'), await mode('run'), await mode('state.json')]).to.deep.equal([0o700, 0o700, 0o600]);
    expect((await mode('.')) & 0o066).to.equal(0);
    await one.remove();
  });

  it('does not touch a folder that holds something else', async () => {
    const directory = await temporaryDirectory();
    await mkdir(path.join(directory, 'data'));
    await writeFile(path.join(directory, 'data/letter.txt'), 'mine');
    const failure = await failureOf(startEmbeddedMongo({ directory }));
    expect(failure).to.include({ code: 'start-failed' });
    expect(await readFile(path.join(directory, 'data/letter.txt'), 'utf8')).to.equal('mine');
    await removeDirectory(directory);
  });

  it('names the way out where the database cannot run', async () => {
    const way = 'Set MONGODB_URI to a MongoDB 7+ replica set, or use docker compose up.';
    for (const [platform, machine] of [
      ['darwin', 'arm64'],
      ['linux', 's390x'],
    ] as const) {
      let failure: unknown;
      try {
        requireArchitecture(platform, machine);
      } catch (error) {
        failure = error;
      }
      expect(failure).to.be.instanceOf(EmbeddedMongoError);
      expect(failure).to.include({ code: 'unsupported-platform' });
      expect((failure as Error).message.endsWith(way)).to.equal(true);
    }
  });

  it('says so when the archive cannot be reached', async () => {
    const directory = await temporaryDirectory();
    const before = process.env['EMBEDDED_MONGO_ARCHIVE'];
    process.env['EMBEDDED_MONGO_ARCHIVE'] = 'http://127.0.0.1:9/debian';
    try {
      const failure = await failureOf(provision({ directory, bundleDirectory: path.join(directory, 'bundle') }));
      expect(failure).to.include({ code: 'no-archive' });
      expect(failure.message).to.match(/docker compose up\.$/);
    } finally {
      if (before === undefined) delete process.env['EMBEDDED_MONGO_ARCHIVE'];
      else process.env['EMBEDDED_MONGO_ARCHIVE'] = before;
      await removeDirectory(directory);
    }
  });
});

describe('hostile connections', () => {
  let database: TestDatabase;

  before(async () => {
    database = await TestDatabase.start();
  });

  after(() => database.remove());

  it('cuts thousands of malformed messages and serves everybody else', async () => {
    const port = Number(new URL(database.server.uri).port);
    let seed = 7;
    const random = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    const ping = Buffer.from('2d0000000100000000000000dd07000000000000001800000010', 'hex');
    const send = (bytes: Buffer): Promise<void> =>
      new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.end(bytes));
        socket.setTimeout(2_000, () => socket.destroy());
        socket.on('error', () => undefined);
        socket.on('data', () => undefined);
        socket.on('close', () => resolve());
      });
    for (let round = 0; round < 150; round++) {
      await Promise.all(
        Array.from({ length: 20 }, () => {
          const bytes = Buffer.from(Array.from({ length: 16 + random(200) }, () => random(256)));
          if (random(2) === 0) ping.copy(bytes);
          if (random(2) === 0) bytes.writeInt32LE(bytes.length, 0);
          return send(bytes);
        }),
      );
    }
    expect(await database.db('admin').command({ ping: 1 })).to.include({ ok: 1 });
  });
});
