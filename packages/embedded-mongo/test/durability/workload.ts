import type { ClientSession, Collection, MongoClient } from 'mongodb';

/** What a client was told of its operations. Of those without an answer it cannot know whether they happened. */
export class Ledger {
  readonly acknowledged = new Set<string>();
  readonly unanswered = new Set<string>();
  /** Errors by their message, to be reported. */
  readonly errors = new Map<string, number>();

  async record(key: string, operation: () => Promise<unknown>): Promise<void> {
    try {
      await operation();
      this.acknowledged.add(key);
    } catch (error) {
      this.unanswered.add(key);
      const message =
        error instanceof Error
          ? `${error.name}: ${error.message.replaceAll(/connection \d+/g, 'a connection')}`
          : String(error);
      this.errors.set(message, (this.errors.get(message) ?? 0) + 1);
    }
  }
}

/** One document of the workload; a key is used by one operation only. */
interface Entry {
  readonly key: string;
}

interface Counter {
  readonly _id: string;
  readonly value: number;
}

type Kind = 'insert' | 'pair' | 'increment' | 'take';

/** How many writers of each kind run at once. */
const WRITERS: Readonly<Record<Kind, number>> = { insert: 4, pair: 2, increment: 2, take: 2 };
/** Counters are shared, so that writers meet in one document. */
const SHARED = 'shared';

/** What the database holds after all that, compared with what its clients were told. */
export interface Verdict {
  readonly acknowledged: number;
  readonly unanswered: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There more than once, or counted more than once, or never asked for. */
  readonly doubled: number;
  /** Transactions of which one document is there and the other is not. */
  readonly halves: number;
  /** What was lost or doubled, by the kind of operation. */
  readonly faults: readonly string[];
}

/** Concurrent writers that go on through every failure, and remember what was acknowledged. */
export class Workload {
  readonly #ledgers: Readonly<Record<Kind, Ledger>> = {
    insert: new Ledger(),
    pair: new Ledger(),
    increment: new Ledger(),
    take: new Ledger(),
  };
  readonly #client: MongoClient;
  readonly #run: string;
  /** Numbers handed out by findOneAndUpdate: each may be handed out once. */
  readonly #taken: number[] = [];
  readonly #stop = new AbortController();
  #work: Promise<unknown> = Promise.resolve();
  #sequence = 0;

  /** `run` tells the keys of this workload from those of earlier ones in the same database. */
  constructor(client: MongoClient, run: string) {
    this.#client = client;
    this.#run = run;
  }

  /** How many operations are under way at most. */
  readonly writers = Object.values(WRITERS).reduce((sum, count) => sum + count, 0);

  get acknowledged(): number {
    return Object.values(this.#ledgers).reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  }

  get errors(): Map<string, number> {
    const sum = new Map<string, number>();
    for (const { errors } of Object.values(this.#ledgers)) {
      for (const [message, count] of errors) sum.set(message, (sum.get(message) ?? 0) + count);
    }
    return sum;
  }

  async start(): Promise<void> {
    await this.#counters.insertMany([
      { _id: `${this.#run}-increment`, value: 0 },
      { _id: `${this.#run}-take`, value: 0 },
    ]);
    const writers = (Object.entries(WRITERS) as [Kind, number][]).flatMap(([kind, count]) =>
      Array.from({ length: count }, () => this.#write(kind)),
    );
    this.#work = Promise.all(writers);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #write(kind: Kind): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const key = `${this.#run}-${kind}-${++this.#sequence}`;
      await this.#ledgers[kind].record(key, () => this.#operations[kind](key));
    }
  }

  readonly #operations: Readonly<Record<Kind, (key: string) => Promise<unknown>>> = {
    insert: (key) => this.#entries('inserted').insertOne({ key }),
    pair: (key) => this.#client.withSession((session) => session.withTransaction(() => this.#insertPair(key, session))),
    increment: () => this.#counters.updateOne({ _id: `${this.#run}-increment` }, { $inc: { value: 1 } }),
    take: async () => {
      const options = { returnDocument: 'after' } as const;
      const after = await this.#counters.findOneAndUpdate(
        { _id: `${this.#run}-take` },
        { $inc: { value: 1 } },
        options,
      );
      if (after) this.#taken.push(after.value);
    },
  };

  async #insertPair(key: string, session: ClientSession): Promise<void> {
    await this.#entries('left').insertOne({ key }, { session });
    await this.#entries('right').insertOne({ key }, { session });
  }

  #entries(name: string): Collection<Entry> {
    return this.#client.db(SHARED).collection<Entry>(name);
  }

  get #counters(): Collection<Counter> {
    return this.#client.db(SHARED).collection<Counter>('counters');
  }

  /** Compares what is stored with what was acknowledged; the writers must have stopped. */
  async judge(): Promise<Verdict> {
    const inserted = await this.#stored('inserted');
    const left = await this.#stored('left');
    const right = await this.#stored('right');
    const byKind = {
      inserted: compare(this.#ledgers.insert, inserted),
      left: compare(this.#ledgers.pair, left),
      right: compare(this.#ledgers.pair, right),
      increment: this.#judgeCounter('increment', await this.#valueOf('increment')),
      take: this.#judgeCounter('take', await this.#valueOf('take')),
    };
    const verdicts = Object.values(byKind);
    const repeated = this.#taken.length - new Set(this.#taken).size;
    const [first, second] = [new Set(left), new Set(right)];
    return {
      acknowledged: this.acknowledged,
      unanswered: Object.values(this.#ledgers).reduce((sum, { unanswered }) => sum + unanswered.size, 0),
      lost: verdicts.reduce((sum, { lost }) => sum + lost, 0),
      doubled: verdicts.reduce((sum, { doubled }) => sum + doubled, repeated),
      faults: Object.entries(byKind).flatMap(([kind, { lost, doubled }]) =>
        lost + doubled > 0 ? [`${kind}: ${lost} lost, ${doubled} doubled`] : [],
      ),
      halves: left.filter((key) => !second.has(key)).length + right.filter((key) => !first.has(key)).length,
    };
  }

  async #stored(name: string): Promise<string[]> {
    const entries = await this.#entries(name)
      .find({ key: { $gte: `${this.#run}-`, $lt: `${this.#run}.` } })
      .toArray();
    return entries.map(({ key }) => key);
  }

  async #valueOf(kind: 'increment' | 'take'): Promise<number> {
    return (await this.#counters.findOne({ _id: `${this.#run}-${kind}` }))?.value ?? 0;
  }

  /** A counter counts what was acknowledged, and of what was not answered at most everything. */
  #judgeCounter(kind: 'increment' | 'take', value: number): Pick<Verdict, 'lost' | 'doubled'> {
    const { acknowledged, unanswered } = this.#ledgers[kind];
    return {
      lost: Math.max(0, acknowledged.size - value),
      doubled: Math.max(0, value - acknowledged.size - unanswered.size),
    };
  }
}

function compare({ acknowledged, unanswered }: Ledger, stored: readonly string[]): Pick<Verdict, 'lost' | 'doubled'> {
  const present = new Set(stored);
  const lost = [...acknowledged].filter((key) => !present.has(key)).length;
  const strangers = [...present].filter((key) => !acknowledged.has(key) && !unanswered.has(key)).length;
  return { lost, doubled: stored.length - present.size + strangers };
}
