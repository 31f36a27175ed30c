import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import type { CommandContext } from './context.ts';
import { run } from './execute.ts';

type CursorFunction = 'find' | 'aggregate' | 'list_indexes' | 'list_collections';

/** Runs a command that answers with a cursor, and remembers where to go on when there is more. */
export async function firstPage(context: CommandContext, name: CursorFunction): Promise<Buffer> {
  const { gateway, database, command, target } = context;
  const sql = `SELECT cursorpage, continuation, cursorid FROM documentdb_api.${name}_cursor_first_page($1,$2)`;
  const [row] = await run(context, sql, [database, command.bytes]);
  const [page, continuation, cursorId] = row ?? [];
  if (!page) throw new MongoError(ErrorCode.InternalError, 'The storage engine gave no answer.');
  if (continuation && cursorId) {
    gateway.cursors.open(cursorId.readBigInt64BE(), {
      database,
      namespace: `${database}.${target ?? ''}`,
      neverExpires: command.isTrue('noCursorTimeout'),
      continuation,
    });
  }
  return page;
}
