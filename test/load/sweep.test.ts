import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { seedDistrict } from '../../src/commands/seed.ts';
import { compose, type Composition } from '../../src/compose.ts';
import { type DisputeRecord, eventModel } from '../../src/features/disputes/index.ts';
import { warningChanges } from '../../src/features/supervision/index.ts';
import { sweepDeadlines, type SweepReport } from '../../src/jobs/deadline-sweep.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { firstMessage } from '../support/child.ts';
import { dropAndClose, testEnvironment } from '../support/database.ts';
import { writeOpenDisputes } from '../support/open-disputes.ts';
import { TestClock } from '../support/people.ts';

const DISPUTES = 400;
const KILLS = 6;
const WRITTEN = '2026-03-04T01:00:00Z';
/** Three days later: many terms have ended, more have come near. */
const SWEPT = '2026-03-07T01:00:00Z';

describe('sweeping workers', function () {
  this.timeout(240_000);
  let environment: NodeJS.ProcessEnv;
  let composition: Composition;
  let written: readonly DisputeRecord[];
  const started: ChildProcess[] = [];

  beforeEach(async () => {
    environment = await testEnvironment();
    composition = await compose(loadConfig(environment), { clock: new TestClock(SWEPT) });
    await seedDistrict(composition);
    const { holidays, repository } = composition.services.casework;
    const { connection } = composition.database;
    await writeOpenDisputes(connection, { count: DISPUTES, now: new Date(WRITTEN), holidays: await holidays() });
    written = await all();
    expect((await repository.dueForSweep(new Date(SWEPT), DISPUTES)).length).to.be.greaterThan(DISPUTES / 3);
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await dropAndClose(composition.database);
  });

  const all = async (): Promise<readonly DisputeRecord[]> => {
    const records: DisputeRecord[] = [];
    for await (const record of composition.services.casework.repository.all()) records.push(record);
    return records;
  };
  const sweepHere = () =>
    sweepDeadlines({ deadlines: composition.services.casework.deadlines, logger: composition.logger });

  /** A worker process of its own, ready to sweep. */
  const startWorker = async (): Promise<ChildProcess> => {
    const program = ['--conditions=development', '--import', 'tsx', 'test/load/sweep-process.ts', SWEPT];
    const child = spawn(process.execPath, program, {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.push(child);
    await firstMessage(child);
    return child;
  };

  /** Every effect is there once: one event an act, one open warning a pressing clock, nothing left to do. */
  const expectEachOnce = async (): Promise<void> => {
    const { connection } = composition.database;
    const { repository } = composition.services.casework;
    const before = new Map(written.map((record) => [record.id, record]));
    const wrong: string[] = [];
    for (const record of await all()) {
      const events = await eventModel(connection).find({ disputeId: record.id }).sort({ seq: 1 }).lean();
      const first = before.get(record.id)!;
      const acts = events.map(({ act }) => act);
      const whole = events.every(({ seq }, index) => seq === first.eventCount + index + 1);
      if (!whole || record.eventCount !== first.eventCount + events.length)
        wrong.push(`${record.number} events ${acts.join()}`);
      if (new Set(acts).size !== acts.length) wrong.push(`${record.number} acts twice: ${acts.join()}`);
      if (record.version !== first.version + acts.length) wrong.push(`${record.number} version ${record.version}`);
    }
    const rows = await connection.collection('warnings').find({ open: true }).toArray();
    const expected = (await all()).flatMap((record) =>
      warningChanges({ before: { ...record, clocks: [] }, after: record, now: new Date(SWEPT) }).flatMap((change) =>
        change.does === 'raise' ? [change.row.id] : [],
      ),
    );
    // What had been raised before the trial began was written without rows.
    const unraised = new Set(
      written.flatMap((record) =>
        record.clocks.flatMap((clock) =>
          clock.warned ? [`${record.id}:${clock.rule}:${clock.baseStart.getTime()}:${clock.warned}`] : [],
        ),
      ),
    );
    expect(rows.map(({ _id }) => String(_id)).toSorted()).to.deep.equal(
      expected.filter((id) => !unraised.has(id)).toSorted(),
    );
    expect(wrong).to.deep.equal([]);
    expect(await repository.dueForSweep(new Date(SWEPT), 5), 'nothing is left').to.deep.equal([]);
  };

  it('When two workers sweep the same database at once, then each effect is there once', async () => {
    const workers = await Promise.all([startWorker(), startWorker()]);
    const reports = workers.map(async (worker) => {
      worker.send('sweep');
      const [report] = (await once(worker, 'message')) as [SweepReport];
      return report;
    });
    const [one, other] = await Promise.all(reports);

    expect((one?.failed ?? 1) + (other?.failed ?? 1)).to.equal(0);
    expect((one?.acts ?? 0) + (other?.acts ?? 0)).to.be.greaterThan(DISPUTES / 20);
    await expectEachOnce();
    expect(await sweepHere()).to.deep.equal({ read: 0, acts: 0, warned: 0, overtaken: 0, failed: 0 });
  });

  it(`When workers are killed in the middle ${KILLS} times, then the next one goes on and each effect is there once`, async () => {
    const workers = await Promise.all(Array.from({ length: KILLS }, startWorker));
    let interrupted = 0;
    for (const worker of workers) {
      let finished = false;
      worker.once('message', () => (finished = true));
      worker.send('sweep');
      await wait(150 + Math.random() * 200);
      worker.kill('SIGKILL');
      if (!finished) interrupted += 1;
    }
    const left = await sweepHere();

    expect(interrupted, 'workers died at work').to.be.greaterThan(0);
    expect(left.failed).to.equal(0);
    await expectEachOnce();
  });
});
