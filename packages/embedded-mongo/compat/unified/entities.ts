import {
  Collection,
  Db,
  GridFSBucket,
  MongoClient,
  ReadConcern,
  ReadPreference,
  WriteConcern,
  ClientSession,
} from 'mongodb';
import type { AbstractCursor, Document, ReadPreferenceMode, TagSet } from 'mongodb';
import { EventLog } from './events.ts';
import type { MatchContext } from './matching.ts';
import { Mismatch } from './matching.ts';

/** Options of the format in the driver's terms. */
export function driverOptions(options: Document): Document {
  const { readConcern, writeConcern, readPreference, returnDocument, ...others } = options;
  return {
    ...others,
    ...(readConcern ? { readConcern: ReadConcern.fromOptions({ readConcern: readConcern as ReadConcern }) } : {}),
    ...(writeConcern ? { writeConcern: WriteConcern.fromOptions({ writeConcern: writeConcern as WriteConcern }) } : {}),
    ...(readPreference ? { readPreference: toReadPreference(readPreference as Document) } : {}),
    ...(returnDocument ? { returnDocument: String(returnDocument).toLowerCase() } : {}),
  };
}

function toReadPreference({ mode, tagSets, ...others }: Document): ReadPreference {
  const name = String(mode ?? 'primary');
  const camelCase = (name.charAt(0).toLowerCase() + name.slice(1)) as ReadPreferenceMode;
  return new ReadPreference(camelCase, tagSets as TagSet[] | undefined, others);
}

function sessionOptions({ defaultTransactionOptions, ...others }: Document): Document {
  if (!defaultTransactionOptions) return others;
  return { ...others, defaultTransactionOptions: driverOptions(defaultTransactionOptions as Document) };
}

/** The driver's objects and the values a test has given names to. */
export class Entities implements MatchContext {
  readonly #uri: string;
  readonly #values = new Map<string, unknown>();
  readonly #logs = new Map<string, EventLog>();

  constructor(uri: string) {
    this.#uri = uri;
  }

  async create(descriptions: readonly Document[]): Promise<void> {
    for (const description of descriptions) {
      const [kind, fields] = Object.entries(description)[0] as [string, Document];
      this.set(String(fields['id']), await this.#make(kind, fields));
    }
  }

  set(name: string, value: unknown): void {
    if (this.#values.has(name)) throw new Mismatch(`there is an entity ${name} already`);
    this.#values.set(name, value);
  }

  value(name: string): unknown {
    if (!this.#values.has(name)) throw new Mismatch(`there is no entity ${name}`);
    return this.#values.get(name);
  }

  client(name: string): MongoClient {
    return this.#typed(name, MongoClient);
  }

  database(name: string): Db {
    return this.#typed(name, Db);
  }

  session = (name: string): ClientSession => this.#typed(name, ClientSession);

  log(clientName: string): EventLog {
    const log = this.#logs.get(clientName);
    if (!log) throw new Mismatch(`there is no client ${clientName}`);
    return log;
  }

  stopListening(): void {
    for (const log of this.#logs.values()) log.stop();
  }

  /** Ends cursors and sessions, then closes the clients. */
  async close(): Promise<void> {
    const values = [...this.#values.values()];
    for (const value of values) {
      if (value instanceof ClientSession) await value.endSession().catch(() => undefined);
      else if (isCursor(value)) await value.close().catch(() => undefined);
    }
    for (const value of values) if (value instanceof MongoClient) await value.close();
    this.#values.clear();
  }

  #typed<T>(name: string, type: abstract new (...args: never[]) => T): T {
    const value = this.value(name);
    if (!(value instanceof type)) throw new Mismatch(`the entity ${name} is not a ${type.name}`);
    return value;
  }

  async #make(kind: string, fields: Document): Promise<unknown> {
    switch (kind) {
      case 'client':
        return this.#makeClient(fields);
      case 'database': {
        const options = driverOptions((fields['databaseOptions'] ?? {}) as Document);
        return this.client(String(fields['client'])).db(String(fields['databaseName']), options);
      }
      case 'collection': {
        const options = driverOptions((fields['collectionOptions'] ?? {}) as Document);
        return this.database(String(fields['database'])).collection(String(fields['collectionName']), options);
      }
      case 'session':
        return this.client(String(fields['client'])).startSession(
          sessionOptions((fields['sessionOptions'] ?? {}) as Document),
        );
      case 'bucket':
        return new GridFSBucket(
          this.database(String(fields['database'])),
          driverOptions((fields['bucketOptions'] ?? {}) as Document),
        );
      default:
        throw new Mismatch(`entities of the kind ${kind} cannot be made`);
    }
  }

  async #makeClient(fields: Document): Promise<MongoClient> {
    const name = String(fields['id']);
    const client = new MongoClient(this.#uri, {
      monitorCommands: true,
      // A failpoint that cuts connections must not keep the next operation waiting.
      heartbeatFrequencyMS: 5000,
      minHeartbeatFrequencyMS: 50,
      ...((fields['uriOptions'] ?? {}) as Document),
      ...(fields['serverApi'] ? { serverApi: fields['serverApi'] as { version: '1' } } : {}),
    });
    const observed = (fields['observeEvents'] ?? []) as string[];
    this.#logs.set(name, new EventLog(client, observed, (fields['ignoreCommandMonitoringEvents'] ?? []) as string[]));
    await client.connect();
    return client;
  }
}

export const isCollection = (value: unknown): value is Collection => value instanceof Collection;

export const isCursor = (value: unknown): value is AbstractCursor =>
  typeof value === 'object' && value !== null && 'tryNext' in value && 'close' in value;
