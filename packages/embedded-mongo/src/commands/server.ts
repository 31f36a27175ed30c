import os from 'node:os';
import { Long } from 'bson';
import type { Binary, Document } from 'bson';
import { decode, OK, okReply } from '../gateway/bson-codec.ts';
import { ErrorCode, MongoError } from '../gateway/mongo-error.ts';
import type { GatewayState } from '../gateway/state.ts';
import { MECHANISM } from '../gateway/scram.ts';
import { MAX_DOCUMENT_BYTES, MAX_MESSAGE_BYTES } from '../gateway/wire.ts';
import type { CommandContext, CommandHandler, CommandTable } from './context.ts';

/** The MongoDB version whose protocol and behaviour is offered; 8.0's bulkWrite is not. */
const SERVER_VERSION = '7.0.0';
const WIRE_VERSION = 21;
const MAX_WRITE_BATCH = 100_000;

/**
 * The first answer of every conversation. The gateway presents itself as mongos: transactions, sessions and retryable
 * writes work, and drivers do not look for further members of a replica set.
 */
export function helloReply(connectionId: number, legacy: boolean): Document {
  return {
    ...(legacy ? { ismaster: true } : { isWritablePrimary: true }),
    helloOk: true,
    msg: 'isdbgrid',
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: OK,
  };
}

const constant =
  (fields: () => Document): CommandHandler =>
  () =>
    Promise.resolve(okReply(fields()));

const refused =
  (code: number, message: string): CommandHandler =>
  () =>
    Promise.reject(new MongoError(code, message));

async function endSessions(context: CommandContext): Promise<Buffer> {
  const command = decode(context.command.bytes);
  const list = (command['endSessions'] ?? command['killSessions'] ?? []) as { id: Binary }[];
  for (const { id } of list) await context.gateway.sessions.end(Buffer.from(id.buffer).toString('hex'));
  return okReply();
}

function serverStatus(context: CommandContext): Promise<Buffer> {
  const { clients, transactions, cursors, startedAt } = context.gateway;
  return Promise.resolve(
    okReply({
      host: os.hostname(),
      version: SERVER_VERSION,
      process: 'mongos',
      pid: Long.fromNumber(process.pid),
      uptime: (Date.now() - startedAt.getTime()) / 1000,
      localTime: new Date(),
      connections: { current: clients.size },
      transactions: { currentOpen: transactions.openCount },
      metrics: { cursor: { open: { total: cursors.size } } },
      storageEngine: { name: 'documentdb' },
    }),
  );
}

interface Parameter {
  get(gateway: GatewayState): number;
  set(gateway: GatewayState, seconds: number): void;
}

/** What can be asked for and set while the database runs, in seconds; a restart forgets it. */
const PARAMETERS: Readonly<Record<string, Parameter>> = {
  ttlMonitorSleepSecs: {
    get: ({ housekeeping }) => housekeeping.everyMs / 1000,
    set: ({ housekeeping }, seconds) => housekeeping.schedule(seconds * 1000),
  },
  transactionLifetimeLimitSeconds: {
    get: ({ transactions }) => transactions.lifetimeMs / 1000,
    set: ({ transactions }, seconds) => (transactions.lifetimeMs = seconds * 1000),
  },
};

function getParameter({ command, gateway }: CommandContext): Promise<Buffer> {
  const asked = decode(command.bytes);
  const isAll = asked['getParameter'] === '*';
  const numbers = Object.entries(PARAMETERS)
    .filter(([name]) => isAll || name in asked)
    .map(([name, parameter]) => [name, parameter.get(gateway)]);
  return Promise.resolve(
    okReply({
      featureCompatibilityVersion: { version: '7.0' },
      enableTestCommands: gateway.options.failpoints,
      authenticationMechanisms: gateway.verifier ? [MECHANISM] : [],
      ...(Object.fromEntries(numbers) as Document),
    }),
  );
}

function setParameter({ command, gateway }: CommandContext): Promise<Buffer> {
  const name = Object.keys(PARAMETERS).find((known) => command.getNumber(known) !== undefined);
  const parameter = name === undefined ? undefined : PARAMETERS[name];
  const seconds = name === undefined ? undefined : command.getNumber(name);
  if (!parameter || seconds === undefined || !(seconds > 0)) {
    const known = Object.keys(PARAMETERS).join(' and ');
    throw new MongoError(ErrorCode.InvalidOptions, `Only ${known} can be set, to a number of seconds above 0.`);
  }
  const was = parameter.get(gateway);
  parameter.set(gateway, seconds);
  return Promise.resolve(okReply({ was }));
}

function configureFailPoint(context: CommandContext): Promise<Buffer> {
  if (!context.gateway.options.failpoints) {
    throw new MongoError(ErrorCode.CommandNotFound, "no such command: 'configureFailPoint'");
  }
  context.gateway.failpoints.configure(decode(context.command.bytes));
  return Promise.resolve(okReply());
}

export const serverCommands: CommandTable = {
  ping: constant(() => ({})),
  isdbgrid: constant(() => ({ isdbgrid: 1, hostname: os.hostname() })),
  buildinfo: constant(() => ({
    version: SERVER_VERSION,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'documentdb',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['documentdb'],
  })),
  hostinfo: constant(() => ({
    system: {
      hostname: os.hostname(),
      numCores: os.availableParallelism(),
      memSizeMB: Math.round(os.totalmem() / 1_048_576),
      currentTime: new Date(),
    },
  })),
  whatsmyuri: (context) => Promise.resolve(okReply({ you: context.client.remoteAddress })),
  getparameter: getParameter,
  getcmdlineopts: constant(() => ({ argv: ['embedded-mongo'], parsed: {} })),
  getlog: constant(() => ({ totalLinesWritten: 0, log: [] })),
  serverstatus: serverStatus,
  startsession: constant(() => ({ timeoutMinutes: 30 })),
  refreshsessions: constant(() => ({})),
  endsessions: endSessions,
  killsessions: endSessions,
  killallsessions: async (context) => {
    await context.gateway.sessions.endAll();
    return okReply();
  },
  setparameter: setParameter,
  configurefailpoint: configureFailPoint,
  replsetgetstatus: refused(ErrorCode.NoReplicationEnabled, 'not running with --replSet'),
};
