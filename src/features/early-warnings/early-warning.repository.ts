import { type Connection, type QueryFilter, trusted, Types } from 'mongoose';
import { type CalendarDay, dayOfInstant, endOfDayInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { type EarlyWarningKind } from '../../domain/early-warning.ts';
import { type DailyCount } from '../../domain/lodged-count.ts';
import { notFound } from '../../domain/errors.ts';
import { isDuplicateKey, type Tx } from '../../platform/transaction.ts';
import { disputeModel, type DisputeRecord } from '../disputes/index.ts';
import { earlyWarningModel, type StoredWarning, type StoredRun, warningRunModel } from './early-warning.model.ts';
import { type EarlyWarningRecord, type WarningRun, type WarningStep } from './early-warning.record.ts';

export interface EarlyWarningFilter {
  /** A unit with everything below it. */
  readonly area: string;
  readonly open: boolean;
  readonly kind?: EarlyWarningKind;
  /** Another unit within the area. */
  readonly unit?: string;
}
export interface EarlyWarningCursor {
  readonly raisedAt: Date;
  readonly id: string;
}

/** A dispute as the searches read it. */
export type SearchedDispute = Pick<DisputeRecord, 'id' | 'lodgedAt' | 'place' | 'parties'>;

const PAGE = 2_000;
/** Merged disputes are counted where they were merged into. */
const NOT_MERGED = trusted({ $ne: 'S25' as const });

/** Stores warnings, and reads what they are looked for in. */
export class EarlyWarningRepository {
  readonly #warnings;
  readonly #runs;
  readonly #disputes;

  constructor(connection: Connection) {
    this.#warnings = earlyWarningModel(connection);
    this.#runs = warningRunModel(connection);
    this.#disputes = disputeModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  // ---- What is looked through -------------------------------------------------------------------------------------

  /** Disputes lodged since a day with the blind indexes of their parties, without anything else of them. */
  async *lodgedSince(day: CalendarDay): AsyncGenerator<SearchedDispute> {
    const cursor = this.#disputes
      .find({ lodgedAt: trusted({ $gte: startOfDayInstant(day) }), state: NOT_MERGED })
      .select(
        'lodgedAt place.unitCode place.townshipCode parties.side parties.kind parties.name parties.idIndex parties.phoneIndex parties.addressIndex',
      )
      .lean<SearchedDispute & { _id: Types.ObjectId }>()
      .cursor({ batchSize: PAGE });
    for await (const { _id, ...dispute } of cursor) yield { ...dispute, id: _id.toHexString() };
  }

  /** Township, type and day of every dispute lodged in a stretch of days. */
  async *countable(from: CalendarDay, to: CalendarDay): AsyncGenerator<DailyCount> {
    const cursor = this.#disputes
      .find({ lodgedAt: trusted({ $gte: startOfDayInstant(from), $lte: endOfDayInstant(to) }), state: NOT_MERGED })
      .select('lodgedAt type place.townshipCode')
      .lean<Pick<DisputeRecord, 'lodgedAt' | 'type' | 'place'>>()
      .cursor({ batchSize: PAGE });
    for await (const { lodgedAt, type, place } of cursor)
      yield { township: place.townshipCode, type, on: dayOfInstant(lodgedAt) };
  }

  /** The day of the first dispute; undefined when there is none. */
  async firstDay(): Promise<CalendarDay | undefined> {
    const first = await this.#disputes
      .findOne()
      .sort({ lodgedAt: 1 })
      .select('lodgedAt')
      .lean<Pick<DisputeRecord, 'lodgedAt'>>();
    return first ? dayOfInstant(first.lodgedAt) : undefined;
  }

  /** The disputes of a series in a stretch of days, newest first. */
  async disputesOf(
    { township, type }: { readonly township?: string; readonly type?: string },
    from: CalendarDay,
    to: CalendarDay,
    limit: number,
  ): Promise<readonly string[]> {
    const found = await this.#disputes
      .find({
        lodgedAt: trusted({ $gte: startOfDayInstant(from), $lte: endOfDayInstant(to) }),
        state: NOT_MERGED,
        ...(township ? { 'place.townshipCode': township } : {}),
        ...(type ? { type } : {}),
      })
      .sort({ lodgedAt: -1 })
      .limit(limit)
      .select('_id')
      .lean<{ _id: Types.ObjectId }[]>();
    return found.map(({ _id }) => _id.toHexString());
  }

  // ---- Warnings ---------------------------------------------------------------------------------------------------

  /** @returns false when another warning of the subject is open */
  async raise({ id, ...warning }: EarlyWarningRecord): Promise<boolean> {
    try {
      await this.#warnings.create([{ _id: id, ...warning }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Changes a warning that still has this version. @returns whether it had */
  async change(
    { id, version }: Pick<EarlyWarningRecord, 'id' | 'version'>,
    set: Partial<EarlyWarningRecord>,
    step: WarningStep | undefined,
    tx?: Tx,
  ): Promise<boolean> {
    const { matchedCount } = await this.#warnings.updateOne(
      { _id: id, version },
      { $set: { ...set, version: version + 1 }, ...(step ? { $push: { steps: step } } : {}) },
      tx ? { session: tx.session } : {},
    );
    return matchedCount === 1;
  }

  /** @throws DomainError `earlyWarnings.notFound` */
  async get(id: string, tx?: Tx): Promise<EarlyWarningRecord> {
    const found = await this.#warnings.findById(id, null, { session: tx?.session ?? null }).lean<StoredWarning>();
    if (!found) throw notFound('earlyWarnings.notFound');
    return toRecord(found);
  }

  /** The open warnings of some kinds. */
  async open(kinds: readonly EarlyWarningKind[]): Promise<readonly EarlyWarningRecord[]> {
    const found = await this.#warnings.find({ open: true, kind: trusted({ $in: [...kinds] }) }).lean<StoredWarning[]>();
    return found.map(toRecord);
  }

  /** The last warning of a subject that has ended. */
  async lastEnded(kind: EarlyWarningKind, subject: string): Promise<EarlyWarningRecord | undefined> {
    const found = await this.#warnings
      .findOne({ kind, subject, open: false })
      .sort({ raisedAt: -1 })
      .lean<StoredWarning>();
    return found ? toRecord(found) : undefined;
  }

  async list(
    filter: EarlyWarningFilter,
    limit: number,
    last?: EarlyWarningCursor,
  ): Promise<readonly EarlyWarningRecord[]> {
    const beyond = last && {
      $or: [{ raisedAt: trusted({ $lt: last.raisedAt }) }, { raisedAt: last.raisedAt, _id: trusted({ $lt: last.id }) }],
    };
    const found = await this.#warnings
      .find({ $and: [toQuery(filter), ...(beyond ? [beyond] : [])] } as QueryFilter<StoredWarning>)
      .sort({ raisedAt: -1, _id: -1 })
      .limit(limit)
      .lean<StoredWarning[]>();
    return found.map(toRecord);
  }

  async count(filter: EarlyWarningFilter): Promise<number> {
    return this.#warnings.countDocuments(toQuery(filter));
  }

  /** The open warnings one unit answers for. */
  async ofUnit(unit: string, limit: number): Promise<readonly EarlyWarningRecord[]> {
    const found = await this.#warnings
      .find({ 'owner.code': unit, open: true } as QueryFilter<StoredWarning>)
      .sort({ raisedAt: -1 })
      .limit(limit)
      .lean<StoredWarning[]>();
    return found.map(toRecord);
  }

  async countOfUnit(unit: string): Promise<number> {
    return this.#warnings.countDocuments({ 'owner.code': unit, open: true } as QueryFilter<StoredWarning>);
  }

  // ---- Searches ---------------------------------------------------------------------------------------------------

  async hasRun(id: string): Promise<boolean> {
    return (await this.#runs.exists({ _id: id })) !== null;
  }

  async noteRun({ id, ...run }: WarningRun): Promise<void> {
    await this.#runs.updateOne({ _id: id }, { $setOnInsert: run }, { upsert: true });
  }

  /** The latest search of a kind. */
  async lastRun(kind: string): Promise<WarningRun | undefined> {
    const found = await this.#runs
      .findOne({ _id: trusted({ $gte: `${kind}|`, $lt: `${kind}}` }) })
      .sort({ _id: -1 })
      .lean<StoredRun>();
    if (!found) return undefined;
    const { _id, ...run } = found;
    return { id: _id, ...run };
  }
}

const toQuery = ({ area, open, kind, unit }: EarlyWarningFilter): QueryFilter<StoredWarning> => ({
  'owner.path': unit && unit !== area ? trusted({ $all: [area, unit] }) : area,
  open,
  ...(kind ? { kind } : {}),
});

const toRecord = ({ _id, ...warning }: StoredWarning): EarlyWarningRecord => ({ id: _id, ...warning });
