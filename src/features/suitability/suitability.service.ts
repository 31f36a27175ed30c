// The lists and figures the rules of suitability ask the court for: dated, with the document they rest on.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { DEFAULT_VILLAGE_MATTERS } from '../../domain/dispute-type.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { type Actor, hasRight } from '../../domain/permission.ts';
import { type AverageWage } from '../../domain/suitability.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type AverageWageSetting, type SuitabilitySetting, type VillageMattersSetting } from './setting.record.ts';
import { type SettingRepository } from './setting.repository.ts';

export interface SuitabilityDeps {
  readonly repository: Pick<SettingRepository, 'all' | 'add'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** What holds today. */
export interface SuitabilityInForce {
  readonly villageMatters: ReadonlySet<string>;
  readonly averageWage?: AverageWage | undefined;
  /** True while the court has not set a list and the everyday matters of the model district stand in. */
  readonly example: boolean;
}

export interface VillageMattersInput {
  readonly types: readonly string[];
  readonly from: CalendarDay;
  readonly source: string;
}

export interface AverageWageInput {
  readonly year: number;
  readonly amount: string;
  readonly from: CalendarDay;
  readonly source: string;
}

/** Other processes see a change after so long; this one at once. */
const FRESH_MS = 5_000;

export class SuitabilityService {
  readonly #deps: SuitabilityDeps;
  #held: { readonly settings: readonly SuitabilitySetting[]; readonly until: number } | undefined;

  constructor(deps: SuitabilityDeps) {
    this.#deps = deps;
  }

  /** Everything that was ever set, the latest first day first. */
  async settings(): Promise<readonly SuitabilitySetting[]> {
    const now = this.#deps.clock.now().getTime();
    const held = this.#held;
    if (held && held.until > now && held.until - FRESH_MS <= now) return held.settings;
    const settings = await this.#deps.repository.all();
    this.#held = { settings, until: now + FRESH_MS };
    return settings;
  }

  /** The list and the figure in force today. */
  async inForce(): Promise<SuitabilityInForce> {
    const today = dayOfInstant(this.#deps.clock.now());
    const begun = (await this.settings()).filter(({ validFrom }) => validFrom <= today);
    const list = begun.find((setting): setting is VillageMattersSetting => setting.kind === 'villageMatters');
    const wage = begun.find((setting): setting is AverageWageSetting => setting.kind === 'averageWage');
    return {
      villageMatters: list ? new Set(list.types) : DEFAULT_VILLAGE_MATTERS,
      example: list === undefined,
      ...(wage ? { averageWage: { year: wage.year, amountFen: wage.amountFen } } : {}),
    };
  }

  /** @throws DomainError forbidden `right` */
  async setVillageMatters(actor: Actor, { types, from, source }: VillageMattersInput): Promise<void> {
    await this.#add(actor, { kind: 'villageMatters', types: [...types].toSorted(), validFrom: from, source });
  }

  /** @throws DomainError forbidden `right`, `validation` when the amount is none or the year has not ended */
  async setAverageWage(actor: Actor, { year, amount, from, source }: AverageWageInput): Promise<void> {
    const amountFen = readAmount(amount);
    if (year >= Number(from.slice(0, 4))) throw invalidField('year', 'suitability.year');
    await this.#add(actor, { kind: 'averageWage', year, amountFen, validFrom: from, source });
  }

  async #add(
    actor: Actor,
    setting: Omit<VillageMattersSetting, 'id' | 'setAt' | 'setBy'> | Omit<AverageWageSetting, 'id' | 'setAt' | 'setBy'>,
  ): Promise<void> {
    if (!hasRight(actor.role, 'managePolicies')) throw forbidden('right', 'managePolicies');
    const { repository, transactions, clock } = this.#deps;
    const setBy = { accountId: actor.accountId, name: actor.name };
    await transactions.run((tx) => repository.add({ ...setting, setAt: clock.now(), setBy }, tx));
    this.#held = undefined;
  }
}

function readAmount(text: string): number {
  try {
    const fen = parseMoney(text);
    if (fen > 0) return fen;
  } catch {
    // Told below.
  }
  throw invalidField('amount', 'money.invalid');
}
