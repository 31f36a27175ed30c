import type { CommandContext } from '../commands/context.ts';
import { requireLogin } from '../commands/login.ts';
import { mend } from '../commands/mending/mend.ts';
import { refuse } from '../commands/refusals.ts';
import { commandTable } from '../commands/table.ts';
import { encode, okReply } from './bson-codec.ts';
import type { Client } from './client.ts';
import { errorReply } from './error-mapping.ts';
import { ErrorCode, MongoError } from './mongo-error.ts';
import { BsonType, RawDocument } from './raw-bson.ts';
import type { Session } from './sessions.ts';
import type { GatewayState } from './state.ts';

/** What may run inside a multi-document transaction. */
const TRANSACTIONAL = new Set(
  'insert update delete findandmodify find aggregate distinct getmore killcursors create createindexes'.split(' '),
);
const ENDS_TRANSACTION = new Set(['committransaction', 'aborttransaction']);

/** An error about the write concern, added to the answer of a command that did its work. */
interface WriteConcernError {
  readonly error: Record<string, unknown>;
  readonly labels: readonly string[];
}

function createContext(
  gateway: GatewayState,
  client: Client,
  command: RawDocument,
  sequences: ReadonlyMap<string, Buffer>,
): CommandContext {
  const firstName = command.firstName ?? '';
  const lsid = command.getDocument('lsid');
  const id = lsid?.elements.get('id');
  return {
    gateway,
    client,
    command,
    sequences,
    name: firstName.toLowerCase(),
    database: command.getString('$db') ?? 'admin',
    target: command.getString(firstName),
    // A binary value: four bytes of length and one of subtype stand before the bytes of the id.
    sessionId: id?.type === BsonType.binary ? lsid?.bytes.toString('hex', id.valueStart + 5, id.end) : undefined,
    inTransaction: command.has('autocommit') && !command.isTrue('autocommit'),
    retryable: command.has('txnNumber'),
    transaction: null,
    retryId: null,
    writeFailed: false,
    duplicateKey: undefined,
  };
}

/** There is one copy of the data, so that no more than `w: 1` or `majority` can be had. */
function unsatisfiedWriteConcern(command: RawDocument): WriteConcernError | null {
  const concern = command.getDocument('writeConcern');
  const mode = concern?.getString('w');
  if (mode !== undefined && mode !== 'majority') {
    const errmsg = `No write concern mode named '${mode}' found in replica set configuration`;
    const error = { code: ErrorCode.UnknownReplWriteConcern, codeName: 'UnknownReplWriteConcern', errmsg };
    return { error, labels: [] };
  }
  if ((concern?.getNumber('w') ?? 1) <= 1) return null;
  const errmsg = 'Not enough data-bearing nodes';
  const error = { code: ErrorCode.UnsatisfiableWriteConcern, codeName: 'UnsatisfiableWriteConcern', errmsg };
  return { error, labels: [] };
}

function addWriteConcernError(answer: Buffer, added: WriteConcernError | null): Buffer {
  if (!added) return answer;
  const labels = added.labels.length > 0 ? { errorLabels: added.labels } : {};
  return new RawDocument(answer).with({ writeConcernError: added.error, ...labels });
}

/** Runs a command, in a form the engine answers rightly. */
async function execute(context: CommandContext): Promise<Buffer> {
  refuse(context);
  mend(context);
  const handler = commandTable.get(context.name);
  if (!handler) throw commandNotFound(context);
  return handler(context);
}

const commandNotFound = ({ command }: CommandContext): MongoError =>
  new MongoError(ErrorCode.CommandNotFound, `no such command: '${command.firstName ?? ''}'`);

async function runInTransaction(context: CommandContext, session: Session, number: bigint): Promise<Buffer> {
  const { gateway, command, name } = context;
  if (!TRANSACTIONAL.has(name) && !ENDS_TRANSACTION.has(name)) {
    throw new MongoError(
      ErrorCode.OperationNotSupportedInTransaction,
      `Cannot run '${command.firstName ?? ''}' in a multi-document transaction.`,
    );
  }
  if (command.isTrue('startTransaction')) await gateway.sessions.start(session, number);
  session.current?.clients.add(context.client);
  // It may have gone while the transaction waited for its turn.
  if (context.client.socket.destroyed) gateway.sessions.clientGone(context.client);
  if (name === 'committransaction') {
    await gateway.sessions.commit(context.sessionId ?? '', session, number);
    return okReply();
  }
  const transaction = gateway.sessions.require(session, number);
  if (name === 'aborttransaction') {
    await gateway.sessions.abort(session);
    return okReply();
  }
  context.transaction = transaction;
  try {
    const answer = await execute(context);
    // As in MongoDB, any error ends the transaction, also one that is reported inside an answer.
    if (context.writeFailed && session.current === transaction) await gateway.sessions.abort(session);
    return answer;
  } catch (error) {
    if (session.current === transaction) await gateway.sessions.abort(session);
    throw error;
  }
}

/** A write with a number: the same number again gets the answer of the first time. */
async function runRetryable(context: CommandContext, session: Session, number: bigint): Promise<Buffer> {
  const previous = session.retryable;
  if (previous?.number === number) {
    const answer = await previous.answer.catch(() => null);
    if (answer) return answer;
  }
  if (session.current && number > session.current.number) await context.gateway.sessions.abort(session);
  context.retryId = `${context.sessionId}:${number}`;
  const answer = execute(context);
  session.retryable = { number, answer };
  return answer;
}

async function answer(context: CommandContext): Promise<Buffer | null> {
  const { gateway, client, command, name } = context;
  requireLogin(context);
  const ends = ENDS_TRANSACTION.has(name);
  const effect = await gateway.failpoints.strike(client, name, context.retryable && (!context.inTransaction || ends));
  if (effect.kind === 'closed') return null;
  const added = effect.kind === 'writeConcernError' ? effect : unsatisfiedWriteConcern(command);
  if (!ends && !commandTable.has(name)) throw commandNotFound(context);
  if (!context.inTransaction && command.getDocument('readConcern')?.getString('level') === 'snapshot') {
    throw new MongoError(ErrorCode.InvalidOptions, 'readConcern level snapshot is supported in transactions only');
  }
  const session = context.sessionId === undefined ? null : gateway.sessions.get(context.sessionId);
  const number = command.getBigInt('txnNumber');
  if (context.inTransaction && session && number !== undefined) {
    return addWriteConcernError(await runInTransaction(context, session, number), added);
  }
  if (session && number !== undefined) {
    return addWriteConcernError(await runRetryable(context, session, number), added);
  }
  return addWriteConcernError(await execute(context), added);
}

/** Runs one command. The answer is a BSON document, also for an error; null when the connection was cut on purpose. */
export async function dispatch(
  gateway: GatewayState,
  client: Client,
  command: RawDocument,
  sequences: ReadonlyMap<string, Buffer>,
): Promise<Buffer | null> {
  let context: CommandContext;
  try {
    context = createContext(gateway, client, command, sequences);
  } catch (error) {
    return encode(errorReply(error, { name: '', inTransaction: false, retryable: false }));
  }
  try {
    return await answer(context);
  } catch (error) {
    return encode(errorReply(error, context));
  }
}
