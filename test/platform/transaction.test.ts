import { expect } from 'chai';
import { Schema } from 'mongoose';
import { createCounters } from '../../src/platform/counters.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { ensureIndexes } from '../../src/platform/database.ts';
import { idempotencyModel, runOnce, type Once } from '../../src/platform/idempotency.ts';
import { createTransactions, type Transactions } from '../../src/platform/transaction.ts';
import { counterModel, type Counters } from '../../src/platform/counters.ts';
import { testDatabase } from '../support/database.ts';

const range = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

describe('transactions', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let transactions: Transactions;
  let counters: Counters;

  const notes = () => database.connection.model<{ text: string }>('Note');

  before(async () => {
    database = await testDatabase();
    const { connection } = database;
    connection.model('Note', new Schema({ text: String }, { collection: 'notes' }));
    counterModel(connection);
    idempotencyModel(connection);
    await ensureIndexes(connection);
    transactions = createTransactions(connection, systemClock);
    counters = createCounters(connection);
  });
  after(() => database.drop());

  it('When the work fails, then nothing of it is kept', async () => {
    const failure = await transactions
      .run(async ({ session }) => {
        await notes().create([{ text: 'lost' }], { session });
        throw new Error('half way');
      })
      .catch((error: Error) => error.message);

    expect(failure).to.equal('half way');
    expect(await notes().countDocuments({ text: 'lost' })).to.equal(0);
  });

  it('When two meet at one document, then both are kept', async () => {
    await notes().collection.insertOne({ text: 'counted', n: 0 });

    await Promise.all(
      range(8).map(() =>
        transactions.run(async ({ session }) => {
          const found = await notes().collection.findOne({ text: 'counted' }, { session });
          await notes().collection.updateOne({ text: 'counted' }, { $set: { n: found?.['n'] + 1 } }, { session });
        }),
      ),
    );

    expect(await notes().collection.findOne({ text: 'counted' })).to.include({ n: 8 });
  });

  describe('counters', () => {
    it('When 50 writers take numbers at once, then each has its own and none is missing', async () => {
      const taken = await Promise.all(range(50).map(() => transactions.run((tx) => counters.nextNumber(tx, 'fifty'))));

      expect(taken.toSorted((a, b) => a - b)).to.deep.equal(range(50));
    });

    it('When numbers are taken one after the other, then they are in order', async () => {
      const taken: number[] = [];
      for (const _ of range(5)) taken.push(await transactions.run((tx) => counters.nextNumber(tx, 'five')));

      expect(taken).to.deep.equal([1, 2, 3, 4, 5]);
    });

    it('When the act is not kept, then its number is given again', async () => {
      await transactions.run((tx) => counters.nextNumber(tx, 'again'));
      await transactions
        .run(async (tx) => {
          await counters.nextNumber(tx, 'again');
          throw new Error('refused');
        })
        .catch(() => {});

      expect(await transactions.run((tx) => counters.nextNumber(tx, 'again'))).to.equal(2);
    });
  });

  describe('a write with a key', () => {
    const once = (key: string, requestHash = 'a'): Once => ({ account: 'one', key, requestHash });
    const write = (key: string, hash?: string) =>
      runOnce(transactions, once(key, hash), async ({ session }) => {
        const [note] = await notes().create([{ text: key }], { session });
        return { id: String(note?.id) };
      });

    it('When it is sent again, then it has the first answer and is done once', async () => {
      const first = await write('repeated');
      const second = await write('repeated');

      expect(second).to.deep.equal(first);
      expect(await notes().countDocuments({ text: 'repeated' })).to.equal(1);
    });

    it('When it arrives ten times at once, then it is done once', async () => {
      const answers = await Promise.all(range(10).map(() => write('at-once')));

      expect(new Set(answers.map(({ id }) => id)).size).to.equal(1);
      expect(await notes().countDocuments({ text: 'at-once' })).to.equal(1);
    });

    it('When the key comes with another request, then it is a conflict', async () => {
      await write('reused');
      const refusal = await write('reused', 'b').catch((error: { kind: string; code: string }) => error);

      expect(refusal).to.include({ kind: 'conflict', code: 'idempotency.otherRequest' });
    });

    it('When the work fails, then the key is free again', async () => {
      const failing = runOnce(transactions, once('free'), async () => Promise.reject(new Error('not yet')));
      expect(await failing.catch((error: Error) => error.message)).to.equal('not yet');

      expect(await write('free')).to.have.property('id');
    });
  });
});
