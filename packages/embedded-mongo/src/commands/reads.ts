import { Long } from 'bson';
import type { Document } from 'bson';
import { okReply } from '../gateway/bson-codec.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { BsonType } from '../gateway/raw-bson.ts';
import type { CommandContext, CommandTable } from './context.ts';
import { aggregate } from './aggregate.ts';
import { requireCollection } from './context.ts';
import { firstPage } from './cursor-pages.ts';
import { run, runForOptionalValue, runForValue } from './execute.ts';

async function getMore(context: CommandContext): Promise<Buffer> {
  const { gateway, database, command } = context;
  const id = command.getBigInt('getMore') ?? 0n;
  const cursor = gateway.cursors.get(id);
  if (!cursor) throw new MongoError(ErrorCode.CursorNotFound, `cursor id ${id} not found`);
  const requested = `${database}.${command.getString('collection') ?? ''}`;
  // Cursors of commands without a collection have a namespace that ends with the dot.
  if (cursor.namespace !== requested && !cursor.namespace.endsWith('.')) {
    throw new MongoError(
      ErrorCode.Unauthorized,
      `Requested getMore on namespace '${requested}', but cursor belongs to a different namespace ${cursor.namespace}`,
    );
  }
  if (cursor.busy) throw new MongoError(ErrorCode.CursorInUse, `cursor id ${id} is already in use`);
  cursor.busy = true;
  try {
    const sql = 'SELECT cursorpage, continuation FROM documentdb_api.cursor_get_more($1,$2,$3)';
    const [row] = await run(context, sql, [cursor.database, command.bytes, cursor.continuation]);
    const [page, continuation] = row ?? [];
    if (!page) throw new MongoError(ErrorCode.InternalError, 'The storage engine gave no answer.');
    if (continuation) cursor.continuation = continuation;
    else gateway.cursors.close(id);
    return page;
  } catch (error) {
    gateway.cursors.close(id);
    throw error;
  } finally {
    cursor.busy = false;
    cursor.lastUsed = Date.now();
  }
}

function cursorIds(context: CommandContext): bigint[] {
  const list = context.command.getDocument('cursors');
  return [...(list?.elements ?? [])].flatMap(([name, element]) => {
    if (element.type !== BsonType.int64 && element.type !== BsonType.int32) return [];
    return list?.getBigInt(name) ?? [];
  });
}

async function killCursors(context: CommandContext): Promise<Buffer> {
  const killed: bigint[] = [];
  const missing: bigint[] = [];
  for (const id of cursorIds(context)) (context.gateway.cursors.close(id) ? killed : missing).push(id);
  if (killed.length > 0) {
    // The engine's files are only a matter of tidiness: what stays behind is removed later.
    const sql = 'SELECT documentdb_api_internal.delete_cursors($1::text::bigint[])';
    await run({ ...context, transaction: null }, sql, [`{${killed.join(',')}}`]).catch(() => undefined);
  }
  const asLong = (ids: bigint[]): Long[] => ids.map((id) => Long.fromBigInt(id));
  return okReply({
    cursorsKilled: asLong(killed),
    cursorsNotFound: asLong(missing),
    cursorsAlive: [],
    cursorsUnknown: [],
  });
}

async function listIndexes(context: CommandContext): Promise<Buffer> {
  const collection = requireCollection(context);
  const sql = 'SELECT 1 FROM documentdb_api_catalog.collections WHERE database_name=$1 AND collection_name=$2';
  const exists = await runForOptionalValue(context, sql, [context.database, collection]);
  if (!exists) {
    throw new MongoError(ErrorCode.NamespaceNotFound, `ns does not exist: ${context.database}.${collection}`);
  }
  return firstPage(context, 'list_indexes');
}

/** How the engine's function for the plan of a command is called. */
const EXPLAINED: Readonly<Record<string, string>> = {
  find: 'find',
  aggregate: 'pipeline',
  count: 'count',
  distinct: 'distinct',
};

interface Plan {
  readonly Plan: Document;
  readonly 'Execution Time'?: number;
}

/** PostgreSQL's plan, under the names MongoDB's tools look for. */
async function explain(context: CommandContext): Promise<Buffer> {
  const { command, database, gateway } = context;
  const inner = command.getDocument('explain');
  const innerName = inner?.firstName ?? '';
  const explained = EXPLAINED[innerName.toLowerCase()];
  if (!inner || explained === undefined) {
    throw new MongoError(ErrorCode.CommandNotSupported, `explain of '${innerName}' is not supported`);
  }
  const analyze = /execution|allPlans/.test(command.getString('verbosity') ?? 'allPlansExecution');
  const options = analyze ? 'FORMAT JSON, ANALYZE, BUFFERS OFF' : 'FORMAT JSON';
  const functionArguments = `'${database.replaceAll("'", "''")}','BSONHEX${inner.bytes.toString('hex')}'::documentdb_core.bson`;
  const sql = `EXPLAIN (${options}) SELECT document FROM documentdb_api_catalog.bson_aggregation_${explained}(${functionArguments})`;
  const rows = await gateway.pool.use((connection) =>
    context.client.whileReading(connection, () => connection.simple(sql)),
  );
  const [plan] = JSON.parse(rows.map((row) => row[0]?.toString() ?? '').join('\n')) as [Plan];
  return okReply({
    queryPlanner: { namespace: `${database}.${inner.getString(innerName) ?? ''}`, winningPlan: plan.Plan },
    ...(analyze
      ? {
          executionStats: {
            executionSuccess: true,
            nReturned: Number(plan.Plan['Actual Rows'] ?? 0),
            executionTimeMillis: Math.round(plan['Execution Time'] ?? 0),
          },
        }
      : {}),
  });
}

export const readCommands: CommandTable = {
  find: (context) => {
    requireCollection(context);
    return firstPage(context, 'find');
  },
  aggregate,
  listindexes: listIndexes,
  listcollections: (context) => firstPage(context, 'list_collections'),
  getmore: getMore,
  killcursors: killCursors,
  count: (context) =>
    runForValue(context, 'SELECT document FROM documentdb_api.count_query($1,$2)', [
      context.database,
      context.command.bytes,
    ]),
  distinct: (context) =>
    runForValue(context, 'SELECT document FROM documentdb_api.distinct_query($1,$2)', [
      context.database,
      context.command.bytes,
    ]),
  explain,
};
