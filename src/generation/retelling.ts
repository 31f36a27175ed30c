// Tells a history again elsewhere: among other people, in another township, at the same instants. To carry out the acts of
// one dispute takes ten milliseconds, so a million of them would take hours. What was lawful once is lawful wherever the
// units stand to each other as they stood, and every due day stays what the clocks made it.

import { setImmediate } from 'node:timers/promises';
import { Types } from 'mongoose';
import { formatOwnNumber, parseDocket, readOwnNumber } from '../domain/docket.ts';
import { normaliseAddress } from '../domain/identity.ts';
import { type DisputeRecord, termsOfRecord } from '../features/disputes/index.ts';
import { type UnitDirectory, type UnitRecord } from '../features/units/index.ts';
import { type PersonalData } from '../platform/crypto.ts';
import { type Tx } from '../platform/transaction.ts';
import { type Documents, type HeldCounters } from './batch.ts';
import { type Crowd, sampleCreditCode, samplePhone, sampleResidentId } from './people.ts';
import { type Random } from './random.ts';
import { inDistrict, type Place } from './requests.ts';
import { type Staff } from './staff.ts';
import { type Dockets } from './teller.ts';

export interface RetellingDeps {
  readonly directory: UnitDirectory;
  readonly staff: Staff;
  readonly crowd: Crowd;
  readonly random: Random;
  readonly numbers: HeldCounters;
  readonly dockets: Dockets;
  readonly personalData: PersonalData;
  /** 法院代字, such as 京0112. */
  readonly docketWord: string;
}

type Swap = Map<string, string>;

const HEX_ID = /^[0-9a-f]{24}$/;
const SAMPLE_ACCOUNT = /^sample-(.+)-([a-zA-Z]+)-(\d+)$/;
const SEALED = 'v1.';
/** Times another place is drawn before a history that needs several townships is left as it is. */
const TRIES = 12;
/** A history that points to another one, or to hours of somebody's calendar, is told once. */
const TIED: readonly string[] = ['plannedSessions', 'bookings'];

export class Retelling {
  readonly #deps: RetellingDeps;
  readonly #places: readonly Place[];
  readonly #weight: number;

  constructor(deps: RetellingDeps) {
    this.#deps = deps;
    this.#places = inDistrict(deps.directory);
    this.#weight = this.#places.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** The history told so many times more; fewer, when it cannot happen elsewhere. Takes the next numbers of the units. */
  async tell(record: DisputeRecord, story: Documents, times: number): Promise<readonly Documents[]> {
    if (times === 0 || record.state === 'S25' || TIED.some((name) => (story[name]?.length ?? 0) > 0)) return [];
    const strings = stringsOf(story);
    const changeable = this.#read(record, strings);
    if (!changeable) return [];
    const told: Documents[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const swap = this.#elsewhere(record, changeable);
      if (!swap) continue;
      swap.set(record.number, await this.#numberLike(record, swap));
      told.push(this.#write(story, swap, changeable));
      // What was told before is being written meanwhile, and must have its turn.
      await setImmediate();
    }
    return told;
  }

  /** What of the history changes with its place and people. Nothing when somebody in it cannot be replaced. */
  #read(record: DisputeRecord, strings: ReadonlySet<string>): Changeable | undefined {
    const { directory, staff, personalData, docketWord } = this.#deps;
    const all = [...strings];
    const units = all.flatMap((text) => directory.get(text) ?? []).filter(({ tier }) => tier !== 'court');
    const townships = new Map<string, UnitRecord>();
    for (const unit of units) {
      const township = unit.tier === 'village' ? directory.get(unit.parent ?? '') : unit;
      if (township?.tier === 'township') townships.set(township.code, township);
    }
    const actors = all.flatMap((text) => staff.byAccount(text) ?? []).filter(({ unit }) => unit.tier !== 'court');
    if (townships.size === 0 || actors.some(({ accountId }) => !SAMPLE_ACCOUNT.test(accountId))) return undefined;
    const dockets = new Set(all.flatMap((text) => docketsIn(text, docketWord)));
    const sealed = new Map(
      all.filter((text) => text.startsWith(SEALED)).map((text) => [text, personalData.open(text)]),
    );
    const indexes = [...sealed.values()].flatMap((plain) =>
      FORMS.flatMap((form) => {
        const index = personalData.blindIndex(form(plain));
        return strings.has(index) ? [{ index, plain, form }] : [];
      }),
    );
    const ids = all.filter((text) => HEX_ID.test(text));
    const external = record.external?.number;
    const tokens = [
      record.number,
      ...ids,
      ...dockets,
      ...(external ? [external] : []),
      ...actors.flatMap(({ accountId, name }) => [accountId, name]),
      ...[...townships.values(), ...units].flatMap(({ code, name }) => [code, name.zh]),
      ...record.parties.flatMap((party) => [
        party.name,
        ...(party.representative ? [party.representative] : []),
        ...party.agents.map(({ name }) => name),
      ]),
    ];
    return {
      units,
      townships: [...townships.values()],
      actors,
      dockets,
      sealed,
      indexes,
      ids,
      external,
      tokens: anyOf(tokens),
    };
  }

  /** New places, staff and people; undefined when none fits. */
  #elsewhere(record: DisputeRecord, changeable: Changeable): Swap | undefined {
    const places = this.#placesFor(changeable);
    if (!places) return undefined;
    const { staff, random, dockets } = this.#deps;
    const swap: Swap = new Map();
    for (const [from, to] of places) {
      swap.set(from.code, to.code);
      swap.set(from.name.zh, to.name.zh);
    }
    const unitOf = (code: string): string => swap.get(code) ?? code;
    const names = new Set(record.parties.map(({ name }) => name));
    for (const { accountId, name } of changeable.actors) {
      const [, unit = '', role = '', index = '0'] = SAMPLE_ACCOUNT.exec(accountId) ?? [];
      const there = staff.actor(unitOf(unit), role as never, Number(index));
      swap.set(accountId, there.accountId);
      swap.set(name, there.name);
      names.add(there.name).add(name);
    }
    for (const { name, kind, representative, agents } of record.parties) {
      const people = [...(representative ? [representative] : []), ...agents.map((agent) => agent.name)];
      swap.set(name, this.#newName(names, kind === 'natural' ? undefined : name));
      for (const person of people) swap.set(person, this.#newName(names));
    }
    for (const plain of changeable.sealed.values())
      if (!swap.has(plain)) swap.set(plain, this.#newDatum(plain, swap, changeable));
    for (const id of changeable.ids) swap.set(id, id.slice(0, 8) + random.hex(16));
    for (const docket of changeable.dockets) {
      const { parts } = parseDocket(docket);
      if (parts) swap.set(docket, dockets.next(parts.type, String(parts.year)));
    }
    if (changeable.external) swap.set(changeable.external, `${changeable.external}-${random.hex(8)}`);
    return swap;
  }

  /** Pairs of units: every township of the history has another, no two have the same, and tribunals stay one where they were. */
  #placesFor({ townships, units }: Changeable): readonly (readonly [UnitRecord, UnitRecord])[] | undefined {
    const { directory, random } = this.#deps;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const pairs = new Map<string, readonly [UnitRecord, UnitRecord]>();
      const pair = (from: UnitRecord | undefined, to: UnitRecord | undefined): boolean => {
        if (!from || !to) return false;
        const known = pairs.get(from.code);
        if (known) return known[1].code === to.code;
        if ([...pairs.values()].some((other) => other[1].code === to.code)) return false;
        pairs.set(from.code, [from, to]);
        return true;
      };
      const fits = townships.every((township) => {
        const target = this.#place().township;
        const [here, there] = [township, target].map(({ parent }) => directory.get(parent ?? ''));
        const [villages, others] = [directory.children(township.code), directory.children(target.code)];
        const offset = random.whole(0, others.length - 1);
        return (
          pair(township, target) &&
          pair(here, there) &&
          units.every((unit) => {
            const at = villages.findIndex(({ code }) => code === unit.code);
            return at < 0 || pair(unit, others[(at + offset) % others.length]);
          })
        );
      });
      if (fits && units.every(({ code }) => pairs.has(code))) return [...pairs.values()];
    }
    return undefined;
  }

  #place(): Place {
    let left = this.#deps.random.next() * this.#weight;
    return this.#places.find(({ weight }) => (left -= weight) < 0) ?? this.#deps.random.pick(this.#places);
  }

  /** A name nobody in the history has; of a company when one is given. */
  #newName(taken: Set<string>, company?: string): string {
    const { crowd, random } = this.#deps;
    for (;;) {
      const name = company === undefined ? crowd.name(random.chance(0.5)) : crowd.renamed(company);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  }

  #newDatum(plain: string, swap: Swap, { tokens }: Changeable): string {
    const { random } = this.#deps;
    if (/^154\d{8}$/.test(plain)) return samplePhone(random);
    if (/^110000\d{11}[\dX]$/.test(plain)) return sampleResidentId(random, Number(plain.charAt(16)) % 2 === 1);
    if (plain.startsWith('91110000')) return sampleCreditCode(random);
    return plain.replace(tokens, (token) => swap.get(token) ?? token);
  }

  async #numberLike({ number }: DisputeRecord, swap: Swap): Promise<string> {
    const own = readOwnNumber(number);
    if (!own) throw new Error(`${number} is no number of a dispute`);
    const unitCode = swap.get(own.unitCode) ?? own.unitCode;
    const serial = await this.#deps.numbers.nextNumber(NO_TRANSACTION, `dispute:${unitCode}:${own.year}`);
    return formatOwnNumber({ ...own, unitCode, serial });
  }

  #write(story: Documents, swap: Swap, { tokens, sealed, indexes }: Changeable): Documents {
    const { personalData } = this.#deps;
    const index = new Map(
      indexes.map(({ index: old, plain, form }) => [old, personalData.blindIndex(form(swap.get(plain) ?? plain))]),
    );
    const known = new Map<string, string>([...swap, ...index]);
    const text = (old: string): string => {
      const found = known.get(old);
      if (found !== undefined) return found;
      const plain = sealed.get(old);
      const next =
        plain === undefined
          ? old.replace(tokens, (token) => swap.get(token) ?? token)
          : personalData.seal(swap.get(plain) ?? plain);
      known.set(old, next);
      return next;
    };
    const again = (value: unknown): unknown => {
      if (typeof value === 'string') return text(value);
      if (value === null || typeof value !== 'object' || value instanceof Date) return value;
      if (value instanceof Types.ObjectId) return new Types.ObjectId(text(value.toHexString()));
      if (Array.isArray(value)) return value.map(again);
      const copy: Record<string, unknown> = {};
      for (const [key, inner] of Object.entries(value)) if (inner !== undefined) copy[key] = again(inner);
      return copy;
    };
    return Object.fromEntries(
      Object.entries(story).map(([collection, documents]) => [
        collection,
        documents.map((document) => {
          const copy = again(document) as object;
          return collection === 'disputes' ? { ...copy, terms: termsOfRecord(copy as DisputeRecord) } : copy;
        }),
      ]),
    );
  }
}

interface Changeable {
  readonly units: readonly UnitRecord[];
  readonly townships: readonly UnitRecord[];
  readonly actors: readonly { readonly accountId: string; readonly name: string }[];
  readonly dockets: ReadonlySet<string>;
  /** What is sealed, opened. */
  readonly sealed: ReadonlyMap<string, string>;
  /** Blind indexes, with what they were made of. */
  readonly indexes: readonly {
    readonly index: string;
    readonly plain: string;
    readonly form: (plain: string) => string;
  }[];
  readonly ids: readonly string[];
  readonly external: string | undefined;
  /** Finds everything that changes within a longer text. */
  readonly tokens: RegExp;
}

/** Forms in which a datum may have been indexed. */
const FORMS: readonly ((plain: string) => string)[] = [(plain) => plain, normaliseAddress];

/** Numbers held in memory ask for no transaction. */
const NO_TRANSACTION = {} as Tx;

const docketsIn = (text: string, word: string): readonly string[] =>
  text.match(new RegExp(`（\\d{4}）${word}[\\u4e00-\\u9fa5]+\\d+号`, 'g')) ?? [];

function anyOf(texts: readonly string[]): RegExp {
  const longestFirst = [...new Set(texts)].filter((text) => text !== '').toSorted((a, b) => b.length - a.length);
  return new RegExp(
    longestFirst.map((text) => text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`)).join('|'),
    'g',
  );
}

function stringsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (value instanceof Types.ObjectId) found.add(value.toHexString());
  else if (Array.isArray(value)) for (const inner of value) stringsOf(inner, found);
  else if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    // The example papers are one file, whoever files them.
    for (const [key, inner] of Object.entries(value)) if (key !== 'contentId') stringsOf(inner, found);
  }
  return found;
}
