// Any error, told as one problem: which kind, which text, which fields. The one table from kind to status is here.

import { MongoError, MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError } from 'mongodb';
import mongoose from 'mongoose';
import { conflict, DomainError, invalidField, type ErrorKind } from '../domain/errors.ts';
import { isDuplicateKey } from '../platform/transaction.ts';

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  stale: 412,
  preconditionRequired: 428,
  tooLarge: 413,
  unsupportedMedia: 415,
  tooMany: 429,
  unavailable: 503,
};

export interface Problem {
  readonly status: number;
  readonly kind: ErrorKind | 'malformed' | 'fault';
  readonly error: DomainError;
}

const problem = (error: DomainError): Problem => ({ status: STATUS_OF_KIND[error.kind], kind: error.kind, error });

const malformed = (code: string): Problem => ({
  status: 400,
  kind: 'malformed',
  error: new DomainError('invalid', code),
});

/** What Express and its body parsers throw: an error with a status of its own. */
function ofHttpError(status: number): Problem | undefined {
  if (status === 413) return problem(new DomainError('tooLarge', 'tooLarge'));
  if (status === 415) return problem(new DomainError('unsupportedMedia', 'unsupportedMedia'));
  if (status >= 400 && status < 500) return malformed('malformed');
  return undefined;
}

/** A bulk write whose connection broke: the driver keeps nothing of the cause but its words, and no answer of the server. */
const isCutOff = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoBulkWriteError &&
  error.code === undefined &&
  error.err === undefined &&
  [error.writeErrors].flat().length === 0;

/** A write into a connection the server has just ended; the driver passes on what the socket says. */
const isEnded = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'EPIPE';

const isUnreachable = (error: unknown): boolean =>
  isCutOff(error) ||
  isEnded(error) ||
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  error instanceof MongoNotConnectedError ||
  error instanceof mongoose.Error.MongooseServerSelectionError ||
  (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')) ||
  error instanceof mongoose.mongo.MongoClientClosedError;

/** The problem an error stands for; a fault of ours is one of status 500 without any detail. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return problem(error);
  if (error instanceof mongoose.Error.CastError) {
    return { ...malformed('malformed'), error: invalidField(error.path, 'any.invalid') };
  }
  if (error instanceof mongoose.Error.VersionError) return problem(new DomainError('stale', 'stale'));
  if (isUnreachable(error)) return problem(new DomainError('unavailable', 'unavailable'));
  if (isDuplicateKey(error)) return problem(conflict('duplicate'));
  const status = (error as { status?: unknown } | null)?.status;
  const known = typeof status === 'number' ? ofHttpError(status) : undefined;
  return known ?? { status: 500, kind: 'fault', error: new DomainError('unavailable', 'fault') };
}
