// Signs that a mediation was not what its record says. A flag accuses nobody: it tells the head and the court where to
// ask. Pure; the facts are gathered elsewhere.

export const INTEGRITY_FLAGS = [
  'denied',
  'noSession',
  'sameMinute',
  'closedAtOnce',
  'onePhone',
  'phoneReused',
  'textCopied',
  'lateEntry',
  'unconfirmed',
] as const;
export type IntegrityFlag = (typeof INTEGRITY_FLAGS)[number];

export interface IntegrityFacts {
  /** True when the dispute counts as settled by mediation. */
  readonly settled: boolean;
  readonly sessions: number;
  /** Flags of the session records themselves. */
  readonly sessionFlags: readonly string[];
  readonly acceptedAt?: Date | undefined;
  readonly closedAt?: Date | undefined;
  /** Two parties of the dispute gave the same number. */
  readonly onePhone: boolean;
  /** A party's number stands, under another name, in a dispute that has nothing to do with this one. */
  readonly phoneReused: boolean;
  /** The statements of a session read the same as those of a dispute outside its series. */
  readonly textCopied: boolean;
  /** A party said that it was not so. */
  readonly denied: boolean;
  /** Every party has confirmed a session or the agreement. */
  readonly confirmed: boolean;
}

const MS_PER_MINUTE = 60_000;

const RULES: Readonly<Record<IntegrityFlag, (facts: IntegrityFacts) => boolean>> = {
  denied: ({ denied }) => denied,
  noSession: ({ settled, sessions }) => settled && sessions === 0,
  sameMinute: ({ sessionFlags }) => sessionFlags.includes('sameMinute'),
  closedAtOnce: ({ acceptedAt, closedAt }) =>
    acceptedAt !== undefined && closedAt !== undefined && closedAt.getTime() - acceptedAt.getTime() < MS_PER_MINUTE,
  onePhone: ({ onePhone }) => onePhone,
  phoneReused: ({ phoneReused }) => phoneReused,
  textCopied: ({ textCopied }) => textCopied,
  lateEntry: ({ sessionFlags }) => sessionFlags.includes('lateEntry'),
  unconfirmed: ({ settled, confirmed }) => settled && !confirmed,
};

/** The flags of a dispute, the gravest first. */
export const integrityFlags = (facts: IntegrityFacts): readonly IntegrityFlag[] =>
  INTEGRITY_FLAGS.filter((flag) => RULES[flag](facts));

/** Shorter texts are alike by chance. */
const SHORTEST = 20;

/**
 * A text without its names, numbers, blanks and punctuation, by which copied records are found; undefined when what
 * remains is too short to mean anything.
 */
export function gistOf(text: string, names: readonly string[]): string | undefined {
  const bare = names
    .filter((name) => name !== '')
    .reduce((rest, name) => rest.replaceAll(name, ''), text)
    .replaceAll(/[\d\p{P}\p{S}\s]/gu, '');
  return bare.length < SHORTEST ? undefined : bare;
}
