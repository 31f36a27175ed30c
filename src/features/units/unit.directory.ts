import { TIERS, type Tier } from '../../domain/tier.ts';
import { holdsOn, type JurisdictionRule, type UnitRecord } from './unit.record.ts';

/** What a list of units may be narrowed by. */
export interface UnitQuery {
  readonly tier?: Tier | undefined;
  readonly parent?: string | undefined;
  /** Part of a name in either language, or the beginning of a code. */
  readonly q?: string | undefined;
}

/** The network as it stands on one day, held in memory: some hundred units that every request asks for. */
export class UnitDirectory {
  readonly day: string;
  readonly rules: readonly JurisdictionRule[];
  /** Units whose stored path differs from what the rules of the day say. */
  readonly moved: readonly UnitRecord[];
  readonly #byCode: ReadonlyMap<string, UnitRecord>;
  readonly #children = new Map<string, UnitRecord[]>();
  readonly #sorted: readonly UnitRecord[];
  readonly #searchText: ReadonlyMap<string, string>;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(units: readonly UnitRecord[], rules: readonly JurisdictionRule[], day: string) {
    this.day = day;
    this.rules = rules;
    const placed = place(units, this.#parentsOn(units, day));
    this.#byCode = placed;
    this.moved = units.flatMap((unit) => {
      const now = placed.get(unit.code);
      return now && now.path.join() !== unit.path.join() ? [now] : [];
    });
    this.#sorted = [...placed.values()]
      .filter((unit) => holdsOn(unit, day))
      .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    for (const unit of this.#sorted) {
      if (unit.parent === undefined) continue;
      const siblings = this.#children.get(unit.parent);
      if (siblings) siblings.push(unit);
      else this.#children.set(unit.parent, [unit]);
    }
    const inOrder = rules.toSorted((a, b) => a.setAt.getTime() - b.setAt.getTime() || (a.id < b.id ? -1 : 1));
    this.#numbers = new Map(inOrder.map(({ id }, index) => [id, index + 1]));
    this.#searchText = new Map(this.#sorted.map((unit) => [unit.code, searchText(unit)]));
  }

  /** The unit, also one that no longer exists; undefined when there never was one of this code. */
  get(code: string): UnitRecord | undefined {
    return this.#byCode.get(code);
  }

  /** Units from the court down to the parent, without the unit itself. */
  ancestors(code: string): readonly UnitRecord[] {
    const path = this.#byCode.get(code)?.path ?? [];
    return path.slice(0, -1).flatMap((ancestor) => this.#byCode.get(ancestor) ?? []);
  }

  children(code: string): readonly UnitRecord[] {
    return this.#children.get(code) ?? [];
  }

  /** Units of the day, in the order of their codes. */
  find({ tier, parent, q }: UnitQuery): readonly UnitRecord[] {
    const wanted = q?.trim().toLowerCase();
    return this.#sorted.filter(
      (unit) =>
        (tier === undefined || unit.tier === tier) &&
        (parent === undefined || unit.parent === parent) &&
        (!wanted || unit.code.startsWith(wanted) || this.#searchText.get(unit.code)?.includes(wanted)),
    );
  }

  /** Units of the day with exactly this code or name, as a person may type it. */
  named(typed: string): readonly UnitRecord[] {
    const wanted = typed.trim().toLowerCase();
    return this.#sorted.filter(({ code, name, fullName }) =>
      [code, name.zh, name.en, fullName.zh, fullName.en].some((known) => known.toLowerCase() === wanted),
    );
  }

  /** The village, or else the township, named in an address; of a village's name that several share, the one whose township is named too. */
  placeIn(address: string): UnitRecord | undefined {
    const named = (units: readonly UnitRecord[]): readonly UnitRecord[] =>
      units.filter(({ name, fullName }) =>
        [name.zh, fullName.zh, name.en].some(
          (known) => known.length > 1 && address.toLowerCase().includes(known.toLowerCase()),
        ),
      );
    const longest = (units: readonly UnitRecord[]): UnitRecord | undefined =>
      units.toSorted((a, b) => b.name.zh.length - a.name.zh.length)[0];
    const township = longest(named(this.find({ tier: 'township' })));
    const villages = named(this.find({ tier: 'village', parent: township?.code }));
    const village = longest(villages);
    const same = villages.filter(({ name }) => name.zh === village?.name.zh);
    return same.length === 1 ? village : township;
  }

  /** How many units stand at each tier, below `code` or in all. */
  counts(code?: string): Readonly<Record<Tier, number>> {
    const counts = { court: 0, tribunal: 0, township: 0, village: 0 };
    for (const unit of this.#sorted) {
      if (code === undefined || (unit.code !== code && unit.path.includes(code))) counts[unit.tier] += 1;
    }
    return counts;
  }

  /** The rule that says which tribunal a township belongs to on a day. */
  ruleFor(township: string, day: string): JurisdictionRule | undefined {
    return this.rules.findLast(
      (rule) => rule.township === township && !rule.village && !rule.supersededAt && holdsOn(rule, day),
    );
  }

  /** The exception that takes a village from its township's tribunal on a day; undefined where there is none. */
  exceptionFor(village: string, day: string): JurisdictionRule | undefined {
    return this.rules.findLast((rule) => rule.village === village && !rule.supersededAt && holdsOn(rule, day));
  }

  /** The number of a rule: the first ever set is 1. Rules are never deleted, so a number stays. */
  numberOf(ruleId: string): number {
    return this.#numbers.get(ruleId) ?? 0;
  }

  #parentsOn(units: readonly UnitRecord[], day: string): ReadonlyMap<string, string | undefined> {
    return new Map(
      units.map((unit) => [
        unit.code,
        unit.tier === 'township' ? (this.ruleFor(unit.code, day)?.tribunal ?? unit.parent) : unit.parent,
      ]),
    );
  }
}

/** Gives every unit its parent and path of the day, tier by tier from the court. */
function place(
  units: readonly UnitRecord[],
  parents: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, UnitRecord> {
  const placed = new Map<string, UnitRecord>();
  for (const tier of TIERS) {
    for (const unit of units) {
      if (unit.tier !== tier) continue;
      const parent = parents.get(unit.code);
      const above = parent === undefined ? [] : (placed.get(parent)?.path ?? []);
      placed.set(unit.code, {
        ...unit,
        ...(parent === undefined ? {} : { parent }),
        path: [...above, unit.code],
      });
    }
  }
  return placed;
}

const searchText = ({ name, fullName }: UnitRecord): string =>
  [name.zh, fullName.zh, name.en, fullName.en].join('\n').toLowerCase();
