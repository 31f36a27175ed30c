// What is lodged, counted by township and type in windows of four weeks: which counts rose above the same weeks of earlier
// years, and which types pile up before a festival every year.

import { addDays, type CalendarDay, daysBetween, weekdayOf } from './calendar-day.ts';
import { SERIES_BREAK } from './indicator.ts';
import { type CountSeries, risen, riseTest, spreadOf } from './rise.ts';

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
