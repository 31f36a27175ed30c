// The four tiers of a district's dispute network, from the court down to the village (法〔2021〕247号: court and
// tribunal above, basic-level governance units below). A unit's path runs from the court to the unit itself.

export const TIERS = ['court', 'tribunal', 'township', 'village'] as const;
export type Tier = (typeof TIERS)[number];

/** Where a unit stands: its code, tier and path from the court to itself. */
export interface UnitPosition {
  readonly code: string;
  readonly tier: Tier;
  readonly path: readonly string[];
}

/** 0 for the court, 3 for a village. */
export const depth = (tier: Tier): number => TIERS.indexOf(tier);

/** True when `a` stands nearer to the parties than `b`. */
export const isBelow = (a: Tier, b: Tier): boolean => depth(a) > depth(b);

/** True when the unit lies strictly inside the area of `ancestorCode`. */
export const isWithin = (unit: UnitPosition, ancestorCode: string): boolean =>
  unit.code !== ancestorCode && unit.path.includes(ancestorCode);

/** Code of the lowest unit that stands above both (or is one of the two); the court when nothing else is shared. */
export function commonParent(a: readonly string[], b: readonly string[]): string | undefined {
  let shared: string | undefined;
  for (let i = 0; i < a.length && a[i] === b[i]; i++) shared = a[i];
  return shared;
}
