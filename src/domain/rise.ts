// Whether a count is higher than chance explains. Reference windows are the same weeks of earlier years (Farrington and
// others, A statistical algorithm for the early detection of outbreaks, J. R. Statist. Soc. A 159, 1996); the count is held
// against its predictive distribution after them, with Jeffreys' prior (the method "Bayes" of Höhle, surveillance: an R
// package for the monitoring of infectious diseases, Computational Statistics 22, 2007). Counts that spread wider than
// Poisson's are discounted by the spread found in all reference windows together: quasi-Poisson as Farrington does, and as
// a negative binomial distribution where many are expected (Noufaily and others, Statistics in Medicine 32, 2013). Of the
// many units and types tested at once, the procedure of Benjamini and Hochberg (J. R. Statist. Soc. B 57, 1995) decides.

/** A count against the reference windows; exposures say how much there was of everything else at each time. */
export interface CountSeries {
  readonly count: number;
  readonly exposure: number;
  readonly references: readonly { readonly count: number; readonly exposure: number }[];
}

export interface RiseTest {
  /** What the references let expect. */
  readonly expected: number;
  /** The chance of so high a count, or a higher one, where nothing has changed. */
  readonly p: number;
}

/** Chance that a week's look at all series warns of anything where nothing has risen: what the procedure holds to. */
export const FALSE_ALARM_RATE = 0.05;
/** What a test measured on weeks of invented districts in which nothing rose. */
export const MEASURED = { weeks: 400, warned: 18 } as const;
/** Fewer cases are no rise, however rare. */
export const LEAST_CASES = 5;
/** A rise that matters: half as many again as expected. */
export const LEAST_RATIO = 1.5;
/** Fewer other disputes say nothing of how much there was at a time. */
const LEAST_EXPOSURE = 30;

/** How much wider than Poisson's counts spread: everywhere alike, and more where more is expected. */
export interface Spread {
  readonly least: number;
  /** What a case expected adds (a negative binomial distribution). */
  readonly slope: number;
}

/** What deviates further was an outbreak of its own time and does not widen what is held for ordinary, as Farrington weighs. */
const OUTBREAK = 3;

/** The spread found in all references of series of one level together; never narrower than Poisson's. */
export function spreadOf(series: readonly CountSeries[]): Spread {
  let [squares, freedom, beyond, weight] = [0, 0, 0, 0];
  for (const { references } of series) {
    const count = sum(references.map((each) => each.count));
    const exposure = sum(references.map((each) => each.exposure));
    if (references.length < 2 || exposure === 0 || count < references.length) continue;
    const free = references.length - 1;
    for (const reference of references) {
      const expected = (count * reference.exposure) / exposure;
      if (expected === 0) continue;
      const square = Math.min((reference.count - expected) ** 2, OUTBREAK ** 2 * expected);
      squares += square / expected;
      beyond += (square * references.length) / free - expected;
      weight += expected ** 2;
    }
    freedom += free;
  }
  return {
    least: freedom === 0 ? 1 : Math.max(1, squares / freedom),
    slope: weight === 0 ? 0 : Math.max(0, beyond / weight),
  };
}

/** The test of one count; undefined where there is too little to compare with. */
export function riseTest({ count, exposure, references }: CountSeries, spread: Spread): RiseTest | undefined {
  const before = sum(references.map((each) => each.count));
  const held = sum(references.map((each) => each.exposure));
  if (references.length === 0 || held < LEAST_EXPOSURE || exposure < 1) return undefined;
  const expected = ((before + 0.5) * exposure) / held;
  const wider = Math.max(spread.least, 1 + spread.slope * expected);
  // P(X ≥ x) of a negative binomial distribution is a regularised incomplete beta function; counts shrink by the spread.
  const p = count === 0 ? 1 : betaPart(exposure / (exposure + held), count / wider, (before + 0.5) / wider);
  return { expected, p };
}

/**
 * Which series have risen, by their places. Every tested series counts among the many, whether it has cases or not.
 * @param tests undefined where a series could not be tested
 */
export function risen(
  series: readonly CountSeries[],
  tests: readonly (RiseTest | undefined)[],
  rate: number = FALSE_ALARM_RATE,
): ReadonlySet<number> {
  const tested = tests.flatMap((test, place) => {
    if (!test) return [];
    const { count } = series[place] ?? { count: 0 };
    const matters = count >= LEAST_CASES && count >= LEAST_RATIO * test.expected;
    return [{ place, p: matters ? test.p : 1 }];
  });
  const sorted = tested.toSorted((a, b) => a.p - b.p);
  const last = sorted.findLastIndex(({ p }, rank) => p <= (rate * (rank + 1)) / sorted.length);
  return new Set(sorted.slice(0, last + 1).map(({ place }) => place));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

// ---- The incomplete beta function -------------------------------------------------------------------------------------

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

/** Logarithm of the gamma function of a positive number. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + LANCZOS.length - 0.5;
  const series = LANCZOS.reduce((total, factor, index) => total + factor / (shifted + index + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

const TINY = 1e-300;
const MOST_STEPS = 500;

/** The regularised incomplete beta function I of x with a and b, by its continued fraction (Lentz's way). */
export function betaPart(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaPart(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return Math.min(1, front * fraction);
}

/** Never so near to nothing that dividing by it breaks. */
const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
