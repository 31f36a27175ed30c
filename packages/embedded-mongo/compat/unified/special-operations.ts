import { isDeepStrictEqual } from 'node:util';
import type { ClientSession, Document, MongoClient } from 'mongodb';
import { BSON } from 'mongodb';
import type { Entities } from './entities.ts';
import type { Operation } from './format.ts';
import { Mismatch } from './matching.ts';

/** What the runner's own operations work with. */
export interface SpecialContext {
  readonly entities: Entities;
  readonly internal: MongoClient;
  /** The failpoints a test has armed, to be put off after it. */
  readonly armed: Set<string>;
}

type Special = (context: SpecialContext, parameters: Document) => Promise<void> | void;

function assert(condition: boolean, message: string): void {
  if (!condition) throw new Mismatch(message);
}

/** Only one server is under test, so that the one a session is pinned to is the one there is. */
async function armFailpoint({ internal, armed }: SpecialContext, { failPoint }: Document): Promise<void> {
  const command = failPoint as Document;
  await internal.db('admin').command(command);
  armed.add(String(command['configureFailPoint']));
}

const sessionOf = ({ entities }: SpecialContext, { session }: Document): ClientSession =>
  entities.session(String(session));

const serverSession = (session: ClientSession): { isDirty: boolean } =>
  (session as unknown as { serverSession: { isDirty: boolean } }).serverSession;

function sessionsOfLastCommands(context: SpecialContext, { client }: Document): boolean {
  const ids = context.entities.log(String(client)).lastTwoSessionIds();
  const [first, second] = ids.map((id) => BSON.EJSON.stringify(id as Document));
  return isDeepStrictEqual(first, second);
}

async function collectionExists({ internal }: SpecialContext, parameters: Document): Promise<boolean> {
  const { databaseName, collectionName } = parameters;
  const found = await internal
    .db(String(databaseName))
    .listCollections({ name: String(collectionName) })
    .toArray();
  return found.length > 0;
}

async function indexExists({ internal }: SpecialContext, parameters: Document): Promise<boolean> {
  const { databaseName, collectionName, indexName } = parameters;
  const indexes = await internal
    .db(String(databaseName))
    .collection(String(collectionName))
    .listIndexes()
    .toArray()
    .catch(() => []);
  return indexes.some(({ name }) => name === indexName);
}

/** The operations a test asks of the runner itself. */
const TABLE: Readonly<Record<string, Special>> = {
  failPoint: armFailpoint,
  targetedFailPoint: armFailpoint,
  createEntities: ({ entities }, { entities: descriptions }) => entities.create(descriptions as Document[]),
  assertSessionPinned: (context, parameters) => assert(sessionOf(context, parameters).isPinned, 'not pinned'),
  assertSessionUnpinned: (context, parameters) => assert(!sessionOf(context, parameters).isPinned, 'still pinned'),
  assertSessionDirty: (context, parameters) =>
    assert(serverSession(sessionOf(context, parameters)).isDirty, 'the session is not dirty'),
  assertSessionNotDirty: (context, parameters) =>
    assert(!serverSession(sessionOf(context, parameters)).isDirty, 'the session is dirty'),
  assertSessionTransactionState: (context, parameters) => {
    const states: Readonly<Record<string, string>> = {
      none: 'NO_TRANSACTION',
      starting: 'STARTING_TRANSACTION',
      in_progress: 'TRANSACTION_IN_PROGRESS',
      committed: 'TRANSACTION_COMMITTED',
      aborted: 'TRANSACTION_ABORTED',
    };
    const { transaction } = sessionOf(context, parameters) as unknown as { transaction: { state: string } };
    assert(transaction.state === states[String(parameters['state'])], `the transaction is ${transaction.state}`);
  },
  assertSameLsidOnLastTwoCommands: (context, parameters) =>
    assert(sessionsOfLastCommands(context, parameters), 'two sessions were used'),
  assertDifferentLsidOnLastTwoCommands: (context, parameters) =>
    assert(!sessionsOfLastCommands(context, parameters), 'one session was used twice'),
  assertNumberConnectionsCheckedOut: ({ entities }, { client, connections }) => {
    const { checkedOut } = entities.log(String(client));
    assert(checkedOut === connections, `${checkedOut} connections are checked out, not ${String(connections)}`);
  },
  assertCollectionExists: async (context, parameters) =>
    assert(await collectionExists(context, parameters), 'the collection is not there'),
  assertCollectionNotExists: async (context, parameters) =>
    assert(!(await collectionExists(context, parameters)), 'the collection is there'),
  assertIndexExists: async (context, parameters) =>
    assert(await indexExists(context, parameters), 'the index is not there'),
  assertIndexNotExists: async (context, parameters) =>
    assert(!(await indexExists(context, parameters)), 'the index is there'),
};

/** Runs an operation whose object is the test runner. */
export async function runSpecialOperation(context: SpecialContext, operation: Operation): Promise<void> {
  const special = TABLE[operation.name];
  if (!special) throw new Mismatch(`the runner's operation ${operation.name} is not known here`);
  await special(context, operation.arguments ?? {});
}
