// How often somebody may try. Passwords are counted in the database, so that all processes count together, and in
// memory when it does not answer. Requests of the API are counted in memory: the limit is there to stop a program that
// has gone wild, and must cost nothing.

import { type RequestHandler } from 'express';
import { Schema, type Connection, type Model } from 'mongoose';
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { DomainError } from '../domain/errors.ts';

const COLLECTION = 'rateLimits';

const schema = new Schema(
  { key: { type: String, required: true }, points: Number, expire: Date },
  { collection: COLLECTION, versionKey: false },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ expire: 1 }, { expireAfterSeconds: 0 });

/** Declares the collection, so that its indexes exist before the first request. */
export const rateLimitModel = (connection: Connection): Model<unknown> =>
  (connection.models['RateLimit'] as Model<unknown> | undefined) ?? connection.model<unknown>('RateLimit', schema);

export interface Attempt {
  /** Takes the attempt out of the count, as after a right password. */
  forgive(): Promise<void>;
}

export interface RateLimit {
  /** @throws DomainError tooMany with `retryAfterSeconds` */
  consume(key: string): Promise<Attempt>;
}

export interface RateLimits {
  /** Passwords tried for one name from one address. */
  readonly signIn: RateLimit;
  /** Requests of one token. */
  readonly api: RateLimit;
}

export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

export interface Allowances {
  readonly signIn: Allowance;
  readonly api: Allowance;
}

/** Ten passwords in fifteen minutes; two thousand API requests a second for ten seconds. */
export const ALLOWANCES: Allowances = {
  signIn: { points: 10, seconds: 900 },
  api: { points: 20_000, seconds: 10 },
};

const limit = (limiter: RateLimiterAbstract, code: string): RateLimit => ({
  consume: async (key) => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfterSeconds = Math.max(Math.ceil(refused.msBeforeNext / 1000), 1);
      throw new DomainError('tooMany', code, { params: { retryAfterSeconds } });
    }
    return {
      forgive: async () => {
        await limiter.delete(key);
      },
    };
  },
});

export function createRateLimits(connection: Connection, allowances: Allowances = ALLOWANCES): RateLimits {
  const signIn = { keyPrefix: 'signIn', points: allowances.signIn.points, duration: allowances.signIn.seconds };
  const stored = new RateLimiterMongo({
    ...signIn,
    storeClient: connection.getClient(),
    dbName: connection.name,
    tableName: COLLECTION,
    disableIndexesCreation: true,
    insuranceLimiter: new RateLimiterMemory(signIn),
  });
  const counted = new RateLimiterMemory({
    keyPrefix: 'api',
    points: allowances.api.points,
    duration: allowances.api.seconds,
  });
  return { signIn: limit(stored, 'signIn.tooMany'), api: limit(counted, 'tooMany') };
}

/** Limits the requests of one token, or of one address when there is no token. */
export const limitApi =
  (limits: RateLimits): RequestHandler =>
  async (req, _res, next) => {
    await limits.api.consume(req.actor?.accountId ?? req.ip ?? '');
    next();
  };
