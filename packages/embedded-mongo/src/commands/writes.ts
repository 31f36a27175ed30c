import type { Document } from 'bson';
import { decode, decodeExactly, encode } from '../gateway/bson-codec.ts';
import { isDuplicateKey, isValidationFailure, mapSqlState, unpackSqlState } from '../gateway/error-mapping.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { BsonType } from '../gateway/raw-bson.ts';
import type { PgError } from '../postgres/pg-messages.ts';
import type { CommandContext, CommandTable } from './context.ts';
import { requireCollection } from './context.ts';
import type { KeySources } from './duplicate-key.ts';
import { detailsFromError, detailsFromMessage } from './duplicate-key.ts';
import { pauseBeforeRetry, run } from './execute.ts';
import type { WriteName } from './operations.ts';
import { OPERATIONS_FIELD, operationsOf } from './operations.ts';
import type { FailingDocument } from './validation-details.ts';
import { validationInfo } from './validation-details.ts';

const CONFLICT_ATTEMPTS = 8;
const UPSERT_ATTEMPTS = 5;

/** Whether the command holds one operation only; cheap, also for a batch of many thousands. */
function isSingle(context: CommandContext, field: string): boolean {
  const sequence = context.sequences.get(field);
  if (sequence) return sequence.length >= 4 && sequence.readInt32LE(0) === sequence.length;
  return (context.command.getDocument(field)?.elements.size ?? 0) === 1;
}

function keySources(name: WriteName, operation: Document | undefined): KeySources {
  if (!operation) return { documents: [], complete: false };
  if (name === 'insert') return { documents: [operation], complete: true };
  const update: unknown = operation['u'];
  if (Array.isArray(update)) return { documents: [operation['q'] as Document], complete: false };
  const fields = (update ?? {}) as Document;
  const documents = [fields['$set'], fields['$setOnInsert'], fields, operation['q']] as (Document | undefined)[];
  return { documents, complete: false };
}

/** One write command and what is known about it while its errors are put right. */
class Write {
  readonly #context: CommandContext;
  readonly #name: WriteName;
  readonly #collection: string;
  readonly #field: string;
  readonly #single: boolean;
  #attempt = 0;

  constructor(context: CommandContext, name: WriteName) {
    this.#context = context;
    this.#name = name;
    this.#collection = requireCollection(context);
    this.#field = OPERATIONS_FIELD[name];
    this.#single = isSingle(context, this.#field);
  }

  async execute(): Promise<Buffer> {
    for (;;) {
      const [answer, success] = await this.#call();
      if (success) return answer;
      const decoded = decodeExactly(answer);
      const errors = (decoded['writeErrors'] ?? []) as Document[];
      if (errors.length === 0) return answer;
      if (await this.#translate(errors)) {
        this.#context.writeFailed = true;
        return encode(decoded);
      }
      await pauseBeforeRetry(this.#attempt++);
    }
  }

  async #call(): Promise<[answer: Buffer, success: boolean]> {
    const context = this.#context;
    const sql = `SELECT p_result, p_success FROM documentdb_api.${this.#name}($1,$2,$3,$4)`;
    const sequence = context.sequences.get(this.#field) ?? null;
    const retryId = this.#single ? context.retryId : null;
    try {
      const [row] = await run(context, sql, [context.database, context.command.bytes, sequence, retryId]);
      if (!row?.[0]) throw new MongoError(ErrorCode.InternalError, 'The storage engine gave no answer.');
      return [row[0], row[1]?.[0] === 1];
    } catch (error) {
      if (isDuplicateKey(error)) await this.#explainDuplicate(error);
      throw error;
    }
  }

  async #explainDuplicate(error: PgError): Promise<void> {
    const [first] = this.#single ? operationsOf(this.#context, this.#field) : [];
    const sources = keySources(this.#name, first && decode(first));
    this.#context.duplicateKey = await detailsFromError(this.#context, this.#collection, error, sources);
  }

  /** Puts the collected errors into MongoDB's terms; false when the command is to be run again instead. */
  async #translate(errors: readonly Document[]): Promise<boolean> {
    const context = this.#context;
    const operations = operationsOf(context, this.#field);
    for (const error of errors) {
      const state = unpackSqlState(Number(error['code']));
      const { code, message } = mapSqlState(state, String(error['errmsg']), context.inTransaction);
      const raw = operations[Number(error['index'])];
      if (code === ErrorCode.WriteConflict || code === ErrorCode.LockTimeout) {
        if (context.transaction) throw new MongoError(ErrorCode.WriteConflict, message);
        if (this.#single && this.#attempt < CONFLICT_ATTEMPTS) return false;
      }
      if (code === ErrorCode.ShutdownInProgress || code === ErrorCode.NoSuchTransaction)
        throw new MongoError(code, message);
      error['code'] = code;
      error['errmsg'] = message;
      if (code === ErrorCode.DuplicateKey) {
        const operation = raw && decode(raw);
        if (this.#isUpsertRace(operation)) return false;
        const sources = keySources(this.#name, operation);
        Object.assign(error, await detailsFromMessage(context, this.#collection, message, sources));
      } else if (code === ErrorCode.DocumentValidationFailure && raw) {
        error['errInfo'] = await validationInfo(context, this.#collection, this.#failing(decodeExactly(raw)));
      }
    }
    return true;
  }

  #failing(operation: Document): FailingDocument {
    if (this.#name === 'insert') return { document: operation };
    return { query: operation['q'] as Document };
  }

  /** Two clients upserted the same document: the second attempt finds what the other one made. */
  #isUpsertRace(operation: Document | undefined): boolean {
    if (this.#context.transaction || !this.#single || this.#attempt >= UPSERT_ATTEMPTS) return false;
    return this.#name === 'update' && operation?.['upsert'] === true;
  }
}

async function findAndModify(context: CommandContext): Promise<Buffer> {
  const collection = requireCollection(context);
  const { command } = context;
  // The engine refuses hints here; they change no result.
  const specification = command.has('hint') ? command.without('hint') : command.bytes;
  for (let attempt = 0; ; attempt++) {
    try {
      const sql = 'SELECT p_result FROM documentdb_api.find_and_modify($1,$2,$3)';
      const [row] = await run(context, sql, [context.database, specification, context.retryId]);
      if (!row?.[0]) throw new MongoError(ErrorCode.InternalError, 'The storage engine gave no answer.');
      return row[0];
    } catch (error) {
      if (isValidationFailure(error)) {
        const query = command.getBytes('query');
        const errInfo = await validationInfo(context, collection, { query: query && decodeExactly(query) });
        throw new MongoError(ErrorCode.DocumentValidationFailure, error.message, { errInfo });
      }
      if (!isDuplicateKey(error)) throw error;
      if (context.transaction || attempt >= UPSERT_ATTEMPTS || !command.isTrue('upsert')) {
        const update =
          command.elements.get('update')?.type === BsonType.document ? command.getBytes('update') : undefined;
        const query = command.getBytes('query');
        const sources = keySources('update', { u: update && decode(update), q: query && decode(query) });
        context.duplicateKey = await detailsFromError(context, collection, error, sources);
        throw error;
      }
    }
    await pauseBeforeRetry(attempt);
  }
}

export const writeCommands: CommandTable = {
  insert: (context) => new Write(context, 'insert').execute(),
  update: (context) => new Write(context, 'update').execute(),
  delete: (context) => new Write(context, 'delete').execute(),
  findandmodify: findAndModify,
};
