// A small known world, counted by hand, and what must hold of every figure, unit and tier.

import { expect } from 'chai';
import { followsBasis, INDICATOR_IDS, type IndicatorId, needsEntry } from '../../../src/domain/indicator.ts';
import {
  AGREEMENT,
  CONSENTS,
  FAILURE_RECORD,
  type Followed,
  type Journey,
  mediate,
  type Person,
  startJourney,
  UNITS,
} from '../../support/journey.ts';

interface Item {
  readonly id: IndicatorId;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  readonly suppressed: boolean;
  readonly missing: boolean;
}
interface Answer {
  readonly unit: string;
  readonly items: readonly Item[];
  readonly rows: readonly {
    key: string;
    own?: boolean;
    query: Record<string, string | string[]>;
    items: readonly Item[];
  }[];
}
interface ListAnswer {
  readonly total: number | null;
  readonly closed: number | null;
  readonly items: readonly { id: string; key: string }[];
  readonly next: string | null;
}

const search = (query: Readonly<Record<string, string | readonly string[]>>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one) params.append(name, one);
  return params.toString();
};

describe('statistics', () => {
  let journey: Journey;
  let disputes: Readonly<Record<'settled' | 'pushed' | 'bounced' | 'failed' | 'elsewhere', Followed>>;

  before(async () => {
    journey = await startJourney();
    const { mediator, otherMediator, tribunalClerk, clerk } = journey.people;
    const { act, register, clock } = journey;

    const settled = await register(mediator);
    await act(mediator, settled, 'takeUp');
    const failed = await register(mediator, { type: '06' });
    await act(mediator, failed, 'takeUp');

    const pushed = await register(tribunalClerk, { source: 'I09' });
    await act(tribunalClerk, pushed, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    await act(clerk, pushed, 'acceptHandOver');

    const bounced = await register(tribunalClerk, { source: 'I09' });
    await act(tribunalClerk, bounced, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    await act(clerk, bounced, 'declineHandOver', { code: 'B2', note: '在小堡村', proposedUnit: UNITS.village });

    const elsewhere = await register(otherMediator, { placeUnit: UNITS.otherVillage });
    await act(otherMediator, elsewhere, 'takeUp');

    clock.advance({ days: 4 });
    await mediate(journey, settled);
    await act(mediator, settled, 'recordAgreement', { ...AGREEMENT, reachedOn: '2026-03-06' });
    await mediate(journey, failed);
    await act(mediator, failed, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'refused' });
    await act(mediator, failed, 'completeFailureRecord', FAILURE_RECORD);
    await act(mediator, failed, 'transferToFiling');
    await act(tribunalClerk, failed, 'fileCase', {
      docket: '（2026）京0112民初101号',
      procedure: 'fastTrack',
      filedOn: '2026-03-06',
    });
    disputes = { settled, pushed, bounced, failed, elsewhere };
    await journey.composition.services.statisticStore.catchUp();
  });
  after(() => journey.close());

  const ask = async (by: Person, query: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Answer> => {
    const answer = await by.call('get', `/statistics/indicators?${search(query)}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as Answer;
  };
  const figures = ({ items }: Pick<Answer, 'items'>): Readonly<Record<string, number | string | null>> =>
    Object.fromEntries(
      items.map(({ id, numerator, denominator, missing }) => [
        id,
        missing ? 'missing' : denominator === null ? numerator : `${numerator}/${denominator}`,
      ]),
    );
  const list = async (by: Person, id: string, query: Readonly<Record<string, string | readonly string[]>>) => {
    const answer = await by.call('get', `/statistics/indicators/${id}/disputes?${search({ ...query, limit: '100' })}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as ListAnswer;
  };

  it('When the court counts the year by closing, then every figure is what was done', async () => {
    const told = Object.entries(figures(await ask(journey.people.courtAdmin)));
    expect(told.filter(([, value]) => value === 'missing').map(([id]) => id)).to.deep.equal(
      INDICATOR_IDS.filter(needsEntry),
    );
    expect(Object.fromEntries(told.filter(([, value]) => value !== 'missing' && value !== 0))).to.deep.equal({
      entered: 5,
      resolved: 1,
      toCourt: 1,
      waiting: 3,
      accepted: 4,
      open: 2,
      pushedDown: 1,
      pushed: 2,
      returned: 1,
      success: 1,
      failed: 1,
      filed: 1,
      K01: '1/2',
      K02a: '1/2',
      K02b: '1/4',
      K05: '1/4',
      K06: '1/1',
      K09: '0/1',
      K09b: '0/0',
      K10: '0/0',
      K11b: '0/0',
      K12: '2/2',
      K12m: '2/2',
      K12p: '2/2',
      K13: '0/4',
      K14: '2/2',
      K15: '1/2',
      K15b: '0/5',
      K16a: '0/4',
      K16b: '0/2',
      K17: '1/1',
      K17b: '1/1',
      K18: '0/4',
      K20: '0/0',
      K21: 1,
      K27: '2/5',
      K28a: '2/2',
      K28b: '2/2',
      K28c: '2/2',
      K29: 3,
      ownShare: '3/4',
      lasting6: '0/0',
      lasting12: '0/0',
      untilAccepted: '4/4',
      untilAnswered: '2/2',
      untilRuled: '0/0',
      villageResolved: 1,
      villageToCourt: 1,
      villageWaiting: 1,
      tribunalWaiting: 2,
      'at-handOver': 1,
      'at-contact': 2,
      'from-tribunal': 2,
    });
  });

  it('When mediation lasted four days, then the mean says four days', async () => {
    const { items } = await ask(journey.people.courtAdmin, { ids: 'K12' });
    const stored = await journey.stored(disputes.settled.id);
    const other = await journey.stored(disputes.failed.id);
    const lasted = [stored, other].map(
      ({ dispute }) => (Date.parse(dispute.outcome?.on ?? '') - Date.parse('2026-03-02')) / 86_400_000,
    );

    expect(items[0]?.value).to.equal(((lasted[0] ?? 0) + (lasted[1] ?? 0)) / 2);
    expect(lasted[0]).to.equal(4);
  });

  it('When a failed dispute was filed at the tribunal, then it still counts among those the village accepted', async () => {
    const village = figures(await ask(journey.people.mediator));

    expect(village).to.include({ accepted: 2, success: 1, failed: 1, filed: 1, K02b: '1/2', K05: '1/2' });
  });

  it('When figures are divided by tier, type, month or unit, then counts add up to the whole', async () => {
    const { courtAdmin, tribunalClerk, head } = journey.people;
    for (const by of ['tier', 'type', 'month', 'unit']) {
      for (const person of [courtAdmin, tribunalClerk, head]) {
        const { items, rows } = await ask(person, { by });
        for (const [index, { id, denominator, numerator }] of items.entries()) {
          if (denominator !== null || numerator === null) continue;
          const sum = rows.reduce((total, row) => total + (row.items[index]?.numerator ?? 0), 0);
          expect(sum, `${id} by ${by} for ${person.role}`).to.equal(numerator);
        }
      }
    }
  });

  it('When any figure of any unit, tier or basis is opened, then its list has as many disputes as it counts', async function () {
    this.timeout(60_000);
    const { courtAdmin } = journey.people;
    let compared = 0;
    for (const basis of ['closing', 'intake']) {
      for (const by of ['unit', 'tier', 'type']) {
        if (basis === 'intake' && by === 'type') continue;
        for (const unit of by === 'type' ? [UNITS.court] : [UNITS.court, UNITS.township]) {
          const { rows } = await ask(courtAdmin, { by, basis, unit });
          for (const row of rows) {
            for (const item of row.items) {
              if (basis === 'intake' && !followsBasis(item.id)) continue;
              if (item.missing || (!item.numerator && !item.denominator)) continue;
              const query = { basis, unit, ...row.query };
              const where = `${item.id} ${search(query)}`;
              const found = await list(courtAdmin, item.id, query);
              expect([found.total, found.items.length + (found.closed ?? 0)], where).to.deep.equal([
                item.numerator,
                item.numerator,
              ]);
              if (item.denominator !== null) {
                const below = await list(courtAdmin, item.id, { ...query, part: 'denominator' });
                expect(below.total, `${where} below the line`).to.equal(item.denominator);
              }
              compared += 1;
            }
          }
        }
      }
    }
    expect(compared).to.be.greaterThan(100);
  });

  it('When a list is read page by page, then every dispute comes once', async () => {
    const { courtAdmin } = journey.people;
    const keys: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/statistics/indicators/entered/disputes?${search({ limit: '2', cursor })}`;
      const page = (await courtAdmin.call('get', path)).body as ListAnswer;
      keys.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }

    expect(keys.toSorted()).to.deep.equal(
      Object.values(disputes)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('When a township counts what its village failed and the tribunal took, then the list says it may not open it', async () => {
    const found = await list(journey.people.clerk, 'failed', {});

    expect(found).to.deep.include({ total: 1, closed: 1, items: [] });
  });

  it('When somebody asks for another branch, then it is refused on the page and in the API', async () => {
    const { clerk } = journey.people;
    expect((await clerk.call('get', `/statistics/indicators?unit=${UNITS.otherTownship}`)).status).to.equal(403);
    expect((await clerk.call('get', `/statistics/indicators?unit=${UNITS.court}`)).status).to.equal(403);
    expect((await (await clerk.browser()).get(`/statistics?unit=${UNITS.otherTownship}`)).status).to.equal(403);
    expect((await ask(clerk)).unit).to.equal(UNITS.township);
  });

  it('When a viewer from outside asks, then numbers below five and lists are withheld', async () => {
    const { justiceViewer } = journey.people;
    const { items } = await ask(justiceViewer);
    const of = (id: IndicatorId) => items.find((item) => item.id === id);

    expect(of('entered')).to.include({ numerator: 5, suppressed: false });
    expect(of('success')).to.include({ numerator: null, value: null, suppressed: true });
    expect(of('K02a')).to.include({ numerator: null, denominator: null, suppressed: true });
    expect(await list(justiceViewer, 'entered', {})).to.deep.include({ total: 5, items: [] });
    expect((await list(justiceViewer, 'success', {})).total).to.equal(null);

    const page = await (await justiceViewer.browser()).get('/statistics/figures/entered/disputes');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('不查阅具体纠纷').and.not.include('张建国');
  });

  it('When the question is bad, then the API says which field and the page shows the usual figures with a message', async () => {
    const { courtAdmin } = journey.people;
    const backwards = 'from=2026-03-02&to=2026-03-01';
    const refused = async (query: string) => {
      const answer = await courtAdmin.call('get', `/statistics/indicators?${query}`);
      return [answer.status, answer.type, (answer.body.errors as { field: string }[]).map(({ field }) => field)];
    };
    const problem = 'application/problem+json';
    expect(await refused(backwards)).to.deep.equal([422, problem, ['to']]);
    expect(await refused('unit=110112999')).to.deep.equal([422, problem, ['unit']]);
    expect(await refused('ids=K99')).to.deep.equal([422, problem, ['ids']]);
    expect(await refused('from=2026-02-30')).to.deep.equal([422, problem, ['from']]);
    expect((await courtAdmin.call('get', '/statistics/indicators/K99/disputes')).status).to.equal(404);

    const page = await (await courtAdmin.browser()).get(`/statistics?${backwards}`);
    expect(page.status).to.equal(422);
    expect(page.text).to.include('截止日不能早于起始日').and.include('四级分层过滤');
  });

  it('When the page is opened, then its numbers and the parts of its drawings lead to their lists', async () => {
    const browser = await journey.people.courtAdmin.browser();
    const page = await browser.get('/statistics');
    expect(page.status).to.equal(200);
    expect(page.text)
      .to.include('/statistics/figures/K02a/disputes')
      .and.not.match(/style="/);

    const links = [...page.text.matchAll(/href="(\/statistics\/figures[^"]+)"/g)].map((found) => found[1] ?? '');
    expect(links.length).to.be.greaterThan(50);
    for (const link of new Set(links)) {
      expect((await browser.get(link.replaceAll('&amp;', '&'))).status, link).to.equal(200);
    }
    expect(page.text.match(/<svg /g)?.length).to.be.greaterThan(3);
  });

  it('When the funnel is asked for, then its parts add up to what came in', async () => {
    const answer = await journey.people.courtAdmin.call('get', '/statistics/funnel');
    const rows = answer.body.rows as { key: string; count: number }[];
    const counts = Object.fromEntries(rows.map(({ key, count }) => [key, count]));

    expect(counts).to.deep.equal({
      entered: 5,
      village: 1,
      township: 0,
      tribunal: 0,
      court: 0,
      filed: 1,
      otherwise: 0,
      waiting: 3,
    });
    expect(answer.body.returned).to.equal(1);
  });
});
