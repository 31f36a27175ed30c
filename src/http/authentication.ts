// Who asks. How a name and a password are checked, and what a token opens, is given from outside: this file knows
// sessions and headers only.

import { type Express as Application, type Request, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { DomainError, invalid } from '../domain/errors.ts';
import { type Actor } from '../domain/permission.ts';
import { type Clock } from '../platform/clock.ts';
import { type Language } from '../platform/i18n.ts';
import { type RateLimits } from './rate-limit.ts';

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way passport lets its types be extended
  namespace Express {
    interface User extends SignedInPerson {}
  }
}

/** What a session remembers of a person; its meaning is the authenticator's own. */
export interface SessionUser {
  readonly accountId: string;
}

/** The person of a session, and how they want to be addressed. */
export interface SignedInPerson {
  readonly actor: Actor;
  readonly language?: Language;
  readonly largeType?: boolean;
  /** The one page open to this person until something is done there, such as a second factor. */
  readonly confinedTo?: string;
}

/** A bearer token's owner and what the token may do. */
export interface TokenBearer {
  readonly actor: Actor;
  readonly scopes: readonly string[];
}

/** Where a request came from, for the audit. */
export interface RequestOrigin {
  readonly ip: string | undefined;
  readonly requestId: string;
}

/** What the accounts feature gives to the edge of the system. */
export interface Authenticator<User extends SessionUser = SessionUser> {
  /** The person with this name and password. @throws DomainError when they may not come in */
  signIn(username: string, password: string, origin: RequestOrigin): Promise<User>;
  /** The person of a session, as they stand now; undefined when it is over for them. */
  restore(user: User): Promise<SignedInPerson | undefined>;
  /** The owner of a token; undefined when it is unknown, expired or revoked. */
  bearerOf(token: string): Promise<TokenBearer | undefined>;
  /** True when a token with these scopes may do what needs that one. */
  grants(scopes: readonly string[], needed: string): boolean;
}

export const originOf = (req: Request): RequestOrigin => ({ ip: req.ip, requestId: req.id });

interface Door {
  readonly passport: InstanceType<typeof Passport>;
  readonly limits: RateLimits;
  readonly clock: Clock;
}

/** Passport has one type for what signing in gives and what a session restores; here they are two. */
type PassportUser = Express.User & SessionUser;

const DOOR = 'authentication';
/** Open to whoever is confined to one page. */
const ALWAYS_OPEN: readonly string[] = ['/sign-out', '/language'];

type Done<T> = (error: unknown, value?: T | false) => void;

/** Passport speaks in callbacks. */
async function hand<T>(promised: Promise<T | undefined>, done: Done<T>): Promise<void> {
  let value: T | undefined;
  try {
    value = await promised;
  } catch (error) {
    return done(error);
  }
  done(null, value ?? false);
}

/** Gives the application its sign-in; returns the middleware that puts the signed-in person on each request. */
export function pageAuthentication(
  app: Application,
  authenticator: Authenticator,
  limits: RateLimits,
  clock: Clock,
): RequestHandler[] {
  const passport = new Passport();
  passport.use(
    new LocalStrategy({ passReqToCallback: true }, (req, username, password, done) => {
      void hand(authenticator.signIn(username, password, originOf(req)), done as Done<SessionUser>);
    }),
  );
  passport.serializeUser<SessionUser>((user, done) => done(null, user as unknown as SessionUser));
  passport.deserializeUser<SessionUser>((user, done) => {
    void hand(authenticator.restore(user), done as Done<SignedInPerson>);
  });
  app.set(DOOR, { passport, limits, clock } satisfies Door);
  return [
    passport.initialize() as RequestHandler,
    passport.session() as RequestHandler,
    (req, res, next) => {
      if (req.user) req.actor = req.user.actor;
      const only = req.user?.confinedTo;
      if (only === undefined || req.path.startsWith(only) || ALWAYS_OPEN.includes(req.path)) return next();
      res.redirect(303, only);
    },
  ];
}

/**
 * Signs in with the fields `username` and `password` of the form: a new session begins, the old one is gone.
 * @throws DomainError invalid `signIn.incomplete`, tooMany `signIn.tooMany`, or what the authenticator throws
 */
export async function signIn(req: Request): Promise<SessionUser> {
  const { passport, limits } = req.app.get(DOOR) as Door;
  const { username } = req.body as { username?: unknown };
  const attempt = await limits.signIn.consume(`${req.ip}:${String(username)}`);
  const user = await new Promise<SessionUser>((resolve, reject) => {
    const answer = (error: unknown, found: SessionUser | false): void => {
      if (error) reject(error);
      else if (found === false) reject(invalid('signIn.incomplete'));
      else resolve(found);
    };
    passport.authenticate('local', answer)(req, req.res, reject);
  });
  await signInAs(req, user);
  await attempt.forgive();
  return user;
}

/** Begins a new session for a person already known, as after a change of password or of post. */
export async function signInAs(req: Request, user: SessionUser): Promise<void> {
  const { clock } = req.app.get(DOOR) as Door;
  const { language, largeType } = req.session;
  await new Promise<void>((resolve, reject) => {
    req.logIn(user as PassportUser, (error?: unknown) => (error ? reject(error) : resolve()));
  });
  const signedInFrom = { ip: req.ip ?? '', agent: (req.get('user-agent') ?? '').slice(0, 160) };
  Object.assign(req.session, { language, largeType, signedInAt: clock.now().getTime(), signedInFrom });
}

/** Ends the session for good, here and on every other process. */
export async function signOut(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error?: unknown) => (error ? reject(error) : resolve()));
  });
  delete req.actor;
}

/** Puts the owner of the bearer token on the request. @throws DomainError unauthenticated `token.unknown` */
export const bearerAuthentication =
  (authenticator: Authenticator): RequestHandler =>
  async (req, _res, next) => {
    const token = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(req.get('authorization') ?? '')?.[1];
    if (token !== undefined) {
      const bearer = await authenticator.bearerOf(token);
      if (!bearer) throw new DomainError('unauthenticated', 'token.unknown');
      req.actor = bearer.actor;
      req.grants = (scope) => authenticator.grants(bearer.scopes, scope);
    }
    next();
  };
