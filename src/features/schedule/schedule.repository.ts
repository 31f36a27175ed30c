import { type Connection, type QueryFilter, trusted, Types } from 'mongoose';
import { bookingKey, quartersOf, type Resource } from '../../domain/schedule.ts';
import { isDuplicateKey, repeatOnDuplicate, type Tx } from '../../platform/transaction.ts';
import { bookingModel, feedModel, plannedSessionModel, roomModel, type Feed, type Stored } from './schedule.model.ts';
import { type CancelReason, type PlannedSession, type PlanState, type Room } from './schedule.record.ts';

/** Which sessions a calendar shows: those of a unit and below it, of a mediator, or of rooms. */
export interface ScheduleFilter {
  readonly from: Date;
  readonly until: Date;
  readonly unitCode?: string | undefined;
  readonly mediatorId?: string | undefined;
  readonly roomIds?: readonly string[] | undefined;
  readonly states?: readonly PlanState[] | undefined;
}

/** A quarter that is taken already. */
export interface Taken {
  readonly resource: Resource;
  readonly by: PlannedSession;
}

const LONGEST_LIST = 1_000;

export class ScheduleRepository {
  readonly #sessions;
  readonly #bookings;
  readonly #rooms;
  readonly #feeds;

  constructor(connection: Connection) {
    this.#sessions = plannedSessionModel(connection);
    this.#bookings = bookingModel(connection);
    this.#rooms = roomModel(connection);
    this.#feeds = feedModel(connection);
  }

  newId = (): string => new Types.ObjectId().toHexString();

  /** Sessions that begin in the time asked for, earliest first. */
  async list({
    from,
    until,
    unitCode,
    mediatorId,
    roomIds,
    states,
  }: ScheduleFilter): Promise<readonly PlannedSession[]> {
    const filter: QueryFilter<Stored<PlannedSession>> = {
      startsAt: trusted({ $gte: from, $lt: until }),
      ...(unitCode ? { unitPath: unitCode } : {}),
      ...(mediatorId ? { 'mediator.accountId': mediatorId } : {}),
      ...(roomIds ? { roomId: trusted({ $in: roomIds }) } : {}),
      ...(states ? { state: trusted({ $in: states }) } : {}),
    };
    const found = await this.#sessions.find(filter).sort({ startsAt: 1 }).limit(LONGEST_LIST).lean();
    return found.map(toRecord);
  }

  /** Sessions of one round of a dispute still to come or under way, earliest first. */
  async ofDispute(disputeId: string, round: number): Promise<readonly PlannedSession[]> {
    const found = await this.#sessions.find({ disputeId, round, state: 'planned' }).sort({ startsAt: 1 }).lean();
    return found.map(toRecord);
  }

  /** What of these resources is taken in that time by another session. */
  async taken(
    session: Pick<PlannedSession, 'id' | 'startsAt' | 'endsAt'>,
    resources: readonly Resource[],
    tx?: Tx,
  ): Promise<readonly Taken[]> {
    const byKey = new Map(
      resources.flatMap((resource) =>
        quartersOf(session).map((quarter) => [bookingKey(resource, quarter), resource] as const),
      ),
    );
    const options = tx ? { session: tx.session } : {};
    const found = await this.#bookings.find({ _id: trusted({ $in: [...byKey.keys()] }) }, null, options).lean();
    const held = await this.#sessions
      .find({ _id: trusted({ $in: found.map(({ sessionId }) => sessionId) }) }, null, options)
      .lean();
    const sessions = new Map(held.map((row) => [row._id, toRecord(row)]));
    return found.flatMap(({ _id, sessionId }) => {
      const resource = byKey.get(_id);
      const by = sessions.get(sessionId);
      return resource && by ? [{ resource, by }] : [];
    });
  }

  /** Writes the session and takes its quarters; two who want the same quarter meet here, and the second begins anew. */
  async plan(session: PlannedSession, resources: readonly Resource[], tx: Tx): Promise<void> {
    const quarters = resources.flatMap((resource) =>
      quartersOf(session).map((quarter) => ({
        _id: bookingKey(resource, quarter),
        sessionId: session.id,
        endsAt: session.endsAt,
      })),
    );
    await repeatOnDuplicate(() => this.#bookings.insertMany(quarters, { session: tx.session, ordered: true }));
    const { id, ...rest } = session;
    await this.#sessions.create([{ _id: id, ...rest }], { session: tx.session });
  }

  /** Calls sessions off and gives their time back. */
  async cancel(ids: readonly string[], reason: CancelReason, now: Date, tx: Tx): Promise<void> {
    if (ids.length === 0) return;
    const { session } = tx;
    await this.#sessions.updateMany(
      { _id: trusted({ $in: ids }), state: 'planned' },
      { $set: { state: 'cancelled', cancelReason: reason, endedAt: now } },
      { session },
    );
    await this.#bookings.deleteMany({ sessionId: trusted({ $in: ids }) }, { session });
  }

  /** Marks what was planned up to now as held. */
  async hold(disputeId: string, round: number, now: Date, tx: Tx): Promise<void> {
    await this.#sessions.updateMany(
      { disputeId, round, state: 'planned', startsAt: trusted({ $lte: now }) },
      { $set: { state: 'held', endedAt: now } },
      { session: tx.session },
    );
  }

  /** Sessions of a dispute still to come, for the act that overtakes them. */
  async ahead(disputeId: string, tx: Tx): Promise<readonly PlannedSession[]> {
    const found = await this.#sessions.find({ disputeId, state: 'planned' }, null, { session: tx.session }).lean();
    return found.map(toRecord);
  }

  /** Rooms of these units that are in use, by name. */
  async rooms(unitCodes: readonly string[], closedToo = false): Promise<readonly Room[]> {
    const found = await this.#rooms
      .find({ unitCode: trusted({ $in: unitCodes }), ...(closedToo ? {} : { closed: false }) })
      .sort({ unitCode: 1, name: 1 })
      .lean();
    return found.map(toRecord);
  }

  /** False when the unit has a room of this name already. */
  async addRoom({ id, ...room }: Room): Promise<boolean> {
    try {
      await this.#rooms.create([{ _id: id, ...room }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** False when the unit has no such room. */
  async closeRoom(id: string, unitCode: string, closed: boolean): Promise<boolean> {
    const { matchedCount } = await this.#rooms.updateOne({ _id: id, unitCode }, { $set: { closed } });
    return matchedCount === 1;
  }

  /** A person has one subscription; a new one ends the old. */
  async replaceFeed(feed: Feed, tx: Tx): Promise<void> {
    await this.#feeds.deleteOne({ accountId: feed.accountId }, { session: tx.session });
    await this.#feeds.create([feed], { session: tx.session });
  }

  async removeFeed(accountId: string): Promise<void> {
    await this.#feeds.deleteOne({ accountId });
  }

  async feedOf(accountId: string): Promise<Feed | undefined> {
    return (await this.#feeds.findOne({ accountId }).lean<Feed>()) ?? undefined;
  }

  /** The subscription under this hash; the reading is noted. */
  async readFeed(hash: string, now: Date): Promise<Feed | undefined> {
    return (await this.#feeds.findOneAndUpdate({ _id: hash }, { $set: { lastReadAt: now } }).lean<Feed>()) ?? undefined;
  }
}

const toRecord = <T extends { readonly _id: string }>({ _id, ...rest }: T) => ({ id: _id, ...rest });
