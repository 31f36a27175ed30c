// What disputes and their events say of the people who work on them: counted, never one by one.

import { type Connection, type QueryFilter, trusted } from 'mongoose';
import { type DisputeEvent } from '../../domain/event.ts';
import { type EarlierDispute } from '../../domain/conflict.ts';
import { type State } from '../../domain/lifecycle.ts';
import { type DisputeRecord } from './dispute.record.ts';
import { disputeModel } from './dispute.model.ts';
import { eventModel } from './event.model.ts';

/** Cases somebody has in hand and how the finished ones ended. */
export interface MediatorWork {
  readonly open: number;
  readonly ended: number;
  readonly succeeded: number;
  readonly declined: number;
}

/** States in which a mediator is at work. */
const IN_WORK: readonly State[] = ['S08', 'S09', 'S10', 'S11'];

/** More earlier disputes between the same people say nothing new. */
const MOST_TIES = 20;

/** Whose earlier disputes are asked for; the indexes are keyed hashes of identity and phone. */
export interface TiedPerson {
  readonly accountId: string;
  readonly idIndex?: string | undefined;
  readonly phoneIndex?: string | undefined;
}

/** Counts work and choices over all disputes. */
export class WorkRepository {
  readonly #disputes;
  readonly #events;

  constructor(connection: Connection) {
    this.#disputes = disputeModel(connection);
    this.#events = eventModel(connection);
  }

  /** Names of mediators as their latest disputes have them: for those who have no account here any more. */
  async namesOf(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await Promise.all(
      accountIds.map((accountId) =>
        this.#disputes.findOne({ 'mediator.accountId': accountId }).select('mediator.name').lean<DisputeRecord>(),
      ),
    );
    return new Map(
      accountIds.flatMap((id, index) => {
        const name = found[index]?.mediator?.name;
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
  }

  /**
   * What mediators have in hand, and how their cases ended since a day; appointments declined for a conflict of
   * interest are not held against them. Three questions, however many people.
   */
  async workOf(
    ids: readonly string[],
    asked: { readonly since: string; readonly sinceInstant: Date; readonly successes: readonly string[] },
  ): Promise<ReadonlyMap<string, MediatorWork>> {
    const mine = { 'mediator.accountId': trusted({ $in: [...ids] }) };
    const [open, ended, declined] = await Promise.all([
      this.#disputes.aggregate<{ _id: string; count: number }>([
        { $match: { ...mine, state: { $in: IN_WORK } } },
        { $group: { _id: '$mediator.accountId', count: { $sum: 1 } } },
      ]),
      this.#disputes.aggregate<{ _id: { person: string; code: string }; count: number }>([
        { $match: { ...mine, 'outcome.on': { $gte: asked.since } } },
        { $group: { _id: { person: '$mediator.accountId', code: '$outcome.code' }, count: { $sum: 1 } } },
      ]),
      this.#events.aggregate<{ _id: { person: string; because: string }; count: number }>([
        {
          $match: {
            act: 'declineAppointment',
            at: { $gte: asked.sinceInstant },
            'data.mediator': { $in: [...ids] },
          },
        },
        { $group: { _id: { person: '$data.mediator', because: '$data.because' }, count: { $sum: 1 } } },
      ]),
    ]);
    const sum = (rows: readonly { readonly count: number }[]): number => rows.reduce((n, { count }) => n + count, 0);
    return new Map(
      ids.map((id) => {
        const results = ended.filter(({ _id }) => _id.person === id);
        return [
          id,
          {
            open: sum(open.filter(({ _id }) => _id === id)),
            ended: sum(results),
            succeeded: sum(results.filter(({ _id }) => asked.successes.includes(_id.code))),
            declined: sum(declined.filter(({ _id }) => _id.person === id && _id.because !== 'conflict')),
          },
        ];
      }),
    );
  }

  /** How often an act of the units in a period went another way than suggested (`data.overrode`), of all times. */
  async overrides(asked: {
    readonly act: DisputeEvent['act'];
    readonly units: readonly string[];
    readonly from: Date;
    readonly until: Date;
  }): Promise<readonly { readonly unit: string; readonly overridden: number; readonly all: number }[]> {
    const done: QueryFilter<DisputeEvent> = {
      act: asked.act,
      at: trusted({ $gte: asked.from, $lt: asked.until }),
      ownerUnit: trusted({ $in: [...asked.units] }),
    };
    const byUnit = (match: QueryFilter<DisputeEvent>) =>
      this.#events.aggregate<{ _id: string; count: number }>([
        { $match: match },
        { $group: { _id: '$ownerUnit', count: { $sum: 1 } } },
      ]);
    const [all, overridden] = await Promise.all([
      byUnit(done),
      byUnit({ ...done, 'data.overrode': trusted({ $exists: true }) }),
    ]);
    const counts = new Map(overridden.map(({ _id, count }) => [_id, count]));
    return all.map(({ _id, count }) => ({ unit: _id, overridden: counts.get(_id) ?? 0, all: count }));
  }

  /** Other disputes of the same parties in which the person was a party or an agent, or which the person mediated. */
  async earlierDisputes(
    dispute: Pick<DisputeRecord, 'number' | 'parties'>,
    { accountId, idIndex, phoneIndex }: TiedPerson,
  ): Promise<readonly EarlierDispute[]> {
    const ids = dispute.parties.flatMap((party) => party.idIndex ?? []);
    const phones = dispute.parties.flatMap((party) => party.phoneIndex ?? []);
    if (ids.length + phones.length === 0) return [];
    const parties = [
      ...(ids.length > 0 ? [{ 'parties.idIndex': trusted({ $in: ids }) }] : []),
      ...(phones.length > 0 ? [{ 'parties.phoneIndex': trusted({ $in: phones }) }] : []),
    ];
    const person = [
      { 'mediator.accountId': accountId },
      ...(idIndex ? [{ 'parties.idIndex': idIndex }] : []),
      ...(phoneIndex ? [{ 'parties.phoneIndex': phoneIndex }, { 'parties.agents.phoneIndex': phoneIndex }] : []),
    ];
    const found = await this.#disputes
      .find({ $and: [{ $or: parties }, { $or: person }, { number: trusted({ $ne: dispute.number }) }] })
      .select({
        number: 1,
        'parties.idIndex': 1,
        'parties.phoneIndex': 1,
        'parties.agents': 1,
        'mediator.accountId': 1,
      })
      .sort({ updatedAt: -1 })
      .limit(MOST_TIES)
      .lean<Pick<DisputeRecord, 'number' | 'parties' | 'mediator'>[]>();
    return found.map(({ number, parties: rows, mediator }) => ({
      number,
      parties: rows,
      mediatorId: mediator?.accountId,
    }));
  }
}
