import { expect } from 'chai';
import { type Clock } from '../../src/platform/clock.ts';
import { ensureIndexes } from '../../src/platform/database.ts';
import {
  backoffSeconds,
  createJobRunner,
  createJobs,
  jobModel,
  type JobDefinition,
  type JobRunner,
} from '../../src/platform/jobs.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createTransactions } from '../../src/platform/transaction.ts';
import { testDatabase } from '../support/database.ts';

const START = Date.parse('2026-03-02T01:00:00Z');

/** A promise and the hand that fulfils it. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe('jobs', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let now = START;
  const clock: Clock = { now: () => new Date(now) };

  before(async () => {
    database = await testDatabase();
    jobModel(database.connection);
    await ensureIndexes(database.connection);
  });
  beforeEach(async () => {
    now = START;
    await jobModel(database.connection).deleteMany({});
  });
  after(() => database.drop());

  const enqueue = (name: string, payload: unknown = null, runAt?: Date) =>
    createTransactions(database.connection, clock).run((tx) =>
      createJobs(database.connection, clock).enqueue(tx, name, { payload, ...(runAt ? { runAt } : {}) }),
    );
  const runner = (...definitions: JobDefinition[]): JobRunner =>
    createJobRunner({ connection: database.connection, clock, log: createLogger('silent'), definitions });
  const stored = () => jobModel(database.connection).find().lean();

  it('When a job is due, then it is performed with its payload and gone', async () => {
    const seen: unknown[] = [];
    await enqueue('tell', { to: 'clerk' });

    const performed = await runner({ name: 'tell', perform: async (payload) => void seen.push(payload) }).runDue();

    expect(performed).to.equal(1);
    expect(seen).to.deep.equal([{ to: 'clerk' }]);
    expect(await stored()).to.deep.equal([]);
  });

  it('When its time has not come, then it waits', async () => {
    await enqueue('later', null, new Date(START + 60_000));
    const later = { name: 'later', perform: async () => {} };

    expect(await runner(later).runDue()).to.equal(0);
    now += 60_000;
    expect(await runner(later).runDue()).to.equal(1);
  });

  it('When five workers look at once, then each job is performed by one of them', async () => {
    const seen: unknown[] = [];
    for (let i = 0; i < 12; i++) await enqueue('shared', i);
    const shared = { name: 'shared', perform: async (payload: unknown) => void seen.push(payload) };

    await Promise.all([1, 2, 3, 4, 5].map(() => runner(shared).runDue()));

    expect((seen as number[]).toSorted((a, b) => a - b)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('When it fails, then it is tried again later and later, and given up at last', async () => {
    await enqueue('broken');
    const broken = {
      name: 'broken',
      attempts: 2,
      perform: async () => {
        throw new Error('no answer');
      },
    };

    await runner(broken).runDue();
    expect((await stored())[0]).to.include({ state: 'waiting', attempts: 1, lastError: 'no answer' });
    expect((await stored())[0]?.runAt.getTime()).to.equal(START + 10_000);
    expect(await runner(broken).runDue()).to.equal(0);
    now += 10_000;
    await runner(broken).runDue();

    expect((await stored())[0]).to.include({ state: 'givenUp', attempts: 2 });
    expect([1, 2, 3, 20].map(backoffSeconds)).to.deep.equal([10, 20, 40, 3_600]);
  });

  it('When a worker dies in the middle, then another takes the job after the lease', async () => {
    await enqueue('orphan');
    const begun = signal();
    const released = signal();
    const perform = (): Promise<void> => {
      begun.give();
      return released.given;
    };
    const dying = runner({ name: 'orphan', perform }).runDue();
    await begun.given;

    const rescue = { name: 'orphan', perform: async () => {} };
    expect(await runner(rescue).runDue()).to.equal(0);
    now += 60_001;
    expect(await runner(rescue).runDue()).to.equal(1);

    released.give();
    await dying;
    expect(await stored()).to.deep.equal([]);
  });

  it('When a job is regular, then it is planned once for all workers and again after each run', async () => {
    let runs = 0;
    const begun = signal();
    const perform = async (): Promise<void> => {
      runs += 1;
      begun.give();
    };
    const regular = { name: 'sweep', everySeconds: 300, perform };
    const workers = [runner(regular), runner(regular)];

    await Promise.all(workers.map((worker) => worker.start()));
    await begun.given;
    await Promise.all(workers.map((worker) => worker.stop()));

    expect(runs).to.equal(1);
    expect((await stored()).map(({ _id, runAt }) => [_id, runAt.getTime()])).to.deep.equal([
      ['every:sweep', START + 300_000],
    ]);
  });
});
