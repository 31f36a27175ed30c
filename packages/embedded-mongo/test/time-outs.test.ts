import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { Gateway } from '../src/gateway/gateway.ts';
import { socketPath } from '../src/postgres/paths.ts';
import { failureOf, TestDatabase } from './support/database.ts';

// A second gateway in front of the same PostgreSQL, with less patience than the first.

describe('time-outs', () => {
  let database: TestDatabase;
  let gateway: Gateway;
  let client: MongoClient;

  before(async () => {
    database = await TestDatabase.start();
    gateway = new Gateway({
      postgresSocket: socketPath(path.join(database.directory, 'run')),
      transactionIdleMs: 600,
      transactionLifetimeMs: 2500,
      cursorIdleMs: 600,
    });
    const port = await gateway.listen(0);
    client = await MongoClient.connect(`mongodb://127.0.0.1:${port}/`);
    await client
      .db('waits')
      .collection('items')
      .insertMany(Array.from({ length: 10 }, (_, n) => ({ n })));
  });

  after(async () => {
    await client.close();
    await gateway.close();
    await database.remove();
  });

  const items = () => client.db('waits').collection('items');

  it('when a transaction rests for long, then it is rolled back and its client told to begin anew', async () => {
    const session = client.startSession();
    session.startTransaction();
    await items().updateOne({ n: 1 }, { $set: { held: true } }, { session });
    await pause(2200);
    const failure = await failureOf(session.commitTransaction());
    expect(failure).to.deep.include({ code: 251, codeName: 'NoSuchTransaction' });
    expect((failure as unknown as { errorLabels: string[] }).errorLabels).to.include('TransientTransactionError');
    await items().updateOne({ n: 1 }, { $set: { free: true } });
    expect(await items().findOne({ n: 1 }, { projection: { _id: 0 } })).to.deep.equal({ n: 1, free: true });
    await session.endSession();
  });

  it('when the limit of transactions is raised, then they last longer, until it is set back', async () => {
    const admin = client.db('admin');
    const limit = { getParameter: 1, transactionLifetimeLimitSeconds: 1 };
    expect(await admin.command(limit)).to.include({ transactionLifetimeLimitSeconds: 2.5 });
    expect(await admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 30 })).to.include({ was: 2.5 });
    const session = client.startSession();
    session.startTransaction();
    for (const started = Date.now(); Date.now() - started < 4000; await pause(200)) {
      await items().updateOne({ n: 3 }, { $inc: { turns: 1 } }, { session });
    }
    await session.commitTransaction();
    await session.endSession();
    expect(await items().findOne({ n: 3 })).to.include.keys('turns');
    await admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 2.5 });
    expect(await failureOf(admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 0 }))).to.include({
      code: 72,
    });
    expect(await failureOf(admin.command({ setParameter: 1, somethingElse: 1 }))).to.include({ code: 72 });
  });

  it('when a transaction goes on and on, then it ends all the same', async () => {
    const session = client.startSession();
    session.startTransaction();
    const started = Date.now();
    const failure = await failureOf(
      (async () => {
        for (;;) {
          await items().updateOne({ n: 2 }, { $inc: { turns: 1 } }, { session });
          await pause(100);
        }
      })(),
    );
    expect(failure['code']).to.equal(251);
    expect(Date.now() - started).to.be.within(2400, 8000);
    expect(await items().findOne({ n: 2 }, { projection: { _id: 0 } })).to.deep.equal({ n: 2 });
    await session.endSession();
  });

  it('when nobody asks a cursor for more, then it is forgotten, unless it was to be kept', async () => {
    const forgotten = items().find({}, { batchSize: 2 });
    const kept = items().find({}, { batchSize: 2, noCursorTimeout: true });
    await forgotten.next();
    await kept.next();
    await pause(2200);
    expect(await kept.toArray()).to.have.length.at.least(8);
    expect((await failureOf(forgotten.toArray()))['code']).to.equal(43);
  });
});
