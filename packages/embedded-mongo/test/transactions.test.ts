import { expect } from 'chai';
import type { Collection, Db } from 'mongodb';
import { MongoClient } from 'mongodb';
import { failureOf, TestDatabase } from './support/database.ts';

interface Account {
  _id: string;
  balance: number;
}

describe('transactions and retries', () => {
  let database: TestDatabase;
  let db: Db;
  let accounts: Collection<Account>;

  before(async () => {
    database = await TestDatabase.start({ failpoints: true });
    db = database.db('bank');
    accounts = db.collection('accounts');
  });

  after(() => database.remove());

  beforeEach(async () => {
    await accounts.deleteMany({});
    await accounts.insertMany([
      { _id: 'a', balance: 100 },
      { _id: 'b', balance: 0 },
    ]);
  });

  const balance = async (id: string): Promise<number | undefined> => (await accounts.findOne({ _id: id }))?.balance;

  it('commits all or nothing', async () => {
    await database.client.withSession(async (session) => {
      await session.withTransaction(async () => {
        await accounts.updateOne({ _id: 'a' }, { $inc: { balance: -30 } }, { session });
        await accounts.updateOne({ _id: 'b' }, { $inc: { balance: 30 } }, { session });
        expect(await balance('b')).to.equal(0);
        expect((await accounts.findOne({ _id: 'b' }, { session }))?.balance).to.equal(30);
      });
      const failure = await failureOf(
        session.withTransaction(async () => {
          await accounts.updateOne({ _id: 'a' }, { $inc: { balance: -30 } }, { session });
          throw new Error('changed my mind');
        }),
      );
      expect(failure.message).to.equal('changed my mind');
    });
    expect([await balance('a'), await balance('b')]).to.deep.equal([70, 30]);
  });

  it('creates collections and indexes inside a transaction', async () => {
    await database.client.withSession((session) =>
      session.withTransaction(async () => {
        await db.createCollection('made', { session });
        await db.collection('made').createIndex({ a: 1 }, { session });
        await db.collection('made').insertOne({ a: 1 }, { session });
      }),
    );
    expect(await db.collection('made').countDocuments()).to.equal(1);
  });

  it('repeats a commit and refuses what comes after the end', async () => {
    const session = database.client.startSession();
    session.startTransaction();
    await accounts.updateOne({ _id: 'a' }, { $set: { balance: 1 } }, { session });
    await session.commitTransaction();
    await session.commitTransaction();
    expect(await balance('a')).to.equal(1);
    session.startTransaction();
    const duplicate = await failureOf(accounts.insertOne({ _id: 'a', balance: 5 }, { session }));
    expect(duplicate).to.deep.include({ code: 11000, keyValue: { _id: 'a' } });
    const later = await failureOf(accounts.findOne({ _id: 'a' }, { session }));
    expect(later['code']).to.equal(251);
    await session.abortTransaction();
    await session.endSession();
  });

  it('refuses inside a transaction what MongoDB refuses', async () => {
    const session = database.client.startSession();
    session.startTransaction();
    const failure = await failureOf(db.command({ count: 'accounts' }, { session }));
    expect(failure['code']).to.equal(263);
    await session.abortTransaction();
    await session.endSession();
  });

  it('turns a conflict into a transient error, which withTransaction retries', async () => {
    let runs = 0;
    await database.client.withSession((session) =>
      session.withTransaction(async () => {
        const seen = (await accounts.findOne({ _id: 'a' }, { session }))?.balance ?? 0;
        if (++runs === 1) await accounts.updateOne({ _id: 'a' }, { $inc: { balance: 1 } });
        await accounts.updateOne({ _id: 'a' }, { $set: { balance: seen + 10 } }, { session });
      }),
    );
    expect(runs).to.equal(2);
    expect(await balance('a')).to.equal(111);
  });

  it('counts exactly under twenty concurrent transactions', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.client.withSession((session) =>
          session.withTransaction(async () => {
            const now = (await accounts.findOne({ _id: 'b' }, { session }))?.balance ?? 0;
            await accounts.updateOne({ _id: 'b' }, { $set: { balance: now + 1 } }, { session });
          }),
        ),
      ),
    );
    expect(await balance('b')).to.equal(20);
  });

  it('queues more transactions than are open at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        database.client.withSession((session) =>
          session.withTransaction(async () => {
            await accounts.insertOne({ _id: `many${n}`, balance: n }, { session });
          }),
        ),
      ),
    );
    expect(await accounts.countDocuments({ _id: /^many/ })).to.equal(40);
  });

  it('releases the locks of a client that vanishes', async () => {
    const vanishing = await MongoClient.connect(database.server.uri);
    const session = vanishing.startSession();
    session.startTransaction();
    const theirs = vanishing.db('bank').collection<Account>('accounts');
    await theirs.updateOne({ _id: 'a' }, { $set: { balance: -1 } }, { session });
    // A forced close cuts the sockets without ending the session.
    session.removeAllListeners();
    await vanishing.close(true);
    await accounts.updateOne({ _id: 'a' }, { $inc: { balance: 1 } });
    expect(await balance('a')).to.equal(101);
  });

  describe('with failpoints', () => {
    const failCommand = (data: object, times = 1) =>
      database.db('admin').command({ configureFailPoint: 'failCommand', mode: { times }, data });

    afterEach(() => database.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' }));

    it('writes once when the connection breaks before the answer', async () => {
      await failCommand({ failCommands: ['update'], closeConnection: true });
      await accounts.updateOne({ _id: 'a' }, { $inc: { balance: 5 } });
      expect(await balance('a')).to.equal(105);
    });

    it('answers a repeated write from memory', async () => {
      await failCommand({
        failCommands: ['update'],
        writeConcernError: { code: 91, errmsg: 'again' },
        errorLabels: ['RetryableWriteError'],
      });
      await accounts.updateOne({ _id: 'a' }, { $inc: { balance: 5 } });
      expect(await balance('a')).to.equal(105);
    });

    it('commits once when the commit has to be repeated', async () => {
      await failCommand({ failCommands: ['commitTransaction'], errorCode: 91, errorLabels: ['RetryableWriteError'] });
      await database.client.withSession((session) =>
        session.withTransaction(async () => {
          await accounts.updateOne({ _id: 'a' }, { $inc: { balance: 5 } }, { session });
        }),
      );
      expect(await balance('a')).to.equal(105);
    });
  });
});
