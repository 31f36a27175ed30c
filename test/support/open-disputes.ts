// Many open disputes written at once, as work would have left them at an instant: their clocks run, what has come due
// by then has been seen to. For measurements and for tests of many workers.

import { Types, type Connection } from 'mongoose';
import { addDays, dayOfInstant, startOfDayInstant } from '../../src/domain/calendar-day.ts';
import { type ClockRecord, startClock } from '../../src/domain/clock.ts';
import { type ClockId } from '../../src/domain/clock-catalogue.ts';
import { type State } from '../../src/domain/lifecycle.ts';
import { type UnitPosition } from '../../src/domain/tier.ts';
import { type HolidayTable } from '../../src/domain/working-days.ts';
import { disputeModel, type DisputeRecord, settled } from '../../src/features/disputes/index.ts';
import { handOverModel } from '../../src/features/hand-overs/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BATCH = 1_000;

const COURT = '110112';
const TRIBUNAL: UnitPosition = { code: '110112-F01', tier: 'tribunal', path: [COURT, '110112-F01'] };
const TOWNSHIP: UnitPosition = { code: '110112104', tier: 'township', path: [...TRIBUNAL.path, '110112104'] };
const VILLAGE: UnitPosition = { code: '110112104201', tier: 'village', path: [...TOWNSHIP.path, '110112104201'] };

/** How a dispute of each kind stands: its state, its share of all, and clocks with their longest age in hours. */
interface Kind {
  readonly state: State;
  readonly share: number;
  readonly clocks: Readonly<Partial<Record<ClockId, number>>>;
}

const KINDS: readonly Kind[] = [
  { state: 'S02', share: 0.05, clocks: { CL03: 48 } },
  { state: 'S05', share: 0.1, clocks: { CL04: 72 } },
  { state: 'S09', share: 0.15, clocks: { CL05: 60, CL06: 60 } },
  { state: 'S10', share: 0.35, clocks: { CL06: 30 * 24 } },
  { state: 'S13', share: 0.15, clocks: { CL17: 0 } },
  { state: 'S17', share: 0.05, clocks: { CL14: 20 } },
  { state: 'S22', share: 0.15, clocks: { CL18: 30 * 24, CL23: 30 * 24 } },
];

export interface OpenDisputes {
  readonly count: number;
  readonly now: Date;
  readonly holidays: HolidayTable;
  /** Numbers between 0 and 1; the same source gives the same disputes. */
  readonly random?: () => number;
}

/** A small generator, so that the same disputes are written every time. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes the disputes with the hand-overs they wait for. */
export async function writeOpenDisputes(
  connection: Connection,
  { count, now, holidays, random = randomFrom(7) }: OpenDisputes,
): Promise<void> {
  const disputes = disputeModel(connection);
  const handOvers = handOverModel(connection);
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    const records = Array.from({ length: size }, (_, index) => openDispute(from + index, now, holidays, random));
    const sent = records.filter(({ handOver }) => handOver);
    await disputes.collection.insertMany(
      records.map(({ id, ...record }) => ({ _id: new Types.ObjectId(id), ...record })),
    );
    if (sent.length > 0) await handOvers.collection.insertMany(sent.map(handOverOf));
  }
}

function openDispute(index: number, now: Date, holidays: HolidayTable, random: () => number): DisputeRecord {
  const kind = kindAt(random());
  const age = random();
  const today = dayOfInstant(now);
  const dueOn = addDays(today, Math.floor(random() * 60) - 6);
  const clocks = Object.entries(kind.clocks).map(([rule, hours]): ClockRecord => {
    const start = rule === 'CL17' ? startOfDayInstant(dueOn) : new Date(now.getTime() - age * hours * HOUR - HOUR);
    const clock = startClock(rule as ClockId, start, holidays);
    // What would be over by now has been seen to by now.
    const isOver = clock.dueAt !== null && clock.dueAt < now && rule !== 'CL17' && kind.state !== 'S22';
    return isOver ? startClock(rule as ClockId, new Date(now.getTime() - HOUR), holidays) : clock;
  });
  const id = new Types.ObjectId().toHexString();
  const owner = kind.state === 'S05' ? TOWNSHIP : VILLAGE;
  const mediator = {
    accountId: `m${index % 400}`,
    name: `调解员${index % 400}`,
    unitCode: owner.code,
    appointedAt: now,
  };
  const sentClock = clocks.find(({ rule }) => rule === 'CL04');
  const record: DisputeRecord = {
    id,
    number: `TZ-${owner.code}-2026-${String(index + 1).padStart(6, '0')}`,
    version: 1,
    eventCount: 1,
    state: kind.state,
    track: 'T1',
    round: 1,
    source: 'I01',
    type: '02',
    title: '张建国与王秀英',
    facts: '王某家屋檐滴水损坏张某家院墙，双方多次争吵，村里人劝过两次没有结果。',
    claims: ['修复院墙', '赔偿三千元'],
    place: { unitCode: VILLAGE.code, townshipCode: TOWNSHIP.code, text: '' },
    requestedOn: addDays(today, -30),
    lodgedAt: new Date(now.getTime() - 30 * DAY),
    parties: [party('p1', 'applicant', '张建国'), party('p2', 'respondent', '王秀英')],
    owner,
    origin: { unitCode: owner.code, tier: owner.tier, accountId: 'a1' },
    custody: [{ unitCode: owner.code, tier: owner.tier, from: new Date(now.getTime() - 30 * DAY), by: 'lodged' }],
    ...(sentClock ? { handOver: pending(id, sentClock) } : {}),
    bounces: 0,
    pushedDown: false,
    ...(['S09', 'S10', 'S13', 'S17', 'S22'].includes(kind.state) ? { mediator: { ...mediator, acceptedAt: now } } : {}),
    sessions: 1,
    contactAttempts: 1,
    extensions: 0,
    failures: 0,
    risk: (['yellow', 'yellow', 'yellow', 'blue', 'orange', 'red'] as const)[index % 6] ?? 'yellow',
    riskTriggers: [],
    clocks,
    nextDueAt: now,
    nextSweepAt: now,
    ...(kind.state === 'S13' ? { agreement: agreementDue(dueOn, today) } : {}),
    visibleTo: [...owner.path],
    terms: [],
    updatedAt: now,
  };
  return settled(record, now);
}

function kindAt(drawn: number): Kind {
  let reached = 0;
  for (const kind of KINDS) {
    reached += kind.share;
    if (drawn < reached) return kind;
  }
  return KINDS[3] as Kind;
}

const party = (id: string, side: 'applicant' | 'respondent', name: string): DisputeRecord['parties'][number] => ({
  id,
  side,
  kind: 'natural',
  name,
  agents: [],
  consent: { state: 'given' },
});

const pending = (id: string, { baseStart, dueAt }: ClockRecord): NonNullable<DisputeRecord['handOver']> => ({
  id: `h${id}`,
  kind: 'push-down',
  from: TOWNSHIP,
  to: VILLAGE,
  sentAt: baseStart,
  dueAt: dueAt ?? baseStart,
  reason: '就近化解',
  brief: '屋檐滴水',
});

const handOverOf = ({ id, number, title, handOver }: DisputeRecord): object => {
  const { id: handOverId, ...sent } = handOver as NonNullable<DisputeRecord['handOver']>;
  return {
    _id: handOverId,
    disputeId: id,
    disputeNumber: number,
    title,
    state: 'sent',
    sentBy: { accountId: 'a1', name: '受理员' },
    ...sent,
  };
};

const agreementDue = (
  dueOn: DisputeRecord['requestedOn'],
  today: DisputeRecord['requestedOn'],
): NonNullable<DisputeRecord['agreement']> => ({
  form: 'oral',
  partial: false,
  reachedOn: addDays(today, -30),
  facts: '属实',
  responsibility: '',
  terms: ['赔偿三千元'],
  items: [
    {
      id: 'i1',
      payer: '王秀英',
      payee: '张建国',
      what: '修复款',
      amountFen: 300_000,
      dueOn,
      manner: 'once',
      paidFen: 0,
    },
  ],
  effectiveOn: addDays(today, -30),
  confirmable: false,
});
