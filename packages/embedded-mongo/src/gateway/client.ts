import type { Socket } from 'node:net';
import type { PgConnection } from '../postgres/pg-connection.ts';
import { ConnectionLostError } from '../postgres/pg-connection.ts';
import { Login } from './login.ts';

/** One connection of an application. */
export class Client {
  readonly id: number;
  readonly socket: Socket;
  applicationName: string | undefined;
  readonly login = new Login();
  /** Connections that read for this client just now: nobody waits for them once it is gone. */
  readonly #reading = new Set<PgConnection>();

  constructor(id: number, socket: Socket) {
    this.id = id;
    this.socket = socket;
  }

  get remoteAddress(): string {
    return `${this.socket.remoteAddress ?? 'unknown'}:${this.socket.remotePort ?? 0}`;
  }

  /** Runs a read that is given up when the client goes away. */
  async whileReading<T>(connection: PgConnection, read: () => Promise<T>): Promise<T> {
    this.#reading.add(connection);
    try {
      return await read();
    } finally {
      this.#reading.delete(connection);
    }
  }

  /**
   * Stops what was read for a client that is gone. The connections are destroyed, because a cancel that comes late
   * would hit another client's statement. Writes go on: a retry may ask for their result.
   */
  abandonReads(): void {
    for (const connection of this.#reading) {
      connection.cancel();
      connection.destroy(new ConnectionLostError('the client went away'));
    }
    this.#reading.clear();
  }
}
