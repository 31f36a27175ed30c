// What the court enters: by form, table and API, versioned, and never assumed where it is missing.

import { expect } from 'chai';
import { type Journey, type Person, startJourney, UNITS } from '../../support/journey.ts';

const row = { key: 'civilSuits', unit: UNITS.township, period: '2026-01', value: '120', origin: '审判管理月报' };

describe('numbers entered for the statistics', () => {
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
    await journey.composition.services.statisticStore.catchUp();
  });
  after(() => journey.close());

  const figure = async (by: Person, id: string, query: string) => {
    const answer = await by.call('get', `/statistics/indicators?ids=${id}&${query}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body.items[0] as { numerator: number; denominator: number; value: number; missing: boolean };
  };
  const january = 'from=2026-01-01&to=2026-01-31';

  it('When nothing was entered, then the indicator says so and the page too', async () => {
    const { courtAdmin } = journey.people;
    expect(await figure(courtAdmin, 'K07', january)).to.include({ missing: true, value: null });
    const page = await (await courtAdmin.browser()).get(`/statistics/indicators?${january}`);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('万人起诉率').and.include('尚未录入');
    const list = await (await courtAdmin.browser()).get(`/statistics/figures/K07/disputes?${january}`);
    expect(list.text).to.include('没有明细列表').and.include('尚未录入');
  });

  it('When the court enters suits and people of a township, then its rate per ten thousand is known, and as of an earlier day it is not', async () => {
    const { courtAdmin, clerk } = journey.people;
    for (const [key, period, value] of [
      ['civilSuits', '2026-01', '120'],
      ['adminSuits', '2026-01', '3'],
      ['residents', '2026', '50000'],
      ['migrants', '2026', '11500'],
    ]) {
      const answer = await courtAdmin.call('post', '/statistics/inputs', { ...row, key, period, value });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    }
    const known = await figure(clerk, 'K07', january);
    expect(known).to.include({ numerator: 123, denominator: 61_500, missing: false });
    expect(known.value).to.equal(20);
    expect(await figure(courtAdmin, 'K07', january)).to.include({ missing: true });
    expect(await figure(clerk, 'K07', `${january}&asOf=2026-02-28`)).to.include({ missing: true });
    expect(await figure(clerk, 'K07', 'from=2026-01-02&to=2026-01-31')).to.include({ missing: true });
  });

  it('When a number is entered again, then the later one holds and both are kept', async () => {
    const { courtAdmin, clerk } = journey.people;
    journey.clock.advance({ minutes: 1 });
    await courtAdmin.call('post', '/statistics/inputs', { ...row, value: '240' });

    expect((await figure(clerk, 'K07', january)).numerator).to.equal(243);
    const { items } = (await courtAdmin.call('get', '/statistics/inputs')).body as { items: { key: string }[] };
    expect(items.filter(({ key }) => key === 'civilSuits')).to.have.lengthOf(2);
  });

  it('When this year and last are compared across 2025, then no growth is computed, and the break is said', async () => {
    const { courtAdmin } = journey.people;
    for (const period of ['2024-03', '2025-03', '2026-02']) {
      await courtAdmin.call('post', '/statistics/inputs', { ...row, unit: UNITS.court, period, value: '100' });
    }
    await courtAdmin.call('post', '/statistics/inputs', { ...row, unit: UNITS.court, period: '2025-02', value: '80' });

    const across = await figure(courtAdmin, 'K08', 'from=2025-03-01&to=2025-03-31');
    expect(across).to.include({ numerator: 100, denominator: 100, value: null, seriesBreak: true });
    const within = await figure(courtAdmin, 'K08', 'from=2026-02-01&to=2026-02-28');
    expect(within).to.include({ numerator: 100, denominator: 80, value: 0.25, seriesBreak: false });
  });

  it('When a table is handed in, then all its rows are taken or none, and the line that cannot be read is named', async () => {
    const browser = await journey.people.courtAdmin.browser();
    const page = await browser.get('/statistics/inputs');
    const token = /name="_csrf"\s+value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const hand = (text: string) =>
      browser
        .raw('post', '/statistics/inputs/import')
        .set('Accept', 'text/html')
        .field('_csrf', token)
        .attach('file', Buffer.from(text), 'inputs.csv');
    const good =
      '项目,单位,期间,数值,来源\n一审民事收案数,宋庄镇,2025-12,"1,234",年报\n常住人口,110112105,2026,9000,统计公报\n';
    expect((await hand(good)).status).to.equal(303);
    const refused = await hand(`${good}一审民事收案数,宋庄镇,2025-13,1,年报\n`);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('第 4 行');

    const after = await browser.get('/statistics/inputs');
    expect(after.text).to.include('1234').and.include('统计公报');
    expect(after.text.split('年报').length - 1).to.equal(1);
  });

  it('When somebody else enters, or what is entered is nonsense, then it is refused by field', async () => {
    const { courtAdmin, clerk } = journey.people;
    expect((await clerk.call('post', '/statistics/inputs', row)).status).to.equal(403);
    const bad = { key: 'mood', unit: '999', period: '2026', value: '-1', origin: 'x' };
    const answer = await courtAdmin.call('post', '/statistics/inputs', bad);
    expect(answer.status).to.equal(422);
    expect((answer.body.errors as { field: string }[]).map(({ field }) => field)).to.deep.equal([
      'key',
      'unit',
      'value',
    ]);
    const ahead = await courtAdmin.call('post', '/statistics/inputs', { ...row, period: '2026-04' });
    expect((ahead.body.errors as { code: string }[]).map(({ code }) => code)).to.deep.equal(['statistics.inputAhead']);
  });
});
