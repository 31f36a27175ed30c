import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from 'embedded-mongo';
import { kill, supervisorOf, VICTIMS } from './durability/kills.ts';
import { killInRounds } from './durability/rounds.ts';
import { failureOf, removeDirectory, temporaryDirectory } from './support/database.ts';

describe('durability', () => {
  it('when the gateway dies before it answers a commit, then the next one answers it, and nothing runs twice', async () => {
    const directory = await temporaryDirectory();
    const options = { directory, idleExitSeconds: 60 } as const;
    const client = await MongoClient.connect((await startEmbeddedMongo(options)).uri);
    const entries = client.db('t').collection('entries');
    await entries.insertOne({ n: 0 });
    const session = client.startSession();
    session.startTransaction();
    await entries.insertOne({ n: 1 }, { session });
    await session.commitTransaction();
    await kill(await supervisorOf(directory));
    await startEmbeddedMongo(options);
    // What a driver does that got no answer.
    await session.commitTransaction();
    expect(await entries.countDocuments()).to.equal(2);
    session.startTransaction();
    await entries.insertOne({ n: 2 }, { session });
    await kill(await supervisorOf(directory));
    const server = await startEmbeddedMongo(options);
    expect(await failureOf(session.commitTransaction())).to.include({ code: 251 });
    expect(await entries.countDocuments()).to.equal(2);
    await session.endSession();
    await client.close();
    await server.stop({ force: true });
    await removeDirectory(directory);
  });

  it('when every part is killed once under concurrent writes, then nothing acknowledged is lost or doubled', async () => {
    const directory = await temporaryDirectory();
    const report = await killInRounds({ directory, rounds: VICTIMS.length, seed: 3, log: () => undefined });
    expect(report).to.deep.include({ lost: 0, doubled: 0, halves: 0 });
    expect(Object.values(report.kills)).to.deep.equal(VICTIMS.map(() => 1));
    expect(report.acknowledged).to.be.greaterThan(100);
    await (await startEmbeddedMongo({ directory })).stop({ force: true });
    await removeDirectory(directory);
  });
});
