// What statistics are read from must equal the events, however it came about: folded as events came, folded by several
// workers at once, counted anew, or interrupted anywhere.

import { expect } from 'chai';
import { type CalendarDay, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { type Counted } from '../../src/domain/counted.ts';
import { ENDINGS, type EndingCode } from '../../src/domain/ending.ts';
import { type DisputeEvent } from '../../src/domain/event.ts';
import { type Actor } from '../../src/domain/permission.ts';
import { type IndicatorId } from '../../src/domain/indicator.ts';
import { StatisticStore } from '../../src/features/statistics/index.ts';
import { differences } from '../../src/features/statistics/statistic.differences.ts';
import { type StatisticsQuery } from '../../src/features/statistics/statistic.schema.ts';
import { readDistrict } from '../../src/features/units/index.ts';
import { generate } from '../../src/generation/index.ts';
import { type PeopleApp, startWithNetwork } from '../support/people.ts';

const COUNT = 240;

describe('statistics from events', function () {
  this.timeout(120_000);
  let app: PeopleApp;
  let store: StatisticStore;
  let events: readonly DisputeEvent[];
  const collection = (name: string) => app.composition.database.connection.collection(name);
  const fresh = () =>
    new StatisticStore({
      connection: app.composition.database.connection,
      transactions: app.composition.transactions,
      clock: app.clock,
    });

  before(async () => {
    app = await startWithNetwork();
    const { services, ...foundation } = app.composition;
    const { accounts, units, holidays, policies } = services;
    const district = await readDistrict('tongzhou');
    await generate({ foundation, accounts, units, district, holidays, policies }, { disputes: COUNT, seed: 5 });
    store = services.statisticStore;
    events = (await collection('events')
      .find()
      .sort({ disputeId: 1, seq: 1 })
      .toArray()) as unknown as readonly DisputeEvent[];
  });
  after(() => app.close());

  /** Everything that is stored, in one text. */
  const stored = async (): Promise<string> => {
    const parts = [];
    for (const name of ['facts', 'factRows', 'cells']) {
      const documents = await collection(name).find().sort({ _id: 1 }).toArray();
      parts.push(documents.map((document) => JSON.stringify(sortedKeys(document))));
    }
    return JSON.stringify(parts);
  };

  it('When several workers fold at once, then every event is counted once', async () => {
    const folded = await Promise.all([fresh(), fresh(), fresh()].map((worker) => worker.catchUp()));

    expect(await collection('unfolded').countDocuments()).to.equal(0);
    expect(Math.max(...folded)).to.be.greaterThan(0);
    expect(await store.differences()).to.deep.equal([]);
    expect(await collection('facts').countDocuments()).to.equal(COUNT);
  });

  it('When events are told again, then nothing is counted twice', async () => {
    const before = await stored();
    await collection('unfolded').insertMany(events.slice(0, 300).map(({ disputeId, seq }) => ({ disputeId, seq })));
    await store.catchUp();

    expect(await collection('unfolded').countDocuments()).to.equal(0);
    expect(await stored()).to.equal(before);
  });

  it('When everything is counted anew, then it comes out the same', async () => {
    const rows = await collection('factRows').find().sort({ _id: 1 }).toArray();
    const status = await store.rebuild();

    expect(status).to.include({ phase: 'live', disputes: COUNT, events: events.length });
    expect(await collection('factRows').find().sort({ _id: 1 }).toArray()).to.deep.equal(rows);
    expect(await store.differences()).to.deep.equal([]);
  });

  it('When counting anew is cut off, then whoever folds next goes on to the end', async () => {
    let steps = 0;
    await store
      .rebuild(() => {
        steps += 1;
        if (steps === 2) throw new Error('killed');
      })
      .catch(() => undefined);
    expect((await store.status()).phase).to.equal('counting');
    await fresh().catchUp();

    expect((await store.status()).phase).to.equal('live');
    expect(await store.differences()).to.deep.equal([]);
  });

  it('When a sum, a row or a mark is changed by hand, then the difference is told', async () => {
    const cell = (await collection('cells').findOne({ kind: 'month' }))!;
    const path = Object.keys(cell['n'] as object)[0] ?? '';
    await collection('cells').updateOne({ _id: cell._id }, { $inc: { [`n.${path}`]: 1 } });
    expect((await store.differences()).join()).to.include(`${String(cell._id)} n.${path}`);
    const inParts = await differences(app.composition.database.connection, 500);
    expect(inParts, 'as of very many, part by part')
      .to.deep.equal(await store.differences())
      .and.have.length(1);
    await collection('cells').updateOne({ _id: cell._id }, { $inc: { [`n.${path}`]: -1 } });

    const row = (await collection('factRows').findOne({}))!;
    await collection('factRows').deleteOne({ _id: row._id });
    expect((await store.differences()).join()).to.include('rows');
    await collection('factRows').insertOne(row);
    expect(await store.differences()).to.deep.equal([]);
  });

  // ---- As of a day, counted by other code straight from the events ---------------------------------------------------

  const actor = async (): Promise<Actor> => {
    const unit = (await app.composition.services.units.directory()).get('110112')!;
    return {
      accountId: 'court',
      name: 'court',
      role: 'courtAdmin',
      unit: { code: unit.code, tier: unit.tier, path: unit.path, name: unit.name.zh },
    };
  };
  const ask = async (
    ids: readonly IndicatorId[],
    query: Partial<StatisticsQuery>,
  ): Promise<readonly (number | null)[]> => {
    const { statistics } = app.composition.services;
    const scope = await statistics.scope(await actor(), { basis: 'closing', ...query });
    return statistics.values(scope, await statistics.facts(scope, ids), ids).map(({ numerator }) => numerator);
  };

  /** The last word of every dispute on a day. */
  const knownOn = (day: CalendarDay): readonly Counted[] => {
    const last = new Map<string, Counted>();
    for (const { disputeId, recordedAt, counted } of events) {
      if (dayOfInstant(recordedAt) <= day) last.set(disputeId, counted);
    }
    return [...last.values()];
  };
  const succeeded = ({ outcome }: Counted): boolean =>
    outcome !== undefined && ENDINGS[outcome.code as EndingCode].group === 'success';
  const within = (day: string | undefined, from: string, to: string): boolean =>
    day !== undefined && day >= from && day <= to;
  const recount = (day: CalendarDay, from: string, to: string): readonly number[] => {
    const all = knownOn(day);
    return [
      all.filter(({ lodgedOn }) => within(lodgedOn, from, to)).length,
      all.filter(({ acceptedOn }) => within(acceptedOn, from, to)).length,
      all.filter((counted) => within(counted.outcome?.on, from, to) && succeeded(counted)).length,
      all.filter(({ filedOn }) => within(filedOn, from, to)).length,
    ];
  };
  const FIGURES: readonly IndicatorId[] = ['entered', 'accepted', 'success', 'filed'];

  const PERIODS = [
    ['2025-01-01', '2026-03-02'],
    ['2025-06-01', '2025-12-31'],
    ['2025-09-11', '2026-01-19'],
    ['2026-01-05', '2026-01-20'],
  ] as const;

  for (const [from, to] of PERIODS) {
    it(`When figures from ${from} to ${to} are asked for as they are and as of past days, then they equal the events`, async () => {
      const period = { from: from as CalendarDay, to: to as CalendarDay };
      expect(await ask(FIGURES, period), 'now').to.deep.equal(recount('2026-03-02' as CalendarDay, from, to));
      for (const asOf of ['2025-10-31', '2025-12-17', '2026-01-31', '2026-02-26'] as CalendarDay[]) {
        expect(await ask(FIGURES, { ...period, asOf }), `as of ${asOf}`).to.deep.equal(recount(asOf, from, to));
      }
    });
  }

  it('When the list behind a figure is asked for as of a past day, then it shows what was counted then', async () => {
    const { statistics } = app.composition.services;
    const asOf = '2025-12-17' as CalendarDay;
    const query = { from: '2025-09-11' as CalendarDay, to: asOf, asOf, basis: 'closing' as const };
    const { list } = await statistics.list(await actor(), 'success', { ...query, part: 'numerator', limit: 100 });

    expect(list.total).to.equal(recount(asOf, query.from, query.to)[2]);
    expect(list.rows.length + list.closed).to.equal(list.total);
  });
});

/** A document with its keys in order, whatever order they were added in. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}
