// Early warning (苗头预警): what several disputes together say that none says alone. People and addresses that come again,
// one respondent against whom many turn, a festival before which disputes of a type pile up every year, and more disputes of
// a type than chance explains. The limits are this system's design. A warning says where to look; it accuses nobody.

import { type CalendarDay, daysBetween } from './calendar-day.ts';
import { commonParent, type UnitPosition } from './tier.ts';

export const EARLY_WARNING_KINDS = ['repeatParty', 'repeatAddress', 'cluster', 'rise', 'seasonalPeak'] as const;
export type EarlyWarningKind = (typeof EARLY_WARNING_KINDS)[number];

/** Why a warning ended. `subsided` is found by the system when the rule no longer holds. */
export const EARLY_WARNING_ENDS = ['handled', 'joined', 'referred', 'explained', 'noSign', 'subsided'] as const;
export type EarlyWarningEnd = (typeof EARLY_WARNING_ENDS)[number];
/** The ends a person may give. */
export const GIVEN_ENDS: readonly EarlyWarningEnd[] = EARLY_WARNING_ENDS.filter((end) => end !== 'subsided');

export const EARLY_WARNING_STATES = ['raised', 'taken', 'ended'] as const;
export type EarlyWarningState = (typeof EARLY_WARNING_STATES)[number];

// ---- Who and where comes again ------------------------------------------------------------------------------------------

/** How often within how many days. A cluster counts applicants. */
export const REPEATS = {
  repeatParty: { times: 3, days: 180 },
  repeatAddress: { times: 3, days: 180 },
  cluster: { times: 5, days: 90 },
} as const;

/** A party of a dispute by blind indexes: the same key is the same person, and nobody can be read from it. */
export interface SeenParty {
  readonly side: string;
  readonly natural: boolean;
  readonly key?: string | undefined;
  readonly address?: string | undefined;
}
export interface SeenDispute {
  readonly id: string;
  readonly lodgedOn: CalendarDay;
  /** From the court to the unit of the place. */
  readonly path: readonly string[];
  readonly parties: readonly SeenParty[];
}

/** What a rule found, and the disputes it was found in, newest first. */
export interface Found {
  readonly kind: EarlyWarningKind;
  /** The same for the same thing, however often it is found. */
  readonly subject: string;
  readonly disputes: readonly string[];
  readonly newest: CalendarDay;
  /** Code of the unit that answers for it. */
  readonly unit: string;
  /** How many others turn against one respondent. */
  readonly applicants?: number;
}

/** People, addresses and respondents that come again, as known on a day. Organisations that sue often are no sign. */
export function repeatsIn(disputes: readonly SeenDispute[], today: CalendarDay, tierOf: TierOf): readonly Found[] {
  const people = new Map<string, SeenDispute[]>();
  const addresses = new Map<string, Map<SeenDispute, ReadonlySet<string>>>();
  const respondents = new Map<string, SeenDispute[]>();
  for (const dispute of disputes) {
    const age = daysBetween(dispute.lodgedOn, today);
    for (const { side, natural, key, address } of dispute.parties) {
      if (key && natural && age < REPEATS.repeatParty.days) add(people, key, dispute);
      if (key && side === 'respondent' && age < REPEATS.cluster.days) add(respondents, key, dispute);
      if (address && natural && age < REPEATS.repeatAddress.days) {
        const at = addresses.get(address) ?? new Map<SeenDispute, ReadonlySet<string>>();
        addresses.set(address, at.set(dispute, new Set([...(at.get(dispute) ?? []), ...(key ? [key] : [])])));
      }
    }
  }
  const clusters = [...respondents].flatMap(([key, against]): readonly Found[] => {
    const applicants = new Set(
      against.flatMap(({ id, parties }) =>
        parties.filter(({ side }) => side === 'applicant').map((party, place) => party.key ?? `${id}:${place}`),
      ),
    );
    if (applicants.size < REPEATS.cluster.times) return [];
    return [{ ...found('cluster', key, against, tierOf), applicants: applicants.size }];
  });
  const clustered = new Set(clusters.map(({ subject }) => subject));
  const persons = [...people].flatMap(([key, seen]) =>
    seen.length >= REPEATS.repeatParty.times && !clustered.has(key) ? [found('repeatParty', key, seen, tierOf)] : [],
  );
  const told = new Set([...clusters, ...persons].map(({ disputes: ids }) => ids.join()));
  const places = [...addresses].flatMap(([address, at]) => {
    const residents = new Set([...at.values()].flatMap((keys) => [...keys]));
    if (at.size < REPEATS.repeatAddress.times || residents.size < 2) return [];
    const one = found('repeatAddress', address, [...at.keys()], tierOf);
    return told.has(one.disputes.join()) ? [] : [one];
  });
  return [...clusters, ...persons, ...places];
}

/** Tells whether a unit is a village: a warning goes to the township above it at the least. */
export type TierOf = (code: string) => UnitPosition['tier'] | undefined;

function add(groups: Map<string, SeenDispute[]>, key: string, dispute: SeenDispute): void {
  const known = groups.get(key);
  if (!known) groups.set(key, [dispute]);
  else if (known.at(-1) !== dispute) known.push(dispute);
}

function found(kind: EarlyWarningKind, subject: string, disputes: readonly SeenDispute[], tierOf: TierOf): Found {
  const sorted = disputes.toSorted((a, b) => (a.lodgedOn === b.lodgedOn ? 0 : a.lodgedOn < b.lodgedOn ? 1 : -1));
  return {
    kind,
    subject,
    disputes: sorted.map(({ id }) => id),
    newest: sorted[0]?.lodgedOn ?? ('' as CalendarDay),
    unit: answering(
      disputes.map(({ path }) => path),
      tierOf,
    ),
  };
}

/** The lowest unit above all places that is no village: a village may be party to what is between its people. */
export function answering(paths: readonly (readonly string[])[], tierOf: TierOf): string {
  const [first = []] = paths;
  const shared = paths.reduce<readonly string[]>((common, path) => {
    const parent = commonParent(common, path);
    return parent === undefined ? [] : common.slice(0, common.indexOf(parent) + 1);
  }, first);
  return shared.findLast((code) => tierOf(code) !== 'village') ?? first[0] ?? '';
}
