import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createApp } from '../../src/app.ts';
import { addDays, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { Client, type Known } from '../support/client.ts';
import {
  AGREEMENT,
  CONSENTS,
  custodyOf,
  FAILURE,
  type Journey,
  NEIGHBOURS,
  SESSION,
  startJourney,
  UNITS,
} from '../support/journey.ts';

const CLIENTS = 50;
/** Where the client's dispute ends: every third at the filing, the others in performance. */
const endOf = (index: number): 'S13' | 'S19' => (index % 3 === 0 ? 'S19' : 'S13');
const yesterday = addDays(dayOfInstant(systemClock.now()), -1);

describe('fifty clients at once', function () {
  this.timeout(180_000);
  let journey: Journey;
  let server: Server;
  let client: Client;
  let done: readonly Known[];

  before(async () => {
    journey = await startJourney({ clock: systemClock });
    const allowances = { signIn: { points: 10, seconds: 900 }, api: { points: 100_000, seconds: 10 } };
    server = createServer(createApp({ ...journey.composition, allowances }));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await journey.close();
  });

  /** From the registration to an agreement, or to the registered case. */
  const journeyOf = async (index: number): Promise<Known> => {
    const { tribunalClerk, clerk, mediator } = journey.people;
    const ofCourt = index % 2 === 0;
    const dispute = await client.register((ofCourt ? tribunalClerk : mediator).token, {
      ...NEIGHBOURS,
      source: ofCourt ? 'I09' : 'I01',
      requestedOn: yesterday,
    });
    if (ofCourt) {
      await client.act(tribunalClerk.token, dispute, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
      await client.act(clerk.token, dispute, 'acceptHandOver');
      await client.act(clerk.token, dispute, 'pushDown', { toUnit: UNITS.village, reason: '村里熟悉情况' });
      await client.act(mediator.token, dispute, 'acceptHandOver');
    } else await client.act(mediator.token, dispute, 'takeUp');
    await client.act(mediator.token, dispute, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
    await client.act(mediator.token, dispute, 'acceptAppointment', { relations: ['none'] });
    await client.act(mediator.token, dispute, 'recordConsent', { ...CONSENTS, rightsToldOn: yesterday });
    await client.act(mediator.token, dispute, 'beginMediation', { mode: 'inPerson' });
    await client.act(mediator.token, dispute, 'recordSession', { ...SESSION, on: yesterday });
    if (endOf(index) === 'S13') {
      const items = AGREEMENT.items.map((item) => ({ ...item, dueOn: '2099-01-01' }));
      await client.act(mediator.token, dispute, 'recordAgreement', { ...AGREEMENT, items });
      return dispute;
    }
    const failure = { ...FAILURE, ending: 'O33', remediesToldOn: yesterday };
    await client.act(mediator.token, dispute, 'failMediation', failure);
    const docket = `（${yesterday.slice(0, 4)}）京0112民初${index + 1}号`;
    await client.act(tribunalClerk.token, dispute, 'fileCase', { docket, procedure: 'simple', filedOn: yesterday });
    return dispute;
  };

  it('When all go through the whole journey together, then nobody meets an error', async () => {
    const ends = await Promise.allSettled(Array.from({ length: CLIENTS }, (_none, index) => journeyOf(index)));
    const failed = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));

    expect(failed).to.deep.equal([]);
    done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  });

  it('When the stored cases are read, then no change is lost and no event is missing', async () => {
    for (const { id, version, state } of done) {
      const stored = await journey.stored(id);
      expect(stored.dispute).to.include({ version, state });
      expect(stored.events.map(({ seq }) => seq)).to.deep.equal(stored.events.map((_event, index) => index + 1));
      expect(stored.handOvers.every((handOver) => handOver.state === 'accepted')).to.equal(true);
      custodyOf(stored);
    }
    expect(done.map(({ state }) => state)).to.deep.equal(done.map((_one, index) => endOf(index)));
  });

  for (const unit of [UNITS.tribunal, UNITS.village]) {
    it(`When the numbers of ${unit} are read, then they follow each other in the order of registration`, async () => {
      const own = done.filter(({ number }) => number.startsWith(`TZ-${unit}-`));
      const registered = await Promise.all(
        own.map(async ({ id, number }) => ({
          serial: Number(number.split('-').at(-1)),
          at: (await journey.stored(id)).events[0]!.recordedAt.getTime(),
        })),
      );
      const bySerial = registered.toSorted((a, b) => a.serial - b.serial);

      expect(bySerial.map(({ serial }) => serial)).to.deep.equal(own.map((_one, index) => index + 1));
      expect(bySerial.map(({ at }) => at)).to.deep.equal(bySerial.map(({ at }) => at).toSorted((a, b) => a - b));
    });
  }

  it('When two clerks give one docket at the same moment, then one has it and the other is told', async () => {
    const { mediator, tribunalClerk } = journey.people;
    const failed = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const dispute = await client.register(mediator.token, { ...NEIGHBOURS, requestedOn: yesterday });
        await client.act(mediator.token, dispute, 'takeUp');
        await client.act(mediator.token, dispute, 'appointMediator', { mediator: mediator.id, choice: 'parties' });
        await client.act(mediator.token, dispute, 'acceptAppointment', { relations: ['none'] });
        await client.act(mediator.token, dispute, 'failMediation', {
          ...FAILURE,
          ending: 'O33',
          remediesToldOn: yesterday,
        });
        return dispute;
      }),
    );
    const docket = `（${yesterday.slice(0, 4)}）京0112民初9001号`;
    const answers = await Promise.all(
      failed.map(({ id, version }) =>
        client.call(
          tribunalClerk.token,
          'POST',
          `/disputes/${id}/actions/fileCase`,
          { docket, procedure: 'simple', filedOn: yesterday },
          { 'If-Match': `"${version}"` },
        ),
      ),
    );

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, 422, 422, 422, 422, 422]);
  });
});
