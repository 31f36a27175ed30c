import { addDays, addMonths, type CalendarDay, dayOfInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { type BounceReason, type BounceTally, tallyBounces } from '../../domain/bounce.ts';
import { forbidden, invalidField } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Clock } from '../../platform/clock.ts';
import { type BouncePeriod, type OverrideCount } from './bounce.record.ts';
import { type HandOverRecord } from './hand-over.record.ts';
import { type HandOverRepository } from './hand-over.repository.ts';

/** Days are the first and the last of the period; without them the last three months. */
export interface BounceQuery {
  readonly from?: CalendarDay;
  readonly to?: CalendarDay;
  readonly tier?: Tier;
  /** A unit of the person's area to look at instead of all of it. */
  readonly area?: string;
}

export interface BounceTable {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly rows: readonly BounceTally[];
  readonly overrides: readonly (OverrideCount & { readonly kind: 'unit' | 'mediator' })[];
}

export interface BounceDeps {
  readonly repository: HandOverRepository;
  readonly clock: Clock;
  /** Path of a unit, to keep readers inside their own area. @throws DomainError when it does not exist */
  readonly pathOf: (unitCode: string) => Promise<readonly string[]>;
  /** How often appointments of units of the area passed over the mediator ranked first. */
  readonly appointments: (period: BouncePeriod) => Promise<readonly OverrideCount[]>;
}

const MONTHS_SHOWN = 3;

/** Counts what came back, for the units of the reader's own area. */
export class BounceService {
  readonly #deps: BounceDeps;

  constructor(deps: BounceDeps) {
    this.#deps = deps;
  }

  /** @throws DomainError `validation` when the period is upside down, forbidden `right` outside the own area */
  async table(actor: Actor, query: BounceQuery): Promise<BounceTable> {
    const { period, from, to } = await this.#period(actor, query);
    const { repository, appointments } = this.#deps;
    const [counts, pushes, appointed] = await Promise.all([
      repository.bounceCounts(period),
      repository.overrides(period),
      appointments(period),
    ]);
    return {
      from,
      to,
      rows: tallyBounces(counts),
      overrides: [
        ...pushes.map((row) => ({ ...row, kind: 'unit' as const })),
        ...appointed.map((row) => ({ ...row, kind: 'mediator' as const })),
      ].filter(({ overridden }) => overridden > 0),
    };
  }

  /** The transfers behind one cell, newest first. @throws as `table` */
  async list(
    actor: Actor,
    query: BounceQuery & { readonly unit?: string; readonly reason?: BounceReason },
    page: { readonly limit: number; readonly cursor?: Date | undefined },
  ): Promise<{
    readonly items: readonly HandOverRecord[];
    readonly next?: Date;
    readonly from: CalendarDay;
    readonly to: CalendarDay;
  }> {
    const { period, from, to } = await this.#period(actor, query);
    const cell = { unit: query.unit, reason: query.reason };
    const found = await this.#deps.repository.bounced(period, cell, page.limit + 1, page.cursor);
    const items = found.slice(0, page.limit);
    const last = items.at(-1);
    return { items, from, to, ...(found.length > page.limit && last ? { next: last.sentAt } : {}) };
  }

  async #period(
    actor: Actor,
    query: BounceQuery,
  ): Promise<{ period: BouncePeriod; from: CalendarDay; to: CalendarDay }> {
    const to = query.to ?? dayOfInstant(this.#deps.clock.now());
    const from = query.from ?? addMonths(to, -MONTHS_SHOWN);
    if (from > to) throw invalidField('to', 'handOvers.period.upsideDown');
    const area = query.area ?? actor.unit.code;
    if (!(await this.#deps.pathOf(area)).includes(actor.unit.code)) throw forbidden('right', 'supervise');
    const period = { area, from: startOfDayInstant(from), until: startOfDayInstant(addDays(to, 1)), tier: query.tier };
    return { period, from, to };
  }
}
