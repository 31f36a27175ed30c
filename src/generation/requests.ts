// What comes in: where, from whom, about what. Weights after the people's-mediation statistics.

import { dayOfInstant, addDays } from '../domain/calendar-day.ts';
import { type DisputeTypeCode } from '../domain/dispute-type.ts';
import { RISK_TRIGGER_IDS } from '../domain/risk.ts';
import { type SourceCode } from '../domain/source.ts';
import { type Tier } from '../domain/tier.ts';
import { type DisputeRecord, type RegisterInput } from '../features/disputes/index.ts';
import { type UnitDirectory, type UnitRecord } from '../features/units/index.ts';
import { type Matter } from './matter.ts';
import { HOME_MATTERS } from './matters-home.ts';
import { RARE_MATTERS } from './matters-rest.ts';
import { TRADE_MATTERS } from './matters-trade.ts';
import { type Crowd } from './people.ts';
import { type Plan } from './plan.ts';
import { type Random } from './random.ts';
import { HOTLINE_SYSTEMS } from './words.ts';

const MATTERS: Readonly<Record<DisputeTypeCode, readonly Matter[]>> = {
  ...HOME_MATTERS,
  ...TRADE_MATTERS,
  ...RARE_MATTERS,
};

/** Shares of people's-mediation statistics, with what a growing district adds. */
const TYPES: Readonly<Record<DisputeTypeCode, number>> = {
  '01': 18.4,
  '02': 27,
  '03': 7.7,
  '04': 5.1,
  '05': 3.6,
  '06': 8.7,
  '07': 2.1,
  '08': 2.2,
  '09': 1,
  '10': 4.2,
  '11': 6,
  '12': 2,
  '13': 3,
  '14': 2.5,
  '15': 0.4,
  '16': 0.2,
  '17': 0.8,
  '18': 1,
  '19': 0.8,
  '20': 0.8,
  '21': 4,
  '99': 2.5,
};

const ENTRIES: Readonly<Record<Tier, number>> = { village: 45, township: 38, tribunal: 10, court: 7 };
const SOURCES: Readonly<Record<Tier, Readonly<Partial<Record<SourceCode, number>>>>> = {
  village: { I06: 5, I05: 5, I01: 6, I02: 2, I17: 1 },
  township: {
    I01: 6,
    I02: 2,
    I03: 7,
    I05: 2,
    I10: 4,
    I11: 2,
    I12: 0.3,
    I13: 1,
    I14: 1,
    I15: 1,
    I16: 0.3,
    I17: 1,
    I18: 4,
    I19: 0.6,
    I20: 0.5,
  },
  tribunal: { I09: 6, I07: 2, I08: 1.5, I04: 0.5 },
  court: { I07: 6, I08: 4, I04: 2, I12: 0.2 },
};

/** A street's community has several times the people of a village. */
const STREET_WEIGHT = 2.4;
const OPENINGS = ['', '', '据申请人反映，', '经了解，', '申请人来访称，'] as const;
const CLOSINGS = [
  '双方曾自行协商，未能达成一致。',
  '申请人希望尽快解决，不愿影响今后相处。',
  '村居干部曾口头劝解，效果不明显。',
  '双方情绪较为激动，请求组织调解。',
  '',
] as const;

export interface Place {
  readonly village: UnitRecord;
  readonly township: UnitRecord;
  readonly weight: number;
}

/** Every village and community with the weight of its size. */
export function inDistrict(directory: UnitDirectory): readonly Place[] {
  return directory.find({ tier: 'village' }).flatMap((village): readonly Place[] => {
    const township = village.parent ? directory.get(village.parent) : undefined;
    if (!township) return [];
    // Sizes differ fivefold within a township; the code stands in for a census.
    const size = 0.4 + ((Number(village.code.slice(-3)) * 37) % 100) / 60;
    return [{ village, township, weight: size * (township.kind === '街道' ? STREET_WEIGHT : 1) }];
  });
}

export interface Request {
  /** The unit that registers it. */
  readonly unit: string;
  readonly input: RegisterInput;
  readonly matter: Matter;
  /** Number of an earlier dispute of the same unit, into which this one may be merged. */
  readonly earlierNumber?: string;
}

const yuanText = (yuan: number): string => (yuan >= 10_000 && yuan % 1000 === 0 ? `${yuan / 10_000}万元` : `${yuan}元`);

export class Requests {
  readonly #crowd: Crowd;
  readonly #random: Random;
  readonly #places: readonly Place[];
  readonly #weights: number;
  readonly #seed: number;
  readonly #shown: readonly Place[];
  #count = 0;

  constructor(crowd: Crowd, random: Random, places: readonly Place[], seed: number, shown: readonly string[]) {
    this.#crowd = crowd;
    this.#random = random;
    this.#places = places;
    this.#weights = places.reduce((sum, place) => sum + place.weight, 0);
    this.#seed = seed;
    this.#shown = places.filter(({ village }) => shown.includes(village.code));
  }

  /** The next request; `earlier` are disputes not yet forgotten, among which a duplicate finds its master. */
  next(at: Date, plan: Plan, earlier: readonly DisputeRecord[]): Request {
    const random = this.#random;
    this.#count += 1;
    const master = plan.restAt === 'S25' ? earlier.find(mergeable) : undefined;
    const { village, township } = this.#place(master, plan);
    const tier = master?.owner.tier ?? this.#tierFor(plan);
    const unit = master?.owner.code ?? unitAt(tier, village);
    const type = random.weighted(TYPES);
    const matter = random.pick(MATTERS[type]);
    const source = random.weighted(SOURCES[tier]);
    const where = `${township.name.zh}${village.name.zh}`;
    const parties = this.#crowd.parties(matter, where);
    const yuan = matter.yuan && roundly(random, matter.yuan);
    const words = this.#words(parties, where, at, yuan);
    const today = dayOfInstant(at);
    const system = HOTLINE_SYSTEMS[source];
    const earlierNumber = (master ?? earlier.findLast((record) => record.owner.code === unit && mergeable(record)))
      ?.number;
    return {
      unit,
      matter,
      ...(earlierNumber ? { earlierNumber } : {}),
      input: {
        source,
        type,
        facts: `${random.pick(OPENINGS)}${words(matter.facts)}${random.pick(CLOSINGS)}`,
        claims: matter.claims.map(words),
        ...(yuan ? { amount: String(yuan) } : {}),
        placeUnit: tier === 'village' || random.chance(0.9) ? village.code : township.code,
        placeText: where,
        requestedOn: random.chance(0.85) ? today : addDays(today, -random.whole(1, 3)),
        parties,
        riskTriggers: random.chance(0.06) ? [random.pick(RISK_TRIGGER_IDS)] : [],
        ...(system
          ? { externalSystem: system, externalNumber: `S${this.#seed}-${String(this.#count).padStart(7, '0')}` }
          : {}),
      },
    };
  }

  #tierFor({ restAt }: Plan): Tier {
    const tier = this.#random.weighted(ENTRIES);
    // Only a unit with somebody below it pushes down, and only clerks refuse, return and merge.
    const clerks = ['S03', 'S04', 'S05', 'S06', 'S25'].includes(restAt ?? '');
    if (clerks) return tier === 'village' || tier === 'court' ? 'township' : tier;
    return restAt && tier === 'court' ? 'township' : tier;
  }

  #place(master: DisputeRecord | undefined, { restAt }: Plan): Place {
    if (restAt && this.#shown.length > 0) return this.#random.pick(this.#shown);
    const same = master && this.#places.filter((place) => place.township.code === master.place.townshipCode);
    if (same && same.length > 0) return this.#random.pick(same);
    let left = this.#random.next() * this.#weights;
    return this.#places.find((place) => (left -= place.weight) < 0) ?? this.#random.pick(this.#places);
  }

  #words(
    parties: RegisterInput['parties'],
    place: string,
    at: Date,
    yuan: number | undefined,
  ): (text: string) => string {
    const name = (side: string) => parties.find((party) => party.side === side)?.name ?? '';
    const ago = new Date(at.getTime() - this.#random.whole(12, 300) * 86_400_000);
    const when = `${ago.getUTCFullYear()}年${ago.getUTCMonth() + 1}月`;
    const filled = { '{a}': name('applicant'), '{b}': name('respondent'), '{place}': place, '{when}': when };
    return (text) =>
      Object.entries(filled)
        .reduce((result, [mark, value]) => result.replaceAll(mark, value), text)
        .replaceAll('{sum}', yuanText(yuan ?? 0));
  }
}

const mergeable = ({ state, owner }: DisputeRecord): boolean => state !== 'S25' && owner.tier !== 'village';

const unitAt = (tier: Tier, village: UnitRecord): string =>
  village.path[['court', 'tribunal', 'township', 'village'].indexOf(tier)] ?? village.code;

/** An amount people would name: whole hundreds, or thousands when it is large. */
function roundly(random: Random, [low, high]: readonly [number, number]): number {
  const yuan = low + (high - low) * random.next() ** 2;
  const step = yuan > 20_000 ? 1000 : yuan > 2000 ? 100 : 10;
  return Math.max(step, Math.round(yuan / step) * step);
}
