import { Timestamp } from 'bson';
import { encode } from './bson-codec.ts';
import type { RawDocument } from './raw-bson.ts';

/** Where a transaction could be asked after: there is one server, so that the token says nothing. */
const RECOVERY_TOKEN = { recoveryShardId: 'embedded' };

/** What the answers to commands of a session carry besides: drivers hand it back with later commands. */
export class SessionFields {
  #seconds = 0;

  /**
   * The fields for the answer to a command, or null. There is one copy of the data, and who reads after a write sees
   * it: the time is only as precise as drivers need to call their sessions causally consistent.
   */
  for(command: RawDocument): Buffer | null {
    if (!command.has('lsid')) return null;
    this.#seconds = Math.max(this.#seconds, Math.floor(Date.now() / 1000));
    const operationTime = Timestamp.fromBits(1, this.#seconds);
    return encode(command.has('autocommit') ? { recoveryToken: RECOVERY_TOKEN, operationTime } : { operationTime });
  }
}
