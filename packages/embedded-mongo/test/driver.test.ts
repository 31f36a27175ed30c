import { expect } from 'chai';
import type { Db, MongoServerError } from 'mongodb';
import { MongoClient } from 'mongodb';
import { failureOf, TestDatabase } from './support/database.ts';

describe('the official driver', () => {
  let database: TestDatabase;
  let db: Db;

  before(async () => {
    database = await TestDatabase.start();
    db = database.db('driver');
  });

  after(() => database.remove());

  describe('reading and writing', () => {
    it('creates, reads, changes and removes documents', async () => {
      const people = db.collection('people');
      const { insertedCount } = await people.insertMany([
        { name: '甲', age: 30 },
        { name: '乙', age: 40, tags: ['x'] },
      ]);
      expect(insertedCount).to.equal(2);
      expect(await people.countDocuments({ age: { $gt: 35 } })).to.equal(1);
      const updated = await people.updateOne({ name: '乙' }, { $inc: { age: 1 }, $push: { tags: 'y' as never } });
      expect(updated.modifiedCount).to.equal(1);
      expect(await people.findOne({ name: '乙' })).to.deep.include({ age: 41, tags: ['x', 'y'] });
      const after = await people.findOneAndUpdate({ name: '甲' }, { $set: { age: 31 } }, { returnDocument: 'after' });
      expect(after?.['age']).to.equal(31);
      expect((await people.updateOne({ name: '丙' }, { $set: { age: 1 } }, { upsert: true })).upsertedCount).to.equal(
        1,
      );
      expect(await people.distinct('name')).to.have.members(['甲', '乙', '丙']);
      expect((await people.deleteMany({})).deletedCount).to.equal(3);
    });

    it('keeps every value as it was', async () => {
      const values = db.collection('values');
      const stored = {
        text: '纠纷',
        int: 7,
        double: 1.25,
        big: 2 ** 40,
        no: false,
        when: new Date(1),
        list: [1, { a: 2 }],
      };
      await values.insertOne({ ...stored });
      expect(await values.findOne({}, { projection: { _id: 0 } })).to.deep.equal(stored);
    });

    it('walks a cursor over many batches', async () => {
      const many = db.collection('many');
      await many.insertMany(Array.from({ length: 2500 }, (_, n) => ({ n, even: n % 2 === 0 })));
      const plain = await many.find({}, { batchSize: 100 }).toArray();
      expect(plain).to.have.length(2500);
      const sorted = await many.find({ even: true }).sort({ n: -1 }).batchSize(70).toArray();
      expect(sorted.map((document) => document['n'] as number)).to.deep.equal(
        Array.from({ length: 1250 }, (_, k) => 2498 - 2 * k),
      );
    });

    it('forgets a cursor that is closed early', async () => {
      const cursor = db.collection('many').find({}, { batchSize: 10 });
      await cursor.next();
      const id = cursor.id;
      await cursor.close();
      const failure = await failureOf(db.command({ getMore: id, collection: 'many' }));
      expect(failure['code']).to.equal(43);
    });

    it('sends large documents and writes without acknowledgement', async () => {
      const large = db.collection('large');
      await large.insertOne({ text: 'x'.repeat(15 * 1024 * 1024) });
      expect((await large.findOne())?.['text']).to.have.length(15 * 1024 * 1024);
      await large.deleteMany({});
      await large.insertOne({ quiet: true }, { writeConcern: { w: 0 } });
      for (let wait = 0; wait < 50 && (await large.countDocuments()) === 0; wait++)
        await new Promise((r) => setTimeout(r, 20));
      expect(await large.countDocuments()).to.equal(1);
    });

    it('runs bulk writes and reports the index of what failed', async () => {
      const bulk = db.collection<{ _id: number }>('bulk');
      await bulk.insertOne({ _id: 2 });
      const failure = await failureOf(bulk.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false }));
      expect(failure['code']).to.equal(11000);
      expect((failure['writeErrors'] as { index: number }[]).map((error) => error.index)).to.deep.equal([1]);
      expect(await bulk.countDocuments()).to.equal(3);
    });

    it('gives up a command at its time limit', async () => {
      const everyPair = {
        from: 'many',
        let: { n: '$n' },
        pipeline: [{ $match: { $expr: { $gt: ['$n', '$$n'] } } }, { $count: 'greater' }],
        as: 'pairs',
      };
      const slow = db
        .collection('many')
        .aggregate([{ $lookup: everyPair }, { $sort: { pairs: 1 } }], { maxTimeMS: 20 });
      expect((await failureOf(slow.toArray()))['code']).to.equal(50);
      expect(await db.command({ ping: 1 })).to.include({ ok: 1 });
    });
  });

  describe('aggregation', () => {
    it('groups, joins and facets', async () => {
      await db.collection('unit').insertMany([
        { code: 'a', name: 'A' },
        { code: 'b', name: 'B' },
      ]);
      await db.collection('case').insertMany(Array.from({ length: 9 }, (_, n) => ({ unit: n % 3 ? 'a' : 'b', n })));
      const groups = await db
        .collection('case')
        .aggregate([
          { $group: { _id: '$unit', count: { $sum: 1 }, top: { $max: '$n' } } },
          { $lookup: { from: 'unit', localField: '_id', foreignField: 'code', as: 'unit' } },
          { $project: { count: 1, top: 1, name: { $first: '$unit.name' } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      expect(groups).to.deep.equal([
        { _id: 'a', count: 6, top: 8, name: 'A' },
        { _id: 'b', count: 3, top: 6, name: 'B' },
      ]);
      const [facets] = await db
        .collection('case')
        .aggregate([
          {
            $facet: {
              total: [{ $count: 'n' }],
              first: [{ $sort: { n: 1 } }, { $limit: 1 }, { $project: { n: 1, _id: 0 } }],
            },
          },
        ])
        .toArray();
      expect(facets).to.deep.equal({ total: [{ n: 9 }], first: [{ n: 0 }] });
    });

    it('explains plans and names unknown stages', async () => {
      const plan = await db.collection('many').find({ n: 1 }).explain('queryPlanner');
      expect(plan).to.have.nested.property('queryPlanner.winningPlan');
      const failure = await failureOf(
        db
          .collection('many')
          .aggregate([{ $nope: {} }])
          .toArray(),
      );
      expect(failure['code']).to.equal(40324);
      expect(failure.message).to.equal("Unrecognized pipeline stage name: '$nope'");
    });
  });

  describe('indexes', () => {
    it('makes compound, partial, text and TTL indexes and lists them', async () => {
      const indexed = db.collection('indexed');
      await indexed.createIndexes([
        { key: { a: 1, b: -1 } },
        { key: { c: 1 }, unique: true, partialFilterExpression: { c: { $gt: 0 } } },
        { key: { words: 'text' } },
        { key: { gone: 1 }, expireAfterSeconds: 1 },
      ]);
      const names = (await indexed.indexes()).map((index) => index.name);
      expect(names).to.have.members(['_id_', 'a_1_b_-1', 'c_1', 'words_text', 'gone_1']);
      await indexed.insertMany([{ c: -1, words: 'peace and quiet' }, { c: -1, words: 'noise' }, { c: 5 }]);
      expect((await failureOf(indexed.insertOne({ c: 5 })))['code']).to.equal(11000);
      expect(await indexed.countDocuments({ $text: { $search: 'quiet' } })).to.equal(1);
      await indexed.dropIndex('a_1_b_-1');
      expect(await indexed.indexExists('a_1_b_-1')).to.equal(false);
      expect((await failureOf(db.collection('nowhere').indexes()))['code']).to.equal(26);
    });

    it('tells the size of each database', async () => {
      await db.collection('sized').insertMany(Array.from({ length: 50 }, (_, n) => ({ n, text: 'x'.repeat(1000) })));
      const { databases, totalSize } = await database.client.db('admin').admin().listDatabases();
      const own = databases.find(({ name }) => name === db.databaseName);
      expect(own?.sizeOnDisk).to.be.within(50_000, 10_000_000);
      expect(own?.empty).to.equal(false);
      expect(totalSize).to.equal(databases.reduce((sum, { sizeOnDisk = 0 }) => sum + sizeOnDisk, 0));
      const names = await database.client.db('admin').admin().listDatabases({ nameOnly: true });
      expect(names.databases[0]).to.have.all.keys('name');
    });

    it('removes expired documents', async () => {
      const expiring = db.collection('expiring');
      await expiring.createIndex({ at: 1 }, { expireAfterSeconds: 1 });
      await expiring.insertMany([{ at: new Date(Date.now() - 60_000) }, { at: new Date(Date.now() + 60_000) }]);
      await database.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 0.1 });
      for (let wait = 0; wait < 100 && (await expiring.countDocuments()) > 1; wait++)
        await new Promise((r) => setTimeout(r, 50));
      await database.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 60 });
      expect(await expiring.countDocuments()).to.equal(1);
    });

    it('explains duplicate keys as MongoDB does', async () => {
      const unique = db.collection('unique');
      await unique.createIndex({ court: 1, number: 1 }, { unique: true });
      await unique.insertMany([
        { court: 'x', number: 1 },
        { court: 'x', number: 2 },
      ]);
      const expected = { keyPattern: { court: 1, number: 1 }, keyValue: { court: 'x', number: 1 } };
      const inserted = await failureOf(unique.insertOne({ court: 'x', number: 1 }));
      expect(inserted).to.deep.include({ code: 11000, ...expected });
      expect(inserted.message).to.include('index: court_1_number_1 dup key: { court: "x", number: 1 }');
      const updated = await failureOf(unique.updateOne({ court: 'x', number: 2 }, { $set: { number: 1 } }));
      expect(updated).to.deep.include({ code: 11000, ...expected });
      const modified = await failureOf(unique.findOneAndUpdate({ court: 'x', number: 2 }, { $set: { number: 1 } }));
      expect(modified).to.deep.include({ code: 11000, ...expected });
      const built = await failureOf(unique.createIndex({ court: 1 }, { unique: true }));
      expect(built).to.deep.include({ code: 11000, keyValue: { court: 'x' } });
    });

    it('lets fifty parallel upserts make exactly one document', async () => {
      const counters = db.collection('counters');
      await counters.createIndex({ key: 1 }, { unique: true });
      await Promise.all(
        Array.from({ length: 50 }, () => counters.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true })),
      );
      expect(await counters.find({}, { projection: { _id: 0 } }).toArray()).to.deep.equal([{ key: 'k', n: 50 }]);
    });
  });

  describe('administration', () => {
    it('lists, renames, validates and drops', async () => {
      const other = database.db('other');
      await other.createCollection('first', { validator: { $jsonSchema: { required: ['a'] } } });
      expect(
        ((await failureOf(other.collection('first').insertOne({ b: 1 }))) as unknown as MongoServerError).code,
      ).to.equal(121);
      await other.collection('first').rename('second');
      expect((await other.listCollections().toArray()).map(({ name }) => name)).to.deep.equal(['second']);
      expect((await database.db('admin').admin().listDatabases()).databases.map(({ name }) => name)).to.include(
        'other',
      );
      expect(await other.command({ dbStats: 1 })).to.include({ collections: 1 });
      expect(await other.collection('second').drop()).to.equal(true);
      await other.dropDatabase();
    });

    it('says what it does not offer', async () => {
      expect((await failureOf(db.collection('many').find({}, { tailable: true }).toArray()))['code']).to.equal(2);
      expect((await failureOf(db.collection('many').watch().next()))['code']).to.equal(115);
      expect((await failureOf(db.command({ fsyncUnlock: 1 })))['code']).to.equal(59);
      expect((await failureOf(db.command({ configureFailPoint: 'failCommand', mode: 'off' })))['code']).to.equal(59);
      const address = new URL(database.server.uri).host;
      const withLogin = new MongoClient(`mongodb://user:secret@${address}/`, { serverSelectionTimeoutMS: 2000 });
      expect((await failureOf(withLogin.connect())).message).to.equal('Authentication failed.');
      await withLogin.close();
    });
  });
});
