// Events of very many disputes, for measurements of statistics: a few thousand histories are carried out by the product's
// own rules and told again for other townships and other weeks of five years. Of each history three events are kept, the
// first, the one that brought the outcome, and the last. Statistics read nothing but these.

import { type Connection, Types } from 'mongoose';
import { addDays, type CalendarDay, daysBetween } from '../../src/domain/calendar-day.ts';
import { type DisputeEvent } from '../../src/domain/event.ts';
import { randomFrom } from './open-disputes.ts';

const WEEKS = 5 * 52;
const WEEK_MS = 7 * 86_400_000;
const BATCH = 5_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

type History = readonly DisputeEvent[];

export interface RetoldOrder {
  readonly disputes: number;
  readonly today: CalendarDay;
  /** Codes of townships, and of the villages below them. */
  readonly townships: readonly { readonly code: string; readonly villages: readonly string[] }[];
}

/** Tells the histories in the database again until there are so many disputes. @returns events there are then */
export async function retellEvents(connection: Connection, order: RetoldOrder): Promise<number> {
  const collection = connection.collection('events');
  const histories = await historiesOf(connection);
  const random = randomFrom(11);
  const perWeek = Math.ceil((order.disputes - histories.length) / WEEKS);
  let left = order.disputes - histories.length;
  let waiting: object[] = [];
  // Oldest first, so that ids follow time as they do in life.
  for (let week = WEEKS; week > 0; week -= 1) {
    for (let n = 0; n < Math.min(perWeek, left); n += 1) {
      const history = histories[Math.floor(random() * histories.length)] ?? [];
      waiting.push(...retold(history, week, Math.floor(random() * order.townships.length), order));
    }
    left -= Math.min(perWeek, left);
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH))
      await collection.insertMany(waiting.slice(0, BATCH));
  }
  if (waiting.length > 0) await collection.insertMany(waiting);
  return collection.estimatedDocumentCount();
}

async function historiesOf(connection: Connection): Promise<readonly History[]> {
  const byDispute = new Map<string, DisputeEvent[]>();
  const events = connection.collection('events').find().sort({ disputeId: 1, seq: 1 });
  for await (const event of events) {
    const told = event as unknown as DisputeEvent;
    byDispute.set(told.disputeId, [...(byDispute.get(told.disputeId) ?? []), told]);
  }
  return [...byDispute.values()].map((all) => {
    const outcome = all.find(({ counted }) => counted.outcome) ?? all[0];
    return all.filter((event) => event === all[0] || event === outcome || event === all.at(-1));
  });
}

/** The history in another township, in a week so many before today. */
function retold(history: History, week: number, turn: number, { today, townships }: RetoldOrder): readonly object[] {
  const [first] = history;
  if (!first) return [];
  const back = week * 7 - daysBetween(first.counted.lodgedOn, today);
  const days = -(back - (back % 7));
  const disputeId = new Types.ObjectId().toHexString();
  const places = placesAfter(turn, townships);
  const again = (value: unknown): unknown => {
    if (typeof value === 'string')
      return DAY.test(value) ? addDays(value as CalendarDay, days) : (places.get(value) ?? value);
    if (value instanceof Date) return new Date(value.getTime() + (days / 7) * WEEK_MS);
    if (Array.isArray(value)) return value.map(again);
    if (value === null || typeof value !== 'object' || value instanceof Types.ObjectId) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, again(inner)]));
  };
  return history.map((event) => {
    const { counted, act, recordedAt, seq } = event;
    return { act, seq, disputeId, counted: again(counted), recordedAt: again(recordedAt), at: again(recordedAt) };
  });
}

const known = new Map<number, ReadonlyMap<string, string>>();

/** Each township's code, and its villages', as those of the township so many further on. */
function placesAfter(turn: number, townships: RetoldOrder['townships']): ReadonlyMap<string, string> {
  const found = known.get(turn);
  if (found) return found;
  const places = new Map<string, string>();
  for (const [index, { code, villages }] of townships.entries()) {
    const other = townships[(index + turn) % townships.length];
    if (!other) continue;
    places.set(code, other.code);
    for (const [at, village] of villages.entries()) {
      places.set(village, other.villages[at % other.villages.length] ?? other.code);
    }
  }
  known.set(turn, places);
  return places;
}
