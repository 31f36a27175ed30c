// A series is checked row by row, registered through the same door as every other request, and worked on many members at
// once: what is ordered is checked against the law for each member and done to each in a transaction of its own.

import { conflict, DomainError, forbidden, invalidField, notFound } from '../../domain/errors.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type TextTable } from '../../platform/text-table.ts';
import { type Transactions } from '../../platform/transaction.ts';
import { type DisputeRecord, type DisputeService, type Draft, type IntakeService } from '../disputes/index.ts';
import { householdsOf } from './household.table.ts';
import {
  type HouseholdValues,
  type OrderResult,
  type SeriesOrder,
  type SeriesRecord,
  type SeriesRow,
} from './series.record.ts';
import { type SeriesRepository } from './series.repository.ts';
import { PLAIN_HOUSEHOLD, registerInput, type SeriesInput } from './series.request.ts';

export const REGISTER_JOB = 'registerSeries';
export const ORDER_JOB = 'doSeriesOrder';
const BATCH = 50;

export interface SeriesDeps {
  readonly repository: SeriesRepository;
  readonly disputes: Pick<DisputeService, 'readings' | 'judgements' | 'perform' | 'definition'>;
  readonly intake: Pick<IntakeService, 'draft' | 'registerMany' | 'amend'>;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly personalData: PersonalData;
}

/** A member as the person may see it. */
export interface Member {
  readonly dispute: DisputeRecord;
  /** The household's own party. */
  readonly household: DisputeRecord['parties'][number] | undefined;
}

export type Step = SeriesOrder['steps'][number];

/** Whether a step may be done to its member now. */
export interface PreviewRow {
  readonly step: Step;
  readonly number: string;
  readonly name: string;
  readonly allowed: boolean;
  readonly reason: string | null;
}

export class SeriesService {
  readonly #deps: SeriesDeps;

  constructor(deps: SeriesDeps) {
    this.#deps = deps;
  }

  /**
   * Checks a series and its list; nothing is registered yet.
   * @throws DomainError `validation` when the series or the list as a whole is wrong
   */
  async check(actor: Actor, input: SeriesInput, table: TextTable): Promise<SeriesRecord> {
    const { repository, personalData, clock, transactions } = this.#deps;
    const households = householdsOf(table);
    const id = repository.newId();
    const { common, ...rest } = input;
    // A series whose own words are wrong would fail in every row: they are checked once, with a household made up.
    await this.#deps.intake.draft(actor, registerInput({ ...rest, common }, PLAIN_HOUSEHOLD));
    const rows: SeriesRow[] = [];
    for (const { line, values, errors } of households) {
      const found = errors.length > 0 ? errors : await this.#faults(actor, input, values);
      const sealed = personalData.seal(JSON.stringify(values));
      rows.push({ seriesId: id, line, state: found.length > 0 ? 'faulty' : 'ready', sealed, errors: found });
    }
    const faulty = rows.filter(({ state }) => state === 'faulty').length;
    const record: SeriesRecord = {
      ...rest,
      id,
      state: 'checked',
      actor: inOffice(actor),
      unitPath: actor.unit.path,
      common: personalData.seal(JSON.stringify(common)),
      commonName: common.name,
      counts: { ready: rows.length - faulty, faulty, done: 0 },
      version: 1,
      createdAt: clock.now(),
    };
    await transactions.run((tx) => repository.insert(record, rows, tx));
    return record;
  }

  async #faults(actor: Actor, input: SeriesInput, values: HouseholdValues): Promise<SeriesRow['errors']> {
    try {
      await this.#deps.intake.draft(actor, registerInput(input, values));
      return [];
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid') return error.errors;
      throw error;
    }
  }

  /** Series of the person's area, newest first. */
  list(actor: Actor): Promise<readonly SeriesRecord[]> {
    return this.#deps.repository.ofArea(actor.unit.code, 50);
  }

  /** @throws DomainError `series.notFound` also when it belongs to another area */
  async get(actor: Actor, id: string): Promise<SeriesRecord> {
    const record = await this.#deps.repository.get(id);
    if (!record.unitPath.includes(actor.unit.code)) throw notFound('series.notFound');
    return record;
  }

  /** The rows that will be registered and those that cannot be, opened. The caller has read the series with `get`. */
  async preview(id: string, limit: number) {
    const open = (row: SeriesRow) => ({
      line: row.line,
      errors: row.errors,
      values: row.sealed ? (JSON.parse(this.#deps.personalData.open(row.sealed)) as HouseholdValues) : null,
    });
    const [ready, faulty] = await Promise.all([
      this.#deps.repository.rows(id, 'ready', limit),
      this.#deps.repository.rows(id, 'faulty', limit),
    ]);
    return { ready: ready.map(open), faulty: faulty.map(open) };
  }

  /** Lets the worker register what is ready. @throws DomainError conflict `series.started` */
  async start(actor: Actor, id: string): Promise<void> {
    const { repository, transactions, jobs } = this.#deps;
    const record = await this.get(actor, id);
    if (record.actor.unit.code !== actor.unit.code) throw forbidden('right', 'registerCases');
    if (record.state !== 'checked' || record.counts.ready === 0) throw conflict('series.started');
    await transactions.run(async (tx) => {
      await repository.update(id, { state: 'running' }, tx);
      await jobs.enqueue(tx, REGISTER_JOB, { payload: { seriesId: id } });
    });
  }

  /** Registers what is ready, batch by batch; called again after a break it goes on where it stopped. */
  async run(id: string): Promise<void> {
    const { repository, intake, personalData } = this.#deps;
    const record = await repository.get(id);
    const common = JSON.parse(personalData.open(record.common)) as SeriesInput['common'];
    for (;;) {
      const rows = await repository.rows(id, 'ready', BATCH);
      if (rows.length === 0) break;
      const drafts: { readonly line: number; readonly draft: Draft }[] = [];
      const faults: Parameters<SeriesRepository['settle']>[1][number][] = [];
      for (const { line, sealed } of rows) {
        const values = JSON.parse(personalData.open(sealed ?? '')) as HouseholdValues;
        try {
          const draft = await intake.draft(record.actor, registerInput({ ...record, common }, values));
          drafts.push({ line, draft: { ...draft, note: `系列案：${record.title}` } });
        } catch (error) {
          // The world may have changed since the list was checked.
          if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
          faults.push({ line, state: 'faulty', errors: error.errors });
        }
      }
      await intake.registerMany(
        record.actor,
        drafts.map(({ draft }) => draft),
        (registered, tx) =>
          repository.settle(
            id,
            [
              ...faults,
              ...registered.map(({ id: disputeId }, index) => ({
                line: drafts[index]?.line ?? 0,
                state: 'done' as const,
                errors: [],
                disputeId,
              })),
            ],
            tx,
          ),
      );
      await repository.update(id, { counts: await repository.counts(id) });
    }
    await repository.update(id, { state: 'open', counts: await repository.counts(id) });
  }

  /** The members the person may read in full, in the order of the list. The caller has read the series with `get`. */
  async members(actor: Actor, record: SeriesRecord): Promise<readonly Member[]> {
    const ids = await this.#deps.repository.memberIds(record.id);
    const readings = await this.#deps.disputes.readings(actor, ids);
    const side = record.commonSide === 'applicant' ? 'respondent' : 'applicant';
    return ids.flatMap((id) => {
      const found = readings.get(id);
      if (!found || found.reading !== 'full') return [];
      const { dispute } = found;
      return [{ dispute, household: dispute.parties.find((party) => party.side === side) }];
    });
  }

  /** Acts that are allowed now for at least one of the members. */
  actsFor(actor: Actor, members: readonly Member[]): readonly Act[] {
    const acts = new Set<Act>();
    for (const { dispute } of members) {
      for (const judgement of this.#deps.disputes.judgements(actor, dispute)) {
        if (judgement.allowed) acts.add(judgement.act);
      }
    }
    return [...acts];
  }

  /** For each step whether the law allows it to this person now. */
  async judge(actor: Actor, record: SeriesRecord, steps: readonly Step[]): Promise<readonly PreviewRow[]> {
    const members = new Map((await this.members(actor, record)).map((member) => [member.dispute.id, member]));
    return steps.map((step) => {
      const member = members.get(step.disputeId);
      if (!member) return { step, number: '', name: '', allowed: false, reason: 'law.notYours' };
      const { dispute, household } = member;
      const found = this.#deps.disputes.judgements(actor, dispute).find(({ act }) => act === step.act);
      const allowed = step.act === 'amend' || found?.allowed === true;
      const reason = allowed ? null : `law.${found && !found.allowed ? found.reason : 'notYours'}`;
      return { step, number: dispute.number, name: household?.name ?? '', allowed, reason };
    });
  }

  /** Orders steps for members; the worker does them one by one. @throws DomainError `validation` without any step */
  async order(
    actor: Actor,
    record: SeriesRecord,
    kind: SeriesOrder['kind'],
    steps: readonly Step[],
    change?: { readonly version: number; readonly text: Pick<SeriesRecord, 'facts' | 'claims'> },
  ): Promise<SeriesOrder> {
    const { repository, transactions, jobs, clock } = this.#deps;
    if (steps.length === 0) throw invalidField('members', 'any.required');
    const order: SeriesOrder = {
      id: repository.newId(),
      seriesId: record.id,
      kind,
      state: 'running',
      actor: inOffice(actor),
      createdAt: clock.now(),
      steps,
      results: [],
    };
    await transactions.run(async (tx) => {
      if (change) {
        const current = await repository.get(record.id, tx);
        if (current.version !== change.version) throw conflict('series.stale');
        await repository.update(record.id, { ...change.text, version: current.version + 1 }, tx);
      }
      await repository.insertOrder(order, tx);
      await jobs.enqueue(tx, ORDER_JOB, { payload: { orderId: order.id } });
    });
    return order;
  }

  /** Does what is left of an order. A member that refuses does not stop the others. */
  async carryOut(orderId: string): Promise<void> {
    const { repository, clock } = this.#deps;
    const order = await repository.order(orderId);
    const noted = new Set(order.results.map(({ disputeId }) => disputeId));
    for (const step of order.steps) {
      if (!noted.has(step.disputeId)) await repository.noteResult(orderId, await this.#do(order, step));
    }
    await repository.endOrder(orderId, clock.now());
  }

  async #do({ id, actor }: SeriesOrder, { disputeId, act, input }: Step): Promise<OrderResult> {
    const { disputes, intake } = this.#deps;
    // The same step after a crash finds the answer of the first time.
    const once = { account: actor.accountId, key: `series-${id}-${disputeId}`, requestHash: `${id}:${disputeId}` };
    const known = (await disputes.readings(actor, [disputeId])).get(disputeId)?.dispute.number ?? '';
    try {
      if (act === 'amend') {
        const { reason, ...changes } = input as { readonly reason: string };
        await intake.amend(actor, disputeId, changes, reason, { once });
      } else await disputes.perform(actor, disputeId, act, input, { once });
      return { disputeId, number: known, done: true };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { disputeId, number: known, done: false, code: error.code, errors: error.errors };
    }
  }

  /** @throws DomainError `series.notFound` */
  async orderOf(actor: Actor, seriesId: string, orderId: string): Promise<SeriesOrder> {
    const record = await this.get(actor, seriesId);
    const order = await this.#deps.repository.order(orderId);
    if (order.seriesId !== record.id) throw notFound('series.notFound');
    return order;
  }

  orders(seriesId: string): Promise<readonly SeriesOrder[]> {
    return this.#deps.repository.orders(seriesId, 10);
  }

  /** The series a dispute belongs to. The caller has read the dispute. */
  async ofDispute(disputeId: string): Promise<SeriesRecord | undefined> {
    const id = await this.#deps.repository.seriesOf(disputeId);
    return id === undefined ? undefined : this.#deps.repository.get(id);
  }
}

/** What is kept of the person: enough to act for them later. */
export const inOffice = ({ accountId, name, role, unit, standsInFor }: Actor): Actor => ({
  accountId,
  name,
  role,
  unit: { code: unit.code, tier: unit.tier, path: unit.path, name: unit.name },
  ...(standsInFor ? { standsInFor } : {}),
});
