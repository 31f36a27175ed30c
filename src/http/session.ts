// Sessions live in the database, so that any process can answer and a sign-out is final everywhere.

import { MongoStore } from 'connect-mongo';
import { type RequestHandler } from 'express';
import session from 'express-session';
import { Schema, type Connection, type Model } from 'mongoose';
import { type Config } from '../../config/index.ts';
import { type Clock } from '../platform/clock.ts';
import { type Logger } from '../platform/logger.ts';

const IDLE_MILLISECONDS = 30 * 60_000;
const LONGEST_MILLISECONDS = 12 * 60 * 60_000;
const COLLECTION = 'httpSessions';

const schema = new Schema(
  { _id: { type: String, required: true }, expires: Date, session: Schema.Types.Mixed },
  { collection: COLLECTION, versionKey: false },
);
schema.index({ expires: 1 }, { expireAfterSeconds: 0 });
schema.index({ 'session.passport.user.accountId': 1 });

/** Declares the collection, so that its index exists before the first session. */
export const httpSessionModel = (connection: Connection): Model<unknown> =>
  (connection.models['HttpSession'] as Model<unknown> | undefined) ?? connection.model<unknown>('HttpSession', schema);

export const sessionCookie = (secure: boolean): string => (secure ? '__Host-jiefen' : 'jiefen');

/**
 * A session that cannot be written must not take the answer with it: what was done is done, and while the database is
 * away the page that says so has to arrive.
 */
class PatientStore extends MongoStore {
  override set(...[id, data, done]: Parameters<MongoStore['set']>): void {
    super.set(id, data, this.#noted(done));
  }

  override touch(...[id, data, done]: Parameters<MongoStore['touch']>): void {
    super.touch(id, data, this.#noted(done));
  }

  readonly #noted =
    (done: ((error: unknown) => void) | undefined) =>
    (error: unknown): void => {
      if (error) this.emit('unwritten', error);
      done?.(undefined);
    };
}

export interface SessionOptions {
  readonly config: Pick<Config, 'sessionSecret' | 'secureCookies'>;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Thirty minutes without a request end a session, and twelve hours end it in any case. */
export function sessions({ config, connection, clock, logger }: SessionOptions): RequestHandler[] {
  const store = new PatientStore({
    client: connection.getClient(),
    dbName: connection.name,
    collectionName: COLLECTION,
    autoRemove: 'disabled',
    stringify: false,
    touchAfter: 60,
  });
  store.on('unwritten', (error: unknown) => logger.warn({ err: error }, 'a session could not be written'));
  const limitAge: RequestHandler = (req, _res, next) => {
    const { signedInAt } = req.session;
    if (signedInAt === undefined || clock.now().getTime() - signedInAt < LONGEST_MILLISECONDS) return next();
    req.session.regenerate(next);
  };
  return [
    session({
      name: sessionCookie(config.secureCookies),
      secret: config.sessionSecret,
      store,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: {
        httpOnly: true,
        sameSite: 'lax',
        secure: config.secureCookies,
        path: '/',
        maxAge: IDLE_MILLISECONDS,
      },
    }),
    limitAge,
  ];
}
