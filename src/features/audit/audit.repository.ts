import { trusted, Types, type Connection, type QueryFilter } from 'mongoose';
import { type AuditAlert, type AuditLine } from '../../domain/audit.ts';
import { invalidField } from '../../domain/errors.ts';
import { type ChainStore } from './audit.chain.ts';
import { type AuditFilter } from './audit.record.ts';
import {
  type AlertDocument,
  auditAlertModel,
  auditArchiveModel,
  auditHeadModel,
  auditLineModel,
  auditSealModel,
  type AuditArchive,
  type AuditHead,
  type AuditSeal,
} from './audit.model.ts';

/** A line with its place in the lists. */
export type StoredLine = AuditLine & { readonly id: string };

export interface LinePage {
  readonly items: readonly StoredLine[];
  readonly next?: string;
}

/** The audit's collections: lines are added and read; only an archive takes the oldest away. */
export class AuditRepository implements ChainStore {
  readonly #lines;
  readonly #heads;
  readonly #seals;
  readonly #archives;
  readonly #alerts;

  constructor(connection: Connection) {
    this.#lines = auditLineModel(connection);
    this.#heads = auditHeadModel(connection);
    this.#seals = auditSealModel(connection);
    this.#archives = auditArchiveModel(connection);
    this.#alerts = auditAlertModel(connection);
  }

  async append(lines: readonly AuditLine[], head: AuditHead): Promise<void> {
    // By the driver: lines come from the trail alone, and every read waits for this.
    await this.#lines.collection.insertMany(lines.map((line) => ({ ...line })));
    const { _id, ...rest } = head;
    await this.#heads.collection.updateOne({ _id: _id as never }, { $set: rest }, { upsert: true });
  }

  /** Newest first. @throws DomainError `validation` when the cursor is not one of ours */
  async list(filter: AuditFilter, page: { limit: number; cursor?: string | undefined }): Promise<LinePage> {
    const conditions: QueryFilter<AuditLine>[] = [toQuery(filter)];
    if (page.cursor) conditions.push(after(page.cursor));
    const found = await this.#lines
      .find({ $and: conditions })
      .sort({ at: -1, _id: -1 })
      .limit(page.limit + 1)
      .lean<(AuditLine & { _id: Types.ObjectId })[]>();
    const items = found.slice(0, page.limit).map(({ _id, ...line }) => ({ id: _id.toHexString(), ...line }));
    const last = items.at(-1);
    if (found.length <= page.limit || !last) return { items };
    return { items, next: Buffer.from(`${last.at.toISOString()}|${last.id}`).toString('base64url') };
  }

  /** Lines of the kinds between two instants, oldest first, one at a time. */
  async *between(from: Date, until: Date): AsyncGenerator<AuditLine> {
    yield* this.#lines
      .find({ at: trusted({ $gte: from, $lt: until }) })
      .sort({ at: 1, _id: 1 })
      .lean<AuditLine[]>()
      .cursor({ batchSize: 500 });
  }

  /** The lines of one chain in order. */
  async *ofChain(chain: string): AsyncGenerator<AuditLine> {
    yield* this.#lines.find({ chain }).sort({ seq: 1 }).lean<AuditLine[]>().cursor({ batchSize: 500 });
  }

  async chains(): Promise<readonly string[]> {
    const [lines, heads, archives] = await Promise.all([
      this.#lines.distinct('chain'),
      this.#heads.distinct('_id'),
      this.#archives.distinct('_id'),
    ]);
    return [...new Set([...lines, ...heads, ...archives])];
  }

  heads(since?: Date): Promise<AuditHead[]> {
    return this.#heads
      .find(since ? { at: trusted({ $gte: since }) } : {})
      .sort({ at: 1, _id: 1 })
      .lean<AuditHead[]>();
  }

  seals(): Promise<AuditSeal[]> {
    return this.#seals.find().sort({ _id: 1 }).lean<AuditSeal[]>();
  }

  async lastSeal(): Promise<AuditSeal | undefined> {
    return (await this.#seals.findOne().sort({ _id: -1 }).lean<AuditSeal>()) ?? undefined;
  }

  async addSeal(seal: AuditSeal): Promise<void> {
    await this.#seals.create([seal]);
  }

  archives(): Promise<AuditArchive[]> {
    return this.#archives.find().lean<AuditArchive[]>();
  }

  /** Notes that a chain's beginning is in an archive, and then takes it out; repeated it does nothing new. */
  async takeOut(archive: AuditArchive): Promise<number> {
    const { _id, ...rest } = archive;
    await this.#archives.updateOne({ _id }, { $set: rest }, { upsert: true });
    const { deletedCount } = await this.#lines.deleteMany({ chain: _id, seq: trusted({ $lte: archive.seq }) });
    return deletedCount;
  }

  /** Writes an alert or brings its count up to date. */
  async putAlert({ id, ...alert }: AuditAlert): Promise<void> {
    await this.#alerts.updateOne({ _id: id }, { $set: alert }, { upsert: true });
  }

  async alerts(fromDay: string, limit: number): Promise<readonly AuditAlert[]> {
    const found = await this.#alerts
      .find({ day: trusted({ $gte: fromDay }) })
      .sort({ day: -1, rule: 1, _id: 1 })
      .limit(limit)
      .lean<AlertDocument[]>();
    return found.map(({ _id, ...alert }) => ({ id: _id, ...alert }));
  }
}

function toQuery({ kind, accountId, disputeId, from, until }: AuditFilter): QueryFilter<AuditLine> {
  const at = { ...(from ? { $gte: from } : {}), ...(until ? { $lte: until } : {}) };
  return {
    ...(kind ? { kind } : {}),
    ...(accountId ? { 'person.accountId': accountId } : {}),
    ...(disputeId ? { disputeId } : {}),
    ...(from || until ? { at: trusted(at) } : {}),
  };
}

function after(cursor: string): QueryFilter<AuditLine> {
  const [stamp = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(stamp);
  if (!Types.ObjectId.isValid(id) || Number.isNaN(at.getTime())) throw invalidField('cursor', 'cursor.invalid');
  return { $or: [{ at: trusted({ $lt: at }) }, { at, _id: trusted({ $lt: new Types.ObjectId(id) }) }] };
}
