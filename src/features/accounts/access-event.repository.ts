import { trusted, Types, type Connection, type QueryFilter } from 'mongoose';
import { invalidField } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { accessEventModel, type AccessEventDocument } from './account.model.ts';
import { type AccessEvent, type AccessEventKind } from './account.record.ts';

export interface AccessEventFilter {
  readonly kind?: AccessEventKind | undefined;
  readonly username?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface AccessEventPage {
  readonly items: readonly AccessEvent[];
  readonly next?: string;
}

/** The security audit: lines are added and read, nothing else. */
export class AccessEventRepository {
  readonly #events;

  constructor(connection: Connection) {
    this.#events = accessEventModel(connection);
  }

  async append(event: Omit<AccessEvent, 'id'>, tx: Tx): Promise<void> {
    await this.#events.create([event], { session: tx.session });
  }

  /** Newest first. @throws DomainError `validation` when the cursor is not one of ours */
  async list(
    filter: AccessEventFilter,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<AccessEventPage> {
    const conditions: QueryFilter<AccessEventDocument>[] = [toQuery(filter)];
    if (page.cursor) conditions.push(after(page.cursor));
    const found = await this.#events
      .find({ $and: conditions })
      .sort({ at: -1, _id: -1 })
      .limit(page.limit + 1)
      .lean<(AccessEventDocument & { _id: Types.ObjectId })[]>();
    const items = found.slice(0, page.limit).map(({ _id, ...event }) => ({ id: _id.toHexString(), ...event }));
    const last = items.at(-1);
    if (found.length <= page.limit || !last) return { items };
    return { items, next: Buffer.from(`${last.at.toISOString()}|${last.id}`).toString('base64url') };
  }
}

function toQuery({ kind, username, from, until }: AccessEventFilter): QueryFilter<AccessEventDocument> {
  const at = { ...(from ? { $gte: from } : {}), ...(until ? { $lte: until } : {}) };
  return {
    ...(kind ? { kind } : {}),
    ...(username ? { 'subject.username': username } : {}),
    ...(from || until ? { at: trusted(at) } : {}),
  };
}

function after(cursor: string): QueryFilter<AccessEventDocument> {
  const [stamp = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(stamp);
  if (!Types.ObjectId.isValid(id) || Number.isNaN(at.getTime())) throw invalidField('cursor', 'cursor.invalid');
  return {
    $or: [{ at: trusted({ $lt: at }) }, { at, _id: trusted({ $lt: new Types.ObjectId(id) }) }],
  };
}
