// Every figure of every unit in every month, and every number on every page, counted again by other code.

import { expect } from 'chai';
import { type CalendarDay, dayOfInstant } from '../../src/domain/calendar-day.ts';
import { type DisputeEvent } from '../../src/domain/event.ts';
import {
  BASES,
  followsBasis,
  INDICATOR_IDS,
  indicatorOf,
  type IndicatorId,
  needsEntry,
} from '../../src/domain/indicator.ts';
import { type Actor } from '../../src/domain/permission.ts';
import { type SimulationResult } from '../../src/features/what-if/simulation.record.ts';
import { readDistrict } from '../../src/features/units/index.ts';
import { generate } from '../../src/generation/index.ts';
import { type Browser } from '../support/app.ts';
import { PASSWORD, type PeopleApp, startWithNetwork } from '../support/people.ts';
import { type Asked, Recount } from '../support/recount.ts';

const COUNT = 160;
const COURT = '110112';
const FROM = '2024-08-01' as CalendarDay;
/** Everything recorded; what the court enters is counted in its own test. */
const IDS = INDICATOR_IDS.filter((id) => !needsEntry(id));

describe('statistics counted again', function () {
  this.timeout(180_000);
  let app: PeopleApp;
  let browser: Browser;
  let recount: Recount;
  let today: CalendarDay;
  let busy: readonly string[];
  let village: string;

  before(async () => {
    app = await startWithNetwork();
    const { services, ...foundation } = app.composition;
    const { accounts, units, holidays, policies } = services;
    const district = await readDistrict('tongzhou');
    await generate({ foundation, accounts, units, district, holidays, policies }, { disputes: COUNT, seed: 11 });
    await services.statisticStore.catchUp();
    const events = (await app.composition.database.connection
      .collection('events')
      .find()
      .toArray()) as unknown as readonly DisputeEvent[];
    const directory = await units.directory();
    const pathOf = (unit: string) => directory.get(unit)?.path ?? [];
    today = dayOfInstant(app.clock.now());
    recount = new Recount(events, pathOf, today);
    busy = [
      ...new Set(events.flatMap(({ counted }) => [counted.owner.unit, counted.outcome?.unit ?? COURT]).flatMap(pathOf)),
    ];
    const often = (unit: string): number => events.filter(({ counted }) => counted.outcome?.unit === unit).length;
    village = busy.filter((unit) => unit.length === 12).toSorted((a, b) => often(b) - often(a))[0] ?? '';
    const admin = await app.person('courtAdmin', COURT);
    browser = await app.signIn(admin.username, PASSWORD);
  });
  after(() => app.close());

  const actor = async (): Promise<Actor> => {
    const unit = (await app.composition.services.units.directory()).get(COURT)!;
    const { code, tier, path } = unit;
    return { accountId: 'court', name: 'court', role: 'courtAdmin', unit: { code, tier, path, name: unit.name.zh } };
  };

  it('When every indicator of every unit is asked for month by month, then all of them equal the recount', async () => {
    const { statistics } = app.composition.services;
    const person = await actor();
    let compared = 0;
    const wrong: string[] = [];
    for (const unit of busy) {
      for (const basis of BASES) {
        const ids = basis === 'closing' ? IDS : IDS.filter(followsBasis);
        const scope = await statistics.scope(person, { unit, basis, from: FROM, to: today });
        const facts = await statistics.facts(scope, ids);
        for (const { cut, query, key: month, values } of statistics.table(
          scope,
          facts,
          ids,
          statistics.lines(scope, 'month'),
        )) {
          expect(cut.month).to.equal(month);
          for (const value of values) {
            // What stands today is asked for by the month in which it was lodged.
            const asked = { unit, basis, from: String(query['from']), to: String(query['to']) };
            const again = indicatorOf(value.figure).stock
              ? ofMonth(value.figure, asked)
              : recount.figure(value.figure, asked);
            const is = [value.numerator, value.denominator, value.value];
            const should = [again.numerator, again.denominator, again.value];
            compared += 1;
            if (JSON.stringify(is) !== JSON.stringify(should)) {
              wrong.push(`${value.figure} ${basis} ${unit} ${month}: ${is.join('/')}, recounted ${should.join('/')}`);
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 20)).to.deep.equal([]);
    expect(busy.length).to.be.greaterThan(60);
    expect(compared).to.be.greaterThan(100_000);
  });

  /** Of what stands today: what was lodged in the month, as the difference of two days. */
  const ofMonth = (id: string, asked: Asked) => {
    const before = new Date(Date.parse(asked.from) - 86_400_000).toISOString().slice(0, 10);
    const numerator = recount.figure(id, asked).numerator - recount.figure(id, { ...asked, to: before }).numerator;
    return { numerator, denominator: null, value: numerator };
  };

  const PAGES = [
    `/statistics?from=${FROM}&to=2026-03-02`,
    '/statistics?period=twelve&basis=intake',
    '/statistics?unit=110112104&period=twelve',
    '/statistics?unit=VILLAGE&period=twelve',
    '/statistics/flow?period=twelve',
    '/statistics/trend?period=twelve&figure=success',
    '/statistics/townships?period=twelve&figure=K02a',
    '/statistics/mediators?unit=110112104&period=twelve',
    '/statistics/assessment?period=twelve',
    `/statistics/indicators?from=${FROM}&to=2026-03-02`,
  ];
  for (const path of PAGES) {
    it(`When ${path} is opened, then every number that leads to a list equals the recount`, async () => {
      const page = await browser.get(path.replace('VILLAGE', village));
      expect(page.status).to.equal(200);
      // In a drawing the number is told in the name of the link.
      const LINK = /<a href="\/statistics\/figures\/([\w-]+)\/disputes\??([^"]*)"(?: aria-label="([^"]*)")?>([^<]*)</g;
      const found = [...page.text.matchAll(LINK)].filter(([, id]) => !needsEntry(id as IndicatorId));
      expect(found.length).to.be.greaterThan(15);
      const wrong = found.flatMap(([, id = '', query = '', name = '', text = '']) => {
        const should = said(id, recount.figure(id, asked(query.replaceAll('&amp;', '&'))).value);
        const agrees = name === '' ? text.trim() === should : `${name} `.includes(` ${should} `);
        return agrees ? [] : [`${id} ${query}: ${name}${text}, recounted ${should}`];
      });
      expect(wrong.slice(0, 20)).to.deep.equal([]);
    });
  }

  it('When the assessment is opened, then every total is the weighted mean of what the raw events earn', async () => {
    const answer = await browser.raw('get', '/statistics/assessment?period=twelve');
    expect(answer.status).to.equal(200);
    const { assessment, units } = app.composition.services;
    const { rows, card } = await assessment.assess(await actor(), { basis: 'closing', period: 'twelve' });
    // Counted on paper: what earns nothing and what earns everything stands on the page of the card.
    const RANGE: Readonly<Record<string, readonly [number, number]>> = {
      K02b: [0, 0.8],
      K05: [0, 0.7],
      lasting6: [0.6, 1],
      K12m: [30, 5],
      K14: [0.5, 1],
      K15: [0.4, 0],
      K16a: [0.5, 1],
    };
    expect(rows.length).to.equal((await units.directory()).find({ tier: 'township' }).length);
    let scored = 0;
    for (const { unit, score } of rows) {
      let [earned, weight] = [0, 0];
      for (const [id, share = 0] of Object.entries(card.weights)) {
        const { value, denominator } = recount.figure(id, { unit: unit.code, from: '2025-03-03', to: today });
        if (value === null || (denominator ?? 0) < 5) continue;
        const [worst, best] = RANGE[id]!;
        const points = Math.round(Math.min(1, Math.max(0, (value - worst) / (best - worst))) * 1_000) / 10;
        earned += share * points;
        weight += share;
      }
      const total = weight < 50 ? null : Math.round((earned / weight) * 10) / 10;
      expect(score.total, unit.code).to.equal(total);
      if (total !== null) scored += 1;
    }
    expect(scored).to.be.greaterThan(3);
  });

  it('When the prescribed table of a township is written, then it equals the raw events', async () => {
    const { registers } = app.composition.services;
    for (const unit of [COURT, '110112104', '110112-F01']) {
      const { table, entries } = await registers.read(await actor(), { unit, basis: 'closing', period: 'twelve' });
      const asked = { unit, from: '2025-03-03', to: today };
      const n = (id: string, more: object = {}) => recount.figure(id, { ...asked, ...more });
      expect([
        table.items.accepted,
        table.items.success,
        table.items.failed,
        table.items.amount,
        entries.length,
      ]).to.deep.equal([
        n('accepted').numerator,
        n('success').numerator,
        n('failed').numerator,
        n('K21').value,
        n('accepted').numerator,
      ]);
      expect([table.items.confirmed, table.items.performed, table.items.written + table.items.oral]).to.deep.equal([
        n('K09b').numerator,
        n('K10').numerator,
        n('K21').numerator,
      ]);
      for (const { key, accepted, success } of table.byType) {
        expect([accepted, success]).to.deep.equal([
          n('accepted', { type: key }).numerator,
          n('success', { type: key }).numerator,
        ]);
      }
    }
  });

  it('When a reader from outside asks, then no number below five is shown, and none can be told from its column', async () => {
    const { statistics } = app.composition.services;
    const outside: Actor = { ...(await actor()), role: 'justiceViewer' };
    const counts: readonly IndicatorId[] = [
      'entered',
      'accepted',
      'success',
      'failed',
      'filed',
      'pushed',
      'returned',
      'open',
    ];
    let hidden = 0;
    for (const by of ['unit', 'tier', 'type', 'month'] as const) {
      const scope = await statistics.scope(outside, { basis: 'closing', period: 'twelve' });
      const facts = await statistics.facts(scope, counts, by, 'township');
      const rows = statistics.table(scope, facts, counts, statistics.lines(scope, by, 'township'));
      counts.forEach((id, column) => {
        const cells = rows.flatMap(({ values }) => values[column] ?? []);
        const shown = cells.filter((value) => !value.hidden);
        expect(
          shown.filter(({ numerator }) => (numerator ?? 0) > 0 && (numerator ?? 0) < 5),
          `${id} by ${by}`,
        ).to.deep.equal([]);
        // One hidden cell would be the total less the rest; only where the rest is nothing is the total hidden too.
        const covered = cells.filter((value) => value.hidden).length;
        const total = statistics.values(scope, facts, [id])[0]!;
        if (covered === 1) expect(total.hidden, `${id} by ${by}`).to.equal(true);
        hidden += covered;
      });
    }
    expect(hidden).to.be.greaterThan(50);
  });

  const asked = (query: string): Asked => {
    const params = new URLSearchParams(query);
    const tiers = params.getAll('tier');
    const type = params.get('type');
    const year = `${today.slice(0, 4)}-01-01`;
    const twelve = '2025-03-03';
    return {
      unit: params.get('unit') ?? COURT,
      from: params.get('from') ?? (params.get('period') === 'twelve' ? twelve : year),
      to: params.get('to') ?? today,
      basis: params.get('basis') === 'intake' ? 'intake' : 'closing',
      ...(tiers.length > 0 ? { tiers } : {}),
      ...(type ? { type } : {}),
      ...(params.get('since') ? { since: params.get('since') ?? '' } : {}),
      ...(params.get('mediator') ? { mediator: params.get('mediator') ?? '' } : {}),
    };
  };
  const said = (id: string, value: number | null): string => {
    if (value === null) return '–';
    const { kind } = indicatorOf(id as IndicatorId);
    if (kind === 'share') return `${(value * 100).toFixed(1)}%`;
    if (kind === 'sum') return (value / 100).toLocaleString('en', { minimumFractionDigits: 2 });
    return kind === 'mean' ? value.toFixed(1) : String(value);
  };

  it('When the year is simulated, then what really happened lies within the bands, and drawn again it is the same text', async () => {
    const { simulations } = app.composition.services;
    const person = await actor();
    const { id } = await simulations.order(person, { type: '02', to: 'township', share: 1 });
    await simulations.run(id);
    const { state, text = '', progress, replications } = await simulations.get(person, id);
    expect([state, progress]).to.deep.equal(['done', replications]);
    const { whole, tiers, actual, disputes } = JSON.parse(text) as SimulationResult;
    // Counted from the raw events: accepted in the twelve whole months, settled and filed of them.
    const [from, to] = ['2025-03-01', '2026-02-28'];
    const again = (figure: string) => recount.figure(figure, { unit: COURT, from, to, basis: 'intake' }).numerator;
    expect([actual['whole']?.accepted, actual['whole']?.won, actual['whole']?.toCourt]).to.deep.equal(
      ['accepted', 'success', 'filed'].map(again),
    );
    expect(disputes).to.be.at.least(again('accepted'));
    for (const key of ['accepted', 'won', 'toCourt', 'inHand'] as const) {
      const { low, high } = whole.base[key];
      expect(actual['whole']?.[key], `${key} ${low}–${high}`).to.be.within(
        low - (high - low) / 2,
        high + (high - low) / 2,
      );
    }
    const above = tiers.filter(({ tier }) => tier === 'court' || tier === 'tribunal');
    expect(above.every(({ change }) => change.accepted.high <= 0)).to.equal(true);

    await app.composition.database.connection
      .collection('simulations')
      .updateOne({}, { $set: { state: 'waiting', text: '' } });
    await simulations.run(id);
    expect((await simulations.get(person, id)).text).to.equal(text);
  });

  it('When a simulation is ordered, then only the court may, a village gets only its duties, and its page shows bands and check', async () => {
    await browser.get('/statistics/what-if');
    const wrong = await browser.post('/statistics/what-if', { type: '13', to: 'village', share: '40' });
    expect([wrong.status, wrong.text.includes('社区职责清单不包括')]).to.deep.equal([422, true]);
    expect(wrong.text).to.match(/value="40"/);
    const ordered = await browser.post('/statistics/what-if', { type: '02', to: 'village', share: '40' });
    expect(ordered.status).to.equal(303);
    const path = ordered.headers['location'] ?? '';
    expect((await browser.get(path)).text).to.include('http-equiv="refresh"');
    await app.composition.services.simulations.run(path.split('/').at(-1) ?? '');
    const page = await browser.get(path);
    expect(page.text).to.include('邻里').and.include('重演上一年与实际对照').and.include('同时可办');
    const clerk = await app.person('townshipClerk', '110112104');
    const other = await app.signIn(clerk.username, PASSWORD);
    expect((await other.get(path)).status).to.equal(403);
  });
});
