// The sessions a person has open, on every device, and how to end them. The identifier of a session opens it, so only its
// hash is ever told.

import { createHash } from 'node:crypto';
import { type Connection } from 'mongoose';
import { httpSessionModel } from './session.ts';

export interface OpenSession {
  /** Hash of the identifier. */
  readonly id: string;
  readonly signedInAt: Date;
  readonly ip: string;
  /** As the browser calls itself, shortened. */
  readonly agent: string;
  readonly current: boolean;
}

interface Stored {
  readonly _id: string;
  readonly expires?: Date;
  readonly session: {
    readonly signedInAt?: number;
    readonly signedInFrom?: { readonly ip: string; readonly agent: string };
  };
}

export interface OpenSessions {
  /** Newest first. `own` is the identifier of the session that asks. */
  of(accountId: string, own: string, now: Date): Promise<readonly OpenSession[]>;
  /** Ends one session of the account, or every one but `own`; tells how many ended. */
  end(accountId: string, which: { readonly id: string } | { readonly own: string }): Promise<number>;
}

const hashOf = (identifier: string): string => createHash('sha256').update(identifier).digest('hex').slice(0, 24);

export function openSessions(connection: Connection): OpenSessions {
  const { collection } = httpSessionModel(connection);
  const stored = (accountId: string): Promise<Stored[]> =>
    collection.find({ 'session.passport.user.accountId': accountId }).toArray() as unknown as Promise<Stored[]>;
  return {
    of: async (accountId, own, now) =>
      (await stored(accountId))
        .filter(({ expires }) => expires === undefined || expires > now)
        .map(({ _id, session }) => ({
          id: hashOf(_id),
          signedInAt: new Date(session.signedInAt ?? 0),
          ip: session.signedInFrom?.ip ?? '',
          agent: session.signedInFrom?.agent ?? '',
          current: _id === own,
        }))
        .toSorted((a, b) => b.signedInAt.getTime() - a.signedInAt.getTime()),
    end: async (accountId, which) => {
      const ended = (await stored(accountId)).filter(({ _id }) =>
        'id' in which ? hashOf(_id) === which.id : _id !== which.own,
      );
      for (const { _id } of ended) await collection.deleteOne({ _id: _id as never });
      return ended.length;
    },
  };
}
