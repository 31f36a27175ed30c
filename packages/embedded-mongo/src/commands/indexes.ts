import type { Document } from 'bson';
import { decode, decodeExactly, encode, OK } from '../gateway/bson-codec.ts';
import { isDuplicateKey, mapSqlState, unpackSqlState } from '../gateway/error-mapping.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import type { PgError } from '../postgres/pg-messages.ts';
import type { CommandContext, CommandTable } from './context.ts';
import { requireCollection } from './context.ts';
import { describeDuplicate, offendingDocument } from './duplicate-key.ts';
import { runForValue } from './execute.ts';

/** An answer of the engine that says by a packed SQLSTATE what went wrong. */
function collectedError(answer: Document): MongoError {
  const { code, message } = mapSqlState(unpackSqlState(Number(answer['code'])), String(answer['errmsg']));
  return new MongoError(code, message);
}

/** Existing documents break a new unique index. */
function buildFailure(context: CommandContext, collection: string, error: PgError): MongoError {
  const unique = context.command
    .getDocuments('indexes')
    .map(decode)
    .find((index) => index['unique'] === true);
  const offending = offendingDocument(error);
  const { errmsg, ...details } = describeDuplicate(
    `${context.database}.${collection}`,
    unique ? String(unique['name']) : undefined,
    unique?.['key'] as Document | undefined,
    { documents: [offending], complete: offending !== undefined },
  );
  return new MongoError(ErrorCode.DuplicateKey, `Index build failed: ${String(errmsg)}`, details);
}

/**
 * Builds indexes within the command: the collection is made if it is missing, and the index is finished, and part of
 * the transaction if there is one, when the answer comes.
 */
async function createIndexes(context: CommandContext): Promise<Buffer> {
  const collection = requireCollection(context);
  const { command, database, gateway } = context;
  if (!command.getDocument('indexes')) {
    throw new MongoError(40414, "BSON field 'createIndexes.indexes' is missing but a required field");
  }
  gateway.indexKeys.forget(database, collection);
  try {
    const sql = 'SELECT documentdb_api_internal.create_indexes_non_concurrently($1,$2,true)';
    const answer = decodeExactly(await runForValue(context, sql, [database, command.bytes]));
    const [shard] = answer['raw'] ? (Object.values(answer['raw'] as Document) as Document[]) : [answer];
    if (Number(shard?.['ok'] ?? 1) === 0) throw collectedError({ ...answer, ...shard });
    return encode({ ...shard, ok: OK });
  } catch (error) {
    throw isDuplicateKey(error) ? buildFailure(context, collection, error) : error;
  }
}

async function dropIndexes(context: CommandContext): Promise<Buffer> {
  const collection = requireCollection(context);
  const { command, database, gateway } = context;
  const sql = 'CALL documentdb_api.drop_indexes($1,$2,NULL)';
  const answer = decodeExactly(await runForValue(context, sql, [database, command.bytes]));
  gateway.indexKeys.forget(database, collection);
  if (answer['ok'] !== true && Number(answer['ok']) !== 1) throw collectedError(answer);
  return encode({ ...answer, ok: OK });
}

export const indexCommands: CommandTable = { createindexes: createIndexes, dropindexes: dropIndexes };
