import {
  MongoBulkWriteError,
  MongoClientBulkWriteError,
  MongoError,
  MongoOperationTimeoutError,
  MongoServerError,
} from 'mongodb';
import type { ExpectedError } from './format.ts';
import type { MatchContext } from './matching.ts';
import { match, Mismatch } from './matching.ts';

function resultOf(error: unknown): unknown {
  if (error instanceof MongoBulkWriteError) return error.result;
  if (error instanceof MongoClientBulkWriteError) return error.partialResult;
  return undefined;
}

function serverErrorOf(error: unknown): MongoServerError | undefined {
  if (error instanceof MongoServerError) return error;
  if (error instanceof MongoError && error.cause instanceof MongoServerError) return error.cause;
  return undefined;
}

function checkLabels(error: unknown, expected: ExpectedError): void {
  const has = (label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label);
  for (const label of expected.errorLabelsContain ?? []) {
    if (!has(label)) throw new Mismatch(`the error lacks the label ${label}: ${String(error)}`);
  }
  for (const label of expected.errorLabelsOmit ?? []) {
    if (has(label)) throw new Mismatch(`the error must not carry the label ${label}: ${String(error)}`);
  }
}

function checkBulk(error: unknown, expected: ExpectedError, context: MatchContext): void {
  if (!expected.writeErrors && !expected.writeConcernErrors) return;
  if (!(error instanceof MongoClientBulkWriteError))
    throw new Mismatch(`not the error of a bulk write: ${String(error)}`);
  const writeErrors = Object.fromEntries(error.writeErrors);
  match(expected.writeErrors ?? writeErrors, writeErrors, context, { path: 'writeErrors' });
  const concerns = expected.writeConcernErrors;
  if (concerns) match(concerns, error.writeConcernErrors, context, { path: 'writeConcernErrors' });
}

/** Checks that an operation failed as a test says. */
export function checkError(error: unknown, expected: ExpectedError, context: MatchContext): void {
  const server = serverErrorOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (expected.isClientError !== undefined && expected.isClientError !== (server === undefined)) {
    throw new Mismatch(`expected an error of the ${expected.isClientError ? 'client' : 'server'}: ${String(error)}`);
  }
  if (
    expected.isTimeoutError !== undefined &&
    expected.isTimeoutError !== error instanceof MongoOperationTimeoutError
  ) {
    throw new Mismatch(`a time-out or not: ${String(error)}`);
  }
  const { errorContains, errorCode, errorCodeName, errorResponse } = expected;
  if (errorContains !== undefined && !text.toLowerCase().includes(errorContains.toLowerCase())) {
    throw new Mismatch(`expected an error that contains "${errorContains}", got "${text}"`);
  }
  if (errorCode !== undefined && Number(server?.code) !== errorCode) {
    throw new Mismatch(`expected the error code ${errorCode}, got ${String(server?.code)}: ${text}`);
  }
  if (errorCodeName !== undefined && server?.codeName?.toLowerCase() !== errorCodeName.toLowerCase()) {
    throw new Mismatch(`expected the error ${errorCodeName}, got ${String(server?.codeName)}: ${text}`);
  }
  checkLabels(error, expected);
  if (errorResponse) match(errorResponse, server?.errorResponse, context, { path: 'errorResponse' });
  checkBulk(error, expected, context);
  if (expected.expectResult !== undefined)
    match(expected.expectResult, resultOf(error), context, { path: 'error.result' });
}
