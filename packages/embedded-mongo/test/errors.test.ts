import { expect } from 'chai';
import type { Db, Document } from 'mongodb';
import { failureOf, TestDatabase } from './support/database.ts';

// Programs read code, codeName, keyPattern, keyValue, writeErrors and errInfo: they are MongoDB's.

type Failure = Document & { code: number; codeName: string };

describe('errors of commands', () => {
  let database: TestDatabase;
  let db: Db;

  before(async () => {
    database = await TestDatabase.start({ password: false });
    db = database.db('errors');
    await db.collection<Document & { _id: number }>('items').insertMany([
      { _id: 1, court: 'x', number: 1, text: 'a', list: [1] },
      { _id: 2, court: 'x', number: 2, text: 'b' },
    ]);
    await db.collection('items').createIndex({ court: 1, number: 1 }, { unique: true });
    await db.createCollection('checked', {
      validator: {
        $jsonSchema: {
          required: ['name', 'age'],
          properties: { age: { bsonType: 'number', minimum: 18 }, kind: { enum: ['a', 'b'] } },
        },
      },
    });
    await db.collection<Document & { _id: number }>('checked').insertOne({ _id: 1, name: 'n', age: 20 });
  });

  after(() => database.remove());

  const failure = async (command: Document): Promise<Failure> => (await failureOf(db.command(command))) as never;

  const refused: readonly { command: Document; code: number; codeName: string }[] = [
    { command: { nosuchcommand: 1 }, code: 59, codeName: 'CommandNotFound' },
    { command: { find: '' }, code: 73, codeName: 'InvalidNamespace' },
    { command: { find: 'items', filter: { $nope: 1 } }, code: 2, codeName: 'BadValue' },
    { command: { find: 'items', filter: { a: { $in: 1 } } }, code: 2, codeName: 'BadValue' },
    { command: { aggregate: 'items', pipeline: [{ $nope: 1 }], cursor: {} }, code: 40324, codeName: 'Location40324' },
    { command: { getMore: 12345n, collection: 'items' }, code: 43, codeName: 'CursorNotFound' },
    { command: { listIndexes: 'nowhere' }, code: 26, codeName: 'NamespaceNotFound' },
    { command: { dropIndexes: 'items', index: 'nope' }, code: 27, codeName: 'IndexNotFound' },
    { command: { create: 'items', viewOn: 'other', pipeline: [] }, code: 48, codeName: 'NamespaceExists' },
    {
      command: { createIndexes: 'items', indexes: [{ key: { court: 1, number: 1 }, name: 'court_1_number_1' }] },
      code: 86,
      codeName: 'IndexKeySpecsConflict',
    },
    {
      command: { createIndexes: 'items', indexes: [{ key: { a: 'nope' }, name: 'n' }] },
      code: 67,
      codeName: 'CannotCreateIndex',
    },
    { command: { createIndexes: 'items', indexes: [{ key: {}, name: 'n' }] }, code: 67, codeName: 'CannotCreateIndex' },
    { command: { createIndexes: 'items' }, code: 40414, codeName: 'Location40414' },
    {
      command: { findAndModify: 'items', query: { _id: 1 }, update: { $set: { _id: 9 } } },
      code: 66,
      codeName: 'ImmutableField',
    },
    {
      command: { findAndModify: 'items', query: { _id: 1 }, update: { $set: { a: 1 }, $inc: { a: 1 } } },
      code: 40,
      codeName: 'ConflictingUpdateOperators',
    },
    {
      command: { findAndModify: 'items', query: { _id: 1 }, update: { $inc: { text: 1 } } },
      code: 14,
      codeName: 'TypeMismatch',
    },
    {
      command: { update: 'items', updates: [{ q: {}, u: { $set: { a: 1 } }, sort: { _id: 1 } }] },
      code: 40415,
      codeName: 'Location40415',
    },
    {
      command: {
        aggregate: 'items',
        pipeline: [{ $out: 'other' }],
        cursor: {},
        readConcern: { level: 'linearizable' },
      },
      code: 72,
      codeName: 'InvalidOptions',
    },
    { command: { find: 'items', readConcern: { level: 'snapshot' } }, code: 72, codeName: 'InvalidOptions' },
    { command: { saslStart: 1, mechanism: 'PLAIN' }, code: 18, codeName: 'AuthenticationFailed' },
  ];
  for (const { command, code, codeName } of refused) {
    const text = JSON.stringify(command, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    it(`when ${text} is asked, then the error is ${codeName}`, async () => {
      const error = await failure(command);
      expect([error.code, error.codeName], String(error['errmsg'])).to.deep.equal([code, codeName]);
    });
  }

  const writes: readonly { name: string; command: Document; errors: Document[] }[] = [
    {
      name: 'an ordered insert meets a duplicate',
      command: { insert: 'items', documents: [{ _id: 3 }, { _id: 1 }, { _id: 4, court: 'y' }] },
      errors: [{ index: 1, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } }],
    },
    {
      name: 'an unordered insert meets two duplicates',
      command: {
        insert: 'items',
        ordered: false,
        documents: [{ _id: 2 }, { court: 'z' }, { court: 'x', number: 2 }],
      },
      errors: [
        { index: 0, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 2 } },
        { index: 2, code: 11000, keyPattern: { court: 1, number: 1 }, keyValue: { court: 'x', number: 2 } },
      ],
    },
    {
      name: 'an update makes a duplicate',
      command: { update: 'items', updates: [{ q: { _id: 1 }, u: { $set: { number: 2 } } }] },
      errors: [{ index: 0, code: 11000, keyPattern: { court: 1, number: 1 } }],
    },
    {
      name: 'the second of two updates is impossible',
      command: {
        update: 'items',
        updates: [
          { q: { _id: 1 }, u: { $set: { seen: 1 } } },
          { q: { _id: 1 }, u: { $push: { text: 1 } } },
        ],
      },
      errors: [{ index: 1, code: 2 }],
    },
  ];
  for (const { name, command, errors } of writes) {
    it(`when ${name}, then its place is named`, async () => {
      // The driver throws the first error of a raw command; the answer itself is looked at here.
      const answer = await db.command(command).catch((error: { errorResponse: Document }) => error.errorResponse);
      const found = answer['writeErrors'] as Document[];
      expect(found).to.have.length(errors.length);
      for (const [position, error] of errors.entries()) expect(found[position]).to.deep.include(error);
    });
  }

  it('when a document breaks the rules of a collection, then which rules it broke is told', async () => {
    const error = await failureOf(
      db.collection<Document & { _id: number }>('checked').insertOne({ _id: 7, age: 3, kind: 'c' }),
    );
    expect(error['code']).to.equal(121);
    const info = error['errInfo'] as Document;
    expect(info['failingDocumentId']).to.equal(7);
    const { operatorName, schemaRulesNotSatisfied } = info['details'] as {
      operatorName: string;
      schemaRulesNotSatisfied: Document[];
    };
    expect(operatorName).to.equal('$jsonSchema');
    const [properties, required] = schemaRulesNotSatisfied;
    const broken = properties?.['propertiesNotSatisfied'] as { propertyName: string; details: Document[] }[];
    expect(broken.map(({ propertyName, details }) => [propertyName, details[0]?.['operatorName']])).to.deep.equal([
      ['age', 'minimum'],
      ['kind', 'enum'],
    ]);
    expect(required).to.deep.include({ operatorName: 'required', missingProperties: ['name'] });
  });

  it('when an update breaks the rules, then the document is named', async () => {
    const checked = db.collection<Document & { _id: number }>('checked');
    const attempts = [
      () => checked.updateOne({ name: 'n' }, { $unset: { name: 1 } }),
      () => checked.findOneAndUpdate({ name: 'n' }, { $set: { age: 1 } }),
    ];
    for (const attempt of attempts) {
      const error = await failureOf(attempt());
      expect(error['code']).to.equal(121);
      const info = (error['errInfo'] ?? (error['errorResponse'] as Document)['errInfo']) as Document;
      expect(info).to.have.property('failingDocumentId', 1);
      expect(info['details']).to.have.property('operatorName', '$jsonSchema');
    }
  });

  describe('while indexes are built', () => {
    it('when createIndex returns, then the index serves queries, on empty and on filled collections', async () => {
      for (const [name, filled] of [
        ['empty', false],
        ['filled', true],
      ] as const) {
        const collection = db.collection(name);
        const documents = Array.from({ length: 3000 }, (_, n) => ({ n }));
        if (filled) await collection.insertMany(documents);
        await collection.createIndex({ n: 1 });
        if (!filled) await collection.insertMany(documents);
        const plan = JSON.stringify(await collection.find({ n: 77 }).explain('queryPlanner'));
        expect(plan, name).to.match(/Index Scan|Bitmap Index/);
        expect(await collection.find({ n: 77 }).toArray()).to.have.length(1);
      }
    });

    it('when documents break a new unique index, then the client is told, and no index remains', async () => {
      const collection = db.collection('twice');
      await collection.insertMany([{ n: 1 }, { n: 1 }]);
      const error = await failureOf(collection.createIndex({ n: 1 }, { unique: true }));
      expect(error).to.deep.include({ code: 11000, keyPattern: { n: 1 }, keyValue: { n: 1 } });
      expect((await collection.indexes()).map(({ name }) => name)).to.deep.equal(['_id_']);
    });
  });
});
