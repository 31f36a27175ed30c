import { COLLECTION_RACE } from '../gateway/error-mapping.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { delay } from '../platform.ts';
import type { PgConnection } from '../postgres/pg-connection.ts';
import type { PgParameter, PgRow } from '../postgres/pg-messages.ts';
import { PgError } from '../postgres/pg-messages.ts';
import type { CommandContext } from './context.ts';

const MAX_ATTEMPTS = 8;
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** Given up when their client goes away; writes are not, a retry may ask for their result. */
const READS = new Set([
  'find',
  'aggregate',
  'count',
  'distinct',
  'getmore',
  'explain',
  'listcollections',
  'listindexes',
]);

/** A random pause that grows with the attempts, so that rivals do not meet again. */
export const pauseBeforeRetry = (attempt: number): Promise<void> => delay(Math.random() * 10 * (attempt + 1));

/**
 * Whether a raised error passes when the statement is run again. Outside a transaction a raised error means that
 * nothing of the statement was applied.
 */
function isPassing(error: unknown): boolean {
  if (!(error instanceof PgError)) return false;
  if (COLLECTION_RACE.test(error.message)) return true;
  switch (error.sqlState) {
    case '40001':
    case '40P01':
    case '42P07':
      return true;
    case 'XX000':
      // A table another client dropped or changed in this very moment.
      return /tuple concurrently|could not open relation|cache lookup failed/.test(error.message);
    case '23505': {
      // Two clients wrote the same row of a catalog, not of a collection.
      const constraint = error.constraint ?? '';
      return (
        /pg_(class|type|namespace)_|collections_|collection_/.test(constraint) && !constraint.includes('collection_pk')
      );
    }
    default:
      return false;
  }
}

/** Runs a statement under the command's time limit. */
async function runTimed(
  context: CommandContext,
  connection: PgConnection,
  sql: string,
  parameters: readonly PgParameter[],
): Promise<PgRow[]> {
  const limit = context.command.getNumber('maxTimeMS') ?? 0;
  if (!(limit > 0)) return connection.query(sql, parameters);
  const milliseconds = Math.min(LONGEST_TIMEOUT_MS, Math.ceil(limit));
  const [, result] = await Promise.allSettled([
    connection.simple(`SET statement_timeout=${milliseconds}`),
    connection.query(sql, parameters),
    connection.simple('SET statement_timeout=0'),
  ]);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

async function runInTransaction(context: CommandContext, sql: string, parameters: readonly PgParameter[]) {
  const { transaction } = context;
  if (transaction?.state !== 'open') {
    throw new MongoError(ErrorCode.NoSuchTransaction, 'The transaction has been aborted.');
  }
  transaction.busy++;
  try {
    return await runTimed(context, transaction.connection, sql, parameters);
  } finally {
    transaction.busy--;
    transaction.lastUsed = Date.now();
  }
}

/** Runs a statement for a command: in its transaction, or on a connection of the pool, again after a passing conflict. */
export async function run(
  context: CommandContext,
  sql: string,
  parameters: readonly PgParameter[] = [],
): Promise<PgRow[]> {
  if (context.transaction) return runInTransaction(context, sql, parameters);
  const { gateway, client } = context;
  for (let attempt = 0; ; attempt++) {
    try {
      return await gateway.pool.use((connection) => {
        const query = (): Promise<PgRow[]> => runTimed(context, connection, sql, parameters);
        return READS.has(context.name) ? client.whileReading(connection, query) : query();
      });
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || sql.startsWith('CALL') || !isPassing(error)) throw error;
    }
    await pauseBeforeRetry(attempt);
  }
}

/** The first column of the first row, which is all most of the engine's functions return. */
export async function runForValue(
  context: CommandContext,
  sql: string,
  parameters: readonly PgParameter[] = [],
): Promise<Buffer> {
  const value = (await run(context, sql, parameters))[0]?.[0];
  if (!value) throw new MongoError(ErrorCode.InternalError, 'The storage engine gave no answer.');
  return value;
}

/** The first column of the first row, where there may be none. */
export async function runForOptionalValue(
  context: CommandContext,
  sql: string,
  parameters: readonly PgParameter[] = [],
): Promise<Buffer | undefined> {
  return (await run(context, sql, parameters))[0]?.[0] ?? undefined;
}
