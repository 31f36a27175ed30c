import { Long } from 'bson';
import { decode, okReply } from '../gateway/bson-codec.ts';
import type { CommandContext, CommandHandler, CommandTable } from './context.ts';
import { requireCollection } from './context.ts';
import { run, runForOptionalValue, runForValue } from './execute.ts';

const count = (value: Buffer | undefined): number => value?.readInt32BE() ?? 0;

async function dropCollection(context: CommandContext): Promise<Buffer> {
  const collection = requireCollection(context);
  const { database, gateway } = context;
  const countIndexes =
    'SELECT count(*)::int4 FROM documentdb_api_catalog.collection_indexes i ' +
    'JOIN documentdb_api_catalog.collections c USING (collection_id) ' +
    'WHERE c.database_name=$1 AND c.collection_name=$2';
  const indexes = count(await runForOptionalValue(context, countIndexes, [database, collection]));
  const sql = 'SELECT documentdb_api.drop_collection($1,$2)';
  const dropped = await runForOptionalValue(context, sql, [database, collection]);
  gateway.indexKeys.forget(database, collection);
  return dropped?.[0] === 1 ? okReply({ nIndexesWas: indexes, ns: `${database}.${collection}` }) : okReply();
}

async function dropDatabase(context: CommandContext): Promise<Buffer> {
  const { database, gateway } = context;
  const sql = 'SELECT count(*)::int4 FROM documentdb_api_catalog.collections WHERE database_name=$1';
  const collections = count(await runForOptionalValue(context, sql, [database]));
  await run(context, 'SELECT documentdb_api.drop_database($1)', [database]);
  gateway.indexKeys.forget(database);
  return okReply(collections > 0 ? { dropped: database } : {});
}

const SIZES =
  "SELECT database_name, sum(pg_total_relation_size(to_regclass('documentdb_data.documents_' || collection_id)))::text " +
  'FROM documentdb_api_catalog.collections GROUP BY 1';

/** The engine's list, with the sizes it leaves at 0: those of documents and indexes together. */
async function listDatabases(context: CommandContext): Promise<Buffer> {
  const list = decode(await runForValue(context, 'SELECT documentdb_api.list_databases($1)', [context.command.bytes]));
  if (context.command.isTrue('nameOnly')) return okReply(list);
  const rows = await run(context, SIZES);
  const sizes = new Map(rows.map(([name, size]) => [name?.toString(), Number(size?.toString() ?? 0)]));
  const databases = (list['databases'] as { name: string }[]).map((one) => {
    const size = sizes.get(one.name) ?? 0;
    return { ...one, sizeOnDisk: Long.fromNumber(size), empty: size === 0 };
  });
  const total = databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk.toNumber(), 0);
  return okReply({
    ...list,
    databases,
    totalSize: Long.fromNumber(total),
    totalSizeMb: Long.fromNumber(Math.round(total / 1_048_576)),
  });
}

const scaleOf = (context: CommandContext): string => String(context.command.getNumber('scale') ?? 1);

/** A command that is one call of a function with the command's document. */
const call =
  (functionCall: string): CommandHandler =>
  (context) =>
    runForValue(context, `SELECT ${functionCall}`, [context.command.bytes]);

export const collectionCommands: CommandTable = {
  create: (context) => {
    requireCollection(context);
    const sql = 'SELECT documentdb_api.create_collection_view($1,$2)';
    return runForValue(context, sql, [context.database, context.command.bytes]);
  },
  drop: dropCollection,
  dropdatabase: dropDatabase,
  renamecollection: call('documentdb_api.rename_collection($1)'),
  collmod: (context) => {
    const collection = requireCollection(context);
    context.gateway.indexKeys.forget(context.database, collection);
    const sql = 'SELECT documentdb_api.coll_mod($1,$2,$3)';
    return runForValue(context, sql, [context.database, collection, context.command.bytes]);
  },
  listdatabases: listDatabases,
  collstats: (context) => {
    const collection = requireCollection(context);
    const sql = 'SELECT documentdb_api.coll_stats($1,$2,$3::text::float8)';
    return runForValue(context, sql, [context.database, collection, scaleOf(context)]);
  },
  dbstats: (context) => {
    const sql = 'SELECT documentdb_api.db_stats($1,$2::text::float8,$3::text::bool)';
    const freeStorage = String(context.command.isTrue('freeStorage'));
    return runForValue(context, sql, [context.database, scaleOf(context), freeStorage]);
  },
  validate: (context) => {
    const sql = 'SELECT document FROM documentdb_api.validate($1,$2)';
    return runForValue(context, sql, [context.database, context.command.bytes]);
  },
  compact: call('documentdb_api.compact($1)'),
  currentop: call('document FROM documentdb_api.current_op_command($1)'),
  killop: call('documentdb_api.kill_op($1)'),
};
