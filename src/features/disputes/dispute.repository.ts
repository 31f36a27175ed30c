import { type Connection, type QueryFilter, trusted, Types } from 'mongoose';
import { conflict, invalidField, notFound, stale } from '../../domain/errors.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { OPEN_STATES, type State } from '../../domain/lifecycle.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Tx } from '../../platform/transaction.ts';
import { NOTHING_DUE } from './dispute.clocks.ts';
import { disputeModel } from './dispute.model.ts';
import { eventModel, unfoldedModel } from './event.model.ts';
import { type DisputeRecord } from './dispute.record.ts';

/** What a list may be narrowed by; every field is optional and they combine. */
export interface DisputeFilter {
  readonly visibleTo?: string;
  readonly states?: readonly State[];
  readonly ownerUnit?: string;
  readonly originUnit?: string;
  /** Held the dispute before, and no longer does. */
  readonly heldBefore?: string;
  readonly updatedSince?: Date;
  /** The court has told the plaintiff to pay and no payment is on record. */
  readonly feeOpen?: true;
  readonly tier?: Tier;
  readonly mediatorIds?: readonly string[];
  /** Asked this unit for help and waits for its answer. */
  readonly helpOf?: string;
  readonly type?: string;
  readonly track?: string;
  readonly pushedDown?: boolean;
  readonly sentBy?: string;
  readonly sentTo?: string;
  readonly rulingUnit?: string;
  readonly risks?: readonly DisputeRecord['risk'][];
  /** Signs of danger wait to be judged. */
  readonly riskUndecided?: true;
  readonly dueBefore?: Date;
  /** Lodged at or after `from` and before `until`. */
  readonly lodged?: { readonly from: Date; readonly until: Date };
  readonly terms?: readonly string[];
  readonly partyIndex?: string;
  readonly outcomes?: readonly string[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
}

type Stored = Omit<DisputeRecord, 'id'>;

/** Reads and writes disputes with their events; every read returns plain records. */
export class DisputeRepository {
  readonly #disputes;
  readonly #events;
  readonly #unfolded;

  constructor(connection: Connection) {
    this.#disputes = disputeModel(connection);
    this.#events = eventModel(connection);
    this.#unfolded = unfoldedModel(connection);
  }

  /** A fresh identifier, known before the record is written. */
  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `notFound` */
  async get(id: string, tx?: Tx): Promise<DisputeRecord> {
    const found = Types.ObjectId.isValid(id)
      ? await this.#disputes
          .findById(new Types.ObjectId(id), null, { session: tx?.session ?? null })
          .lean<Stored & { _id: Types.ObjectId }>()
      : null;
    if (!found) throw notFound('disputeNotFound');
    return toRecord(found);
  }

  /** Those of the records that exist, in no order. */
  async getMany(ids: readonly string[]): Promise<readonly DisputeRecord[]> {
    const found = await this.#disputes
      .find({ _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }) })
      .lean<(Stored & { _id: Types.ObjectId })[]>();
    return found.map(toRecord);
  }

  /** @throws DomainError `externalNumberTaken` or `docket.taken` */
  async insertMany(records: readonly DisputeRecord[], tx: Tx): Promise<void> {
    const documents = records.map(({ id, ...stored }) => ({
      _id: new Types.ObjectId(id),
      ...(clean(stored) as Stored),
    }));
    try {
      await this.#disputes.insertMany(documents, { session: tx.session, ordered: true });
    } catch (error) {
      throw duplicateOf(error);
    }
  }

  /** Replaces the record the caller read. @throws DomainError `stale` when somebody else changed it since. */
  async replace(record: DisputeRecord, seenVersion: number, tx: Tx): Promise<void> {
    const { id, ...stored } = record;
    const _id = new Types.ObjectId(id);
    try {
      const result = await this.#disputes.replaceOne({ _id, version: seenVersion }, clean(stored) as Stored, {
        session: tx.session,
        runValidators: true,
      });
      if (result.matchedCount === 1) return;
    } catch (error) {
      throw duplicateOf(error);
    }
    const current = await this.get(id, tx);
    throw stale(seenVersion, current.version);
  }

  /** The outside numbers of a system that are already registered. */
  async knownExternal(system: string, numbers: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#disputes
      .find({ 'external.system': system, 'external.number': trusted({ $in: [...numbers] }) })
      .select('external.number')
      .lean<{ external: { number: string } }[]>();
    return new Set(found.map(({ external }) => external.number));
  }

  async append(events: readonly DisputeEvent[], tx: Tx): Promise<void> {
    await this.#events.insertMany(events, { session: tx.session, ordered: true });
    const unfolded = events.map(({ disputeId, seq }) => ({ disputeId, seq }));
    await this.#unfolded.insertMany(unfolded, { session: tx.session, ordered: true });
  }

  async events(disputeId: string): Promise<readonly DisputeEvent[]> {
    return this.#events.find({ disputeId }).sort({ seq: 1 }).select('-_id').lean<DisputeEvent[]>();
  }

  /** Newest change first, or nearest due date first. `cursor` comes from the page before. */
  async list(
    filter: DisputeFilter,
    options: { limit: number; cursor?: string | undefined; order?: 'updated' | 'due' },
  ): Promise<Page<DisputeRecord>> {
    const byDue = options.order === 'due';
    const conditions: QueryFilter<Stored>[] = [toQuery(filter)];
    if (options.cursor) conditions.push(after(options.cursor, byDue));
    const found = await this.#disputes
      .find({ $and: conditions })
      .sort(byDue ? { nextDueAt: 1, _id: 1 } : { updatedAt: -1, _id: -1 })
      .limit(options.limit + 1)
      .lean<(Stored & { _id: Types.ObjectId })[]>();
    const items = found.slice(0, options.limit).map(toRecord);
    const last = items.at(-1);
    return found.length > options.limit && last ? { items, next: cursorOf(last, byDue) } : { items };
  }

  async count(filter: DisputeFilter): Promise<number> {
    return this.#disputes.countDocuments(toQuery(filter));
  }

  /** Records whose identity, phone or outside number equals one of the given indexes: likely duplicates. */
  async findLikely(
    indexes: readonly string[],
    external: string | undefined,
    limit: number,
  ): Promise<readonly DisputeRecord[]> {
    const either: QueryFilter<Stored>[] = [];
    if (indexes.length > 0) {
      either.push(
        { 'parties.idIndex': trusted({ $in: indexes }) },
        { 'parties.phoneIndex': trusted({ $in: indexes }) },
      );
    }
    if (external) either.push({ 'external.number': external });
    if (either.length === 0) return [];
    const found = await this.#disputes
      .find({ $or: either })
      .sort({ updatedAt: -1 })
      .limit(limit)
      .lean<(Stored & { _id: Types.ObjectId })[]>();
    return found.map(toRecord);
  }

  /** How many disputes of these sources share an identity or phone with the indexes, lodged since then. */
  async countOfPeople(indexes: readonly string[], sources: readonly string[], since: Date): Promise<number> {
    if (indexes.length === 0) return 0;
    return this.#disputes.countDocuments({
      $or: [{ 'parties.idIndex': trusted({ $in: indexes }) }, { 'parties.phoneIndex': trusted({ $in: indexes }) }],
      source: trusted({ $in: sources }),
      lodgedAt: trusted({ $gte: since }),
    });
  }

  /** What time alone has something to do with at `now`, the longest waiting first, after the one seen last. */
  async dueForSweep(now: Date, limit: number, last?: DisputeRecord): Promise<readonly DisputeRecord[]> {
    const due = { nextSweepAt: trusted({ $lte: now }) };
    const after = last && [
      { nextSweepAt: trusted({ $gt: last.nextSweepAt }) },
      { nextSweepAt: last.nextSweepAt, _id: trusted({ $gt: new Types.ObjectId(last.id) }) },
    ];
    const found = await this.#disputes
      .find(after ? { $and: [due, { $or: after }] } : due)
      .sort({ nextSweepAt: 1, _id: 1 })
      .limit(limit)
      .lean<(Stored & { _id: Types.ObjectId })[]>();
    return found.map(toRecord);
  }

  /**
   * Notes how far the clocks have come. Nobody's page grows old by it, so the version stays; whoever changed the dispute
   * or noted it before is found by what was seen.
   * @returns false when somebody was quicker
   */
  async noteSweep(seen: DisputeRecord, record: DisputeRecord, tx: Tx): Promise<boolean> {
    const { clocks, nextDueAt, nextSweepAt } = record;
    const result = await this.#disputes.updateOne(
      { _id: new Types.ObjectId(seen.id), version: seen.version, nextSweepAt: seen.nextSweepAt },
      { $set: { clocks: clean(clocks), nextDueAt, nextSweepAt } },
      { session: tx.session },
    );
    return result.matchedCount === 1;
  }

  /** Disputes with a clock that ends at or after an instant, oldest first; a walk over all, for a changed calendar. */
  async *dueFrom(from: Date, batchSize = 500): AsyncGenerator<DisputeRecord> {
    for await (const found of this.#disputes
      .find({ $or: [{ 'clocks.dueAt': trusted({ $gte: from }) }, { 'assists.dueAt': trusted({ $gte: from }) }] })
      .sort({ _id: 1 })
      .lean<Stored & { _id: Types.ObjectId }>()
      .cursor({ batchSize })) {
      yield toRecord(found);
    }
  }

  /** How many open disputes have their nearest date at or after an instant. */
  async countDueFrom(from: Date): Promise<number> {
    const due = trusted({ $gte: from, $lt: NOTHING_DUE });
    return this.#disputes.countDocuments({ state: trusted({ $in: OPEN_STATES }), nextDueAt: due });
  }

  /** Walks over all disputes in batches, oldest first; for verification and rebuilding. */
  async *all(batchSize = 500): AsyncGenerator<DisputeRecord> {
    for await (const found of this.#disputes
      .find()
      .sort({ _id: 1 })
      .lean<Stored & { _id: Types.ObjectId }>()
      .cursor({ batchSize })) {
      yield toRecord(found);
    }
  }
}

function toQuery(filter: DisputeFilter): QueryFilter<Stored> {
  const query: Record<string, unknown> = {};
  const set = (field: string, value: unknown) => {
    if (value !== undefined) query[field] = value;
  };
  set('visibleTo', filter.visibleTo);
  if (filter.states) query['state'] = trusted({ $in: filter.states });
  set('owner.code', filter.ownerUnit);
  set('owner.tier', filter.tier);
  set('origin.unitCode', filter.originUnit);
  if (filter.heldBefore) {
    query['custody.unitCode'] = filter.heldBefore;
    query['owner.code'] = trusted({ $ne: filter.heldBefore });
  }
  if (filter.feeOpen) {
    query['filing.fee.notifiedOn'] = trusted({ $exists: true });
    query['filing.fee.settledOn'] = trusted({ $exists: false });
    query['courtResult.kind'] = trusted({ $exists: false });
  }
  if (filter.updatedSince) query['updatedAt'] = trusted({ $gte: filter.updatedSince });
  if (filter.mediatorIds) query['mediator.accountId'] = trusted({ $in: filter.mediatorIds });
  set('assists.to.code', filter.helpOf);
  set('type', filter.type);
  set('track', filter.track);
  set('pushedDown', filter.pushedDown);
  set('handOver.from.code', filter.sentBy);
  set('handOver.to.code', filter.sentTo);
  set('rulingUnit', filter.rulingUnit);
  if (filter.risks) query['risk'] = trusted({ $in: filter.risks });
  set('riskFile.undecided', filter.riskUndecided);
  if (filter.lodged) query['lodgedAt'] = trusted({ $gte: filter.lodged.from, $lt: filter.lodged.until });
  if (filter.dueBefore) query['nextDueAt'] = trusted({ $lt: filter.dueBefore });
  if (filter.terms && filter.terms.length > 0) query['terms'] = trusted({ $all: filter.terms });
  if (filter.outcomes) query['outcome.code'] = trusted({ $in: filter.outcomes });
  if (filter.partyIndex) {
    query['$or'] = [{ 'parties.idIndex': filter.partyIndex }, { 'parties.phoneIndex': filter.partyIndex }];
  }
  return query;
}

const cursorOf = (record: DisputeRecord, byDue: boolean): string =>
  Buffer.from(`${(byDue ? record.nextDueAt : record.updatedAt).toISOString()}|${record.id}`).toString('base64url');

function after(cursor: string, byDue: boolean): QueryFilter<Stored> {
  const [stamp, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(stamp ?? '');
  if (!id || !Types.ObjectId.isValid(id) || Number.isNaN(at.getTime())) throw invalidField('cursor', 'cursor.invalid');
  const field = byDue ? 'nextDueAt' : 'updatedAt';
  const beyond = byDue ? '$gt' : '$lt';
  const _id = new Types.ObjectId(id);
  return { $or: [{ [field]: trusted({ [beyond]: at }) }, { [field]: at, _id: trusted({ [beyond]: _id }) }] };
}

function toRecord(stored: Stored & { _id: Types.ObjectId }): DisputeRecord {
  const { _id, ...record } = stored;
  return { id: _id.toHexString(), ...record };
}

/** The driver stores `undefined` as null; a missing fact must be missing, for partial indexes and `$exists`. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Types.ObjectId)
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, clean(entry)]),
  );
}

/** A second case with the same docket or outside number is the clerk's mistake, not a fault. */
function duplicateOf(error: unknown): unknown {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== 11000) return error;
  if (/docket/i.test(error.message)) return invalidField('docket', 'docket.taken');
  if (error.message.includes('external')) return conflict('externalNumberTaken');
  return error;
}
