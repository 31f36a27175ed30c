// What generated disputes are about: texts of our own, with places for names, sums and days.

/** A kind of matter. `{a}` applicant, `{b}` respondent, `{place}` where, `{when}` since when, `{sum}` how much. */
export interface Matter {
  readonly facts: string;
  readonly claims: readonly string[];
  /** Lowest and highest amount in yuan; absent where no money is asked for. */
  readonly yuan?: readonly [number, number];
  /** What the respondent undertakes when the matter is settled otherwise than by money. */
  readonly deed?: string;
  /** Who shares which responsibility, as an agreement states it. */
  readonly responsibility: string;
  /** The trade of the respondent when it is a company; absent for a natural person. */
  readonly trade?: string;
}
