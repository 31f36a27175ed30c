import { expect } from 'chai';
import type { Collection, Db, Document } from 'mongodb';
import { Decimal128, Double } from 'mongodb';
import { failureOf, TestDatabase } from './support/database.ts';

// What the engine computes otherwise than MongoDB is either put right on the way, or refused with the form that works.

interface Item extends Document {
  _id: number;
}

const MARCH = new Date('2024-03-31T10:20:30.123Z');

describe('right answers', () => {
  let database: TestDatabase;
  let db: Db;
  let items: Collection<Item>;

  before(async () => {
    database = await TestDatabase.start();
    db = database.db('right');
    items = db.collection<Item>('items');
    await items.insertMany([
      { _id: 1, a: 1, m: { z: 1, y: 2 }, d: 123456.78, at: MARCH, p: [{ k: 1 }, { k: 2 }], s: 'peace' },
      { _id: 2, b: 2, d: new Double(5), s: 'quiet peace' },
      { _id: 3, a: null, d: new Double(3e9), s: 'noise' },
    ]);
    await items.createIndexes([{ key: { a: 1 } }, { key: { s: 'text' } }]);
  });

  after(() => database.remove());

  const run = (pipeline: Document[]): Promise<Document[]> => items.aggregate(pipeline).toArray();
  const evaluate = async (expression: unknown, _id = 1): Promise<unknown> =>
    (await run([{ $match: { _id } }, { $project: { _id: 0, value: expression } }]))[0]?.['value'];

  const monthOf = { $dateTrunc: { date: '$at', unit: 'month' } };
  const nothing = { $match: { _id: -1 } };

  const pipelines: readonly { name: string; pipeline: Document[]; expected: Document[] }[] = [
    { name: 'nothing is counted', pipeline: [nothing, { $count: 'n' }], expected: [] },
    {
      name: 'nothing is counted inside a facet',
      pipeline: [{ $limit: 1 }, { $facet: { all: [nothing, { $count: 'n' }] } }],
      expected: [{ all: [] }],
    },
    {
      name: 'nothing is counted inside a lookup',
      pipeline: [
        { $match: { _id: 1 } },
        { $lookup: { from: 'items', pipeline: [nothing, { $count: 'n' }], as: 'found' } },
        { $project: { found: 1 } },
      ],
      expected: [{ _id: 1, found: [] }],
    },
    { name: 'something is counted', pipeline: [{ $count: 'n' }], expected: [{ n: 3 }] },
    {
      name: 'a group key of several parts has none of one',
      pipeline: [{ $group: { _id: { a: '$a', b: '$b' }, n: { $sum: 1 } } }, { $sort: { '_id.b': 1, '_id.a': 1 } }],
      expected: [
        { _id: { a: null }, n: 1 },
        { _id: { a: 1 }, n: 1 },
        { _id: { b: 2 }, n: 1 },
      ],
    },
    {
      name: 'an empty document is set',
      pipeline: [{ $match: { _id: 1 } }, { $set: { m: {} } }, { $project: { m: 1 } }],
      expected: [{ _id: 1, m: {} }],
    },
    {
      name: 'buckets are made',
      pipeline: [{ $bucketAuto: { groupBy: '$_id', buckets: 3 } }, { $project: { _id: '$_id.min' } }],
      expected: [{ _id: 1 }, { _id: 2 }, { _id: 3 }],
    },
    {
      name: 'a group key is truncated',
      pipeline: [{ $match: { _id: 1 } }, { $group: { _id: monthOf } }],
      expected: [{ _id: new Date('2024-03-01T00:00:00Z') }],
    },
  ];
  for (const { name, pipeline, expected } of pipelines) {
    it(`when ${name}, then the answer is MongoDB's`, async () => {
      expect(await run(pipeline)).to.deep.equal(expected);
    });
  }

  const expressions: readonly { expression: unknown; _id?: number; expected: unknown }[] = [
    { expression: { $toString: '$d' }, expected: '123456.78' },
    { expression: { $toString: '$d' }, _id: 2, expected: '5' },
    { expression: { $concat: ['¥', { $convert: { input: '$d', to: 'string' } }] }, _id: 3, expected: '¥3000000000' },
    { expression: { $toString: '$nowhere' }, expected: null },
    { expression: { $toString: MARCH }, expected: '2024-03-31T10:20:30.123Z' },
    { expression: { $literal: { $dateTrunc: 1 } }, expected: { $dateTrunc: 1 } },
    { expression: { $avg: ['$a', 3] }, expected: 2 },
    { expression: { $avg: '$p.k' }, expected: 1.5 },
    { expression: { $dateTrunc: { date: '$nowhere', unit: 'day' } }, expected: null },
  ];
  for (const { expression, _id, expected } of expressions) {
    it(`when ${JSON.stringify(expression)} of document ${_id ?? 1} is asked, then it is ${JSON.stringify(expected)}`, async () => {
      expect(await evaluate(expression, _id)).to.deep.equal(expected);
    });
  }

  const refusals: readonly { name: string; attempt: () => Promise<unknown>; names: RegExp }[] = [
    {
      name: '$dateTrunc with bins',
      attempt: () => evaluate({ $dateTrunc: { date: '$at', unit: 'day', binSize: 2 } }),
      names: /\$dateToString.*\$dateToParts/,
    },
    {
      name: '$dateAdd of a unit that is not known beforehand',
      attempt: () => evaluate({ $dateAdd: { startDate: '$at', unit: '$s', amount: 1 } }),
      names: /\$switch/,
    },
    { name: '$toString of a third', attempt: () => evaluate({ $toString: { $divide: [1, 3] } }), names: /integers/ },
    {
      name: '$avg of Decimal128',
      attempt: () => run([{ $group: { _id: null, mean: { $avg: Decimal128.fromString('1.5') } } }]),
      names: /\$sum by a count/,
    },
    {
      name: '$avg operands of Decimal128',
      attempt: () => evaluate({ $avg: [Decimal128.fromString('1'), 2] }),
      names: /\$sum/,
    },
    {
      name: '$convert to a type that is not known beforehand',
      attempt: () => evaluate({ $convert: { input: '$d', to: '$s' } }),
      names: /\$switch/,
    },
    {
      name: 'find with min',
      attempt: () => items.find({}, { min: { a: 1 }, hint: { a: 1 } }).toArray(),
      names: /\$gte/,
    },
    {
      name: 'a view with bins',
      attempt: () =>
        db.createCollection('binned', {
          viewOn: 'items',
          pipeline: [{ $set: { t: { $dateTrunc: { date: '$at', unit: 'week', binSize: 2 } } } }],
        }),
      names: /binSize/,
    },
  ];
  for (const { name, attempt, names } of refusals) {
    it(`when ${name} is asked for, then it is refused and the form that works is named`, async () => {
      const failure = await failureOf(attempt());
      expect(failure['code']).to.equal(115);
      expect(failure['codeName']).to.equal('CommandNotSupported');
      expect(failure.message).to.match(names);
    });
  }

  it('when a comparison of $expr could use an index, then missing fields and other types count all the same', async () => {
    const count = (expression: Document): Promise<number> => items.countDocuments({ $expr: expression });
    expect(await count({ $lt: ['$a', 5] })).to.equal(3);
    expect(await count({ $gte: ['$s', 5] })).to.equal(3);
    expect(await count({ $and: [{ $lte: ['$a', null] }, { $gt: ['$_id', 2] }] })).to.equal(1);
    expect((await items.updateMany({ $expr: { $lt: ['$a', 5] } }, { $set: { seen: true } })).matchedCount).to.equal(3);
    expect((await items.deleteMany({ $expr: { $gt: ['$a', 5] } })).deletedCount).to.equal(0);
  });

  it('when a pipeline updates documents, then it is put right as well', async () => {
    const scratch = db.collection<Item>('scratch');
    await scratch.insertMany([1, 2].map((_id) => ({ _id, at: MARCH, m: { z: 1 } })));
    await scratch.updateOne({ _id: 1 }, [{ $set: { m: {}, month: monthOf } }]);
    await scratch.findOneAndUpdate({ _id: 2 }, [{ $set: { m: {}, month: monthOf } }]);
    const month = new Date('2024-03-01T00:00:00Z');
    expect(await scratch.find({}, { projection: { at: 0 } }).toArray()).to.deep.equal([
      { _id: 1, m: {}, month },
      { _id: 2, m: {}, month },
    ]);
  });

  it('when a projection only picks elements or scores, then the rest is as MongoDB gives it', async () => {
    const picked = await items.findOne({ _id: 1 }, { projection: { _id: 0, p: { $elemMatch: { k: 2 } } } });
    expect(picked).to.deep.equal({ p: [{ k: 2 }] });
    const scored = await items
      .find({ $text: { $search: 'quiet' } }, { projection: { score: { $meta: 'textScore' } }, limit: 1 })
      .toArray();
    expect(scored[0]).to.include({ _id: 2, b: 2, s: 'quiet peace' }).and.to.have.property('score');
  });

  it('when shapes have several parts, or a field several shapes, then $geoIntersects finds them', async () => {
    const shapes = db.collection<Document & { _id: number }>('shapes');
    const line = (y: number) => ({
      type: 'LineString',
      coordinates: [
        [0, y],
        [2, y],
      ],
    });
    await shapes.insertMany([
      { _id: 1, at: line(1) },
      { _id: 2, at: [line(5), line(7)] },
      { _id: 3, at: line(20) },
    ]);
    const meeting = async (type: string, coordinates: unknown): Promise<number[]> => {
      const found = await shapes
        .find({ at: { $geoIntersects: { $geometry: { type, coordinates } } } } as Document)
        .toArray();
      return found.map(({ _id }) => _id).sort((a, b) => a - b);
    };
    expect(
      await meeting('LineString', [
        [1, 0],
        [1, 8],
      ]),
    ).to.deep.equal([1, 2]);
    expect(
      await meeting('MultiLineString', [
        [
          [1, 0],
          [1, 2],
        ],
        [
          [1, 19],
          [1, 21],
        ],
      ]),
    ).to.deep.equal([1, 3]);
  });

  it('when operators are only data, then they are stored and found as such', async () => {
    const words = db.collection('words');
    await words.insertOne({ note: '$dateTrunc', text: { $literal: 1 } });
    expect(await words.countDocuments({ note: '$dateTrunc' })).to.equal(1);
  });

  it('when a result is kept of a collection that is not there, then an empty one is kept', async () => {
    await db
      .collection('nowhere')
      .aggregate([{ $match: { a: 1 } }, { $out: 'kept' }])
      .toArray();
    expect(await db.collection('kept').countDocuments()).to.equal(0);
  });
});
