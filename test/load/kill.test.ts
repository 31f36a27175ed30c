import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { counterModel } from '../../src/platform/counters.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { verify } from '../../src/verification/index.ts';
import { firstMessage } from '../support/child.ts';
import { Client, type Known } from '../support/client.ts';
import { testEnvironment } from '../support/database.ts';
import { actsOf, custodyOf, type Journey, NEIGHBOURS, startJourney, UNITS } from '../support/journey.ts';

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
    const { tribunalClerk, clerk } = journey.people;
    const reserve = Array.from({ length: IN_RESERVE }, startWeb);
    const nextWeb = (): Promise<Web> => {
      reserve.push(startWeb());
      return reserve.shift()!;
    };
    let web = await nextWeb();
    const ending = new AbortController();
    let interrupted = 0;
    const disputes: Known[] = [];

    /** Sends a request until somebody answers it: with one key, since the first answer may be lost on the way. */
    const certainly = async (token: string, path: string, body: object, version?: number) => {
      const key = crypto.randomUUID();
      for (;;) {
        const match = version === undefined ? {} : { 'If-Match': `"${version}"` };
        try {
          const client = new Client(web.address);
          const answer = await client.call(token, 'POST', path, body, { ...match, 'Idempotency-Key': key });
          if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
          return answer.body as { id: string; number: string; version: number; state: string };
        } catch (error) {
          if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
          interrupted += 1;
          await wait(20);
        }
      }
    };

    /** Registers, then lets the case go down and up again, one act after the other. */
    const work = async (): Promise<void> => {
      while (!ending.signal.aborted) {
        const { id, number, version, state } = await certainly(tribunalClerk.token, '/disputes', NEIGHBOURS);
        const dispute: Known = { id, number, version, state };
        disputes.push(dispute);
        const steps = [
          [tribunalClerk, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' }],
          [clerk, 'acceptHandOver', {}],
          [clerk, 'escalate', { toUnit: UNITS.tribunal, reason: '法律关系复杂' }],
          [tribunalClerk, 'acceptHandOver', {}],
        ] as const;
        for (const [who, act, input] of steps) {
          if (ending.signal.aborted) break;
          const done = await certainly(who.token, `/disputes/${id}/actions/${act}`, input, dispute.version);
          expect(done.version, `${act} happens once`).to.equal(dispute.version + 1);
          Object.assign(dispute, { version: done.version, state: done.state });
        }
      }
    };

    const clients = Array.from({ length: CLIENTS }, work);
    for (let kill = 0; kill < KILLS; kill++) {
      const victim = web;
      await wait(100 + Math.random() * 500);
      const following = nextWeb();
      victim.process.kill('SIGKILL');
      web = await following;
    }
    await wait(200);
    ending.abort();
    await Promise.all(clients);

    expect(interrupted, 'requests lost their answer').to.be.greaterThan(KILLS / 2);
    for (const { id, version, state } of disputes) {
      const stored = await journey.stored(id);
      expect(stored.dispute).to.include({ version, state, eventCount: stored.events.length });
      expect(stored.events.length, actsOf(stored).join(' ')).to.equal(version + 1);
      const sent = stored.handOvers.filter((handOver) => handOver.state === 'sent').map(({ id: one }) => one);
      expect(sent).to.deep.equal(stored.dispute.handOver ? [stored.dispute.handOver.id] : []);
      custodyOf(stored);
    }
    const serials = disputes.map(({ number }) => Number(number.split('-').at(-1))).toSorted((a, b) => a - b);
    expect(serials).to.deep.equal(disputes.map((_one, index) => index + 1));
    const counters = await counterModel(journey.composition.database.connection).find().lean();
    expect(counters.find(({ _id }) => _id.startsWith(`dispute:${UNITS.tribunal}:`))?.value).to.equal(disputes.length);
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
