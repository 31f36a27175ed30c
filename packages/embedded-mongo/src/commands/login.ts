import { Binary } from 'bson';
import type { Document } from 'bson';
import { encode, okReply } from '../gateway/bson-codec.ts';
import type { Client } from '../gateway/client.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import { BsonType } from '../gateway/raw-bson.ts';
import type { RawDocument } from '../gateway/raw-bson.ts';
import { MECHANISM, ScramConversation } from '../gateway/scram.ts';
import type { GatewayState } from '../gateway/state.ts';
import type { CommandContext, CommandTable } from './context.ts';
import { helloReply } from './server.ts';

/** What may be asked before a login, as in MongoDB. */
const BEFORE_LOGIN = new Set(
  'hello ismaster ping buildinfo connectionstatus whatsmyuri isdbgrid saslstart saslcontinue authenticate logout endsessions'.split(
    ' ',
  ),
);
/** One login at a time can be under way on a connection. */
const CONVERSATION = 1;

const isLoggedIn = ({ verifier }: GatewayState, { login }: Client): boolean => !verifier || login.done;

/** Throws error 13 unless the connection has logged in, or the gateway asks for no login. */
export function requireLogin({ gateway, client, name, command }: CommandContext): void {
  if (isLoggedIn(gateway, client) || BEFORE_LOGIN.has(name)) return;
  throw new MongoError(ErrorCode.Unauthorized, `Command ${command.firstName ?? ''} requires authentication`);
}

/** The text in the field `payload`: four bytes of length and one of subtype stand before it. */
function payloadOf(command: RawDocument): string {
  const element = command.elements.get('payload');
  if (element?.type !== BsonType.binary) throw new MongoError(ErrorCode.BadValue, 'payload must be binary');
  return command.bytes.toString('utf8', element.valueStart + 5, element.end);
}

const answer = (payload: string, done: boolean): Document => ({
  conversationId: CONVERSATION,
  done,
  payload: new Binary(Buffer.from(payload)),
});

function start(gateway: GatewayState, client: Client, command: RawDocument): Document {
  const { login } = client;
  login.forget();
  if (!gateway.verifier) {
    const advice = 'This database has no logins: leave user name and password out of the connection string.';
    throw new MongoError(ErrorCode.AuthenticationFailed, advice);
  }
  const mechanism = command.getString('mechanism');
  if (mechanism !== MECHANISM) {
    throw new MongoError(ErrorCode.MechanismUnavailable, `Log in by ${MECHANISM}, not by '${mechanism ?? ''}'.`);
  }
  login.conversation = new ScramConversation(gateway.verifier, payloadOf(command));
  login.skipsEmptyExchange = command.getDocument('options')?.isTrue('skipEmptyExchange') ?? false;
  return answer(login.conversation.challenge, false);
}

function goOn({ client, command }: CommandContext): Document {
  const { login } = client;
  if (login.proven) {
    login.succeed();
    return answer('', true);
  }
  const { conversation } = login;
  if (!conversation) throw new MongoError(ErrorCode.ProtocolError, 'No SASL session state found');
  login.forget();
  const proof = conversation.finish(payloadOf(command));
  if (login.skipsEmptyExchange) login.succeed();
  else login.proven = true;
  return answer(proof, login.done);
}

/** The answer to `hello`, in the old or the new envelope: with it, drivers learn how to log in and begin to. */
export function greet(gateway: GatewayState, client: Client, command: RawDocument, legacy: boolean): Buffer {
  const reply = helloReply(client.id, legacy);
  if (!gateway.verifier) return encode(reply);
  if (command.has('saslSupportedMechs')) reply['saslSupportedMechs'] = [MECHANISM];
  const speculative = command.getDocument('speculativeAuthenticate');
  if (speculative?.getString('mechanism') === MECHANISM) {
    try {
      reply['speculativeAuthenticate'] = start(gateway, client, speculative);
    } catch {
      // Without an answer the driver logs in by commands of their own, which say what is wrong.
    }
  }
  return encode(reply);
}

function connectionStatus({ gateway, client }: CommandContext): Promise<Buffer> {
  const user = gateway.verifier && client.login.done ? [{ user: gateway.verifier.username, db: 'admin' }] : [];
  const authInfo = {
    authenticatedUsers: user,
    authenticatedUserRoles: user.map(() => ({ role: 'root', db: 'admin' })),
  };
  return Promise.resolve(okReply({ authInfo }));
}

export const loginCommands: CommandTable = {
  hello: ({ gateway, client, command }) => Promise.resolve(greet(gateway, client, command, false)),
  ismaster: ({ gateway, client, command }) => Promise.resolve(greet(gateway, client, command, true)),
  saslstart: async ({ gateway, client, command }) => okReply(start(gateway, client, command)),
  saslcontinue: async (context) => okReply(goOn(context)),
  authenticate: () =>
    Promise.reject(new MongoError(ErrorCode.MechanismUnavailable, `Log in by ${MECHANISM} in a SASL conversation.`)),
  logout: ({ client }) => {
    client.login.forget();
    return Promise.resolve(okReply());
  },
  connectionstatus: connectionStatus,
};
