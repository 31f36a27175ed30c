import { EmbeddedMongoError } from '../embedded-mongo-error.ts';
import type { SupervisorMessage, SupervisorSettings } from './protocol.ts';
import { Supervisor } from './supervisor.ts';

// The entry of the detached process that keeps a database running. Its output is the supervisor's log file.

const settings = JSON.parse(process.argv[2] ?? '{}') as SupervisorSettings;

/** Tells the starter, which may be gone by now. */
function tell(message: SupervisorMessage): void {
  if (process.connected) process.send?.(message, () => undefined);
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
  tell({ kind: 'log', line });
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log(message);
  tell({ kind: 'failed', code: error instanceof EmbeddedMongoError ? error.code : 'start-failed', message });
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const supervisor = await Supervisor.start(settings, log);
  if (!supervisor) {
    tell({ kind: 'taken' });
    return;
  }
  const end = (reason: string): void => {
    log(reason);
    supervisor.stop().then(
      () => process.exit(),
      (error: unknown) => {
        fail(error);
        process.exit();
      },
    );
  };
  process.on('SIGTERM', () => end('asked to end'));
  process.on('SIGINT', () => end('asked to end'));
  // A terminal that closes does not end the database.
  process.on('SIGHUP', () => undefined);
  supervisor.onFailure((error) => {
    fail(error);
    end('the database cannot be kept running');
  });
  if (settings.idleExitSeconds > 0) {
    supervisor.onIdle(settings.idleExitSeconds, () => end(`nobody was connected for ${settings.idleExitSeconds} s`));
  }
  log(`serving ${supervisor.place}`);
  tell({ kind: 'ready', uri: supervisor.uri });
}

process.on('disconnect', () => undefined);
try {
  await main();
} catch (error) {
  fail(error);
}
// The channel to the starter must not keep a supervisor alive that has nothing to do, nor a starter that is done.
if (process.connected) process.disconnect();
