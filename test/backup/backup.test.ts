import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BSON, GridFSBucket, Long, ObjectId } from 'mongodb';
import { type Connection } from 'mongoose';
import { BackupError, backUp, digestOf, inspectBackup, restore } from '../../src/backup/index.ts';
import { readDistrict } from '../../src/features/units/index.ts';
import { generate } from '../../src/generation/index.ts';
import { verify } from '../../src/verification/index.ts';
import { type PeopleApp, startWithNetwork } from '../support/people.ts';
import { testDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-25T08:00:00Z');

const dbOf = (connection: Connection) => {
  if (!connection.db) throw new Error('not connected');
  return connection.db;
};

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(BackupError);
    return (error as Error).message;
  }
  throw new Error('expected a refusal');
}

describe('backup and restore', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiefen-backup-'));
  });
  after(() => rm(folder, { recursive: true }));

  describe('of a district in use', () => {
    let app: PeopleApp;
    before(async () => {
      app = await startWithNetwork();
      const { services, ...foundation } = app.composition;
      const { accounts, units, holidays, policies } = services;
      const district = await readDistrict('tongzhou');
      await generate({ foundation, accounts, units, district, holidays, policies }, { disputes: 60, seed: 4 });
    });
    after(() => app.close());

    it('when it was wiped and restored, then it verifies clean and has the same digest', async () => {
      const { database, services } = app.composition;
      const { connection } = database;
      const db = dbOf(connection);
      const file = join(folder, 'district');
      const manifest = await backUp(db, file, NOW);
      expect(manifest.collections.find(({ name }) => name === 'disputes')?.documents).to.equal(60);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect(await digestOf(db)).to.equal(manifest.digest);
      await db.dropDatabase();
      expect(await digestOf(db)).not.to.equal(manifest.digest);
      expect(await restore(db, file, {})).to.deep.equal(manifest);
      expect(await digestOf(db)).to.equal(manifest.digest);
      const { repository, holidays } = services.casework;
      const statistics = services.statisticStore;
      const report = await verify({
        connection,
        repository,
        units: services.units,
        holidays,
        statistics,
        audit: services.audit,
      });
      expect(report.findings).to.deep.equal([]);
      expect(report.checked.disputes).to.equal(60);
    });
  });

  describe('of everything a database can hold', () => {
    let database: Awaited<ReturnType<typeof testDatabase>>;
    const db = () => dbOf(database.connection);
    let file: string;

    before(async () => {
      database = await testDatabase();
      file = join(folder, 'everything');
      await db()
        .collection('types')
        .insertOne({
          long: Long.fromString('9007199254740993'),
          double: new BSON.Double(3),
          int: new BSON.Int32(3),
          decimal: new BSON.Decimal128('1.10'),
          date: NOW,
          bytes: new BSON.Binary(Buffer.from([0, 255])),
          pattern: new BSON.BSONRegExp('^解', 'i'),
          id: new ObjectId(),
          nothing: null,
          list: [1, [], {}, '纠纷'],
        });
      await db().collection('keyed').createIndex({ a: 1, b: -1 }, { unique: true, name: 'ab' });
      await db()
        .collection('keyed')
        .createIndex({ c: 1 }, { partialFilterExpression: { c: { $gt: 1 } } });
      await db()
        .collection<{ _id: number; a: number; b: number }>('keyed')
        .insertMany(Array.from({ length: 2500 }, (_, n) => ({ _id: n, a: n, b: n % 7 })));
      await db().collection('passing').createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
      await db().collection('passing').insertOne({ at: new Date() });
      await db().createCollection('empty');
      await new Promise<void>((resolve, reject) => {
        const upload = new GridFSBucket(db(), { bucketName: 'files' }).openUploadStream('证据.bin');
        upload.once('finish', resolve).once('error', reject);
        upload.end(Buffer.alloc(600_000, 7));
      });
      await backUp(db(), file, NOW);
    });
    after(() => database.drop());

    it('when a backup is restored elsewhere, then documents, indexes and files are the same', async () => {
      const other = await testDatabase();
      const target = dbOf(other.connection);
      await restore(target, file, {});
      expect(await digestOf(target)).to.equal(await digestOf(db()));
      const raw = async (from: typeof target) => (await from.collection('types').findOne({}, { raw: true })) as unknown;
      expect(await raw(target)).to.deep.equal(await raw(db()));
      const names = (await target.collection('keyed').indexes()).map(({ name }) => name);
      expect(names).to.have.members(['_id_', 'ab', 'c_1']);
      const again = await target
        .collection('keyed')
        .insertOne({ a: 1, b: 1 })
        .catch((error: unknown) => error);
      expect(again).to.include({ code: 11_000 });
      const downloaded: Buffer[] = [];
      const files = new GridFSBucket(target, { bucketName: 'files' });
      for await (const chunk of files.openDownloadStreamByName('证据.bin')) downloaded.push(chunk as Buffer);
      expect(Buffer.concat(downloaded).equals(Buffer.alloc(600_000, 7))).to.equal(true);
      expect((await target.listCollections({ name: 'empty' }).toArray()).length).to.equal(1);
      await other.drop();
    });

    it('when documents that expire have gone, then the content is still the same', async () => {
      const other = await testDatabase();
      const target = dbOf(other.connection);
      const { digest } = await restore(target, file, {});
      await target.collection('passing').deleteMany({});
      expect(await digestOf(target)).to.equal(digest);
      await target.collection('keyed').updateOne({ _id: 5 as never }, { $set: { b: 99 } });
      expect(await digestOf(target)).not.to.equal(digest);
      await other.drop();
    });

    it('when somebody writes meanwhile, then the backup is of one instant', async () => {
      const end = new AbortController();
      const pairs = db().collection<{ n: number }>('pairs');
      await pairs.insertOne({ n: 0 });
      const writer = (async () => {
        for (let n = 1; !end.signal.aborted; n++) {
          await database.connection.transaction(async (session) => {
            await pairs.insertOne({ n }, { session });
            await db().collection('mirror').insertOne({ n }, { session });
          });
        }
      })();
      const busy = join(folder, 'busy');
      const manifest = await backUp(db(), busy, NOW);
      end.abort();
      await writer;
      const count = (name: string) => manifest.collections.find((each) => each.name === name)?.documents ?? 0;
      expect(count('pairs') - 1).to.equal(count('mirror'));
      await db().collection('mirror').drop();
      await pairs.drop();
    });

    it('when reading takes longer than transactions may, then their limit is raised meanwhile and set back', async () => {
      const admin = db().client.db('admin');
      const limit = async () =>
        Number(
          (await admin.command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 }))[
            'transactionLifetimeLimitSeconds'
          ],
        );
      await admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 77 });
      const seen = new Set<number>();
      const done = backUp(db(), join(folder, 'long'), NOW).then(() => 'done');
      while ((await Promise.race([done, limit().then((now) => seen.add(now))])) !== 'done');
      expect(Math.max(...seen)).to.equal(6 * 3600);
      expect(await limit()).to.equal(77);
      await admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 60 });
    });

    it('when the database is not empty, then only force replaces it', async () => {
      const other = await testDatabase();
      const target = dbOf(other.connection);
      await target.collection('letters').insertOne({ mine: true });
      expect(await refusal(restore(target, file, {}))).to.include('--force');
      expect(await target.collection('letters').countDocuments()).to.equal(1);
      const { digest } = await restore(target, file, { force: true });
      expect(await digestOf(target)).to.equal(digest);
      expect(await target.collection('letters').countDocuments()).to.equal(0);
      await other.drop();
    });

    it('when the file is cut or changed anywhere, then it is refused and the database stays', async () => {
      const whole = await readFile(file);
      const damaged = join(folder, 'damaged');
      const cuts = [0, 10, 60, 200, Math.floor(whole.length / 2), whole.length - 80, whole.length - 1];
      for (const length of cuts) {
        await writeFile(damaged, whole.subarray(0, length));
        expect(await refusal(restore(db(), damaged, { force: true }))).to.match(/cut off|not a backup|changed/);
      }
      for (const place of [20, 45, 100, Math.floor(whole.length / 3), whole.length - 90, whole.length - 20]) {
        const changed = Buffer.from(whole);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(damaged, changed);
        expect(await refusal(restore(db(), damaged, { force: true }))).to.match(/changed|cut off/);
      }
      await writeFile(damaged, Buffer.concat([whole, Buffer.from('x')]));
      await refusal(inspectBackup(damaged));
      expect(await digestOf(db())).to.equal((await inspectBackup(file)).digest);
    });

    it('when it is encrypted, then only its key opens it and nothing of it can be read', async () => {
      const secret = Buffer.from('a passphrase of the court');
      const closed = join(folder, 'closed');
      const { digest } = await backUp(db(), closed, NOW, secret);
      expect((await readFile(closed)).includes('types')).to.equal(false);
      expect(await refusal(inspectBackup(closed))).to.include('--key-file');
      expect(await refusal(inspectBackup(closed, Buffer.from('another passphrase')))).to.include('the key is not');
      expect((await inspectBackup(closed, secret)).digest).to.equal(digest);
    });

    it('when the file exists already, then it is not written over', async () => {
      expect(await refusal(backUp(db(), file, NOW))).to.include('exists already');
    });
  });
});
