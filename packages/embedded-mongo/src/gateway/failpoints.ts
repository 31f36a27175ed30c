import type { Document } from 'bson';
import { delay } from '../platform.ts';
import type { Client } from './client.ts';
import { isRetryableWriteCode } from './error-mapping.ts';
import { MongoError } from './mongo-error.ts';

interface FailCommand {
  remaining: number;
  skip: number;
  readonly commands: ReadonlySet<string>;
  readonly data: Document;
}

/** What a failpoint did to a command. */
export type FailpointEffect =
  { kind: 'none' } | { kind: 'closed' } | { kind: 'writeConcernError'; error: Document; labels: readonly string[] };

const NO_EFFECT: FailpointEffect = { kind: 'none' };

/** MongoDB's `failCommand`, with which tests make commands fail. Only reachable when an option enables it. */
export class Failpoints {
  #failCommand: FailCommand | null = null;

  configure(command: Document): void {
    const mode: unknown = command['mode'];
    if (command['configureFailPoint'] !== 'failCommand' || mode === 'off') {
      this.#failCommand = null;
      return;
    }
    const data = (command['data'] ?? {}) as Document;
    const counted = typeof mode === 'object' && mode !== null ? (mode as { times?: number; skip?: number }) : {};
    this.#failCommand = {
      remaining: mode === 'alwaysOn' || counted.skip !== undefined ? Infinity : (counted.times ?? 1),
      skip: counted.skip ?? 0,
      commands: new Set(((data['failCommands'] ?? []) as string[]).map((name) => name.toLowerCase())),
      data,
    };
  }

  /** Lets an armed failpoint act: may wait, cut the connection, throw, or name an error to add to the answer. */
  async strike(client: Client, name: string, labelsRetryable: boolean): Promise<FailpointEffect> {
    const point = this.#failCommand;
    if (!point || point.remaining <= 0 || !point.commands.has(name)) return NO_EFFECT;
    const { data } = point;
    if (data['appName'] !== undefined && data['appName'] !== client.applicationName) return NO_EFFECT;
    if (point.skip > 0) {
      point.skip--;
      return NO_EFFECT;
    }
    point.remaining--;
    if (data['blockConnection']) await delay(Number(data['blockTimeMS']));
    if (data['closeConnection']) {
      client.socket.destroy();
      return { kind: 'closed' };
    }
    const labels = data['errorLabels'] as string[] | undefined;
    if (data['errorCode'] !== undefined) {
      const details = labels ? { errorLabels: labels } : {};
      throw new MongoError(Number(data['errorCode']), "Failing command via 'failCommand' failpoint", details);
    }
    const error = data['writeConcernError'] as Document | undefined;
    if (!error) return NO_EFFECT;
    const automatic = labelsRetryable && isRetryableWriteCode(Number(error['code'])) ? ['RetryableWriteError'] : [];
    return { kind: 'writeConcernError', error: { errmsg: '', ...error }, labels: labels ?? automatic };
  }
}
