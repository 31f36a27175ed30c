import { type Connection, type Model, Schema } from 'mongoose';
import { type PlannedSession, type Room } from './schedule.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const person = new Schema({ accountId: required(String), name: required(String) }, { _id: false, strict: 'throw' });

const plannedSessions = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    round: required(Number),
    number: required(String),
    state: required(String),
    startsAt: required(Date),
    endsAt: required(Date),
    mode: required(String),
    place: { type: String, default: '' },
    roomId: String,
    mediator: required(person),
    partyIds: [String],
    note: String,
    unitPath: [String],
    plannedAt: required(Date),
    plannedBy: required(person),
    endedAt: Date,
    cancelReason: String,
  },
  { collection: 'plannedSessions', versionKey: false, strict: 'throw' },
);
plannedSessions.index({ disputeId: 1, startsAt: 1 });
plannedSessions.index({ unitPath: 1, startsAt: 1 });
plannedSessions.index({ 'mediator.accountId': 1, startsAt: 1 });
plannedSessions.index({ roomId: 1, startsAt: 1 });

/** One quarter of an hour of one person, room or party; its name is unique, so it cannot be given away twice. */
export interface Booking {
  readonly _id: string;
  readonly sessionId: string;
  readonly endsAt: Date;
}

/** A booking whose time is long past protects nothing. */
const KEPT_SECONDS = 30 * 86_400;

const bookings = new Schema<Booking>(
  { _id: required(String), sessionId: required(String), endsAt: required(Date) },
  { collection: 'bookings', versionKey: false, strict: 'throw' },
);
bookings.index({ sessionId: 1 });
bookings.index({ endsAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });

const rooms = new Schema(
  {
    _id: required(String),
    unitCode: required(String),
    name: required(String),
    address: required(String),
    closed: required(Boolean),
  },
  { collection: 'rooms', versionKey: false, strict: 'throw' },
);
rooms.index({ unitCode: 1, name: 1 }, { unique: true });

/** A subscription is found by the hash of its secret; the secret itself is shown once and not kept. */
export interface Feed {
  readonly _id: string;
  readonly accountId: string;
  readonly language: 'zh-CN' | 'en';
  readonly createdAt: Date;
  readonly lastReadAt?: Date;
}

const feeds = new Schema<Feed>(
  {
    _id: required(String),
    accountId: required(String),
    language: required(String),
    createdAt: required(Date),
    lastReadAt: Date,
  },
  { collection: 'calendarFeeds', versionKey: false, strict: 'throw' },
);
feeds.index({ accountId: 1 }, { unique: true });

export type Stored<T extends { readonly id: string }> = Omit<T, 'id'> & { readonly _id: string };

const once = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const plannedSessionModel = (connection: Connection) =>
  once<Stored<PlannedSession>>(connection, 'PlannedSession', plannedSessions);
export const bookingModel = (connection: Connection) => once<Booking>(connection, 'Booking', bookings as Schema);
export const roomModel = (connection: Connection) => once<Stored<Room>>(connection, 'Room', rooms);
export const feedModel = (connection: Connection) => once<Feed>(connection, 'CalendarFeed', feeds as Schema);
