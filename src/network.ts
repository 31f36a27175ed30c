// The network of units as casework asks it: who a unit is, which tribunal serves a place, where a dispute may go.

import { dayOfInstant } from './domain/calendar-day.ts';
import { type HandOverKind } from './domain/hand-over.ts';
import { type JurisdictionRule } from './domain/jurisdiction.ts';
import { type Actor } from './domain/permission.ts';
import { type Tier, type UnitPosition } from './domain/tier.ts';
import { type DisputeRecord, inLanguage, type UnitNames } from './features/disputes/index.ts';
import { type UnitChoice } from './features/hand-overs/index.ts';
import { type UnitRecord, type UnitsService } from './features/units/index.ts';

export const position = ({ code, tier, path }: UnitRecord): UnitPosition => ({ code, tier, path });

/** Names of units by code, in a page's language. */
export const unitNamesOf =
  (units: UnitsService) =>
  async (language: 'zh-CN' | 'en'): Promise<UnitNames> => {
    const directory = await units.directory();
    return (code) => {
      const unit = directory.get(code);
      return unit ? inLanguage(unit.name, language) : code;
    };
  };

/** The units feature as registration and hand-over ask it. */
export const networkOf = (units: UnitsService) => ({
  find: async (code: string) => {
    const unit = await units.unitByCode(code);
    return { ...position(unit), name: unit.name };
  },
  jurisdictionRules: async (): Promise<readonly JurisdictionRule[]> =>
    (await units.directory()).rules
      .filter((rule) => rule.supersededAt === undefined)
      .map((rule) => ({
        id: rule.id,
        place: rule.village ?? rule.township,
        tribunal: rule.tribunal,
        effectiveFrom: rule.validFrom as JurisdictionRule['effectiveFrom'],
        ...(rule.validTo
          ? { effectiveTo: dayOfInstant(new Date(Date.parse(`${rule.validTo}T00:00:00+08:00`) - 1)) }
          : {}),
      })),
});

/**
 * Where a hand-over of this kind may go, the place of the dispute first: everything below for a push-down, everything
 * above for an escalation, the units of the same tier for a lateral transfer. Help is asked of any centre, tribunal or
 * court, and of the villages of the dispute's own township.
 */
export async function targetsOf(
  units: UnitsService,
  kind: HandOverKind,
  from: UnitPosition,
  dispute: DisputeRecord,
): Promise<readonly UnitChoice[]> {
  const directory = await units.directory();
  const own = dispute.place.townshipCode;
  const candidates: readonly UnitRecord[] =
    kind === 'escalate'
      ? directory.ancestors(from.code).toReversed()
      : directory
          .find(kind === 'lateral' ? { tier: from.tier } : {})
          .filter((unit) =>
            kind === 'push-down' || kind === 'assist'
              ? unit.code !== from.code &&
                (kind === 'assist' || unit.path.includes(from.code)) &&
                (unit.tier !== 'village' || unit.parent === own)
              : unit.code !== from.code,
          );
  const near = (unit: UnitRecord): number =>
    unit.code === dispute.place.unitCode ? 0 : unit.code === own ? 1 : unit.path.includes(own) ? 2 : 3;
  return candidates
    .toSorted((a, b) => (kind === 'escalate' ? 0 : near(a) - near(b)))
    .map((unit) => ({ code: unit.code, name: unit.name }));
}

/** What a person's area is made of: the units below the own one; for the court its tribunals and their townships. */
export async function areasOf(units: UnitsService, { unit }: Actor): Promise<readonly UnitChoice[]> {
  const directory = await units.directory();
  const below = directory.children(unit.code);
  const listed = unit.tier === 'court' ? below.flatMap((each) => [each, ...directory.children(each.code)]) : below;
  return listed.map(({ code, name }) => ({ code, name }));
}

const PLACE_TIERS: readonly Tier[] = ['township', 'village'];

/** Places a person of this unit registers disputes for: their own area, with the township before each village. */
export async function placesOf(units: UnitsService, actor: Actor) {
  const directory = await units.directory();
  const area = directory
    .find({})
    .filter((unit) => PLACE_TIERS.includes(unit.tier) && unit.path.includes(actor.unit.code));
  return area.map((unit) => {
    const township = unit.tier === 'village' && unit.parent ? directory.get(unit.parent) : undefined;
    return {
      code: unit.code,
      name: township
        ? { zh: `${township.name.zh} · ${unit.name.zh}`, en: `${unit.name.en}, ${township.name.en}` }
        : unit.name,
    };
  });
}
