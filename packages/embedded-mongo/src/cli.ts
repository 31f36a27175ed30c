import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeBundle, locateBundle, provisionBundle } from './bundle/provision.ts';
import { diagnose } from './doctor.ts';
import { EmbeddedMongoError } from './embedded-mongo-error.ts';
import { prepareDirectory } from './platform.ts';
import { databasePaths } from './postgres/paths.ts';
import { stopDatabase } from './start.ts';
import { readLiveState } from './supervisor/state-file.ts';
import { Supervisor } from './supervisor/supervisor.ts';

const USAGE = `Usage: embedded-mongo <command> [options]

  start       run the database in the foreground until Ctrl-C
  stop        end the database of a directory
  status      say whether a database runs, and where
  provision   fetch and unpack the database's programs
  doctor      say what keeps the database from running, and the remedy

Options:
  --directory D   the folder of the database (default ./.embedded-mongo)
  --bundle B      the folder of the database's programs (default: a cache)
  --port P        TCP port on 127.0.0.1 (default: any free one)
  --socket        a Unix socket in a folder closed to others, instead of a port
`;

interface Arguments {
  readonly directory: string;
  readonly bundle: string | undefined;
  readonly port: number;
  readonly socket: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function start({ directory: given, bundle, port, socket }: Arguments): Promise<void> {
  const directory = await prepareDirectory(given);
  const bundleDirectory = await locateBundle(directory, bundle);
  await provisionBundle(bundleDirectory, say);
  const settings = {
    directory,
    bundleDirectory,
    port,
    socket,
    password: true,
    idleExitSeconds: 0,
    durable: true,
    failpoints: false,
  };
  const supervisor = await Supervisor.start(settings, say);
  if (!supervisor) {
    throw new EmbeddedMongoError('in-use', `Another process already runs the database in ${directory}.`);
  }
  const ended = new Promise<Error | null>((resolve) => {
    process.once('SIGINT', () => resolve(null));
    process.once('SIGTERM', () => resolve(null));
    supervisor.onFailure(resolve);
  });
  say(supervisor.uri);
  const reason = await ended;
  await supervisor.stop();
  if (reason) throw reason;
}

async function stop({ directory }: Arguments): Promise<void> {
  say((await stopDatabase(directory)) ? 'stopped' : `no database runs in ${directory}`);
}

async function status({ directory, bundle }: Arguments): Promise<void> {
  const state = await readLiveState(databasePaths(directory).state);
  say(state ? `running as process ${state.supervisor?.pid}: ${state.uri}` : `no database runs in ${directory}`);
  const bundleDirectory = await locateBundle(directory, bundle);
  const description = await describeBundle(bundleDirectory);
  const made =
    description && `${description.program}, ${description.packages} packages, made ${description.madeAt.toISOString()}`;
  say(`programs: ${bundleDirectory} (${made ?? 'not there yet'})`);
  if (!state) process.exitCode = 3;
}

async function doctor({ directory, bundle, port }: Arguments): Promise<void> {
  const findings = await diagnose({ directory, bundleDirectory: bundle, port });
  for (const { check, ok, text } of findings) say(`${ok ? 'ok     ' : 'problem'} ${check}: ${text}`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}

const COMMANDS: Readonly<Record<string, (given: Arguments) => Promise<void>>> = {
  start,
  stop,
  status,
  doctor,
  provision: async ({ directory, bundle }) => provisionBundle(await locateBundle(directory, bundle), say),
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      directory: { type: 'string', default: '.embedded-mongo' },
      bundle: { type: 'string' },
      port: { type: 'string', default: '0' },
      socket: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const command = COMMANDS[positionals[0] ?? ''];
  const port = Number(values.port);
  if (values.help || !command || !Number.isInteger(port) || port < 0 || port > 65535) {
    say(USAGE);
    if (!values.help) process.exitCode = 2;
    return;
  }
  await command({ directory: path.resolve(values.directory), bundle: values.bundle, port, socket: values.socket });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
