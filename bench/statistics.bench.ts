// Statistics of a district with very many disputes: counting all of them anew from the events, the page and the API beside
// those of a district with ten thousand, and beside the same figures counted live over all disputes.

import supertest from 'supertest';
import { seedDistrict } from '../src/commands/seed.ts';
import { operatorOf } from '../src/commands/operator.ts';
import { dayOfInstant } from '../src/domain/calendar-day.ts';
import { readDistrict } from '../src/features/units/index.ts';
import { generate } from '../src/generation/index.ts';
import { startApp } from '../test/support/app.ts';
import { retellEvents } from '../test/support/retold-events.ts';
import { type Measurement, median } from './product.ts';

const DISPUTES = Number(process.argv[3] ?? 1_000_000);
const SMALL = 10_000;
const TOLD = 1_000;
const ROUNDS = 40;
const PASSWORD = 'Correct-Horse-7';
const YEAR = { from: '2025-01-01', to: '2025-12-31' };
const FIGURES = ['entered', 'accepted', 'success', 'filed'];

const p95 = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.ceil(samples.length * 0.95) - 1] ?? Number.NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A district with so many disputes, counted, and what it takes to ask for its figures. */
async function openDistrict(disputes: number) {
  const app = await startApp();
  const { services, ...foundation } = app.composition;
  const { accounts, units, holidays, policies, statisticStore } = services;
  await seedDistrict(app.composition);
  const district = await readDistrict('tongzhou');
  await generate({ foundation, accounts, units, district, holidays, policies }, { disputes: TOLD, seed: 3 });
  const directory = await units.directory();
  const townships = directory
    .find({ tier: 'township' })
    .map(({ code }) => ({ code, villages: directory.children(code).map((village) => village.code) }));
  const { connection } = foundation.database;
  await retellEvents(connection, { disputes, townships, today: dayOfInstant(foundation.clock.now()) });
  const rebuilding = await timed(() => statisticStore.rebuild(({ disputes: done }) => say(`${done} of ${disputes}`)));
  const { events } = await statisticStore.status();

  const operator = await operatorOf(app.composition);
  const posts = [{ unitCode: district.court.code, role: 'courtAdmin' as const, from: '2024-01-01' }];
  const order = { username: 'bench.court', name: 'bench', posts, password: PASSWORD };
  const { account } = await accounts.administration.create(operator, order, {});
  const scopes = ['disputes:read', 'statistics:read'];
  const token = { name: 'bench', scopes, days: 1, postId: undefined };
  const { raw } = await accounts.issueToken(operator, account.id, token, {});
  const browser = await app.signIn('bench.court', PASSWORD);
  const query = new URLSearchParams({ ...YEAR, basis: 'closing' });
  const page = async (): Promise<void> => ok(await browser.get(`/statistics?${query}`));
  const figures = async (): Promise<Record<string, number>> => {
    const response = await supertest(app.app)
      .get(`/api/v1/statistics/indicators?${query}&ids=${FIGURES.join('&ids=')}`)
      .set('authorization', `Bearer ${raw}`);
    ok(response);
    const items = response.body.items as readonly { readonly id: string; readonly numerator: number }[];
    return Object.fromEntries(items.map(({ id, numerator }) => [id, numerator]));
  };
  const live = async (): Promise<Record<string, number>> => {
    const within = (path: string, condition: object = {}) => ({
      $sum: { $cond: [{ $and: [{ $gte: [path, YEAR.from] }, { $lte: [path, YEAR.to] }, condition] }, 1, 0] },
    });
    const counted = '$tale.counted';
    const [row] = await connection
      .collection('facts')
      .aggregate([
        {
          $group: {
            _id: null,
            entered: within(`${counted}.lodgedOn`),
            accepted: within(`${counted}.acceptedOn`),
            filed: within(`${counted}.filedOn`),
            success: within(`${counted}.outcome.on`, { $lt: [`${counted}.outcome.code`, 'O20'] }),
          },
        },
      ])
      .toArray();
    return row ?? {};
  };
  return { page, figures, live, events, rebuilding, close: app.close };
}

const say = (line: string): void => void process.stderr.write(`\r${line}   `);

function ok(response: supertest.Response): void {
  if (response.status !== 200) throw new Error(`${response.status}: ${response.text.slice(0, 300)}`);
}

async function samples(work: () => Promise<unknown>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS + 5; round += 1) all.push(await timed(work));
  return all.slice(5);
}

export async function measure(): Promise<Measurement> {
  const small = await openDistrict(SMALL);
  const [smallPage, smallApi] = [p95(await samples(small.page)), p95(await samples(small.figures))];
  await small.close();
  const large = await openDistrict(DISPUTES);
  const [largePage, largeApi] = [p95(await samples(large.page)), await samples(large.figures)];
  const live: number[] = [];
  for (let round = 0; round < 3; round += 1) live.push(await timed(large.live));
  const [figures, counted] = [await large.figures(), await large.live()];
  const differing = FIGURES.filter((id) => figures[id] !== counted[id]);
  await large.close();
  if (differing.length > 0) {
    throw new Error(`not what is counted live: ${JSON.stringify({ differing, figures, counted })}`);
  }
  return {
    title: `Statistics of ${DISPUTES.toLocaleString('en')} disputes beside ${SMALL.toLocaleString('en')}`,
    rows: [
      { side: 'counting anew', value: large.events / (large.rebuilding / 1000), unit: 'events/s (bar 5,000)' },
      { side: 'events counted anew', value: large.events, unit: '' },
      { side: 'page, p95, many disputes', value: largePage, unit: 'ms' },
      { side: 'page, p95, few disputes', value: smallPage, unit: 'ms' },
      { side: 'API, p95, many disputes', value: p95(largeApi), unit: 'ms' },
      { side: 'API, p95, few disputes', value: smallApi, unit: 'ms' },
      { side: 'the same figures counted live', value: median(live), unit: 'ms' },
      { side: 'live beside API', value: median(live) / median(largeApi), unit: 'times (bar 50)' },
      { side: 'API, many beside few', value: p95(largeApi) / smallApi, unit: 'times (bar 1.5)' },
    ],
    ratio: largePage / smallPage,
    bar: 'at most 1.5',
  };
}
