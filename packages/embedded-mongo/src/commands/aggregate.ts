import { UUID } from 'bson';
import type { Document } from 'bson';
import { decodeExactly, encode } from '../gateway/bson-codec.ts';
import { RawDocument } from '../gateway/raw-bson.ts';
import { PgError } from '../postgres/pg-messages.ts';
import type { CommandContext } from './context.ts';
import { firstPage } from './cursor-pages.ts';
import { run } from './execute.ts';

const LOCAL_SESSIONS = '$listLocalSessions';
const MISSING_COLLECTIONS = /references collections that do not exist/;

const pipelineOf = (command: Document): Document[] => (command['pipeline'] ?? []) as Document[];

/** The sessions of the gateway, which the engine knows nothing of. */
function withLocalSessions(context: CommandContext): RawDocument {
  const command = decodeExactly(context.command.bytes);
  const sessions = context.gateway.sessions.list().map(({ id, lastUsed }) => ({
    _id: { id: new UUID(Buffer.from(id, 'hex')) },
    lastUse: new Date(lastUsed),
  }));
  return new RawDocument(encode({ ...command, pipeline: [{ $documents: sessions }, ...pipelineOf(command).slice(1)] }));
}

/** The collections a pipeline reads from, or writes into by its last stage. */
function collectionsOf(pipeline: readonly Document[]): string[] {
  return pipeline.flatMap((stage) => {
    const { $lookup: lookup, $unionWith: union, $graphLookup: graph } = stage as Record<string, Document | undefined>;
    const names = [lookup?.['from'], graph?.['from'], typeof union === 'string' ? union : union?.['coll']] as unknown[];
    const inner = [lookup, union].flatMap((nested) =>
      collectionsOf(typeof nested === 'object' ? pipelineOf(nested) : []),
    );
    return [...names.filter((name): name is string => typeof name === 'string'), ...inner];
  });
}

/** Where MongoDB takes a collection that is not there for an empty one, the engine wants it when the result is kept. */
async function createMissing(context: CommandContext): Promise<void> {
  const pipeline = pipelineOf(decodeExactly(context.command.bytes));
  for (const name of new Set([context.target ?? '', ...collectionsOf(pipeline)])) {
    if (name !== '') await run(context, 'SELECT documentdb_api.create_collection($1,$2)', [context.database, name]);
  }
}

/** Runs a pipeline. */
export async function aggregate(context: CommandContext): Promise<Buffer> {
  const [firstStage] = context.command.getDocuments('pipeline');
  if (firstStage && new RawDocument(firstStage).firstName === LOCAL_SESSIONS)
    context.command = withLocalSessions(context);
  try {
    return await firstPage(context, 'aggregate');
  } catch (error) {
    if (context.transaction || !(error instanceof PgError) || !MISSING_COLLECTIONS.test(error.message)) throw error;
    await createMissing(context);
    return firstPage(context, 'aggregate');
  }
}
