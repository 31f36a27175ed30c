import { type Connection, trusted, Types } from 'mongoose';
import {
  type CalendarDay,
  dayOfInstant,
  daysBetween,
  endOfDayInstant,
  startOfDayInstant,
} from '../../domain/calendar-day.ts';
import { type Tier } from '../../domain/tier.ts';
import { type DisputeRecord, disputeModel } from '../disputes/index.ts';
import { type HandOverRecord, handOverModel } from '../hand-overs/index.ts';
import { disputeFlags, type Fact, handOverFlags } from './statistic.fact.ts';
import { type Source } from './statistic.figure.ts';
import { type Facts } from './statistic.report.ts';

export interface Period {
  /** First and last day, both included. */
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

type StoredDispute = Pick<
  DisputeRecord,
  'state' | 'type' | 'owner' | 'outcome' | 'filing' | 'lodgedAt' | 'acceptedAt' | 'endedAt' | 'clocks' | 'custody'
> & { readonly _id: Types.ObjectId };
type StoredHandOver = Omit<HandOverRecord, 'id'> & { readonly _id: string };

const DAY_MS = 86_400_000;
const DISPUTE_FIELDS =
  'state type owner.code owner.tier outcome filing.filedOn lodgedAt acceptedAt endedAt clocks.pauses';
const HAND_OVER_FIELDS = 'disputeId to.code to.tier state sentAt dueAt answeredAt decline.code';

/** The day by which a dispute falls into a period, for each source made of disputes. */
const DAY_OF: Readonly<
  Partial<Record<Source, { readonly field: string; readonly of: (dispute: StoredDispute) => CalendarDay | undefined }>>
> = {
  lodged: { field: 'lodgedAt', of: ({ lodgedAt }) => dayOfInstant(lodgedAt) },
  accepted: { field: 'acceptedAt', of: ({ acceptedAt }) => acceptedAt && dayOfInstant(acceptedAt) },
  ended: { field: 'outcome.on', of: ({ outcome }) => outcome?.on },
  filed: { field: 'filing.filedOn', of: ({ filing }) => filing?.filedOn },
};
const DAY_FIELDS: readonly string[] = ['outcome.on', 'filing.filedOn'];

/** Reads what is counted straight from disputes and hand-overs; nothing is kept beside them. */
export class StatisticRepository {
  readonly #disputes;
  readonly #handOvers;

  constructor(connection: Connection) {
    this.#disputes = disputeModel(connection);
    this.#handOvers = handOverModel(connection);
  }

  /** The facts of each source in the period, of these units or of all; hand-overs know their type when asked to. */
  async facts(
    sources: readonly Source[],
    period: Period,
    { units, typed }: { readonly units?: ReadonlySet<string> | undefined; readonly typed: boolean },
  ): Promise<Facts> {
    const ofDisputes = sources.filter((source) => source in DAY_OF);
    const [disputes, received, sent] = await Promise.all([
      ofDisputes.length > 0 ? this.#disputeFacts(ofDisputes, period, units) : {},
      sources.includes('received') ? this.#received(period, units) : [],
      sources.includes('sent') ? this.#sent(period, typed, units) : [],
    ]);
    return { ...disputes, received, sent };
  }

  /** Those of the disputes which the staff of a unit may find in a list. */
  async visible(ids: readonly string[], unitCode: string): Promise<ReadonlySet<string>> {
    const found = await this.#disputes
      .find({ _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }), visibleTo: unitCode })
      .select('_id')
      .lean<{ _id: Types.ObjectId }[]>();
    return new Set(found.map(({ _id }) => _id.toHexString()));
  }

  async #disputeFacts(sources: readonly Source[], period: Period, units?: ReadonlySet<string>): Promise<Facts> {
    const days = sources.flatMap((source) => {
      const day = DAY_OF[source];
      return day ? [{ source, ...day }] : [];
    });
    const found = await this.#disputes
      .find({
        $and: [
          { $or: days.map(({ field }) => ({ [field]: within(field, period) })) },
          ...(units ? [{ $or: [{ 'owner.code': among(units) }, { 'outcome.unitCode': among(units) }] }] : []),
        ],
      })
      .select(DISPUTE_FIELDS)
      .lean<StoredDispute[]>();
    const facts = new Map<Source, Fact[]>(sources.map((source) => [source, []]));
    for (const dispute of found) {
      const fact = factOf(dispute);
      if (units && !units.has(fact.unit)) continue;
      for (const { source, of } of days) {
        const on = of(dispute);
        if (on !== undefined && on >= period.from && on <= period.to) facts.get(source)?.push({ ...fact, on });
      }
    }
    return Object.fromEntries(facts);
  }

  /** Rows of the custody chain by which somebody took over what was pushed down. */
  async #received(period: Period, units?: ReadonlySet<string>): Promise<readonly Fact[]> {
    const found = await this.#disputes
      .find({ pushedDown: true, 'custody.from': within('custody.from', period) })
      .select('type custody')
      .lean<StoredDispute[]>();
    return found.flatMap((dispute) =>
      dispute.custody.flatMap((row, index): readonly Fact[] => {
        const on = dayOfInstant(row.from);
        const counts = row.by === 'push-down' && on >= period.from && on <= period.to;
        if (!counts || (units && !units.has(row.unitCode))) return [];
        const disputeId = dispute._id.toHexString();
        const { unitCode: unit, tier } = row;
        return [{ key: `${disputeId}-${index}`, disputeId, unit, tier, type: dispute.type, on, days: 0, flags: ALL }];
      }),
    );
  }

  async #sent(period: Period, typed: boolean, units?: ReadonlySet<string>): Promise<readonly Fact[]> {
    const found = await this.#handOvers
      .find({
        sentAt: within('sentAt', period),
        kind: trusted({ $ne: 'assist' }),
        state: trusted({ $ne: 'recalled' }),
        ...(units ? { 'to.code': among(units) } : {}),
      })
      .select(HAND_OVER_FIELDS)
      .lean<StoredHandOver[]>();
    const types = typed ? await this.#types(found.map(({ disputeId }) => disputeId)) : new Map<string, string>();
    return found.map(({ _id, disputeId, to, state, sentAt, dueAt, answeredAt, decline }) => ({
      key: _id,
      disputeId,
      unit: to.code,
      tier: to.tier,
      type: types.get(disputeId) ?? '',
      on: dayOfInstant(sentAt),
      days: 0,
      flags: handOverFlags({ state, dueAt, answeredAt, wasDeclined: decline !== undefined }),
    }));
  }

  async #types(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.#disputes
      .find({ _id: trusted({ $in: [...new Set(ids)].map((id) => new Types.ObjectId(id)) }) })
      .select('type')
      .lean<StoredDispute[]>();
    return new Map(found.map(({ _id, type }) => [_id.toHexString(), type]));
  }
}

const ALL = new Set(['all'] as const);

const within = (field: string, { from, to }: Period) =>
  DAY_FIELDS.includes(field)
    ? trusted({ $gte: from, $lte: to })
    : trusted({ $gte: startOfDayInstant(from), $lte: endOfDayInstant(to) });

const among = (units: ReadonlySet<string>) => trusted({ $in: [...units] });

/** The dispute as it counts; the day is set by the source. */
function factOf(dispute: StoredDispute): Fact {
  const { _id, owner, outcome, state, type, filing, lodgedAt, acceptedAt } = dispute;
  const id = _id.toHexString();
  const tier: Tier = outcome?.tier ?? owner.tier;
  const begun = dayOfInstant(acceptedAt ?? lodgedAt);
  return {
    key: id,
    disputeId: id,
    unit: outcome?.unitCode ?? owner.code,
    tier,
    type,
    on: begun,
    days: outcome ? daysBetween(begun, outcome.on) - pausedDays(dispute) : 0,
    flags: disputeFlags({ state, outcome, tier, filedOn: filing?.filedOn }),
  };
}

/** Time under pause in days; only the term of mediation can pause. */
const pausedDays = ({ clocks, endedAt }: StoredDispute): number =>
  clocks
    .flatMap(({ pauses }) => pauses)
    .reduce((days, { from, until }) => days + ((until ?? endedAt ?? from).getTime() - from.getTime()) / DAY_MS, 0);
