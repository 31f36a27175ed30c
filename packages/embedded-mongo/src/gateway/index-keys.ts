import type { Document } from 'bson';
import type { Pool } from '../postgres/pool.ts';
import { decode, encode } from './bson-codec.ts';

/** The key patterns of unique indexes, remembered for the details of duplicate key errors. */
export class IndexKeys {
  readonly #pool: Pool;
  readonly #byNamespace = new Map<string, Map<string, Document>>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The key pattern of an index, or undefined when it cannot be learnt. */
  async find(database: string, collection: string, index: string): Promise<Document | undefined> {
    if (index === '_id_') return { _id: 1 };
    const namespace = `${database}.${collection}`;
    const known = this.#byNamespace.get(namespace)?.get(index);
    if (known) return known;
    const keys = await this.#load(database, collection).catch(() => undefined);
    if (keys) this.#byNamespace.set(namespace, keys);
    return keys?.get(index);
  }

  /** The name of the index that carries one of the engine's own numbers. */
  async nameOf(indexId: string): Promise<string | undefined> {
    const sql =
      'SELECT (index_spec).index_name::text FROM documentdb_api_catalog.collection_indexes WHERE index_id=$1::text::int';
    const rows = await this.#pool.use((connection) => connection.query(sql, [indexId]));
    return rows[0]?.[0]?.toString();
  }

  /** Forgets a collection, or a whole database. */
  forget(database: string, collection?: string): void {
    if (collection !== undefined) {
      this.#byNamespace.delete(`${database}.${collection}`);
      return;
    }
    for (const namespace of this.#byNamespace.keys()) {
      if (namespace.startsWith(`${database}.`)) this.#byNamespace.delete(namespace);
    }
  }

  async #load(database: string, collection: string): Promise<Map<string, Document>> {
    const sql = 'SELECT cursorpage FROM documentdb_api.list_indexes_cursor_first_page($1,$2)';
    const command = encode({ listIndexes: collection, cursor: { batchSize: 1000 } });
    const rows = await this.#pool.use((connection) => connection.query(sql, [database, command]));
    const page = rows[0]?.[0];
    const batch = page ? ((decode(page)['cursor'] as Document)['firstBatch'] as Document[]) : [];
    return new Map(batch.map((index) => [String(index['name']), index['key'] as Document]));
  }
}
