import { type Connection, type Model, Schema, trusted, Types } from 'mongoose';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type Counted } from '../../domain/counted.ts';
import { notFound } from '../../domain/errors.ts';
import { type Tx } from '../../platform/transaction.ts';
import { factModel } from '../statistics/index.ts';
import { type SimulationRecord } from './simulation.record.ts';

type Stored = Omit<SimulationRecord, 'id'> & { _id: string };
const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: object) => new Schema(definition, { _id: false, strict: 'throw' });

const schema = new Schema(
  {
    _id: required(String),
    push: nested({ type: { type: String, required: true }, to: required(String), share: required(Number) }),
    seed: required(Number),
    replications: required(Number),
    state: required(String),
    progress: required(Number),
    orderedAt: required(Date),
    by: nested({ accountId: required(String), name: required(String) }),
    endedAt: Date,
    text: String,
    digest: String,
  },
  { collection: 'simulations', versionKey: false, strict: 'throw' },
);
schema.index({ orderedAt: -1, _id: -1 });

const simulationModel = (connection: Connection): Model<Stored> =>
  (connection.models['Simulation'] as Model<Stored> | undefined) ??
  connection.model<Stored>('Simulation', schema as unknown as Schema<Stored>);

const PAGE = 2_000;

/** Stores simulations, and reads the year they are estimated from. */
export class SimulationRepository {
  readonly #simulations: Model<Stored>;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#simulations = simulationModel(connection);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  async add({ id, ...simulation }: SimulationRecord, tx: Tx): Promise<void> {
    await this.#simulations.create([{ _id: id, ...simulation }], { session: tx.session });
  }

  /** @throws DomainError `whatIf.notFound` */
  async get(id: string): Promise<SimulationRecord> {
    const found = await this.#simulations.findById(id).lean<Stored>();
    if (!found) throw notFound('whatIf.notFound');
    return toRecord(found);
  }

  /** Newest first, without their results. */
  async latest(limit: number): Promise<readonly SimulationRecord[]> {
    const found = await this.#simulations
      .find()
      .sort({ orderedAt: -1, _id: -1 })
      .limit(limit)
      .select('-text')
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  /** Tells how far it is, as long as it is not done. */
  async note(id: string, change: Partial<Omit<SimulationRecord, 'id'>>): Promise<void> {
    await this.#simulations.updateOne({ _id: id, state: trusted({ $ne: 'done' as const }) }, { $set: change });
  }

  /** What the statistics know of every dispute accepted in a stretch of days. */
  async *accepted(from: CalendarDay, to: CalendarDay): AsyncGenerator<Counted> {
    const cursor = factModel(this.#connection)
      .find({ seen: trusted({ $gte: `accepted:${from}`, $lte: `accepted:${to}` }) })
      .select('tale.counted')
      .lean<{ readonly tale: { readonly counted: Counted } }>()
      .cursor({ batchSize: PAGE });
    for await (const { tale } of cursor) {
      const { acceptedOn } = tale.counted;
      if (acceptedOn !== undefined && acceptedOn >= from && acceptedOn <= to) yield tale.counted;
    }
  }
}

const toRecord = ({ _id, ...simulation }: Stored): SimulationRecord => ({ id: _id, ...simulation });
