import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Binary, Long } from 'bson';
import type { Document } from 'bson';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { waitForExit } from '../src/platform.ts';
import { TestDatabase } from './support/database.ts';
import { RawClient } from './support/raw-client.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const newSession = (): Document => ({ id: new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), 4) });

/** Waits until something is so; throws when it does not come about. */
async function until(condition: () => Promise<boolean>, patienceMs = 10_000): Promise<number> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > patienceMs) throw new Error('it did not come about');
    await pause(20);
  }
  return Date.now() - started;
}

describe('the protocol', () => {
  let database: TestDatabase;
  let db: Db;
  let raw: RawClient;

  before(async () => {
    database = await TestDatabase.start({ durability: 'full', password: false });
    db = database.db('protocol');
  });

  beforeEach(async () => {
    raw = await RawClient.connect(database.server.uri);
  });

  afterEach(() => raw.close());

  after(() => database.remove());

  const serverStatus = (): Promise<Document> => db.admin().command({ serverStatus: 1 });
  const openTransactions = async (): Promise<number> =>
    Number(((await serverStatus()) as { transactions: Document }).transactions['currentOpen']);
  const openCursors = async (): Promise<number> =>
    ((await serverStatus()) as { metrics: { cursor: { open: { total: number } } } }).metrics.cursor.open.total;

  describe('messages', () => {
    it('when documents come as a sequence, then they are written like those in the command', async () => {
      const documents = [{ _id: 1 }, { _id: 2 }];
      expect(await raw.command({ insert: 'sequence' }, { sequences: { documents } })).to.include({ n: 2, ok: 1 });
      const updates = [
        { q: { _id: 1 }, u: [{ $set: { m: {} } }] },
        { q: { _id: 2 }, u: { $set: { a: 1 } } },
      ];
      expect(await raw.command({ update: 'sequence' }, { sequences: { updates } })).to.include({ nModified: 2 });
      expect(await raw.command({ delete: 'sequence' }, { sequences: { deletes: [{ q: {}, limit: 0 }] } })).to.include({
        n: 2,
      });
    });

    it('when a message carries a checksum, then it is checked', async () => {
      expect(await raw.command({ ping: 1 }, { checksum: true })).to.include({ ok: 1 });
      const closed = new Promise((resolve) => raw.socket.once('close', resolve));
      const bad = Buffer.from('2600000001000000000000dd070000', 'hex');
      raw.socket.write(Buffer.concat([bad, Buffer.alloc(64, 1)]));
      await closed;
    });

    it('when no answer is wanted, then none comes', async () => {
      raw.send({ insert: 'quiet', documents: [{ _id: 1 }] }, { moreToCome: true });
      raw.send({ insert: 'quiet', documents: [{ _id: 1 }] }, { moreToCome: true });
      // The first answer is that of the first command that asks for one.
      const answer = await raw.command({ count: 'quiet' });
      expect(answer).to.include({ n: 1, ok: 1 });
    });

    it('when a conversation begins in the old way, then it is greeted in kind', async () => {
      const greeting = await raw.legacy({ isMaster: 1, helloOk: true });
      expect(greeting).to.include({ ismaster: true, helloOk: true, maxWireVersion: 21, ok: 1 });
      expect(await raw.legacy({ find: 'x' })).to.include({ ok: 0, code: 352 });
    });

    it('when compression is offered, then none is agreed on', async () => {
      const greeting = await raw.command({ hello: 1, compression: ['zstd', 'zlib', 'snappy'] });
      expect(greeting).not.to.have.property('compression');
      const client = await MongoClient.connect(database.server.uri, { compressors: ['zlib'] });
      expect(await client.db('protocol').command({ ping: 1 })).to.include({ ok: 1 });
      await client.close();
    });

    it('when a document has 16 MB and a message 48 MB, then they go through', async () => {
      const large = db.collection('large');
      const text = 'x'.repeat(16 * 1024 * 1024 - 100);
      await large.insertOne({ text });
      expect((await large.findOne())?.['text']).to.have.length(text.length);
      const documents = Array.from({ length: 3 }, () => ({ text: 'y'.repeat(15_900_000) }));
      expect(await raw.command({ insert: 'large' }, { sequences: { documents } })).to.include({ n: 3, ok: 1 });
      expect(await large.countDocuments()).to.equal(4);
      await large.drop();
    });
  });

  describe('retried writes', () => {
    const counted = async (): Promise<number> => Number((await db.collection('retried').findOne())?.['n']);
    const increment = (lsid: Document, number: number): Document => ({
      update: 'retried',
      updates: [{ q: {}, u: { $inc: { n: 1 } } }],
      lsid,
      txnNumber: Long.fromNumber(number),
    });

    beforeEach(async () => {
      await db.collection('retried').deleteMany({});
      await db.collection('retried').insertOne({ n: 0 });
    });

    it('when a number comes again, then it is answered and not executed', async () => {
      const lsid = newSession();
      const first = await raw.command(increment(lsid, 1));
      const other = await RawClient.connect(database.server.uri);
      const { operationTime: _, ...again } = await other.command(increment(lsid, 1));
      expect(again).to.deep.include({ n: first['n'] as number, nModified: 1, ok: 1 });
      expect(await counted()).to.equal(1);
      await other.command(increment(lsid, 2));
      expect(await counted()).to.equal(2);
      other.close();
    });

    it('when the gateway was killed in between, then still not', async () => {
      const lsid = newSession();
      await raw.command(increment(lsid, 1));
      const state = await readFile(path.join(database.directory, 'state.json'), 'utf8');
      const { supervisor } = JSON.parse(state) as { supervisor: Parameters<typeof waitForExit>[0] };
      process.kill(supervisor.pid, 'SIGKILL');
      await waitForExit(supervisor, 10_000);
      await database.client.close();
      const again = await TestDatabase.start({ directory: database.directory, durability: 'full', password: false });
      database = again;
      db = again.db('protocol');
      const retry = await RawClient.connect(again.server.uri);
      expect(await retry.command(increment(lsid, 1))).to.deep.include({ n: 1, nModified: 1, ok: 1 });
      expect(await counted()).to.equal(1);
      retry.close();
    });
  });

  describe('cursors', () => {
    before(() => db.collection('many').insertMany(Array.from({ length: 3000 }, (_, n) => ({ n }))));

    it('when they are open, then they hold no connection', async () => {
      const cursors = Array.from({ length: 60 }, () => db.collection('many').find({}, { batchSize: 2 }).sort({ n: 1 }));
      for (const cursor of cursors) await cursor.next();
      expect(await openCursors()).to.be.at.least(60);
      expect(await db.collection('many').countDocuments({ n: 5 })).to.equal(1);
      for (const cursor of cursors) expect((await cursor.next())?.['n']).to.equal(1);
      await Promise.all(cursors.map((cursor) => cursor.close()));
      expect(await openCursors()).to.equal(0);
    });

    it('when they are killed, then each is accounted for', async () => {
      const { cursor } = (await raw.command({ find: 'many', batchSize: 1 })) as { cursor: { id: number } };
      const id = Long.fromNumber(cursor.id);
      const killed = await raw.command({ killCursors: 'many', cursors: [id, Long.fromNumber(77)] });
      expect((killed['cursorsKilled'] as unknown[]).map(String)).to.deep.equal([String(id)]);
      expect((killed['cursorsNotFound'] as unknown[]).map(String)).to.deep.equal(['77']);
      const more = await raw.command({ getMore: id, collection: 'many' });
      expect(more).to.include({ ok: 0, code: 43 });
    });

    it('when a command exceeds its time, then it ends with 50 and the next is not touched', async () => {
      const pairs = {
        from: 'many',
        let: { n: '$n' },
        pipeline: [{ $match: { $expr: { $gt: ['$n', '$$n'] } } }],
        as: 'p',
      };
      const pipeline = [{ $lookup: pairs }, { $sort: { p: 1 } }];
      expect(await raw.command({ aggregate: 'many', pipeline, cursor: {}, maxTimeMS: 30 })).to.include({
        ok: 0,
        code: 50,
      });
      expect(await raw.command({ count: 'many' })).to.include({ n: 3000 });
    });
  });

  describe('a client that vanishes', () => {
    it('when its transaction was open, then its locks are free within seconds', async () => {
      const accounts = db.collection('accounts');
      await accounts.insertOne({ name: 'a', n: 0 });
      const updates = [{ q: { name: 'a' }, u: { $set: { n: 1 } } }];
      const lsid = newSession();
      const transaction = { lsid, txnNumber: Long.fromNumber(1), autocommit: false };
      expect(await raw.command({ update: 'accounts', updates, ...transaction, startTransaction: true })).to.include({
        ok: 1,
      });
      expect(await openTransactions()).to.equal(1);
      raw.close();
      await until(async () => (await openTransactions()) === 0);
      await accounts.updateOne({ name: 'a' }, { $inc: { n: 5 } });
      expect((await accounts.findOne())?.['n']).to.equal(5);
    });

    it('when it was reading, then the reading stops at once', async () => {
      const everything = { from: 'many', pipeline: [{ $match: { $expr: { $gt: [{ $rand: {} }, 2] } } }], as: 'none' };
      raw.send({ aggregate: 'many', pipeline: [{ $lookup: everything }], cursor: {} });
      await pause(300);
      const busy = async (): Promise<boolean> => {
        const { inprog } = (await db.admin().command({ currentOp: 1 })) as { inprog: Document[] };
        return inprog.some((operation) => JSON.stringify(operation).includes('many'));
      };
      raw.close();
      expect(await until(async () => !(await busy()))).to.be.below(3000);
    });
  });

  describe('transactions', () => {
    it('when two write one document, then the second is told to try again', async () => {
      await db.collection('contested').insertOne({ name: 'a', n: 0 });
      const update = (lsid: Document): Document => ({
        update: 'contested',
        updates: [{ q: { name: 'a' }, u: { $inc: { n: 1 } } }],
        lsid,
        txnNumber: Long.fromNumber(1),
        startTransaction: true,
        autocommit: false,
      });
      const other = await RawClient.connect(database.server.uri);
      const [mine, theirs] = [newSession(), newSession()];
      expect(await raw.command(update(mine))).to.include({ ok: 1 });
      const conflict = await other.command(update(theirs));
      expect(conflict).to.deep.include({ ok: 0, code: 112, codeName: 'WriteConflict' });
      expect(conflict['errorLabels']).to.deep.equal(['TransientTransactionError']);
      const end = { lsid: mine, txnNumber: Long.fromNumber(1), autocommit: false, $db: 'admin' };
      expect(await raw.command({ commitTransaction: 1, ...end })).to.include({ ok: 1 });
      expect((await db.collection('contested').findOne())?.['n']).to.equal(1);
      other.close();
    });
  });
});
