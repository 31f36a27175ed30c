import { expect } from 'chai';
import type { Collection, Document } from 'mongodb';
import { BSON } from 'mongodb';
import { TestDatabase } from './support/database.ts';
import { dateCases } from './support/date-cases.ts';
import { Random } from './support/random.ts';

const SEED = Number(process.env['EMBEDDED_MONGO_SEED'] ?? 20261125);
const QUERIES = Number(process.env['EMBEDDED_MONGO_QUERIES'] ?? 3000);
const DOCUMENTS = 600;
const DATES = 4000;
const AT_ONCE = 8;

type Stored = Document & { _id: number };

const FIELDS = ['a', 'b', 'c.x'] as const;

/** Values of all the types that meet in comparisons, few enough of each that queries find something. */
function randomValue(random: Random): unknown {
  return random.of<() => unknown>([
    () => random.below(20),
    () => random.below(20),
    () => random.below(20) / 2,
    () => random.of(['', 'k', 'm', '调解', 'z']),
    () => null,
    () => random.next() < 0.5,
    () => new Date(1_700_000_000_000 + random.below(10) * 86_400_000),
    () => [random.below(20), random.of(['k', null])],
    () => ({ x: random.below(5) }),
  ])();
}

function randomDocument(random: Random, _id: number): Stored {
  const document: Stored = { _id };
  if (random.next() < 0.8) document['a'] = randomValue(random);
  if (random.next() < 0.8) document['b'] = random.next() < 0.7 ? random.below(30) : randomValue(random);
  if (random.next() < 0.7) document['c'] = { x: randomValue(random) };
  return document;
}

const COMPARISONS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'] as const;

function randomComparison(random: Random): Document {
  const field = `$${random.of(FIELDS)}`;
  const constant = random.next() < 0.7 ? random.below(20) : { $literal: randomValue(random) };
  const operands = random.next() < 0.8 ? [field, constant] : [constant, field];
  return { [random.of(COMPARISONS)]: operands };
}

function randomFilter(random: Random, depth = 0): Document {
  const field = random.of(FIELDS);
  const value = (): unknown => randomValue(random);
  return random.of<() => Document>([
    () => ({ [field]: value() }),
    () => ({ [field]: { [random.of(COMPARISONS)]: value() } }),
    () => ({ [field]: { $gte: random.below(10), $lt: 10 + random.below(10) } }),
    () => ({ [field]: { [random.of(['$in', '$nin'])]: [value(), value(), value()] } }),
    () => ({ [field]: { $exists: random.next() < 0.5 } }),
    () => ({ [field]: { $not: { [random.of(COMPARISONS)]: value() } } }),
    () => ({ $expr: randomComparison(random) }),
    () => ({ $expr: { [random.of(['$and', '$or'])]: [randomComparison(random), randomComparison(random)] } }),
    () => ({ $expr: { $not: [randomComparison(random)] } }),
    () =>
      depth > 1
        ? { [field]: value() }
        : { [random.of(['$and', '$or', '$nor'])]: [randomFilter(random, depth + 1), randomFilter(random, depth + 1)] },
  ])();
}

/** Runs the tasks, a few at once. */
async function inParallel(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = queue.pop(); task; task = queue.pop()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

describe('answers', () => {
  let database: TestDatabase;

  before(async () => {
    database = await TestDatabase.start();
  });

  after(() => database.remove());

  describe(`of ${QUERIES} random queries`, () => {
    let plain: Collection<Stored>;
    let indexed: Collection<Stored>;

    before(async () => {
      const random = new Random(SEED);
      const documents = Array.from({ length: DOCUMENTS }, (_, id) => randomDocument(random, id));
      plain = database.db('differential').collection('plain');
      indexed = database.db('differential').collection('indexed');
      await indexed.createIndexes([{ key: { a: 1 } }, { key: { b: -1, a: 1 } }, { key: { 'c.x': 1 } }]);
      await plain.insertMany(documents);
      await indexed.insertMany(documents);
    });

    it('when there is an index, then a query finds what it finds without', async () => {
      const random = new Random(SEED + 1);
      const differences: string[] = [];
      const filters = Array.from({ length: QUERIES }, () => randomFilter(random));
      const ids = async (collection: Collection<Stored>, filter: Document): Promise<string> => {
        const found = await collection
          .find(filter, { projection: { _id: 1 }, sort: { _id: 1 } })
          .toArray()
          .catch((error: unknown) => [{ _id: String(error) }]);
        return found.map(({ _id }) => _id).join(' ');
      };
      await inParallel(
        filters.map((filter) => async () => {
          const [without, withIndex] = await Promise.all([ids(plain, filter), ids(indexed, filter)]);
          if (without !== withIndex) differences.push(`${BSON.EJSON.stringify(filter)}: ${without} | ${withIndex}`);
        }),
      );
      expect(differences).to.deep.equal([]);
    });

    it('when documents are grouped, then with an index the groups are the same', async () => {
      const keys = ['$a', '$b', { a: '$a', b: '$b' }, { x: '$c.x' }, { a: '$a', deep: { b: '$b' } }];
      for (const key of keys) {
        const groups = async (collection: Collection<Stored>): Promise<string[]> => {
          const found = await collection.aggregate([{ $group: { _id: key, n: { $sum: 1 } } }]).toArray();
          return found.map((group) => BSON.EJSON.stringify(group)).sort();
        };
        expect(await groups(indexed)).to.deep.equal(await groups(plain));
      }
    });
  });

  describe(`of date functions for ${DATES} dates`, () => {
    const dates: { _id: number; at: Date }[] = [];

    before(async () => {
      const random = new Random(SEED + 2);
      for (let id = 0; id < DATES; id++) {
        dates.push({ _id: id, at: new Date(Math.floor(-300_000_000_000 + random.next() * 2_400_000_000_000)) });
      }
      await database.db('differential').collection<{ _id: number }>('dates').insertMany(dates);
    });

    for (const { name, expression, expected } of dateCases()) {
      it(`when ${name} is asked, then it is what JavaScript says`, async () => {
        const found = await database
          .db('differential')
          .collection('dates')
          .aggregate([{ $project: { value: expression } }, { $sort: { _id: 1 } }])
          .toArray();
        const wrong = dates.flatMap(({ _id, at }) => {
          const value: unknown = found[_id]?.['value'];
          const wanted = expected(at);
          const same = value instanceof Date && wanted instanceof Date ? +value === +wanted : value === wanted;
          return same ? [] : [`${at.toISOString()}: ${String(value)}, not ${String(wanted)}`];
        });
        expect(wrong).to.deep.equal([]);
      });
    }
  });
});
