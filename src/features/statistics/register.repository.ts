import { type Connection, trusted, Types } from 'mongoose';
import { type Counted } from '../../domain/counted.ts';
import { REGISTER_SOURCES, type RegisterRow } from '../../domain/register.ts';
import { disputeModel, type DisputeRecord } from '../disputes/index.ts';
import { factModel, factRowModel, type FactRow } from './statistic.model.ts';
import { type Period } from './statistic.report.ts';

/** A line of the register: a dispute that was accepted. */
export interface RegisterEntry {
  readonly number: string;
  readonly type: string;
  readonly acceptedOn: string;
  readonly mediator?: string | undefined;
  readonly outcome?: string | undefined;
}

/** Facts and numbers asked for at once. */
const AT_ONCE = 1_000;

/** Reads what the prescribed table is written from. */
export class RegisterRepository {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * The rows of places in a period, and the disputes accepted in it.
   * @param scopes places of sums; absent for the whole court
   */
  async read(
    scopes: readonly string[] | undefined,
    { from, to }: Period,
  ): Promise<{ readonly rows: readonly RegisterRow[]; readonly entries: readonly RegisterEntry[] }> {
    const found = await factRowModel(this.#connection)
      .find({
        source: trusted({ $in: [...REGISTER_SOURCES] }),
        on: trusted({ $gte: from, $lte: to }),
        ...(scopes ? { scopes: trusted({ $in: [...scopes] }) } : {}),
      })
      .sort({ on: 1, _id: 1 })
      .lean<FactRow[]>();
    const ids = [...new Set(found.map(({ disputeId }) => disputeId))];
    const known = new Map<string, { readonly counted: Counted; readonly number: string; readonly mediator?: string }>();
    for (let first = 0; first < ids.length; first += AT_ONCE) {
      for (const [id, fact] of await this.#of(ids.slice(first, first + AT_ONCE))) known.set(id, fact);
    }
    const rows = found.flatMap(({ disputeId, source, flags, fen, type }): readonly RegisterRow[] => {
      const fact = known.get(disputeId);
      return fact
        ? [{ source, flags, fen, type, intake: fact.counted.source, form: fact.counted.agreement?.form }]
        : [];
    });
    const entries = found.flatMap(({ source, disputeId, on }): readonly RegisterEntry[] => {
      const fact = source === 'accepted' ? known.get(disputeId) : undefined;
      if (!fact) return [];
      const { counted, number, mediator } = fact;
      return [{ number, type: counted.type, acceptedOn: on, mediator, outcome: counted.outcome?.code }];
    });
    return { rows, entries };
  }

  async #of(ids: readonly string[]) {
    const [facts, disputes] = await Promise.all([
      factModel(this.#connection)
        .find({ _id: trusted({ $in: [...ids] }) })
        .select('tale.counted')
        .lean<{ readonly _id: string; readonly tale: { readonly counted: Counted } }[]>(),
      disputeModel(this.#connection)
        .find({ _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }) })
        .select('number mediator.name')
        .lean<(Pick<DisputeRecord, 'number' | 'mediator'> & { readonly _id: Types.ObjectId })[]>(),
    ]);
    const named = new Map(disputes.map(({ _id, ...dispute }) => [_id.toHexString(), dispute]));
    return facts.map(({ _id, tale }) => {
      const { number = '', mediator } = named.get(_id) ?? {};
      return [_id, { counted: tale.counted, number, ...(mediator ? { mediator: mediator.name } : {}) }] as const;
    });
  }
}
