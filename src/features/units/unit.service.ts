import { dayOfInstant, isDay } from '../../domain/calendar-day.ts';
import { conflict, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { hasRight, type Actor } from '../../domain/permission.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { renamed, rulesOf, unitsOf, type District } from './district.ts';
import { UnitDirectory, type UnitQuery } from './unit.directory.ts';
import { type JurisdictionRule, type UnitRecord } from './unit.record.ts';
import { type UnitRepository } from './unit.repository.ts';

export interface UnitsDeps {
  readonly repository: UnitRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface UnitPage {
  readonly items: readonly UnitRecord[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
}

export interface LoadReport {
  readonly inserted: number;
  readonly renamed: number;
  readonly rules: number;
  readonly counts: Readonly<Record<Tier, number>>;
}

export interface TribunalChange {
  readonly township: string;
  /** Only this village of the township. */
  readonly village?: string | undefined;
  readonly tribunal: string;
  /** First day of the new jurisdiction, `YYYY-MM-DD`. */
  readonly from: string;
  readonly reason?: string | undefined;
}

/** The tribunal of a township on a day, and the rule that says so. */
export interface Jurisdiction {
  readonly tribunal: UnitRecord;
  readonly rule: JurisdictionRule;
}

/** Another process's change of the network is seen after at most this time. */
const FRESH_MS = 5_000;

/** The network of units: who stands where, and which tribunal is responsible for which township since when. */
export class UnitsService {
  readonly #deps: UnitsDeps;
  #held: { readonly revision: number; readonly checkedAt: number; readonly directory: UnitDirectory } | undefined;

  constructor(deps: UnitsDeps) {
    this.#deps = deps;
  }

  /** The network of today; kept in memory and compared with the database every few seconds. */
  async directory(): Promise<UnitDirectory> {
    const now = this.#deps.clock.now();
    const today = dayOfInstant(now);
    const held = this.#held;
    if (held && held.directory.day === today) {
      if (Math.abs(now.getTime() - held.checkedAt) < FRESH_MS) return held.directory;
      if ((await this.#deps.repository.revision()) === held.revision) {
        this.#held = { ...held, checkedAt: now.getTime() };
        return held.directory;
      }
    }
    const { revision, units, rules } = await this.#deps.repository.snapshot();
    const directory = new UnitDirectory(units, rules, today);
    if (directory.moved.length > 0) await this.#settle();
    this.#held = { revision, checkedAt: now.getTime(), directory };
    return directory;
  }

  /** @throws DomainError `unitNotFound` */
  async unitByCode(code: string): Promise<UnitRecord> {
    const unit = (await this.directory()).get(code);
    if (!unit) throw notFound('units.unitNotFound');
    return unit;
  }

  /** @throws DomainError `unitNotFound` when there is no township of this code */
  async townshipByCode(code: string): Promise<UnitRecord> {
    const unit = await this.unitByCode(code);
    if (unit.tier !== 'township') throw notFound('units.unitNotFound');
    return unit;
  }

  /** Units from the court down to the parent, without the unit itself. */
  async ancestors(code: string): Promise<readonly UnitRecord[]> {
    return (await this.directory()).ancestors(code);
  }

  async childrenOf(code: string): Promise<readonly UnitRecord[]> {
    return (await this.directory()).children(code);
  }

  /** A page of the units of today in the order of their codes; `cursor` is the `next` of the page before. */
  async find(
    query: UnitQuery,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<UnitPage> {
    const { cursor, limit } = page;
    const found = (await this.directory()).find(query);
    const rest = cursor === undefined ? found : found.filter((unit) => unit.code > cursor);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return rest.length > limit && last ? { items, next: last.code } : { items };
  }

  /**
   * The tribunal responsible for a township or a village, today or on the day given.
   * @throws DomainError `unitNotFound`, or `noTribunalThatDay` when no rule covers the day
   */
  async tribunalOf(place: string, day?: string): Promise<Jurisdiction> {
    const directory = await this.directory();
    const unit = await this.unitByCode(place);
    const on = day ?? directory.day;
    const exception = unit.tier === 'village' ? directory.exceptionFor(place, on) : undefined;
    const township = unit.tier === 'village' ? (unit.parent ?? place) : place;
    await this.townshipByCode(township);
    const rule = exception ?? directory.ruleFor(township, on);
    const tribunal = rule && directory.get(rule.tribunal);
    if (!rule || !tribunal) throw notFound('units.noTribunalThatDay');
    return { tribunal, rule };
  }

  /** Every rule there ever was for a township, newest first, those replaced before taking effect included. */
  async jurisdictionHistory(township: string): Promise<readonly JurisdictionRule[]> {
    const { rules } = await this.directory();
    return rules.filter((rule) => rule.township === township && !rule.village).toReversed();
  }

  /**
   * Gives a township to another tribunal from a day on, past, present or future. In one transaction the rule in force
   * ends, later rules are marked as replaced, the new rule is written and every path below follows.
   * @throws DomainError `mapByCourtOnly`, `unitNotFound`, `validation`, `tribunalUnchanged`
   */
  async changeTribunal(actor: Actor, change: TribunalChange): Promise<UnitRecord> {
    if (!hasRight(actor.role, 'manageMap')) throw forbidden('units.mapByCourtOnly', 'manageMap');
    const { repository, transactions, clock } = this.#deps;
    const now = clock.now();
    await transactions.run(async (tx) => {
      await repository.touch(tx);
      const { units, rules } = await repository.snapshot(tx);
      const directory = new UnitDirectory(units, rules, dayOfInstant(now));
      checkChange(directory, actor, change);
      for (const rule of rules) {
        if (rule.township !== change.township || rule.village !== change.village || rule.supersededAt) continue;
        if (rule.validFrom >= change.from) await repository.supersedeRule(rule.id, now, tx);
        else if (rule.validTo === undefined || rule.validTo > change.from)
          await repository.endRule(rule.id, change.from, tx);
      }
      const { township, village, tribunal, from, reason } = change;
      const rule = {
        township,
        ...(village ? { village } : {}),
        tribunal,
        validFrom: from,
        example: false,
        ...(reason ? { reason } : {}),
        setAt: now,
        setBy: { accountId: actor.accountId, name: actor.name },
      };
      await repository.insertRules([rule], tx);
      const after = await repository.snapshot(tx);
      await repository.moveUnits(new UnitDirectory(after.units, after.rules, directory.day).moved, tx);
    });
    this.#held = undefined;
    return this.unitByCode(change.township);
  }

  /** Brings the district's file into the database; the second time nothing changes. */
  async loadDistrict(district: District): Promise<LoadReport> {
    const { repository, transactions, clock } = this.#deps;
    const now = clock.now();
    const today = dayOfInstant(now);
    const file = unitsOf(district);
    const report = await transactions.run(async (tx) => {
      const stored = await repository.snapshot(tx);
      const known = new Map(stored.units.map((unit) => [unit.code, unit]));
      const fresh = file.filter((unit) => !known.has(unit.code));
      const changed = file.flatMap((unit) => {
        const before = known.get(unit.code);
        return (before && renamed(before, unit, today)) ?? [];
      });
      const rules = rulesOf(district, stored.rules, now);
      if (fresh.length + changed.length + rules.length > 0) await repository.touch(tx);
      await repository.insertUnits(fresh, tx);
      for (const unit of changed) await repository.replaceUnit(unit, tx);
      await repository.insertRules(rules, tx);
      return { inserted: fresh.length, renamed: changed.length, rules: rules.length };
    });
    this.#held = undefined;
    return { ...report, counts: (await this.directory()).counts() };
  }

  /** Stores the paths that follow from rules whose first day has come. */
  async #settle(): Promise<void> {
    const { repository, transactions, clock } = this.#deps;
    await transactions.run(async (tx) => {
      const { units, rules } = await repository.snapshot(tx);
      const { moved } = new UnitDirectory(units, rules, dayOfInstant(clock.now()));
      await repository.moveUnits(moved, tx);
    });
  }
}

function checkChange(
  directory: UnitDirectory,
  actor: Actor,
  { township, village, tribunal, from }: TribunalChange,
): void {
  const unit = directory.get(township);
  if (unit?.tier !== 'township' || !unit.path.includes(actor.unit.code)) throw notFound('units.unitNotFound');
  if (village !== undefined && directory.get(village)?.parent !== township) throw notFound('units.unitNotFound');
  const target = directory.get(tribunal);
  if (target?.tier !== 'tribunal' || !target.path.includes(actor.unit.code)) {
    throw invalidField('tribunal', 'units.tribunal.unknown');
  }
  if (!isDay(from)) throw invalidField('from', 'units.day.invalid');
  if (from < unit.validFrom) throw invalidField('from', 'units.from.beforeUnit', { day: unit.validFrom });
  const rule = village === undefined ? directory.ruleFor(township, from) : directory.exceptionFor(village, from);
  if (rule?.tribunal === tribunal && rule.validTo === undefined && !rule.example)
    throw conflict('units.tribunalUnchanged');
}
