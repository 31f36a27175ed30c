import { refusalIn } from '../commands/mending/refusal.ts';
import { BSONError } from 'bson';
import type { Document } from 'bson';
import { ConnectionLostError } from '../postgres/pg-connection.ts';
import { PgError } from '../postgres/pg-messages.ts';
import { NOT_OK } from './bson-codec.ts';
import { codeName, ErrorCode, MongoError } from './mongo-error.ts';

/** A PostgreSQL error in MongoDB's terms. */
export interface MappedError {
  readonly code: number;
  readonly message: string;
}

/**
 * The engine's own errors that clients act on. It numbers them `M` plus four base-36 digits; all others of that family
 * speak of a bad request.
 */
const ENGINE_CODES: Readonly<Record<string, number>> = {
  M0000: ErrorCode.InternalError,
  M0001: ErrorCode.BadValue,
  M0003: ErrorCode.FailedToParse,
  M0004: ErrorCode.TypeMismatch,
  M0005: ErrorCode.Overflow,
  M0006: ErrorCode.IllegalOperation,
  M0008: ErrorCode.NamespaceNotFound,
  M0009: ErrorCode.IndexNotFound,
  M000A: ErrorCode.PathNotViable,
  M000D: ErrorCode.ConflictingUpdateOperators,
  M000E: ErrorCode.CursorNotFound,
  M000F: ErrorCode.NamespaceExists,
  M000G: ErrorCode.DollarPrefixedFieldName,
  M000M: ErrorCode.ImmutableField,
  M000N: ErrorCode.CannotCreateIndex,
  M000O: ErrorCode.IndexAlreadyExists,
  M000P: ErrorCode.InvalidOptions,
  M000Q: ErrorCode.InvalidNamespace,
  M000R: ErrorCode.IndexOptionsConflict,
  M000S: ErrorCode.IndexKeySpecsConflict,
  M000U: ErrorCode.CommandNotSupported,
  M000W: ErrorCode.ExceededMemoryLimit,
  M000Z: ErrorCode.CommandNotSupportedOnView,
  M0015: ErrorCode.ConversionFailure,
  M0016: ErrorCode.OperationNotSupportedInTransaction,
  M001B: ErrorCode.BSONObjectTooLarge,
  M001C: ErrorCode.DuplicateKey,
  M003A: 17419,
  M007U: 40324,
  M00CO: ErrorCode.DocumentValidationFailure,
  M00EW: ErrorCode.LockTimeout,
  M00EX: ErrorCode.MaxTimeMSExpired,
  M00F0: ErrorCode.ShutdownInProgress,
  M00F1: ErrorCode.WriteConflict,
};

const CONFLICT =
  'WriteConflict error: this operation conflicted with another operation. Please retry it or its transaction.';

/** PostgreSQL's own errors; a function where the message matters. */
const SQL_STATES: Readonly<Record<string, number | ((message: string, inTransaction: boolean) => MappedError)>> = {
  '0A000': ErrorCode.CommandNotSupported,
  '21000': ErrorCode.CommandNotSupported,
  '22P02': ErrorCode.FailedToParse,
  '22016': ErrorCode.BadValue,
  '22023': ErrorCode.BadValue,
  '23505': ErrorCode.DuplicateKey,
  '23P01': ErrorCode.DuplicateKey,
  '25006': ErrorCode.OperationNotSupportedInTransaction,
  '25P02': () => ({ code: ErrorCode.NoSuchTransaction, message: 'The transaction has been aborted.' }),
  '40001': () => ({ code: ErrorCode.WriteConflict, message: CONFLICT }),
  '40P01': () => ({ code: ErrorCode.WriteConflict, message: CONFLICT }),
  '42501': ErrorCode.Unauthorized,
  '42P01': ErrorCode.NamespaceNotFound,
  '42P07': ErrorCode.NamespaceExists,
  '53000': ErrorCode.ExceededMemoryLimit,
  '53100': ErrorCode.OutOfDiskSpace,
  '53200': ErrorCode.ExceededMemoryLimit,
  '53300': ErrorCode.TooManyLogicalSessions,
  '54000': (message) =>
    message.includes('index row')
      ? { code: 17280, message: 'The value is too large to be indexed.' }
      : { code: ErrorCode.InternalError, message },
  '54011': 13103,
  '55P03': (message, inTransaction) =>
    inTransaction ? { code: ErrorCode.WriteConflict, message: CONFLICT } : { code: ErrorCode.LockTimeout, message },
  '57014': (message) => ({
    code: ErrorCode.MaxTimeMSExpired,
    message: message.includes('timeout') ? 'operation exceeded time limit' : message,
  }),
  '57P01': ErrorCode.ShutdownInProgress,
  '57P02': ErrorCode.ShutdownInProgress,
  '57P03': ErrorCode.ShutdownInProgress,
};

/** What the engine says when two clients create the same collection at once: trying again helps. */
export const COLLECTION_RACE = /Unable to create the specified collection/;

/** Rewords the one message programs are known to look into. */
function reword(code: number, message: string): string {
  const stage = code === 40324 ? /not recognized: (\S+)$/.exec(message)?.[1] : undefined;
  return stage === undefined ? message : `Unrecognized pipeline stage name: '${stage}'`;
}

/** Translates a SQLSTATE and its message. */
export function mapSqlState(sqlState: string, message: string, inTransaction = false): MappedError {
  const refused = refusalIn(message);
  if (refused !== undefined) return { code: ErrorCode.CommandNotSupported, message: refused };
  if (COLLECTION_RACE.test(message)) return { code: ErrorCode.WriteConflict, message };
  const engineCode = ENGINE_CODES[sqlState];
  if (engineCode !== undefined) return { code: engineCode, message: reword(engineCode, message) };
  const mapped = SQL_STATES[sqlState];
  if (typeof mapped === 'function') return mapped(message, inTransaction);
  if (mapped !== undefined) return { code: mapped, message };
  if (/^M[0-9A-Z]{4}$/.test(sqlState)) return { code: ErrorCode.BadValue, message };
  return { code: ErrorCode.InternalError, message: `${message} (SQLSTATE ${sqlState})` };
}

/** Write errors inside an answer carry their SQLSTATE packed: five characters of six bits. */
export function unpackSqlState(packed: number): string {
  let state = '';
  for (let position = 0; position < 5; position++) {
    state += String.fromCharCode(((packed >> (6 * position)) & 63) + 48);
  }
  return state;
}

export const isDuplicateKey = (error: unknown): error is PgError =>
  error instanceof PgError && ['23505', '23P01', 'M001C'].includes(error.sqlState);

export const isValidationFailure = (error: unknown): error is PgError =>
  error instanceof PgError && error.sqlState === 'M00CO';

const RETRYABLE_WRITE: ReadonlySet<number> = new Set([
  6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);
const TRANSIENT_COMMIT: ReadonlySet<number> = new Set([24, 112, 239, 246, 251, 267]);
const CONNECTION_TROUBLE: ReadonlySet<number> = new Set([6, 7, 89, 91, 189, 10107, 11600, 11602, 13435, 13436]);

export const isRetryableWriteCode = (code: number): boolean => RETRYABLE_WRITE.has(code);

/** What of a command decides about the labels of its error. */
export interface ErrorContext {
  readonly name: string;
  readonly inTransaction: boolean;
  readonly retryable: boolean;
  readonly duplicateKey?: Document | undefined;
}

function labelsFor(code: number, context: ErrorContext): string[] {
  const ends = context.name === 'committransaction' || context.name === 'aborttransaction';
  const labels: string[] = [];
  if (context.inTransaction) {
    const isTransient =
      context.name === 'committransaction'
        ? TRANSIENT_COMMIT.has(code)
        : !ends && (TRANSIENT_COMMIT.has(code) || CONNECTION_TROUBLE.has(code));
    if (isTransient) labels.push('TransientTransactionError');
  }
  if (context.retryable && (!context.inTransaction || ends) && RETRYABLE_WRITE.has(code)) {
    labels.push('RetryableWriteError');
  }
  return labels;
}

/** The answer to a command that failed. */
export function errorReply(error: unknown, context: ErrorContext): Document {
  const { code, message, details } = describe(error, context);
  const labels = details['errorLabels'] ? [] : labelsFor(code, context);
  return {
    ok: NOT_OK,
    errmsg: message,
    code,
    codeName: codeName(code),
    ...details,
    ...(labels.length > 0 ? { errorLabels: labels } : {}),
  };
}

function describe(error: unknown, context: ErrorContext): MappedError & { details: Readonly<Record<string, unknown>> } {
  if (error instanceof MongoError) return { code: error.code, message: error.message, details: error.details };
  if (error instanceof PgError) {
    const mapped = mapSqlState(error.sqlState, error.message, context.inTransaction);
    const details = mapped.code === ErrorCode.DuplicateKey ? (context.duplicateKey ?? {}) : {};
    return { ...mapped, details };
  }
  if (error instanceof ConnectionLostError) {
    const message = `The storage engine cannot be reached: ${error.message}`;
    return { code: ErrorCode.ShutdownInProgress, message, details: {} };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (BSONError.isBSONError(error)) return { code: ErrorCode.InvalidBSON, message, details: {} };
  return { code: ErrorCode.InternalError, message: `The gateway failed: ${message}`, details: {} };
}
