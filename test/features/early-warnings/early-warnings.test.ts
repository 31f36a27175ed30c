// Warnings on a small known world: raised by the job, once; shown with the reader's rights; taken in hand and ended.

import { expect } from 'chai';
import { EarlyWarningRepository } from '../../../src/features/early-warnings/index.ts';
import { type Followed, type Journey, type Person, startJourney, UNITS } from '../../support/journey.ts';
import { type PeopleApp, startWithNetwork } from '../../support/people.ts';

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly who: string | null;
  readonly count: number;
  readonly state: string;
  readonly owner: { readonly code: string };
  readonly end: string | null;
}

describe('early warnings', () => {
  let journey: Journey;
  const disputes: Followed[] = [];

  /** One of three neighbours against the same man. */
  const against = (index: number, more: object = {}) => ({
    parties: [
      { side: 'applicant', name: `邻居${index}`, phone: `1380000010${index}` },
      { side: 'respondent', name: '王秀英', phone: '13800000002', address: '宋庄村东街13号' },
    ],
    ...more,
  });
  const search = async (): Promise<void> => {
    for (const job of journey.composition.jobDefinitions) {
      if (job.name === 'search-early-warnings') await job.perform(null);
    }
  };
  const list = async (by: Person, query = ''): Promise<readonly Item[]> => {
    const answer = await by.call('get', `/early-warnings${query}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body.items as readonly Item[];
  };
  const act = (by: Person, id: string, does: string, version: number, body: object = {}) =>
    by.call('post', `/early-warnings/${id}/${does}`, body, { 'If-Match': `"${version}"` });

  before(async () => {
    journey = await startJourney();
    const { mediator, nextMediator } = journey.people;
    disputes.push(await journey.register(mediator, against(1)), await journey.register(mediator, against(2)));
    await search();
    expect(await list(journey.people.head)).to.deep.equal([]);
    disputes.push(await journey.register(nextMediator, against(3, { placeUnit: UNITS.nextVillage })));
    journey.clock.advance({ days: 1 });
  });
  after(() => journey.close());

  it('When a person comes the third time, then one warning is raised, however often and by how many is searched', async () => {
    await Promise.all([search(), search()]);
    await search();
    const found = await list(journey.people.head);
    expect(found.map(({ kind, who, count, state, owner }) => [kind, who, count, state, owner.code])).to.deep.equal([
      ['repeatParty', '王秀英', 3, 'raised', UNITS.township],
    ]);
  });

  it('When others ask, then the area decides what they see and the dispute whether they read the name', async () => {
    const { courtAdmin, otherHead, otherTribunalClerk, mediator, justiceViewer, head } = journey.people;
    const [{ id }] = (await list(courtAdmin)) as [Item];
    expect(await list(otherHead)).to.deep.equal([]);
    expect(await list(otherTribunalClerk)).to.deep.equal([]);
    expect(await list(mediator)).to.deep.equal([]);
    expect((await justiceViewer.call('get', '/early-warnings')).status).to.equal(403);
    expect((await otherHead.call('get', `/early-warnings/${id}`)).status).to.equal(404);

    const page = await (await head.browser()).get(`/early-warnings/${id}`);
    expect(page.status).to.equal(200);
    for (const { number } of disputes) expect(page.text).to.include(number);
    expect(page.text).not.to.match(/13800000002|东街13号/);
    const { facts, subject } = await new EarlyWarningRepository(journey.composition.database.connection).get(id);
    expect(`${subject}${JSON.stringify(facts)}`).not.to.match(/王秀英|1380000/);
  });

  it('When a warning is open, then it lies on the desk of the heads of its unit and of no other', async () => {
    const desk = async (who: Person) => (await (await who.browser()).get('/desk')).text;
    expect(await desk(journey.people.head)).to.include('王秀英多次发生纠纷');
    expect(await desk(journey.people.otherHead)).not.to.include('多次发生纠纷');
    expect(await desk(journey.people.clerk)).not.to.include('多次发生纠纷');
  });

  it('When it is taken in hand and ended, then version, reason and who did it are kept, and nobody else may', async () => {
    const { head, clerk, otherHead, courtAdmin } = journey.people;
    const [{ id }] = (await list(head)) as [Item];
    expect((await act(clerk, id, 'take', 1)).status).to.equal(403);
    expect((await act(otherHead, id, 'take', 1)).status).to.equal(404);
    expect((await act(head, id, 'take', 9)).status).to.equal(412);
    const taken = await act(head, id, 'take', 1);
    expect([taken.status, taken.body.state, taken.body.holder, taken.headers['etag']]).to.deep.equal([
      200,
      'taken',
      '周建国',
      '"2"',
    ]);

    const browser = await head.browser();
    await browser.get(`/early-warnings/${id}`);
    const bad = await browser.post(`/early-warnings/${id}/end`, { version: '2', end: 'handled', note: '' });
    expect([bad.status, /<input[^>]*value="handled"[^>]* checked/.test(bad.text)]).to.deep.equal([422, true]);
    expect((await act(head, id, 'end', 2, { end: 'subsided', note: '试' })).status).to.equal(422);
    const good = await browser.post(`/early-warnings/${id}/end`, {
      version: '2',
      end: 'handled',
      note: '已入户走访，改排水。',
    });
    expect(good.status).to.equal(303);
    expect((await act(courtAdmin, id, 'end', 3, { end: 'noSign', note: '再' })).status).to.equal(409);

    expect(await list(head)).to.deep.equal([]);
    expect((await list(courtAdmin, '?box=ended')).map(({ end }) => end)).to.deep.equal(['handled']);
    const { body } = await head.call('get', `/early-warnings/${id}`);
    expect(
      (body.steps as { what: string; by: { name: string } | null }[]).map(({ what, by }) => [what, by?.name ?? null]),
    ).to.deep.equal([
      ['raised', null],
      ['taken', '周建国'],
      ['ended', '周建国'],
    ]);
  });

  it('When the list is opened, then it says the rules, the rate of false alarms and what was measured', async () => {
    const page = await (await journey.people.head.browser()).get('/early-warnings');
    expect(page.text).to.include('Benjamini').and.include('400 周误报 18 周');
  });

  it('When nothing new comes, then it stays at rest; when the person comes again, then it is raised anew; when time passes, then it subsides', async () => {
    const { head, mediator } = journey.people;
    journey.clock.advance({ days: 1 });
    await search();
    expect(await list(head)).to.deep.equal([]);
    journey.clock.advance({ days: 1 });
    await journey.register(mediator, against(4));
    await search();
    expect((await list(head)).map(({ count, state }) => [count, state])).to.deep.equal([[4, 'raised']]);
    journey.clock.advance({ days: 179 });
    await search();
    expect(await list(head)).to.deep.equal([]);
    expect((await list(head, '?box=ended'))[0]?.end).to.equal('subsided');
  });
});

describe('rises and peaks in what is lodged', () => {
  let app: PeopleApp;
  const search = async (): Promise<void> => {
    for (const job of app.composition.jobDefinitions) if (job.name === 'search-early-warnings') await job.perform(null);
  };
  const found = async () => {
    const repository = new EarlyWarningRepository(app.composition.database.connection);
    const open = await repository.list({ area: UNITS.court, open: true }, 100);
    return open
      .map(({ kind, owner, facts }) => ({ kind, unit: owner.code, ...facts }))
      .toSorted((a, b) => (a.unit < b.unit ? 1 : -1));
  };

  before(async () => {
    app = await startWithNetwork();
    app.clock.advance({ days: 182 });
    const today = app.clock.now();
    const townships = [UNITS.township, UNITS.otherTownship];
    const rows: object[] = [];
    const lodge = (daysAgo: number, township: string, type: string): void => {
      const lodgedAt = new Date(today.getTime() - daysAgo * 86_400_000);
      rows.push({
        lodgedAt,
        type,
        state: 'S10',
        place: { unitCode: township, townshipCode: township },
        parties: [],
        number: `r${rows.length}`,
        nextSweepAt: new Date('2099-01-01'),
      });
    };
    const day = (text: string): number => Math.round((today.getTime() - Date.parse(`${text}T01:00:00Z`)) / 86_400_000);
    for (let ago = 1; ago < 640; ago += 1) {
      lodge(ago, townships[ago % 2]!, '02');
      if (ago % 3 === 0) lodge(ago, townships[ago % 2]!, '01');
      if (ago % 7 === 0) lodge(ago, townships[ago % 2]!, '11');
      // Wages before the National Day of last year.
      if (ago > day('2025-10-01') && ago <= day('2025-10-01') + 30) lodge(ago, UNITS.township, '13');
      else if (ago % 15 === 0) lodge(ago, UNITS.township, '13');
    }
    for (let ago = 2; ago < 26; ago += 1) lodge(ago, UNITS.otherTownship, '11');
    await app.composition.database.connection.collection('disputes').insertMany(rows);
  });
  after(() => app.close());

  it('When more of one type comes in a township than in the same weeks of last year, then it is warned there', async () => {
    await search();
    const rises = (await found()).filter(({ kind }) => kind === 'rise');
    expect(rises.map(({ unit, type, township }) => [unit, type, township ?? null])).to.deep.equal([
      [UNITS.otherTownship, '11', UNITS.otherTownship],
    ]);
    const [{ count, expected = 0, references, windows, disputes }] = rises as [(typeof rises)[number]];
    expect([count, references, windows, disputes.length]).to.deep.equal([26, 'lastYears', 3, 26]);
    expect(expected).to.be.within(1, 4);
  });

  it('When a festival is near before which wages piled up last year, then it is warned once, and ends when rest begins', async () => {
    const peaks = async () =>
      (await found())
        .filter(({ kind }) => kind === 'seasonalPeak')
        .map(({ unit, type, festival }) => `${unit} ${type} ${festival}`);
    const before = await peaks();
    expect(before).to.include.members([`${UNITS.township} 13 国庆节`, `${UNITS.court} 13 国庆节`]);
    expect(before.every((peak) => / 13 (国庆节|中秋)$/.test(peak))).to.equal(true);
    await search();
    expect(await peaks()).to.deep.equal(before);
    app.clock.advance({ days: 31 });
    await search();
    expect(await peaks()).to.deep.equal([]);
  });
});
