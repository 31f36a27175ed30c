// Where a row's dispute arose. A village is looked up below its township and never by name alone: six names occur in two
// townships of the district.

import { type FieldError } from '../../domain/errors.ts';
import { type UnitDirectory, type UnitRecord } from '../units/index.ts';

const called = (unit: UnitRecord, typed: string): boolean =>
  unit.code === typed || unit.name.zh === typed || unit.fullName.zh === typed;

export type Place = { readonly unit: string } | { readonly error: FieldError };

/** Finds the places of one file; the same names are looked up once. */
export class Places {
  readonly #directory: UnitDirectory;
  readonly #default: UnitRecord;
  readonly #area: string;
  readonly #found = new Map<string, Place>();

  /** @param area code of the unit within which every place must lie */
  constructor(directory: UnitDirectory, defaultUnit: UnitRecord, area: string) {
    this.#directory = directory;
    this.#default = defaultUnit;
    this.#area = area;
  }

  of(unit: string, village: string): Place {
    const key = `${unit}\n${village}`;
    const known = this.#found.get(key) ?? this.#find(unit.normalize('NFKC'), village.normalize('NFKC'));
    this.#found.set(key, known);
    return known;
  }

  #find(unit: string, village: string): Place {
    if (!unit && !village) return { unit: this.#default.code };
    const township = unit ? this.#named('township', unit) : this.#township();
    const direct = unit && !village ? this.#byCode(unit) : undefined;
    if (direct) return this.#within(direct);
    if (!township) return { error: { field: unit ? 'unit' : 'village', code: 'imports.unitUnknown' } };
    if (!village) return this.#within(township);
    const below = this.#directory.children(township.code).filter((candidate) => called(candidate, village));
    const [only] = below;
    return only && below.length === 1
      ? this.#within(only)
      : { error: { field: 'village', code: 'imports.villageUnknown' } };
  }

  /** The township a village without one is looked for in: only when the default place leaves no doubt. */
  #township(): UnitRecord | undefined {
    const { tier, parent } = this.#default;
    return tier === 'township' ? this.#default : parent ? this.#directory.get(parent) : undefined;
  }

  #named(tier: 'township', typed: string): UnitRecord | undefined {
    return this.#directory.find({ tier }).find((unit) => called(unit, typed));
  }

  /** A code of twelve digits names a village without doubt. */
  #byCode(typed: string): UnitRecord | undefined {
    return /^\d{12}$/.test(typed) ? this.#directory.get(typed) : undefined;
  }

  #within(unit: UnitRecord): Place {
    return unit.path.includes(this.#area)
      ? { unit: unit.code }
      : { error: { field: 'unit', code: 'imports.unitOutside' } };
  }
}
