import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import type { Collection } from 'mongodb';
import { Client } from 'pg';
import { startEmbeddedMongo } from 'embedded-mongo';
import { ENGINE_SETTINGS } from '../src/gateway/options.ts';
import { encode } from '../src/gateway/bson-codec.ts';
import { PgConnection } from '../src/postgres/pg-connection.ts';
import { socketPath } from '../src/postgres/paths.ts';

/** A small document, as both sides store it. */
export interface Small {
  readonly _id: number;
  readonly unit: number;
  readonly kind: string;
  readonly amount: number;
  readonly at: string;
}

const KINDS = ['neighbour', 'marriage', 'labour', 'traffic', 'loan'];

export const small = (n: number): Small => ({
  _id: n,
  unit: (n * 7919) % 1000,
  kind: KINDS[n % KINDS.length] ?? '',
  amount: (n * 104_729) % 1_000_003,
  at: new Date(1_700_000_000_000 + n * 1000).toISOString(),
});

const DATABASE = 'bench';
const TABLE = 'bench_documents';

/** What both sides can do. */
export interface Side {
  insertMany(documents: readonly Small[]): Promise<unknown>;
  insertOne(document: Small): Promise<unknown>;
  buildIndex(): Promise<unknown>;
  findByUnit(unit: number): Promise<unknown>;
  findById(id: number): Promise<unknown>;
  updateById(id: number): Promise<unknown>;
  /** Of those of a kind, sums by unit. */
  aggregate(kind: string): Promise<unknown>;
  largestAmounts(): Promise<unknown>;
}

/** The driver, through the gateway. */
export class GatewaySide implements Side {
  readonly #collection: Collection<Small>;
  constructor(client: MongoClient) {
    this.#collection = client.db(DATABASE).collection<Small>('documents');
  }
  insertMany = (documents: readonly Small[]) => this.#collection.insertMany(documents, { ordered: false });
  insertOne = (document: Small) => this.#collection.insertOne(document);
  buildIndex = async () => {
    await this.#collection.createIndex({ unit: 1, kind: 1 });
    await this.#collection.createIndex({ amount: 1 });
  };
  findByUnit = (unit: number) => this.#collection.find({ unit }).limit(20).toArray();
  findById = (id: number) => this.#collection.findOne({ _id: id });
  updateById = (id: number) => this.#collection.updateOne({ _id: id }, { $inc: { amount: 1 } });
  aggregate = (kind: string) =>
    this.#collection
      .aggregate([{ $match: { kind, unit: { $lt: 100 } } }, { $group: { _id: '$unit', sum: { $sum: '$amount' } } }])
      .toArray();
  largestAmounts = () => this.#collection.find().sort({ amount: -1 }).limit(20).toArray();
}

/** The `pg` package on a JSONB table of the same PostgreSQL. */
export class JsonbSide implements Side {
  readonly #client: Client;
  constructor(client: Client) {
    this.#client = client;
  }
  create = () => this.#client.query(`CREATE TABLE ${TABLE} (id int PRIMARY KEY, d jsonb NOT NULL)`);
  insertMany = (documents: readonly Small[]) =>
    this.#client.query(`INSERT INTO ${TABLE} SELECT (e->>'_id')::int, e FROM jsonb_array_elements($1::jsonb) e`, [
      JSON.stringify(documents),
    ]);
  insertOne = (document: Small) =>
    this.#query('insert', `INSERT INTO ${TABLE} VALUES ($1, $2)`, [document._id, JSON.stringify(document)]);
  buildIndex = async () => {
    await this.#client.query(`CREATE INDEX ON ${TABLE} (((d->>'unit')::int), (d->>'kind'))`);
    await this.#client.query(`CREATE INDEX ON ${TABLE} (((d->>'amount')::int))`);
    await this.#client.query(`ANALYZE ${TABLE}`);
  };
  findByUnit = (unit: number) =>
    this.#query('unit', `SELECT d FROM ${TABLE} WHERE (d->>'unit')::int = $1 LIMIT 20`, [unit]);
  findById = (id: number) => this.#query('id', `SELECT d FROM ${TABLE} WHERE id = $1`, [id]);
  updateById = (id: number) =>
    this.#query(
      'update',
      `UPDATE ${TABLE} SET d = jsonb_set(d, '{amount}', to_jsonb((d->>'amount')::int + 1)) WHERE id = $1`,
      [id],
    );
  aggregate = (kind: string) =>
    this.#query(
      'aggregate',
      `SELECT (d->>'unit')::int, sum((d->>'amount')::int) FROM ${TABLE} WHERE d->>'kind' = $1 AND (d->>'unit')::int < 100 GROUP BY 1`,
      [kind],
    );
  largestAmounts = () => this.#query('sort', `SELECT d FROM ${TABLE} ORDER BY (d->>'amount')::int DESC LIMIT 20`, []);
  /** Prepared once, as the gateway does. */
  #query = (name: string, text: string, values: unknown[]) => this.#client.query({ name, text, values });
}

/** The statement of the gateway's point read on a connection like its own, without the gateway. */
export class BareRead {
  readonly #connection: PgConnection;
  private constructor(connection: PgConnection) {
    this.#connection = connection;
  }
  static async connect(socket: string): Promise<BareRead> {
    return new BareRead(await PgConnection.connect({ socketPath: socket, settings: ENGINE_SETTINGS }));
  }
  findById = (id: number) =>
    this.#connection.query(
      'SELECT cursorpage, continuation, cursorid FROM documentdb_api.find_cursor_first_page($1,$2)',
      [DATABASE, encode({ find: 'documents', filter: { _id: id }, limit: 1, singleBatch: true, $db: DATABASE })],
    );
  end = (): void => this.#connection.end();
}

/** Starts a database in a new folder and connects both sides to it. */
export async function openSides(directory: string) {
  const began = performance.now();
  const server = await startEmbeddedMongo({ directory });
  const firstStart = performance.now() - began;
  await server.stop();
  const again = performance.now();
  const running = await startEmbeddedMongo({ directory });
  const laterStart = performance.now() - again;
  const configuration = await readFile(path.join(directory, 'postgresql.conf'), 'utf8');
  const folder = /^unix_socket_directories = '(.*)'$/m.exec(configuration)?.[1] ?? '';
  const client = await MongoClient.connect(running.uri);
  const plain = new Client({ host: folder, port: 5432, user: 'postgres', database: 'postgres' });
  await plain.connect();
  const jsonb = new JsonbSide(plain);
  await jsonb.create();
  return {
    firstStart,
    laterStart,
    gateway: new GatewaySide(client),
    jsonb,
    bare: await BareRead.connect(socketPath(folder)),
    close: async () => {
      await client.close();
      await plain.end();
      await running.stop({ force: true });
    },
  };
}
