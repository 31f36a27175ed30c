// Random counts for tests: the same for the same seed, and none of the product's own.

export interface Draws {
  /** Between 0 and 1. */
  even(): number;
  /** A Poisson count. */
  poisson(mean: number): number;
  /** A count wider than Poisson's: the mean itself is drawn, the narrower the larger the shape. */
  spread(mean: number, shape: number): number;
  /** A time after Poisson's arrivals. */
  wait(mean: number): number;
}

export function draws(seed: number): Draws {
  let state = seed >>> 0 || 1;
  const even = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const poisson = (mean: number): number => {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = even(); product > floor; product *= even()) count += 1;
    return count;
  };
  // The mean of so many exponential waits has the gamma distribution of that shape.
  const gamma = (shape: number): number => {
    let logs = 0;
    for (let index = 0; index < shape; index += 1) logs -= Math.log(1 - even());
    return logs / shape;
  };
  return {
    even,
    poisson,
    spread: (mean, shape) => poisson(mean * gamma(shape)),
    wait: (mean) => -mean * Math.log(1 - even()),
  };
}
