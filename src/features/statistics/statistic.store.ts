// Writes what statistics are read from. Events that were not folded yet change the facts of their disputes, the rows and
// the sums, in one transaction with the mark that says so: after any crash every event is counted once, whoever folds.

import { type Connection, type Model, trusted } from 'mongoose';
import { rowsOf } from '../../domain/count-row.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { eventModel, unfoldedModel } from '../disputes/index.ts';
import { CellChanges, increments, sameRow } from './statistic.cell.ts';
import { differences } from './statistic.differences.ts';
import { factRow, FOLDED_FIELDS, type FoldedEvent, foldEvents } from './statistic.fold.ts';
import { cellModel, type Fact, factModel, factRowModel, type Projection, projectionModel } from './statistic.model.ts';

/** Events folded in one transaction. */
const BATCH = 400;
/** Events counted anew in one step: fewer, larger steps write fewer sums, but a step must end before its transaction. */
const REBUILD_EVENTS = { first: 20_000, least: 5_000, most: 80_000 } as const;
/** Events asked for at a time while counting anew, and sums written at a time. */
const PAGE = 5_000;
const STEP_MS = 20_000;

const ABANDONED_MS = 120_000;

const NAME = 'statistics';

interface Step {
  readonly whole: readonly FoldedEvent[];
  readonly changes: CellChanges;
  readonly told: ReadonlyMap<string, Fact>;
  /** One dispute has more events than were asked for. */
  readonly isCut: boolean;
}

export class StatisticStore {
  readonly #connection: Connection;
  readonly #transactions: Transactions;
  readonly #clock: Clock;
  /** Events of the next step of counting anew, by how long the last one took. */
  #stepEvents: number = REBUILD_EVENTS.first;
  /** The step after the one this store wrote last, good as long as nobody else has moved the projection since. */
  #ahead: { readonly after: string; readonly changedAt: Date; readonly step: Promise<Step> } | undefined;

  constructor(deps: { readonly connection: Connection; readonly transactions: Transactions; readonly clock: Clock }) {
    this.#connection = deps.connection;
    this.#transactions = deps.transactions;
    this.#clock = deps.clock;
  }

  /** Folds what waits until nothing does, or goes on with a rebuild under way. @returns events folded */
  async catchUp(): Promise<number> {
    let folded = 0;
    for (;;) {
      const status = await this.status();
      if (status.phase === 'clearing' && !this.#isAbandoned(status)) return folded;
      const count = await unlessOvertaken(() => (status.phase === 'live' ? this.#fold() : this.#goOn(status)));
      if (count === 0) return folded;
      folded += count;
    }
  }

  /** Emptying takes seconds; whoever has not come to its end for minutes was killed. */
  #isAbandoned = ({ changedAt }: Projection): boolean =>
    this.#clock.now().getTime() - changedAt.getTime() > ABANDONED_MS;

  /** How the projection stands; a projection never folded is live and empty. */
  async status(): Promise<Projection> {
    const found = await projectionModel(this.#connection).findById(NAME).lean<Projection>();
    return (
      found ?? { _id: NAME, phase: 'live', last: '', disputes: 0, events: 0, total: 0, changedAt: this.#clock.now() }
    );
  }

  /** When the oldest event that is not folded was recorded; undefined when all are. */
  async waitingSince(): Promise<Date | undefined> {
    const oldest = await unfoldedModel(this.#connection).findOne().sort({ _id: 1 }).lean();
    if (!oldest) return undefined;
    const { disputeId, seq } = oldest;
    const event = await eventModel(this.#connection)
      .findOne({ disputeId, seq })
      .select('recordedAt')
      .lean<FoldedEvent>();
    return event?.recordedAt;
  }

  async #fold(): Promise<number> {
    const waiting = await unfoldedModel(this.#connection).find().sort({ _id: 1 }).limit(BATCH).lean();
    if (waiting.length === 0) return 0;
    const ids = [...new Set(waiting.map(({ disputeId }) => disputeId))];
    await this.#transactions.run(async (tx) => {
      // Whoever rebuilds meets this write and waits, or is met by it.
      await this.#note(tx, { $set: { phase: 'live', changedAt: this.#clock.now() } }, { phase: 'live' });
      const known = await factModel(this.#connection)
        .find({ _id: trusted({ $in: ids }) }, null, { session: tx.session })
        .lean<Fact[]>();
      const facts = new Map(known.map((fact) => [fact._id, fact]));
      const events = await eventModel(this.#connection)
        .find({ disputeId: trusted({ $in: ids }) }, null, { session: tx.session })
        .sort({ disputeId: 1, seq: 1 })
        .select(FOLDED_FIELDS)
        .lean<FoldedEvent[]>();
      const changes = new CellChanges();
      const told = foldEvents(facts, events, changes);
      await this.#writeFacts(told, facts, tx);
      await this.#writeCells(changes, tx);
      await unfoldedModel(this.#connection).deleteMany(
        { _id: trusted({ $in: waiting.map(({ _id }) => _id) }) },
        { session: tx.session },
      );
    });
    return waiting.length;
  }

  async #writeFacts(told: ReadonlyMap<string, Fact>, known: ReadonlyMap<string, Fact>, tx: Tx): Promise<void> {
    if (told.size === 0) return;
    const { session } = tx;
    await factModel(this.#connection).bulkWrite(
      [...told.values()].map((replacement) => ({
        replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
      })),
      { session },
    );
    const writes = [...told.values()].flatMap((fact) => {
      const before = known.get(fact._id);
      const old = new Map((before ? rowsOf(before.tale) : []).map((row) => [row.key, row]));
      const sameType = before?.tale.counted.type === fact.tale.counted.type;
      const puts = rowsOf(fact.tale).flatMap((row) => {
        const previous = old.get(row.key);
        old.delete(row.key);
        if (previous && sameType && sameRow(previous, row)) return [];
        const replacement = factRow(fact, row);
        return [{ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } }];
      });
      const drops = [...old.keys()].map((key) => ({ deleteOne: { filter: { _id: `${fact._id}:${key}` } } }));
      return [...puts, ...drops];
    });
    if (writes.length > 0) await factRowModel(this.#connection).bulkWrite(writes, { session });
  }

  async #writeCells(changes: CellChanges, tx: Tx): Promise<void> {
    const writes = [...changes].flatMap(({ id: _id, key, sums }) => {
      const add = increments(sums);
      if (add.size === 0) return [];
      return [{ updateOne: { filter: { _id }, update: { $inc: add, $setOnInsert: key }, upsert: true } }];
    });
    // By the driver: what the model would check here was made above, and there are tens of thousands of them.
    const { collection } = cellModel(this.#connection);
    for (let from = 0; from < writes.length; from += PAGE) {
      await collection.bulkWrite(writes.slice(from, from + PAGE) as never, { session: tx.session, ordered: false });
    }
  }

  /** What is not stored as the events say; empty when all is. Everything that waits must be folded before. */
  differences(): Promise<readonly string[]> {
    return differences(this.#connection);
  }

  // ---- Counting anew ----------------------------------------------------------------------------------------------

  /**
   * Forgets everything counted and counts every event again. Until that is done the pages say how far it has come. It may
   * be killed at any moment; whoever folds next goes on.
   */
  async rebuild(progress: (status: Projection) => void = () => {}): Promise<Projection> {
    const total = await eventModel(this.#connection).countDocuments({ seq: 1 });
    const start = { phase: 'clearing' as const, last: '', disputes: 0, events: 0, total, changedAt: this.#clock.now() };
    await projectionModel(this.#connection).updateOne({ _id: NAME }, { $set: start }, { upsert: true });
    for (;;) {
      const status = await this.status();
      progress(status);
      if (status.phase === 'live') return status;
      await unlessOvertaken(() => this.#goOn(status));
    }
  }

  async #goOn(status: Projection): Promise<number> {
    if (status.phase === 'clearing') return this.#clear(status);
    const { last: after } = status;
    const { whole, changes, told, isCut } = await this.#stepAfter(status);
    if (isCut) {
      this.#stepEvents *= 2;
      return 1;
    }
    const last = whole.at(-1)?.disputeId;
    const changedAt = this.#clock.now();
    // Read and told while the database writes this step; events recorded meanwhile are marked and folded afterwards.
    if (last !== undefined) {
      const step = this.#tellAfter(last);
      step.catch(() => undefined);
      this.#ahead = { after: last, changedAt, step };
    }
    const begun = performance.now();
    await this.#transactions.run(async (tx) => {
      const update =
        last === undefined
          ? { $set: { phase: 'live', changedAt } }
          : { $set: { last, changedAt }, $inc: { disputes: told.size, events: whole.length } };
      await this.#note(tx, update, { phase: 'counting', last: after });
      if (last === undefined) return;
      const facts = [...told.values()];
      await this.#insert(factModel(this.#connection), facts, tx);
      const rows = facts.flatMap((fact) => rowsOf(fact.tale).map((row) => factRow(fact, row)));
      await this.#insert(factRowModel(this.#connection), rows, tx);
      await this.#writeCells(changes, tx);
    });
    const wished = Math.round((whole.length * STEP_MS) / (performance.now() - begun));
    this.#stepEvents = Math.min(Math.max(wished, REBUILD_EVENTS.least), REBUILD_EVENTS.most);
    return Math.max(1, whole.length);
  }

  #stepAfter({ last, changedAt }: Projection): Promise<Step> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const isOurs = ahead?.after === last && ahead.changedAt.getTime() === changedAt.getTime();
    return isOurs ? ahead.step : this.#tellAfter(last);
  }

  /** The next step of counting anew: the disputes after one, told. */
  async #tellAfter(disputeId: string): Promise<Step> {
    const limit = this.#stepEvents;
    const events = await this.#eventsAfter(disputeId, limit);
    // A dispute cut off by the limit is told whole in the next step.
    const cut = events.length === limit ? events.at(-1)?.disputeId : undefined;
    const whole = events.filter((event) => event.disputeId !== cut);
    const changes = new CellChanges();
    return {
      whole,
      changes,
      told: foldEvents(new Map(), whole, changes),
      isCut: cut !== undefined && whole.length === 0,
    };
  }

  /** Events of the disputes after one, whole and in order; at most so many, and a dispute may be cut off at the end. */
  async #eventsAfter(disputeId: string, limit: number): Promise<readonly FoldedEvent[]> {
    const cursor = eventModel(this.#connection)
      .find({ disputeId: trusted({ $gt: disputeId }) })
      .sort({ disputeId: 1, seq: 1 })
      .limit(limit)
      .select(FOLDED_FIELDS)
      .lean<FoldedEvent>()
      .cursor({ batchSize: PAGE });
    const events: FoldedEvent[] = [];
    for await (const event of cursor) events.push(event);
    return events;
  }

  async #insert<T extends object>({ collection }: Model<T>, documents: readonly T[], { session }: Tx): Promise<void> {
    if (documents.length > 0) await collection.insertMany([...documents] as never, { session, ordered: false });
  }

  /** Empties the projection, by dropping: deleting millions of rows one by one takes longer than counting them. */
  async #clear(status: Projection): Promise<number> {
    const now = this.#clock.now();
    this.#ahead = undefined;
    const claimed = await projectionModel(this.#connection).updateOne(
      { _id: NAME, phase: 'clearing', changedAt: status.changedAt },
      { $set: { changedAt: now } },
    );
    if (claimed.matchedCount === 0) throw new Overtaken();
    // What is not folded yet is counted with the rest; what comes later is marked again.
    for (const model of [unfoldedModel, factModel, factRowModel, cellModel]) {
      const emptied = model(this.#connection) as unknown as Model<object>;
      await emptied.collection.drop().catch(() => undefined);
      await emptied.createCollection();
      await emptied.createIndexes();
    }
    await projectionModel(this.#connection).updateOne(
      { _id: NAME, phase: 'clearing', changedAt: now },
      { $set: { phase: 'counting', changedAt: this.#clock.now() } },
    );
    return 1;
  }

  /** Moves the projection on. @throws Error when somebody else has moved it since, so that the transaction is undone */
  async #note(tx: Tx, update: object, seen: Partial<Projection>): Promise<void> {
    const model = projectionModel(this.#connection);
    const { matchedCount } = await model.updateOne({ _id: NAME, ...seen }, update, { session: tx.session });
    if (matchedCount === 1) return;
    const found = await model.findById(NAME, null, { session: tx.session }).lean<Projection>();
    if (found) throw new Overtaken();
    const fresh: Projection = {
      _id: NAME,
      phase: 'live',
      last: '',
      disputes: 0,
      events: 0,
      total: 0,
      changedAt: this.#clock.now(),
    };
    await model.create([fresh], { session: tx.session });
  }
}

/** Somebody else went on with the projection. */
class Overtaken extends Error {
  constructor() {
    super('the projection was moved on by somebody else');
    this.name = 'Overtaken';
  }
}

async function unlessOvertaken(step: () => Promise<number>): Promise<number> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Overtaken) return 1;
    throw error;
  }
}
