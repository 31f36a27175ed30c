import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { verify } from '../../src/verification/index.ts';
import { firstMessage } from '../support/child.ts';
import { Client } from '../support/client.ts';
import { testEnvironment } from '../support/database.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { MixedLoad } from '../support/mixed-load.ts';

const KILLS = 20;
const CLIENTS = 6;
/** Processes that are started before they are needed, since starting takes longer than living here. */
const IN_RESERVE = 3;

interface Web {
  readonly process: ChildProcess;
  readonly address: string;
}

describe('web processes that are killed', function () {
  this.timeout(240_000);
  let journey: Journey;
  let environment: NodeJS.ProcessEnv;
  const started: ChildProcess[] = [];

  before(async () => {
    environment = await testEnvironment();
    journey = await startJourney({ clock: systemClock }, loadConfig(environment));
  });
  after(async () => {
    for (const child of started) child.kill('SIGKILL');
    await journey.close();
  });

  /** A web process of its own; resolves once it has answered for the first time. */
  const startWeb = async (): Promise<Web> => {
    const program = ['--conditions=development', '--import', 'tsx', 'test/load/web-process.ts'];
    const child = spawn(process.execPath, program, {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.push(child);
    const [address] = (await firstMessage(child)) as [string];
    await new Client(address).call(journey.people.clerk.token, 'GET', '/disputes');
    return { process: child, address };
  };

  it(`When ${KILLS} of them die in the middle of acts, then each act is there once and whole, and the next one goes on`, async () => {
    const reserve = Array.from({ length: IN_RESERVE }, startWeb);
    const nextWeb = (): Promise<Web> => {
      reserve.push(startWeb());
      return reserve.shift()!;
    };
    let web = await nextWeb();
    const load = new MixedLoad(journey, CLIENTS, () => web.address);
    for (let kill = 0; kill < KILLS; kill++) {
      const victim = web;
      await wait(100 + Math.random() * 500);
      const following = nextWeb();
      victim.process.kill('SIGKILL');
      web = await following;
    }
    await wait(200);
    await load.stop();

    expect(load.interrupted, 'requests lost their answer').to.be.greaterThan(KILLS / 2);
    expect(load.faults).to.deep.equal([]);
    await load.judge();
  });

  it('When everything is verified afterwards, then nothing is found', async () => {
    const { casework, units, statisticStore, audit } = journey.composition.services;
    const { connection } = journey.composition.database;
    const { repository, holidays } = casework;
    const report = await verify({ connection, repository, holidays, units, statistics: statisticStore, audit });

    expect(report.findings).to.deep.equal([]);
    expect(report.checked.disputes).to.be.at.least(CLIENTS);
  });
});
