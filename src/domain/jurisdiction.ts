// Which unit an address belongs to. The map from townships to tribunals is the court's own dated list (法〔2021〕247号 item 3:
// the tribunal serves its area, the basic court where there is none), so rules are data with a first and a last day, and
// every answer names the rule that fired.

import { type CalendarDay } from './calendar-day.ts';
import { type RiskLevel } from './risk.ts';
import { type Tier } from './tier.ts';

/** One line of the court's map: from a day on, a place and all within it belong to a tribunal. */
export interface JurisdictionRule {
  readonly id: string;
  /** Division code of a district (6 digits), township (9) or village (12); the longest that fits wins. */
  readonly place: string;
  readonly tribunal: string;
  readonly effectiveFrom: CalendarDay;
  /** The last day, when the rule has been replaced. */
  readonly effectiveTo?: CalendarDay;
}

/** Where a place belongs, with the rule that says so. */
export interface Jurisdiction {
  readonly court: string;
  readonly tribunal: string;
  readonly township?: string;
  readonly village?: string;
  readonly rule: string;
  readonly params: { readonly place: string; readonly tribunal: string; readonly since: CalendarDay };
}

/** The rule in force for a place on a day; undefined when the map has a hole there. */
export function ruleFor(
  place: string,
  on: CalendarDay,
  rules: readonly JurisdictionRule[],
): JurisdictionRule | undefined {
  return rules
    .filter((rule) => place.startsWith(rule.place))
    .filter((rule) => rule.effectiveFrom <= on && (rule.effectiveTo === undefined || on <= rule.effectiveTo))
    .toSorted((a, b) => b.place.length - a.place.length || (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
}

/** The units of every tier for a village (12 digits) or township (9 digits); undefined when no rule fits. */
export function jurisdictionOf(
  place: string,
  on: CalendarDay,
  rules: readonly JurisdictionRule[],
): Jurisdiction | undefined {
  const rule = ruleFor(place, on, rules);
  if (rule === undefined) return undefined;
  return {
    court: place.slice(0, 6),
    tribunal: rule.tribunal,
    ...(place.length >= 9 ? { township: place.slice(0, 9) } : {}),
    ...(place.length >= 12 ? { village: place.slice(0, 12) } : {}),
    rule: rule.id,
    params: { place: rule.place, tribunal: rule.tribunal, since: rule.effectiveFrom },
  };
}

/** The unit of one tier for a place, or the next one above where the place is not known so precisely. */
export function unitAt(jurisdiction: Jurisdiction, tier: Tier): string {
  if (tier === 'village' && jurisdiction.village !== undefined) return jurisdiction.village;
  if ((tier === 'village' || tier === 'township') && jurisdiction.township !== undefined) return jurisdiction.township;
  return tier === 'court' ? jurisdiction.court : jurisdiction.tribunal;
}

/** The rules of the suggestion, in the order they are asked; the first that fits decides. */
export const SUGGESTION_RULES = {
  /** Red and orange risk need more hands than a village has. */
  riskNeedsTownship: { tier: 'township', basis: '人民调解法25；D' },
  /** A village may be given only matters on its list (北京市接诉即办工作条例17). */
  matterNotForVillage: { tier: 'township', basis: '北京市接诉即办工作条例17' },
  /** Parties from more than one village: the township between them. */
  severalVillages: { tier: 'township', basis: 'D' },
  /** Several townships: the tribunal between them. */
  severalTownships: { tier: 'tribunal', basis: '法〔2021〕247号；D' },
  /** Everything else goes to the level nearest to the parties. */
  nearest: { tier: 'village', basis: '法〔2021〕247号(分层递进)' },
} as const satisfies Readonly<Record<string, { readonly tier: Tier; readonly basis: string }>>;
export type SuggestionRule = keyof typeof SUGGESTION_RULES;

export interface SuggestionInput {
  /** Where the dispute arose. */
  readonly place: string;
  /** Where the parties live, as far as known. */
  readonly partyPlaces: readonly string[];
  readonly on: CalendarDay;
  readonly disputeType: string;
  readonly risk: RiskLevel;
}

export interface Suggestion {
  readonly unit: string;
  readonly tier: Tier;
  readonly because: SuggestionRule;
  readonly basis: string;
  readonly jurisdiction: Jurisdiction;
}

/**
 * The unit to send a dispute to, with the rule that fired; a clerk may choose otherwise and says why.
 * @param villageMatters dispute types a village committee may be given (社区职责清单)
 */
export function suggestUnit(
  input: SuggestionInput,
  rules: readonly JurisdictionRule[],
  villageMatters: ReadonlySet<string>,
): Suggestion | undefined {
  const jurisdiction = jurisdictionOf(input.place, input.on, rules);
  if (jurisdiction === undefined) return undefined;
  const because = firing(input, villageMatters);
  const { tier: wanted, basis } = SUGGESTION_RULES[because];
  const tier = reachable(wanted, jurisdiction);
  return { unit: unitAt(jurisdiction, tier), tier, because, basis, jurisdiction };
}

function firing(input: SuggestionInput, villageMatters: ReadonlySet<string>): SuggestionRule {
  const places = [input.place, ...input.partyPlaces];
  const known = (digits: number) =>
    new Set(places.filter((place) => place.length >= digits).map((place) => place.slice(0, digits)));
  if (known(9).size > 1) return 'severalTownships';
  if (input.risk === 'red' || input.risk === 'orange') return 'riskNeedsTownship';
  if (!villageMatters.has(input.disputeType)) return 'matterNotForVillage';
  return known(12).size > 1 ? 'severalVillages' : 'nearest';
}

function reachable(tier: Tier, jurisdiction: Jurisdiction): Tier {
  if (tier === 'village' && jurisdiction.village === undefined) return reachable('township', jurisdiction);
  if (tier === 'township' && jurisdiction.township === undefined) return 'tribunal';
  return tier;
}
