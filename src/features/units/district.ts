// The file of a district: its court, tribunals, townships and villages, and the map of jurisdiction it starts with.
// Loading it again changes nothing; a changed name is kept beside the former one; nothing is ever deleted, and rules
// the court has set are never touched.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project.ts';
import { type JurisdictionRule, type Names, type UnitRecord } from './unit.record.ts';

interface DistrictUnit {
  readonly code: string;
  readonly name: Names;
  readonly fullName: Names;
  readonly validFrom: string;
  readonly kind: string;
  readonly predecessors?: readonly string[];
}

export interface District {
  readonly court: Omit<DistrictUnit, 'kind'> & { readonly docketWord: string };
  readonly tribunals: readonly DistrictUnit[];
  readonly townships: readonly (DistrictUnit & { readonly villages: readonly DistrictUnit[] })[];
  readonly jurisdiction: {
    readonly example: boolean;
    readonly note: string;
    readonly validFrom: string;
    readonly rules: readonly { readonly township: string; readonly tribunal: string }[];
  };
}

/** Reads `config/districts/<name>.json`. */
export async function readDistrict(name: string): Promise<District> {
  return JSON.parse(await readFile(join(projectRoot, 'config', 'districts', `${name}.json`), 'utf8')) as District;
}

/** What the file says about units; parents of townships follow from the map. */
export function unitsOf({ court, tribunals, townships, jurisdiction }: District): readonly UnitRecord[] {
  const tribunalOf = new Map(jurisdiction.rules.map((rule) => [rule.township, rule.tribunal]));
  const unit = (source: DistrictUnit, tier: UnitRecord['tier'], above: readonly string[]): UnitRecord => {
    const { code, kind, name, fullName, validFrom, predecessors = [] } = source;
    const parent = above.at(-1);
    return {
      code,
      tier,
      kind,
      name,
      fullName,
      ...(parent === undefined ? {} : { parent }),
      path: [...above, code],
      validFrom,
      predecessors,
      formerNames: [],
    };
  };
  const { docketWord, ...courtUnit } = court;
  return [
    { ...unit({ ...courtUnit, kind: '法院' }, 'court', []), docketWord },
    ...tribunals.map((tribunal) => unit(tribunal, 'tribunal', [court.code])),
    ...townships.flatMap((township) => {
      const tribunal = tribunalOf.get(township.code);
      if (!tribunal) throw new Error(`The map names no tribunal for ${township.code}`);
      const above = [court.code, tribunal];
      return [
        unit(township, 'township', above),
        ...township.villages.map((village) => unit(village, 'village', [...above, township.code])),
      ];
    }),
  ];
}

/** The file's map as rules, for townships that have none yet. */
export function rulesOf(
  { jurisdiction }: District,
  known: readonly JurisdictionRule[],
  now: Date,
): readonly Omit<JurisdictionRule, 'id'>[] {
  const mapped = new Set(known.map((rule) => rule.township));
  return jurisdiction.rules
    .filter((rule) => !mapped.has(rule.township))
    .map(({ township, tribunal }) => ({
      township,
      tribunal,
      validFrom: jurisdiction.validFrom,
      example: jurisdiction.example,
      reason: jurisdiction.note,
      setAt: now,
      setBy: { accountId: 'system', name: 'Jiefen' },
    }));
}

/** The stored unit with what the file changed; undefined when nothing differs. */
export function renamed(stored: UnitRecord, file: UnitRecord, today: string): UnitRecord | undefined {
  const same =
    sameNames(stored.name, file.name) && sameNames(stored.fullName, file.fullName) && stored.kind === file.kind;
  if (same) return undefined;
  const former = { name: stored.name, fullName: stored.fullName, until: today };
  return {
    ...stored,
    name: file.name,
    fullName: file.fullName,
    kind: file.kind,
    formerNames: [...stored.formerNames, former],
  };
}

const sameNames = (a: Names, b: Names): boolean => a.zh === b.zh && a.en === b.en;
