import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Connection } from 'mongoose';
import { failureOf, TestDatabase } from './support/database.ts';

describe('mongoose with default options', () => {
  let database: TestDatabase;
  let connection: Connection;

  before(async () => {
    database = await TestDatabase.start();
    connection = await mongoose.createConnection(`${database.server.uri}mongoose`).asPromise();
  });

  after(async () => {
    await connection.close();
    await database.remove();
  });

  it('builds the indexes of a schema and keeps unique values unique', async () => {
    const schema = new mongoose.Schema(
      { number: { type: String, required: true, unique: true }, stage: { type: String, enum: ['open', 'closed'] } },
      { timestamps: true },
    );
    const Case = connection.model('Case', schema);
    await Case.init();
    const created = await Case.create({ number: 'x1', stage: 'open' });
    expect(created.createdAt).to.be.instanceOf(Date);
    const failure = await failureOf(Case.create({ number: 'x1' }));
    expect(failure).to.deep.include({ code: 11000, keyPattern: { number: 1 }, keyValue: { number: 'x1' } });
    created.stage = 'closed';
    await created.save();
    expect((await Case.findById(created.id).lean())?.stage).to.equal('closed');
  });

  it('populates references', async () => {
    const Unit = connection.model('Unit', new mongoose.Schema({ name: String }));
    const Officer = connection.model(
      'Officer',
      new mongoose.Schema({ name: String, unit: { type: mongoose.Schema.Types.ObjectId, ref: 'Unit' } }),
    );
    const unit = await Unit.create({ name: 'tribunal' });
    await Officer.create({ name: 'one', unit: unit.id });
    const officer = await Officer.findOne().populate<{ unit: { name: string } }>('unit');
    expect(officer?.unit.name).to.equal('tribunal');
  });

  it('runs transactions and notices concurrent saves', async () => {
    const Note = connection.model(
      'Note',
      new mongoose.Schema({ text: String, tags: [String] }, { optimisticConcurrency: true }),
    );
    await Note.init();
    await connection.transaction(async (session) => {
      await Note.create([{ text: 'kept' }], { session });
    });
    await failureOf(
      connection.transaction(async (session) => {
        await Note.create([{ text: 'dropped' }], { session });
        throw new Error('no');
      }),
    );
    expect(await Note.countDocuments()).to.equal(1);
    const [one, two] = [await Note.findOne(), await Note.findOne()];
    one?.tags.push('a');
    await one?.save();
    two?.tags.push('b');
    expect((await failureOf(two?.save() ?? Promise.resolve())).name).to.equal('VersionError');
  });

  it('streams with a cursor', async () => {
    const Item = connection.model('Item', new mongoose.Schema({ n: Number }));
    await Item.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
    let sum = 0;
    for await (const item of Item.find().sort({ n: 1 }).cursor({ batchSize: 50 })) sum += item.n ?? 0;
    expect(sum).to.equal((299 * 300) / 2);
  });
});
