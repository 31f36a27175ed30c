// Early warning (苗头预警): what several disputes together say that none says alone. People and addresses that come again,
// one respondent against whom many turn, a festival before which disputes of a type pile up every year, and more disputes of
// a type than chance explains. The limits are this system's design. A warning says where to look; it accuses nobody.

import { addDays, type CalendarDay, daysBetween, weekdayOf } from './calendar-day.ts';
import { SERIES_BREAK } from './indicator.ts';
import { type CountSeries, risen, riseTest, spreadOf } from './rise.ts';
import { commonParent, type UnitPosition } from './tier.ts';

export const EARLY_WARNING_KINDS = ['repeatParty', 'repeatAddress', 'cluster', 'rise', 'seasonalPeak'] as const;
export type EarlyWarningKind = (typeof EARLY_WARNING_KINDS)[number];

/** Why a warning ended. `subsided` is found by the system when the rule no longer holds. */
export const EARLY_WARNING_ENDS = ['handled', 'joined', 'referred', 'explained', 'noSign', 'subsided'] as const;
export type EarlyWarningEnd = (typeof EARLY_WARNING_ENDS)[number];
/** The ends a person may give. */
export const GIVEN_ENDS: readonly EarlyWarningEnd[] = EARLY_WARNING_ENDS.filter((end) => end !== 'subsided');

export const EARLY_WARNING_STATES = ['raised', 'taken', 'ended'] as const;
export type EarlyWarningState = (typeof EARLY_WARNING_STATES)[number];

// ---- Who and where comes again ------------------------------------------------------------------------------------------

/** How often within how many days. A cluster counts applicants. */
export const REPEATS = {
  repeatParty: { times: 3, days: 180 },
  repeatAddress: { times: 3, days: 180 },
  cluster: { times: 5, days: 90 },
} as const;

/** A party of a dispute by blind indexes: the same key is the same person, and nobody can be read from it. */
export interface SeenParty {
  readonly side: string;
  readonly natural: boolean;
  readonly key?: string | undefined;
  readonly address?: string | undefined;
}
export interface SeenDispute {
  readonly id: string;
  readonly lodgedOn: CalendarDay;
  /** From the court to the unit of the place. */
  readonly path: readonly string[];
  readonly parties: readonly SeenParty[];
}

/** What a rule found, and the disputes it was found in, newest first. */
export interface Found {
  readonly kind: EarlyWarningKind;
  /** The same for the same thing, however often it is found. */
  readonly subject: string;
  readonly disputes: readonly string[];
  readonly newest: CalendarDay;
  /** Code of the unit that answers for it. */
  readonly unit: string;
  /** How many others turn against one respondent. */
  readonly applicants?: number;
}

/** People, addresses and respondents that come again, as known on a day. Organisations that sue often are no sign. */
export function repeatsIn(disputes: readonly SeenDispute[], today: CalendarDay, tierOf: TierOf): readonly Found[] {
  const people = new Map<string, SeenDispute[]>();
  const addresses = new Map<string, Map<SeenDispute, ReadonlySet<string>>>();
  const respondents = new Map<string, SeenDispute[]>();
  for (const dispute of disputes) {
    const age = daysBetween(dispute.lodgedOn, today);
    for (const { side, natural, key, address } of dispute.parties) {
      if (key && natural && age < REPEATS.repeatParty.days) add(people, key, dispute);
      if (key && side === 'respondent' && age < REPEATS.cluster.days) add(respondents, key, dispute);
      if (address && natural && age < REPEATS.repeatAddress.days) {
        const at = addresses.get(address) ?? new Map<SeenDispute, ReadonlySet<string>>();
        addresses.set(address, at.set(dispute, new Set([...(at.get(dispute) ?? []), ...(key ? [key] : [])])));
      }
    }
  }
  const clusters = [...respondents].flatMap(([key, against]): readonly Found[] => {
    const applicants = new Set(
      against.flatMap(({ id, parties }) =>
        parties.filter(({ side }) => side === 'applicant').map((party, place) => party.key ?? `${id}:${place}`),
      ),
    );
    if (applicants.size < REPEATS.cluster.times) return [];
    return [{ ...found('cluster', key, against, tierOf), applicants: applicants.size }];
  });
  const clustered = new Set(clusters.map(({ subject }) => subject));
  const persons = [...people].flatMap(([key, seen]) =>
    seen.length >= REPEATS.repeatParty.times && !clustered.has(key) ? [found('repeatParty', key, seen, tierOf)] : [],
  );
  const told = new Set([...clusters, ...persons].map(({ disputes: ids }) => ids.join()));
  const places = [...addresses].flatMap(([address, at]) => {
    const residents = new Set([...at.values()].flatMap((keys) => [...keys]));
    if (at.size < REPEATS.repeatAddress.times || residents.size < 2) return [];
    const one = found('repeatAddress', address, [...at.keys()], tierOf);
    return told.has(one.disputes.join()) ? [] : [one];
  });
  return [...clusters, ...persons, ...places];
}

/** Tells whether a unit is a village: a warning goes to the township above it at the least. */
export type TierOf = (code: string) => UnitPosition['tier'] | undefined;

function add(groups: Map<string, SeenDispute[]>, key: string, dispute: SeenDispute): void {
  const known = groups.get(key);
  if (!known) groups.set(key, [dispute]);
  else if (known.at(-1) !== dispute) known.push(dispute);
}

function found(kind: EarlyWarningKind, subject: string, disputes: readonly SeenDispute[], tierOf: TierOf): Found {
  const sorted = disputes.toSorted((a, b) => (a.lodgedOn === b.lodgedOn ? 0 : a.lodgedOn < b.lodgedOn ? 1 : -1));
  return {
    kind,
    subject,
    disputes: sorted.map(({ id }) => id),
    newest: sorted[0]?.lodgedOn ?? ('' as CalendarDay),
    unit: answering(
      disputes.map(({ path }) => path),
      tierOf,
    ),
  };
}

/** The lowest unit above all places that is no village: a village may be party to what is between its people. */
export function answering(paths: readonly (readonly string[])[], tierOf: TierOf): string {
  const [first = []] = paths;
  const shared = paths.reduce<readonly string[]>((common, path) => {
    const parent = commonParent(common, path);
    return parent === undefined ? [] : common.slice(0, common.indexOf(parent) + 1);
  }, first);
  return shared.findLast((code) => tierOf(code) !== 'village') ?? first[0] ?? '';
}

// ---- More than chance explains ------------------------------------------------------------------------------------------

/** Disputes by township, type and day of lodging. */
export interface DailyCount {
  readonly township: string;
  readonly type: string;
  readonly on: CalendarDay;
}
/** Which disputes of a district: of a township or all, of a type or all. */
export interface SeriesKey {
  readonly township?: string;
  readonly type?: string;
}
export interface Stretch {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

/** Days of the window that is looked at, and around which weeks of earlier years it is compared. */
export const WINDOW_DAYS = 28;
const YEAR_DAYS = 364;
const YEARS_BACK = 3;
const NEIGHBOURS = [-1, 0, 1] as const;
/** Where no year has passed yet: the windows before, one left out between so that a slow rise does not hide itself. */
const RECENT = [2, 3, 4, 5, 6, 7] as const;
const LEAST_REFERENCES = 3;

/** How far back days are needed. */
export const reachOf = (last: CalendarDay): CalendarDay => addDays(last, -(YEARS_BACK * YEAR_DAYS + 2 * WINDOW_DAYS));

/** The last Sunday before a day: a window of whole weeks ends there. */
export const lastWeekEnd = (today: CalendarDay): CalendarDay => addDays(today, -(weekdayOf(today) || 7));

const window = (last: CalendarDay): Stretch => ({ from: addDays(last, 1 - WINDOW_DAYS), to: last });

export interface References {
  readonly kind: 'lastYears' | 'recent';
  readonly windows: readonly Stretch[];
}

/** What a window is compared with; nothing before the change of tracks of 2025 stands beside anything after it. */
export function referencesFor(last: CalendarDay, first: CalendarDay): References | undefined {
  const { from } = window(last);
  const known = from >= SERIES_BREAK && first < SERIES_BREAK ? SERIES_BREAK : first;
  const fits = ({ from: begin }: Stretch): boolean => begin >= known;
  const lastYears = Array.from({ length: YEARS_BACK }, (_, year) =>
    NEIGHBOURS.map((near) => window(addDays(last, -(year + 1) * YEAR_DAYS + near * WINDOW_DAYS))),
  )
    .flat()
    .filter(fits);
  if (lastYears.length >= LEAST_REFERENCES) return { kind: 'lastYears', windows: lastYears };
  const recent = RECENT.map((back) => window(addDays(last, -back * WINDOW_DAYS))).filter(fits);
  return recent.length >= LEAST_REFERENCES ? { kind: 'recent', windows: recent } : undefined;
}

/** Counts of stretches of days by township and type, with their sums. */
export class LodgedCounts {
  readonly #stretches: readonly Stretch[];
  readonly #counts = new Map<string, number[]>();

  constructor(stretches: readonly Stretch[]) {
    this.#stretches = stretches;
  }

  add({ township, type, on }: DailyCount): void {
    this.#stretches.forEach(({ from, to }, place) => {
      if (on < from || on > to) return;
      for (const key of [keyOf({ township, type }), keyOf({ township }), keyOf({ type }), keyOf({})]) {
        const counts = this.#counts.get(key) ?? Array<number>(this.#stretches.length).fill(0);
        counts[place] = (counts[place] ?? 0) + 1;
        this.#counts.set(key, counts);
      }
    });
  }

  of(key: SeriesKey): readonly number[] {
    return this.#counts.get(keyOf(key)) ?? this.#stretches.map(() => 0);
  }
}
/** What a search asks of counts. */
export type Counts = Pick<LodgedCounts, 'of'>;

const keyOf = ({ township = '*', type = '*' }: SeriesKey): string => `${township}|${type}`;

export interface Rise extends SeriesKey {
  readonly count: number;
  readonly expected: number;
  readonly p: number;
}
export interface RiseReport {
  readonly window: Stretch;
  readonly references: References['kind'] | null;
  /** How many reference windows there were, and how many series were tested. */
  readonly windows: number;
  readonly tested: number;
  readonly rises: readonly Rise[];
}

/** Every series of a district: types of each township, townships, types. */
const seriesOf = (townships: readonly string[], types: readonly string[]): readonly SeriesKey[] => [
  ...types.map((type) => ({ type })),
  ...townships.flatMap((township) => [{ township }, ...types.map((type) => ({ township, type }))]),
];

/**
 * Which series rose in the four weeks that ended on a day. Each is held against everything else that was lodged at the
 * time, so that more disputes of every kind everywhere raise no warning of one kind somewhere.
 * @param counts of the window first, then of the references in their order
 */
export function risesIn(
  last: CalendarDay,
  references: References | undefined,
  counts: Counts,
  townships: readonly string[],
  types: readonly string[],
): RiseReport {
  const stretch = window(last);
  const nothing = { window: stretch, references: null, windows: 0, tested: 0, rises: [] };
  if (!references) return nothing;
  const whole = counts.of({});
  const keys = seriesOf(townships, types);
  const series = keys.map((key): CountSeries => {
    const own = counts.of(key);
    const [now, ...then] = own.map((count, place) => ({ count, exposure: (whole[place] ?? 0) - count }));
    return { ...(now ?? { count: 0, exposure: 0 }), references: then };
  });
  return { window: stretch, references: references.kind, windows: references.windows.length, ...tested(keys, series) };
}

/** Tests every series and tells which rose. */
function tested(keys: readonly SeriesKey[], series: readonly CountSeries[]): Pick<RiseReport, 'tested' | 'rises'> {
  // Types of the district, townships, and types of a township spread each in their own way.
  const levels = keys.map(({ township, type }) => `${township !== undefined}${type !== undefined}`);
  const spreads = new Map(
    [...new Set(levels)].map((level) => [level, spreadOf(series.filter((_each, place) => levels[place] === level))]),
  );
  const tests = series.map((each, place) => {
    const spread = spreads.get(levels[place] ?? '');
    return spread && riseTest(each, spread);
  });
  return {
    tested: tests.filter(Boolean).length,
    rises: [...risen(series, tests)].flatMap((place): readonly Rise[] => {
      const [key, test] = [keys[place], tests[place]];
      return key && test ? [{ ...key, count: series[place]?.count ?? 0, expected: test.expected, p: test.p }] : [];
    }),
  };
}

/** The stretches a search for rises counts: the window, then the references. */
export const riseStretches = (last: CalendarDay, references: References | undefined): readonly Stretch[] => [
  window(last),
  ...(references?.windows ?? []),
];

// ---- Peaks before festivals -------------------------------------------------------------------------------------------

/** A warning comes so long before the first day of rest; peaks are looked for in so many days before it. */
export const SEASON = { ahead: 45, days: 30, years: 3, quiet: 8 } as const;

export interface Festival {
  readonly name: string;
  readonly on: CalendarDay;
}

/** A festival whose rest is cut in two still begins once. */
const SAME_FESTIVAL_DAYS = 60;

/** The first day of rest of every festival of a calendar, in order. */
export const festivalsOf = (holidays: Readonly<Record<string, string>>): readonly Festival[] =>
  Object.entries(holidays)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .reduce<readonly Festival[]>((known, [day, name]) => {
      const on = day as CalendarDay;
      const again = known.some((each) => each.name === name && daysBetween(each.on, on) < SAME_FESTIVAL_DAYS);
      return again ? known : [...known.slice(-MOST_FESTIVALS), { name, on }];
    }, []);
/** Some years of festivals; older ones are compared with nothing. */
const MOST_FESTIVALS = 60;

export interface Season {
  readonly festival: Festival;
  /** The same festival of earlier years, of which days before it are recorded. */
  readonly earlier: readonly Festival[];
}

/** Festivals that come within the time of warning, with those of earlier years that may be compared. */
export function seasonsAhead(
  festivals: readonly Festival[],
  today: CalendarDay,
  first: CalendarDay,
): readonly Season[] {
  const known = first < SERIES_BREAK && today >= SERIES_BREAK ? SERIES_BREAK : first;
  return festivals
    .filter(({ on }) => on > today && daysBetween(today, on) <= SEASON.ahead)
    .flatMap((festival) => {
      const earlier = festivals
        .filter(({ name, on }) => name === festival.name && on < today)
        .filter(({ on }) => addDays(on, -(SEASON.quiet + 1) * SEASON.days) >= known)
        .slice(-SEASON.years);
      return earlier.length > 0 ? [{ festival, earlier }] : [];
    });
}

/** The days before each earlier festival first, then the stretches of the same length before those. */
export const seasonStretches = ({ earlier }: Season): readonly Stretch[] => [
  ...earlier.map(({ on }) => before(on, 0)),
  ...earlier.flatMap(({ on }) => Array.from({ length: SEASON.quiet }, (_, back) => before(on, back + 1))),
];
const before = (festival: CalendarDay, back: number): Stretch => ({
  from: addDays(festival, -(back + 1) * SEASON.days),
  to: addDays(festival, -back * SEASON.days - 1),
});

/** Which series stood higher before the festival in earlier years than in the stretches before that. */
export function peaksIn(
  season: Season,
  counts: Counts,
  townships: readonly string[],
  types: readonly string[],
): RiseReport {
  const keys = seriesOf(townships, types).filter(({ type }) => type !== undefined);
  const years = season.earlier.length;
  const series = keys.map((key): CountSeries => {
    const own = counts.of(key);
    return {
      count: own.slice(0, years).reduce((total, count) => total + count, 0),
      exposure: years * SEASON.days,
      references: own.slice(years).map((count) => ({ count, exposure: SEASON.days })),
    };
  });
  return {
    window: { from: addDays(season.festival.on, -SEASON.days), to: addDays(season.festival.on, -1) },
    references: 'lastYears',
    windows: years * SEASON.quiet,
    ...tested(keys, series),
  };
}
