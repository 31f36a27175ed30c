import { type AnyBulkWriteOperation, type Connection, type QueryFilter, trusted } from 'mongoose';
import { type ClockId } from '../../domain/clock-catalogue.ts';
import { type WarningLevel } from '../../domain/clock.ts';
import { notFound } from '../../domain/errors.ts';
import { type Tier } from '../../domain/tier.ts';
import { type Tx } from '../../platform/transaction.ts';
import { warningModel } from './warning.model.ts';
import { type WarningEnd, type WarningFacts, type WarningRecord } from './warning.record.ts';

type Stored = Omit<WarningRecord, 'id'> & { _id: string };

/** What happens to rows in one transaction. */
export type WarningChange =
  | { readonly does: 'raise'; readonly row: Omit<WarningRecord, 'open' | 'endedAt' | 'ended'> }
  | { readonly does: 'amend'; readonly id: string; readonly facts: WarningFacts }
  | { readonly does: 'end'; readonly id: string; readonly at: Date; readonly as: WarningEnd };

/** What a list of open warnings may be narrowed by. */
export interface WarningFilter {
  readonly scope?: string;
  readonly recipients?: readonly string[];
  /** A unit with everything below it. */
  readonly unit?: string;
  readonly tier?: Tier;
  readonly clocks?: readonly ClockId[];
  readonly levels?: readonly WarningLevel[];
  readonly risk?: string;
}

export interface WarningCursor {
  readonly weight: number;
  readonly dueAt: Date;
  readonly id: string;
}

/** Stores warnings. */
export class WarningRepository {
  readonly #warnings;

  constructor(connection: Connection) {
    this.#warnings = warningModel(connection);
  }

  /** Writes the changes in their order. Raising twice leaves one row, open again if it had ended. */
  async apply(changes: readonly WarningChange[], tx: Tx): Promise<void> {
    if (changes.length === 0) return;
    const writes = changes.map(writeOf) as AnyBulkWriteOperation<Stored>[];
    await this.#warnings.bulkWrite(writes, { session: tx.session, ordered: true });
  }

  /** @throws DomainError `warningNotFound` when it does not exist or has ended */
  async getOpen(id: string): Promise<WarningRecord> {
    const found = await this.#warnings.findOne({ _id: id, open: true }).lean<Stored>();
    if (!found) throw notFound('warningNotFound');
    return toRecord(found);
  }

  /** Open warnings, the most serious and the longest overdue first. */
  async list(filter: WarningFilter, limit: number, last?: WarningCursor): Promise<readonly WarningRecord[]> {
    const conditions = [toQuery(filter), ...(last ? [beyond(last)] : [])];
    const found = await this.#warnings
      .find({ $and: conditions })
      .sort({ weight: -1, dueAt: 1, _id: 1 })
      .limit(limit)
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  async count(filter: WarningFilter): Promise<number> {
    return this.#warnings.countDocuments(toQuery(filter));
  }

  /** How many are open at each level. */
  async countByLevel(filter: WarningFilter): Promise<ReadonlyMap<WarningLevel, number>> {
    const found = await this.#warnings.aggregate<{ _id: WarningLevel; count: number }>([
      { $match: toQuery(filter) },
      { $group: { _id: '$level', count: { $sum: 1 } } },
    ]);
    return new Map(found.map(({ _id, count }) => [_id, count]));
  }

  /** Every warning of a dispute, oldest first. */
  async ofDispute(disputeId: string, tx?: Tx): Promise<readonly WarningRecord[]> {
    const found = await this.#warnings
      .find({ disputeId }, null, { session: tx?.session ?? null })
      .sort({ raisedAt: 1, _id: 1 })
      .lean<Stored[]>();
    return found.map(toRecord);
  }
}

function writeOf(change: WarningChange): object {
  if (change.does === 'end') {
    const { id, at, as } = change;
    return { updateOne: { filter: { _id: id }, update: { $set: { open: false, endedAt: at, ended: as } } } };
  }
  if (change.does === 'amend') return { updateOne: { filter: { _id: change.id }, update: setting(change.facts) } };
  const { id, raisedAt, ...row } = change.row;
  const { $set, $unset } = setting(row);
  const update = {
    $set: { ...$set, open: true },
    $unset: { ...$unset, endedAt: '', ended: '' },
    $setOnInsert: { raisedAt },
  };
  return { updateOne: { filter: { _id: id }, update, upsert: true } };
}

/** A mediator who no longer handles the dispute is taken off the row. */
const setting = (facts: Partial<WarningFacts>): { $set: object; $unset?: object } =>
  facts.person ? { $set: facts } : { $set: facts, $unset: { person: '' } };

function toQuery(filter: WarningFilter): QueryFilter<Stored> {
  const codes = [filter.scope, filter.unit].filter((code) => code !== undefined);
  return {
    open: true,
    ...(codes.length > 0 ? { scope: codes.length === 1 ? codes[0] : trusted({ $all: codes }) } : {}),
    ...(filter.recipients ? { recipients: trusted({ $in: [...filter.recipients] }) } : {}),
    ...(filter.tier ? { 'holder.tier': filter.tier } : {}),
    ...(filter.clocks ? { clock: trusted({ $in: [...filter.clocks] }) } : {}),
    ...(filter.levels ? { level: trusted({ $in: [...filter.levels] }) } : {}),
    ...(filter.risk ? { risk: filter.risk } : {}),
  } as QueryFilter<Stored>;
}

const beyond = ({ weight, dueAt, id }: WarningCursor): QueryFilter<Stored> => ({
  $or: [
    { weight: trusted({ $lt: weight }) },
    { weight, dueAt: trusted({ $gt: dueAt }) },
    { weight, dueAt, _id: trusted({ $gt: id }) },
  ],
});

function toRecord({ _id, ...record }: Stored): WarningRecord {
  return { id: _id, ...record };
}
