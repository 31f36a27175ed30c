// Sends a day's lodgings down together: the rules propose a unit for each, the clerk changes what they know better,
// sees what cannot go and why, and presses once. Every dispute is a transaction of its own, carried out once under the
// key of the batch, so a batch that broke off is simply sent again.

import { createHash } from 'node:crypto';
import { addDays, type CalendarDay, startOfDayInstant } from '../../domain/calendar-day.ts';
import { pushObstacles, type PushObstacle } from '../../domain/diversion.ts';
import { conflict, DomainError, invalidField } from '../../domain/errors.ts';
import { type Suggestion } from '../../domain/jurisdiction.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type DisputeRecord, type DisputeService, lacksReferralDocket, type Names } from '../disputes/index.ts';

/** The most disputes one batch takes. */
export const BATCH_LIMIT = 200;
/** How many are carried out at the same time; they share nothing but the database. */
const SIDE_BY_SIDE = 4;

const PUSHABLE: readonly State[] = ['S02', 'S06'];

/** One dispute of a batch as the clerk wants it; what is left out, the rules fill. */
export interface BatchOrder {
  readonly dispute: string;
  readonly toUnit?: string;
  readonly reason?: string;
  readonly version?: number;
}

export interface Batch {
  readonly key: string;
  readonly reason: string;
}

export interface BatchRow {
  readonly dispute: DisputeRecord;
  readonly suggestion: Suggestion | undefined;
  readonly toUnit: string | undefined;
  /** The unit is not the one the rules name. */
  readonly changed: boolean;
  /** The rules named a unit and the clerk chose another, which needs a reason of its own. */
  readonly overrides: boolean;
  readonly obstacles: readonly PushObstacle[];
  /** Why the law forbids the push at all: a guard, a wrong state or a wrong person. */
  readonly refusal: string | undefined;
}

export interface BatchResult {
  readonly dispute: string;
  readonly number: string;
  readonly result: 'pushed' | 'refused';
  readonly toUnit?: string;
  readonly obstacles?: readonly PushObstacle[];
  readonly error?: DomainError;
}

export interface BatchDeps {
  readonly disputes: DisputeService;
  readonly units: { find(code: string): Promise<UnitPosition & { readonly name: Names }> };
  readonly suggest: (dispute: DisputeRecord) => Promise<Suggestion | undefined>;
  /** Matters a village may be given today. */
  readonly villageMatters: () => Promise<ReadonlySet<string>>;
  /** True when the rules of suitability forbid mediation of the dispute. */
  readonly unsuitable: (dispute: DisputeRecord) => Promise<boolean> | boolean;
}

export class BatchService {
  readonly #deps: BatchDeps;

  constructor(deps: BatchDeps) {
    this.#deps = deps;
  }

  /** What waits at the person's unit to be sent down, lodged on the day or whenever. At most {@link BATCH_LIMIT}. */
  async waiting(actor: Actor, day?: CalendarDay): Promise<readonly BatchRow[]> {
    const found = await this.#deps.disputes.list(
      actor,
      {
        ownerUnit: actor.unit.code,
        states: PUSHABLE,
        ...(day ? { lodged: { from: startOfDayInstant(day), until: startOfDayInstant(addDays(day, 1)) } } : {}),
      },
      { limit: BATCH_LIMIT, order: 'due' },
    );
    return this.#judge(actor, found.items, new Map());
  }

  /**
   * The rows as they would go; nothing is changed.
   * @throws DomainError `validation` when there are too many or the same twice
   */
  async preview(actor: Actor, orders: readonly BatchOrder[]): Promise<readonly BatchRow[]> {
    const byId = new Map(orders.map((order) => [order.dispute, order]));
    if (byId.size !== orders.length) throw invalidField('rows', 'array.unique');
    if (orders.length > BATCH_LIMIT) throw invalidField('rows', 'array.max', { limit: BATCH_LIMIT });
    const readable = await this.#deps.disputes.readings(actor, [...byId.keys()]);
    const disputes = orders.flatMap(({ dispute }) => {
      const found = readable.get(dispute);
      return found && found.reading === 'full' ? [found.dispute] : [];
    });
    return this.#judge(actor, disputes, byId);
  }

  /**
   * Sends them. One that cannot go is told with its reason and keeps nothing else from going.
   * @param batch its key, under which nothing is sent twice, and the reason of every row that gives none of its own
   */
  async push(actor: Actor, orders: readonly BatchOrder[], batch: Batch): Promise<readonly BatchResult[]> {
    const rows = await this.preview(actor, orders);
    const byId = new Map(orders.map((order) => [order.dispute, order]));
    const results = new Map<string, BatchResult>();
    const queue = [...rows];
    const worker = async (): Promise<void> => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        results.set(row.dispute.id, await this.#pushOne(actor, row, byId.get(row.dispute.id), batch));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    return orders.map(
      ({ dispute }) =>
        results.get(dispute) ?? {
          dispute,
          number: '',
          result: 'refused',
          error: new DomainError('notFound', 'disputeNotFound'),
        },
    );
  }

  async #pushOne(actor: Actor, row: BatchRow, order: BatchOrder | undefined, batch: Batch): Promise<BatchResult> {
    const { dispute, toUnit, obstacles } = row;
    const about = { dispute: dispute.id, number: dispute.number };
    if (toUnit === undefined || obstacles.length > 0) return { ...about, result: 'refused', obstacles };
    if (row.overrides && order?.reason === undefined) {
      return { ...about, result: 'refused', error: conflict('handOvers.overrideReason', 'suggestion') };
    }
    const input = { toUnit, reason: order?.reason ?? batch.reason };
    const asked = JSON.stringify(['batch', dispute.id, order?.toUnit ?? null, order?.reason ?? null]);
    try {
      const done = await this.#deps.disputes.perform(actor, dispute.id, 'pushDown', input, {
        version: order?.version,
        once: {
          account: actor.accountId,
          key: `${batch.key}:${dispute.id}`,
          requestHash: createHash('sha256').update(asked).digest('base64url'),
        },
      });
      return { ...about, result: 'pushed', toUnit: done.handOver?.to.code ?? toUnit };
    } catch (error) {
      if (error instanceof DomainError) return { ...about, result: 'refused', error };
      throw error;
    }
  }

  async #judge(
    actor: Actor,
    disputes: readonly DisputeRecord[],
    orders: ReadonlyMap<string, BatchOrder>,
  ): Promise<readonly BatchRow[]> {
    const villageMatters = await this.#deps.villageMatters();
    return Promise.all(
      disputes.map(async (dispute) => {
        const suggestion = await this.#deps.suggest(dispute);
        const toUnit = orders.get(dispute.id)?.toUnit ?? suggestion?.unit;
        const target = toUnit === undefined ? undefined : await this.#deps.units.find(toUnit).catch(() => undefined);
        const judgement = this.#deps.disputes.judgements(actor, dispute).find(({ act }) => act === 'pushDown');
        return {
          dispute,
          suggestion,
          toUnit: target?.code,
          changed: target !== undefined && target.code !== suggestion?.unit,
          overrides: target !== undefined && suggestion !== undefined && target.code !== suggestion.unit,
          obstacles: pushObstacles(
            {
              consents: dispute.parties.map(({ consent }) => consent.state),
              missing: dispute.missing?.length ?? 0,
              docketMissing: lacksReferralDocket(dispute),
              disputeType: dispute.type,
              risk: dispute.risk,
              target: target?.tier,
              within: target !== undefined && target.code !== actor.unit.code && target.path.includes(actor.unit.code),
              unsuitable: await this.#deps.unsuitable(dispute),
            },
            villageMatters,
          ),
          refusal: judgement?.allowed ? undefined : (judgement?.reason ?? 'notYours'),
        };
      }),
    );
  }
}
