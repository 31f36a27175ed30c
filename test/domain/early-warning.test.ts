import { expect } from 'chai';
import { assert, double, integer, property } from 'fast-check';
import { type CalendarDay } from '../../src/domain/calendar-day.ts';
import { answering, repeatsIn, type SeenDispute } from '../../src/domain/early-warning.ts';
import {
  type Counts,
  festivalsOf,
  lastWeekEnd,
  type References,
  referencesFor,
  risesIn,
  seasonsAhead,
  type SeriesKey,
} from '../../src/domain/lodged-count.ts';
import { betaPart, FALSE_ALARM_RATE, MEASURED } from '../../src/domain/rise.ts';
import { packageCalendar } from '../../src/features/holidays/holiday.package.ts';
import { draws } from '../support/draws.ts';

const day = (text: string): CalendarDay => text as CalendarDay;
const TOWNSHIPS = Array.from({ length: 22 }, (_, index) => `T${index}`);
const TYPES = Array.from({ length: 22 }, (_, index) => `Y${index}`);
const LAST = day('2026-03-01');

describe('unusual rises', () => {
  it('When the incomplete beta function is asked, then it equals the binomial sums it stands for', () => {
    const sums = property(
      integer({ min: 1, max: 40 }),
      integer({ min: 1, max: 40 }),
      double({ min: 0.01, max: 0.99, noNaN: true }),
      (a, b, x) => {
        // I_x(a, b) is the chance of at least a successes in a + b − 1 trials.
        const trials = a + b - 1;
        let choose = 1;
        let chance = 0;
        for (let hits = 0; hits <= trials; hits += 1) {
          if (hits >= a) chance += choose * x ** hits * (1 - x) ** (trials - hits);
          choose = (choose * (trials - hits)) / (hits + 1);
        }
        expect(betaPart(x, a, b)).to.be.closeTo(chance, 1e-9);
      },
    );
    assert(sums, { numRuns: 300 });
  });

  /** Weeks of a district in which nothing rises: types and townships of their own sizes, growth, and wider spread. */
  const week = (seed: number, windows: number, risen?: SeriesKey & { readonly by: number }): Counts => {
    const random = draws(seed);
    const size = (index: number): number => 0.3 + 3 / (1 + index);
    const own = new Map<string, number[]>();
    const add = (key: string, place: number, count: number) => {
      const counts = own.get(key) ?? Array<number>(windows).fill(0);
      counts[place] = (counts[place] ?? 0) + count;
      own.set(key, counts);
    };
    for (let place = 0; place < windows; place += 1) {
      const season = (place === 0 ? 1.25 : 1) * (0.85 + 0.3 * random.even());
      TYPES.forEach((type, of) => {
        TOWNSHIPS.forEach((township, at) => {
          const more = place === 0 && risen?.type === type && (risen.township ?? township) === township ? risen.by : 1;
          const count = random.spread(5.5 * size(of) * size(at) * season * more, 25);
          for (const key of [`${township}|${type}`, `${township}|*`, `*|${type}`, '*|*']) add(key, place, count);
        });
      });
    }
    return { of: ({ township = '*', type = '*' }) => own.get(`${township}|${type}`) ?? Array<number>(windows).fill(0) };
  };
  const references = referencesFor(LAST, day('2025-01-01')) as References;
  const look = (seed: number, risen?: SeriesKey & { readonly by: number }) =>
    risesIn(LAST, references, week(seed, references.windows.length + 1, risen), TOWNSHIPS, TYPES);

  it('When nothing has risen, then a week warns of something no more often than the page says', () => {
    const warned = Array.from({ length: MEASURED.weeks }, (_, seed) => look(seed + 1)).filter(
      ({ rises }) => rises.length > 0,
    ).length;
    expect(warned).to.equal(MEASURED.warned);
    expect(warned / MEASURED.weeks).to.be.at.most(FALSE_ALARM_RATE);
  });

  it('When a type rises to the double in the district, or to the fourfold in a township, then it is nearly always found', () => {
    const found = (risen: SeriesKey & { readonly by: number }): number =>
      Array.from({ length: 60 }, (_, seed) => look(seed + 7001, risen)).filter(({ rises }) =>
        rises.some(({ type, township }) => type === risen.type && township === risen.township),
      ).length / 60;

    expect(found({ type: 'Y2', by: 2 })).to.be.at.least(0.9);
    expect(found({ type: 'Y1', township: 'T1', by: 4 })).to.be.at.least(0.9);
  });

  it('When the references would lie before 2025 or before anything was recorded, then they are left out', () => {
    const windows = (first: string, last = '2026-03-01') =>
      referencesFor(day(last), day(first))?.windows.map(({ from }) => from);
    expect(windows('2020-01-01')).to.deep.equal(['2025-01-06', '2025-02-03', '2025-03-03']);
    expect(referencesFor(LAST, day('2025-07-01'))?.kind).to.equal('recent');
    expect(windows('2026-01-01')).to.equal(undefined);
    expect(windows('2020-01-01', '2024-12-29')).to.have.length(9);
    expect([lastWeekEnd(day('2026-03-02')), lastWeekEnd(day('2026-03-01'))]).to.deep.equal([
      '2026-03-01',
      '2026-02-22',
    ]);
  });

  it('When a festival comes near, then it is compared with the same festival of the years that are recorded', () => {
    const festivals = festivalsOf(packageCalendar().holidays);
    expect(
      festivals.filter(({ on }) => on >= '2026-01-01' && on < '2026-04-01').map(({ name, on }) => `${name} ${on}`),
    ).to.deep.equal(['元旦 2026-01-01', '春节 2026-02-15']);
    const seasons = (today: string, first: string) =>
      seasonsAhead(festivals, day(today), day(first)).map(({ festival, earlier }) => [
        festival.name,
        ...earlier.map(({ on }) => on),
      ]);
    expect(seasons('2026-09-01', '2024-01-01')).to.deep.include(['国庆节', '2025-10-01']);
    expect(seasons('2026-01-10', '2025-01-01')).to.deep.equal([]);
    expect(seasons('2024-01-10', '2021-01-01')).to.deep.equal([['春节', '2022-01-31', '2023-01-21']]);
  });
});

describe('people, addresses and respondents that come again', () => {
  const path = (village: string): readonly string[] => ['C', 'C-F01', 'T1', village];
  const tierOf = (code: string) =>
    code.startsWith('V') ? ('village' as const) : code === 'C' ? ('court' as const) : ('township' as const);
  const one = (
    id: string,
    lodgedOn: string,
    parties: readonly (readonly [string, string?, string?])[],
    village = 'V1',
  ): SeenDispute => ({
    id,
    lodgedOn: day(lodgedOn),
    path: path(village),
    parties: parties.map(([side, key, address]) => ({ side, natural: !key?.startsWith('org'), key, address })),
  });
  const repeats = (disputes: readonly SeenDispute[]) =>
    repeatsIn(disputes, day('2026-03-01'), tierOf).map(({ kind, subject, disputes: ids, unit }) => [
      kind,
      subject,
      ids.join(),
      unit,
    ]);

  it('When a person comes three times in half a year, then it is told once, newest dispute first', () => {
    const both = [
      one('a', '2025-10-01', [['applicant', 'p1']]),
      one('b', '2026-02-01', [['respondent', 'p1']]),
      one('c', '2026-01-01', [
        ['applicant', 'p2'],
        ['respondent', 'p1'],
      ]),
    ];
    expect(repeats(both)).to.deep.equal([['repeatParty', 'p1', 'b,c,a', 'T1']]);
    expect(repeats([...both.slice(1), one('a', '2025-08-01', [['applicant', 'p1']])])).to.deep.equal([]);
  });

  it('When an organisation sues often, then it is no sign; when five turn against it, then it is a cluster', () => {
    const against = Array.from({ length: 5 }, (_, index) =>
      one(`d${index}`, '2026-02-01', [
        ['applicant', `w${index}`],
        ['respondent', 'org1'],
      ]),
    );
    const suing = against.map((dispute) => ({
      ...dispute,
      parties: dispute.parties.map((party) => ({
        ...party,
        side: party.side === 'applicant' ? 'respondent' : 'applicant',
      })),
    }));
    expect(repeats(against).map(([kind, subject]) => [kind, subject])).to.deep.equal([['cluster', 'org1']]);
    expect(repeats(suing)).to.deep.equal([]);
  });

  it('When two people of one address come again, then the address is told; when it is one person, then only the person', () => {
    const at = (id: string, who: string) => one(id, '2026-02-01', [['applicant', who, 'home']]);
    expect(repeats([at('a', 'p1'), at('b', 'p2'), at('c', 'p1')])[0]?.slice(0, 2)).to.deep.equal([
      'repeatAddress',
      'home',
    ]);
    expect(repeats([at('a', 'p1'), at('b', 'p1'), at('c', 'p1')]).map(([kind]) => kind)).to.deep.equal(['repeatParty']);
  });

  it('When places lie in several villages or townships, then the unit above them answers, never a village', () => {
    expect(answering([path('V1'), path('V1')], tierOf)).to.equal('T1');
    expect(answering([path('V1'), path('V2')], tierOf)).to.equal('T1');
    expect(answering([path('V1'), ['C', 'C-F02', 'T2', 'V3']], tierOf)).to.equal('C');
  });
});
