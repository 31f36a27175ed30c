// People who register disputes and hand them down and up again while processes die under them. A request is sent until
// somebody answers it, always with one key, since the first answer may have been lost on the way.

import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { counterModel } from '../../src/platform/counters.ts';
import { Client, type Known } from './client.ts';
import { actsOf, custodyOf, type Journey, NEIGHBOURS, UNITS } from './journey.ts';

const PAUSE_MS = 20;
/** While the database is away a client waits as it is told to. */
const AWAY_MS = 300;

export class MixedLoad {
  readonly disputes: Known[] = [];
  /** Requests whose answer was lost, or that were told to come again. */
  interrupted = 0;
  acknowledged = 0;
  /** Answers that should not be: faults other than "not now". */
  readonly faults: string[] = [];
  readonly #journey: Journey;
  readonly #address: () => string;
  readonly #ending = new AbortController();
  readonly #clients: Promise<void>[];

  /** @param address of a web process that lives, asked before every attempt */
  constructor(journey: Journey, clients: number, address: () => string) {
    this.#journey = journey;
    this.#address = address;
    this.#clients = Array.from({ length: clients }, () => this.#work());
  }

  /** Lets everybody finish what they are at. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#clients);
  }

  async #certainly(token: string, path: string, body: object, version?: number): Promise<Known> {
    const key = crypto.randomUUID();
    const match = version === undefined ? {} : { 'If-Match': `"${version}"` };
    for (;;) {
      try {
        const client = new Client(this.#address());
        const answer = await client.call(token, 'POST', path, body, { ...match, 'Idempotency-Key': key });
        if (answer.status < 400) {
          this.acknowledged += 1;
          return answer.body as Known;
        }
        if (answer.status < 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        if (answer.status !== 503) this.faults.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        await wait(AWAY_MS);
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
        await wait(PAUSE_MS);
      }
      this.interrupted += 1;
    }
  }

  /** Registers, then lets the case go down and up again, one act after the other. */
  async #work(): Promise<void> {
    const { tribunalClerk, clerk } = this.#journey.people;
    while (!this.#ending.signal.aborted) {
      const { id, number, version, state } = await this.#certainly(tribunalClerk.token, '/disputes', NEIGHBOURS);
      const dispute: Known = { id, number, version, state };
      this.disputes.push(dispute);
      const steps = [
        [tribunalClerk, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' }],
        [clerk, 'acceptHandOver', {}],
        [clerk, 'escalate', { toUnit: UNITS.tribunal, reason: '法律关系复杂' }],
        [tribunalClerk, 'acceptHandOver', {}],
      ] as const;
      for (const [who, act, input] of steps) {
        if (this.#ending.signal.aborted) break;
        const done = await this.#certainly(who.token, `/disputes/${id}/actions/${act}`, input, dispute.version);
        expect(done.version, `${act} happens once`).to.equal(dispute.version + 1);
        Object.assign(dispute, { version: done.version, state: done.state });
      }
    }
  }

  /** Everything acknowledged is there once and whole. @throws AssertionError with the first dispute of which that is not true */
  async judge(): Promise<void> {
    for (const { id, version, state } of this.disputes) {
      const stored = await this.#journey.stored(id);
      expect(stored.dispute).to.include({ version, state, eventCount: stored.events.length });
      expect(stored.events.length, actsOf(stored).join(' ')).to.equal(version + 1);
      const sent = stored.handOvers.filter((handOver) => handOver.state === 'sent').map(({ id: one }) => one);
      expect(sent).to.deep.equal(stored.dispute.handOver ? [stored.dispute.handOver.id] : []);
      custodyOf(stored);
    }
    const serials = this.disputes.map(({ number }) => Number(number.split('-').at(-1))).toSorted((a, b) => a - b);
    expect(serials).to.deep.equal(this.disputes.map((_one, index) => index + 1));
    const counters = await counterModel(this.#journey.composition.database.connection).find().lean();
    const last = counters.find(({ _id }) => _id.startsWith(`dispute:${UNITS.tribunal}:`))?.value;
    expect(last).to.equal(this.disputes.length);
  }
}
