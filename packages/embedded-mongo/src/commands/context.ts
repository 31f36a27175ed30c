import type { Document } from 'bson';
import type { Client } from '../gateway/client.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import type { RawDocument } from '../gateway/raw-bson.ts';
import type { GatewayState } from '../gateway/state.ts';
import type { Transaction } from '../gateway/transactions.ts';

/** One command on its way through the gateway. */
export interface CommandContext {
  readonly gateway: GatewayState;
  readonly client: Client;
  /** The command as the engine is to see it: what it would answer wrongly is replaced before it runs. */
  command: RawDocument;
  sequences: ReadonlyMap<string, Buffer>;
  /** The command's name in lower case. */
  name: string;
  readonly database: string;
  /** The first field's value, where it is a string: the collection, for most commands. */
  readonly target: string | undefined;
  /** The lsid of the session in hexadecimal. */
  readonly sessionId: string | undefined;
  /** The command belongs to a multi-document transaction, … */
  readonly inTransaction: boolean;
  /** … or carries a number by which its retry is recognized. */
  readonly retryable: boolean;
  transaction: Transaction | null;
  /** Under this name the engine stores the result of a write, durably, for a retry. */
  retryId: string | null;
  /** Write errors were collected in the answer: in a transaction that ends it. */
  writeFailed: boolean;
  /** keyPattern and keyValue for a duplicate key error that is thrown. */
  duplicateKey: Document | undefined;
}

/** A command: its answer is a BSON document, as bytes. */
export type CommandHandler = (context: CommandContext) => Promise<Buffer>;
export type CommandTable = Readonly<Record<string, CommandHandler>>;

/** The collection a command names; throws where it names none. */
export function requireCollection(context: CommandContext): string {
  const { target, database } = context;
  if (target === undefined) throw new MongoError(ErrorCode.InvalidNamespace, 'collection name has invalid type');
  if (target === '') throw new MongoError(ErrorCode.InvalidNamespace, `Invalid namespace specified '${database}.'`);
  return target;
}
