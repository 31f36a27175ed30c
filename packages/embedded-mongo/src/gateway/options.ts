import type { Credentials } from './scram.ts';

/** Settings of a gateway; everything has a default but the socket of PostgreSQL. */
export interface GatewayOptions {
  /** The full path of PostgreSQL's socket. */
  readonly postgresSocket: string;
  /** Who may log in; null lets everybody in who reaches the gateway. */
  readonly credentials: Credentials | null;
  readonly maxConnections: number;
  /** Transactions open at once; further ones queue. Smaller than `maxConnections`, so that single commands go on. */
  readonly maxTransactions: number;
  readonly connectWaitMs: number;
  /** A transaction is rolled back after this long in all, … */
  readonly transactionLifetimeMs: number;
  /** … or after this long without a command. */
  readonly transactionIdleMs: number;
  /** How long a statement in a transaction waits for another's lock before it counts as a conflict. */
  readonly lockTimeoutMs: number;
  /** How long a transaction outlives the last connection that carried it: drivers come back to commit. */
  readonly orphanMs: number;
  readonly sessionIdleMs: number;
  readonly cursorIdleMs: number;
  readonly housekeepingMs: number;
  /** Accept `configureFailPoint`: for tests of error handling only. */
  readonly failpoints: boolean;
  readonly log: (line: string) => void;
}

export const DEFAULT_GATEWAY_OPTIONS: Omit<GatewayOptions, 'postgresSocket'> = {
  credentials: null,
  maxConnections: 32,
  maxTransactions: 24,
  connectWaitMs: 10_000,
  transactionLifetimeMs: 60_000,
  transactionIdleMs: 45_000,
  lockTimeoutMs: 2_000,
  orphanMs: 3_000,
  sessionIdleMs: 30 * 60_000,
  cursorIdleMs: 10 * 60_000,
  housekeepingMs: 60_000,
  failpoints: false,
  log: () => undefined,
};

/** Run-time settings every connection of the gateway starts with. */
export const ENGINE_SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'documentdb_api_catalog,documentdb_api,documentdb_core,public',
  'documentdb_core.bsonUseEJson': 'off',
  'documentdb_core.enableCollation': 'on',
  'documentdb.enableCollationWithNonUniqueOrderedIndexes': 'on',
  // Sorting by an index works with this access method only, and it must be chosen before an index is made.
  'documentdb.alternate_index_handler_name': 'extended_rum',
  'documentdb.useFileBasedPersistedCursors': 'on',
  'documentdb.defaultCursorExpiryTimeLimitSeconds': '600',
  'documentdb.maxWriteBatchSize': '100000',
  'documentdb.maxSchemaValidatorSize': '1048576',
  // maxTimeMS is the gateway's own business.
  'documentdb.enableStatementTimeout': 'off',
};
